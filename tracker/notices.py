"""Notices: what the site itself tells a person, owed and written as their mail is.

A notice is a delivery by another way: once it is written, it is shown. What it names is shown as
far as its reader may see it in the moment of reading, whatever was so when it was written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from proposals.models import Proposal, User
from proposals.rights import Actor
from proposals.vocabulary import Reach
from tracker import answers
from tracker.models import Channel, Delivery

WAYS = {
    Reach.MAIL: (Channel.Name.EMAIL,),
    Reach.SITE: (Channel.Name.NOTICE,),
    Reach.BOTH: (Channel.Name.EMAIL, Channel.Name.NOTICE),
}


@dataclass(frozen=True)
class Line:
    """One thing that a notice tells of: its place in it, its words, where it stands on the site.

    ``standing`` is what its reader has said to it, and may say.
    """

    place: int
    title: str
    address: str
    mark: str
    tone: str
    lines: Sequence[str]
    proposals: Sequence[int]
    standing: answers.Standing | None = None


@dataclass(frozen=True)
class Shown:
    """A notice as its reader sees it now; ``hidden`` of its lines are no longer theirs to see."""

    delivery: Delivery
    lines: Sequence[Line]
    hidden: int

    @property
    def key(self) -> str:
        """Its identity, as addresses name it."""
        return str(self.delivery.pk)

    @property
    def is_unread(self) -> bool:
        """Whether its reader has not read it."""
        return self.delivery.read_at is None

    @property
    def heading(self) -> str:
        """What it says in a line; empty where that would tell what is hidden now."""
        return "" if self.hidden else self.delivery.subject


def by_each_way(delivery: Delivery) -> Iterator[Delivery]:
    """Give what is owed to a person by each way that they chose: the delivery, and a companion.

    On the site nobody is disturbed: what is shown there waits for no working hour.
    """
    person = delivery.recipient
    first, *rest = WAYS[Reach(person.reached_by)] if person else (Channel.Name.EMAIL,)
    delivery.channel = first
    if first == Channel.Name.NOTICE:
        delivery.not_before = delivery.owed_at
    yield delivery
    for way in rest:
        yield Delivery(
            key=f"{delivery.key}:{way}",
            kind=delivery.kind,
            channel=way,
            recipient=person,
            along_with_id=delivery.pk,
            about=delivery.about,
            owed_at=delivery.owed_at,
            not_before=delivery.owed_at,
            stale_after=delivery.stale_after,
        )


def shown(found: Iterable[Delivery], actor: Actor) -> list[Shown]:
    """Give notices as their reader may see them now, in one query for all."""
    notices = list(found)
    told = {pk for notice in notices for pk in notice.about.get("proposals", [])}
    seen = set(Proposal.objects.visible_to(actor).filter(pk__in=told).values_list("pk", flat=True))
    return [_shown(notice, seen) for notice in notices]


def _shown(notice: Delivery, seen: set[int]) -> Shown:
    lines = [Line(place, **entry) for place, entry in enumerate(notice.about.get("entries", []))]
    left = [line for line in lines if seen.issuperset(line.proposals)]
    hidden = set(notice.about.get("proposals", [])) - seen
    return Shown(notice, left, max(len(lines) - len(left), bool(hidden)))


def answerable(found: Sequence[Shown], person: User, *, at: datetime) -> list[Shown]:
    """Give notices with what their reader may say to whatever reminders among them told of."""
    reminded = [one for one in found if one.delivery.kind == Delivery.Kind.REMINDER]
    told = {pk for one in reminded for line in one.lines for pk in line.proposals}
    standings = answers.standings(person, told, at=at) if told else {}
    return [_answerable(one, standings) if one in reminded else one for one in found]


def _answerable(one: Shown, standings: Mapping[int, answers.Standing]) -> Shown:
    """Give each line of a reminder its standing: it tells of one proposal, or of none."""
    lines = [
        replace(line, standing=next((standings.get(pk) for pk in line.proposals), None))
        for line in one.lines
    ]
    return replace(one, lines=lines)


def line_of(notice: Delivery, place: int, actor: Actor) -> Line | None:
    """Give the line at a place of a notice; None where its reader sees none there."""
    (found,) = shown([notice], actor)
    return next((line for line in found.lines if line.place == place), None)


def unread(user: User) -> int:
    """Count the notices that a person has not read."""
    return Delivery.objects.notices_of(user.pk).unread().count()


def mark_read(found: QuerySet[Delivery], *, at: datetime) -> None:
    """Note that their reader has read notices."""
    found.filter(read_at__isnull=True).update(read_at=at)


def mark_unread(found: QuerySet[Delivery]) -> None:
    """Note that their reader wants to come back to notices."""
    found.update(read_at=None)
