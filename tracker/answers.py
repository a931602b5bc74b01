"""Answers to reminders: seen, with the date of the next step; or later. By a signed link, or here.

Who was reminded of a proposal may answer, and whoever may change it. A link names a person, a
proposal and what it would say. Whoever holds it needs no sign-in, so it is good for a month only,
and opening it changes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import Proposal, User
from proposals.rights import Actor, may, may_change, require_self
from tracker.localtime import DAY
from tracker.messages import absolute, read_by
from tracker.models import Answer, Reminder

SALT = "tracker.answers"
GOOD_FOR = timedelta(days=30)
# How far off the date may be, in days, and which one is offered first.
FARTHEST = {Answer.Act.SEEN: 90, Answer.Act.LATER: 30}
OFFERED = {Answer.Act.SEEN: 7, Answer.Act.LATER: 3}


@dataclass(frozen=True)
class Question:
    """What a link asks: whether this person says this about this proposal."""

    person: User
    proposal: Proposal
    act: Answer.Act

    def offered(self, *, at: datetime) -> date:
        """Give the date that is offered first."""
        return timezone.localdate(at) + OFFERED[self.act] * DAY


@dataclass(frozen=True)
class Offer:
    """An answer that may be given now, with the date that is offered first."""

    act: Answer.Act
    until: date


@dataclass(frozen=True)
class Standing:
    """How a person stands to the reminders of a proposal: what holds, and what they may say."""

    proposal_id: int
    given: Sequence[Answer]
    offers: Sequence[Offer]

    @property
    def key(self) -> str:
        """The proposal's id, as digits alone in every language."""
        return str(self.proposal_id)


def offers(*, at: datetime) -> list[Offer]:
    """Give every answer that there is, as it is offered first."""
    today = timezone.localdate(at)
    return [Offer(act, today + OFFERED[act] * DAY) for act in Answer.Act]


def standings(person: User, reminded_of: Collection[int], *, at: datetime) -> dict[int, Standing]:
    """Give how a person stands to open proposals that they were reminded of, in two queries."""
    given = list(_in_force(at).filter(person=person, proposal__in=reminded_of))
    still = Proposal.objects.visible_to(Actor.of_user(person)).open().filter(pk__in=reminded_of)
    found = {}
    for key in still.values_list("pk", flat=True):
        own = [answer for answer in given if answer.proposal_id == key]
        said = {answer.act for answer in own}
        left = [offer for offer in offers(at=at) if offer.act not in said]
        found[key] = Standing(key, own, left)
    return found


def in_force(proposal: Proposal, *, at: datetime) -> list[Answer]:
    """Give what quiets reminders of a proposal now, whoever said it."""
    found = _in_force(at).filter(proposal=proposal).select_related("person")
    return list(found.order_by("act", "until"))


def _in_force(at: datetime) -> QuerySet[Answer]:
    return Answer.objects.filter(until__gte=timezone.localdate(at))


def may_answer(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether somebody of the staff who sees the proposal may answer its reminders."""
    if may(actor, "change", "proposal") and may_change(actor, proposal):
        return True
    return Reminder.objects.filter(proposal=proposal, recipient=actor.user_id).exists()


def link(person: User, proposal_id: int, act: Answer.Act) -> str:
    """Give the address at which this person can say this about this proposal."""
    token = signing.dumps([person.pk, proposal_id, act.value], salt=SALT)
    return absolute(reverse("answer", args=[token]))


def question(token: str) -> Question | None:
    """Give what a link asks; None for one that is forged, too old or about what is hidden now."""
    try:
        person_id, proposal_id, act = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    seen = Proposal.objects.visible_to(Actor.of_user(person))
    proposal = seen.filter(pk=proposal_id).first()
    return Question(person, proposal, Answer.Act(act)) if proposal else None


def give(
    *, person: User, proposal: Proposal, act: Answer.Act, until: date, by: Actor, at: datetime
) -> Answer:
    """Note an answer; a later one of the same sort takes its place."""
    require_self(by, person)
    is_seen = Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists()
    if not (is_seen and may_answer(by, proposal)):
        raise NotAllowedError(_("You may not do this."))
    with read_by(person):
        today = timezone.localdate(at)
        if not today < until <= today + FARTHEST[act] * DAY:
            days = FARTHEST[act]
            message = _("Choose a day from tomorrow on, at most %(days)d days off.") % {
                "days": days
            }
            raise InvalidInputError(message, fields={"until": [message]})
    answer, _made = Answer.objects.update_or_create(
        person=person, proposal=proposal, act=act, defaults={"until": until, "given_at": at}
    )
    return answer


def take_back(*, person: User, proposal: Proposal, act: Answer.Act, by: Actor) -> None:
    """Undo an answer: from now on reminders go on as if it had not been given."""
    require_self(by, person)
    Answer.objects.filter(person=person, proposal=proposal, act=act).delete()
