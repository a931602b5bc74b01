"""What a meeting brief says, gathered from what its reader may see.

All of it is text in the reader's language, ready to be set; a proposal that several parts name is
the same ``Item`` in each, and the numbers in its ``quotes`` lead to the annex.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.days import whole_day
from proposals.models import Change, Evidence, Meeting, Position, Proposal
from proposals.rights import PARTNER, Actor
from proposals.services.meetings import items_of
from proposals.status import CLOSED, Status
from proposals.vocabulary import Stance, Visibility, Voice
from proposals.wording import listed

QUOTES_EACH = 2
UNANSWERED = (Status.PROPOSED, Status.UNDER_DISCUSSION)


@dataclass(frozen=True)
class Item:
    """One proposal as a brief names it; ``note`` is what this part of the brief says of it."""

    reference: str
    title: str
    status: str
    is_late: bool
    details: str
    note: str
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """One part of a brief: a heading, items under it, and what to say where there are none."""

    heading: str
    items: tuple[Item, ...]
    empty: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Group:
    """A chapter: what it is about, and its parts."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Quote:
    """The exact words of a source, with where they stand."""

    number: int
    words: str
    language: str
    is_right_to_left: bool
    source: str
    reference: str


@dataclass(frozen=True)
class Brief:
    """A whole brief, in the order in which it is read."""

    language: str
    is_right_to_left: bool
    title: str
    subtitle: str
    made: str
    facts: tuple[tuple[str, str], ...]
    agenda_heading: str
    agenda: tuple[str, ...]
    chapters: tuple[Group, ...]
    annex_heading: str
    annex: tuple[Quote, ...]
    page: str


def brief_for(meeting: Meeting, *, reader: Actor, language: str, at: datetime) -> Brief:
    """Gather the brief of a meeting for one reader in one language."""
    with translation.override(language):
        return _Gathering(meeting, reader, timezone.localdate(at)).brief(language)


def suggested_agenda(meeting: Meeting, *, language: str, at: datetime) -> list[str]:
    """Give what the record suggests for a meeting's agenda.

    Partners read agendas too: it names only what is in everybody's sight.
    """
    everybody = Actor(
        key="system:agenda",
        name="",
        role=PARTNER,
        committees=frozenset({meeting.committee_id}),
        visibilities=frozenset({Visibility.SHARED.value}),
    )
    with translation.override(language):
        return list(_Gathering(meeting, everybody, timezone.localdate(at)).suggested())


@dataclass
class _Gathering:
    """What a brief is made from, each thing asked for once."""

    meeting: Meeting
    reader: Actor
    on: date
    numbers: dict[int, int] = field(default_factory=dict)

    def brief(self, language: str) -> Brief:
        """Put it together; the annex last, as the items give its quotes their numbers."""
        chapters = (
            self._one(_("What moved since the last meeting"), self._moved(), _("Nothing moved.")),
            self._one(_("Overdue, and with whom"), self._overdue(), _("Nothing is overdue.")),
            self._one(_("Positions that differ"), self._differing(), _("No positions differ.")),
            Group(_("What was proposed, and where it stands"), tuple(self._by_meeting())),
        )
        return Brief(
            language=language,
            is_right_to_left=translation.get_language_bidi(),
            title=self.meeting.committee.name,
            subtitle=self._subtitle(),
            made=_("As it stood on %(day)s") % {"day": day(self.on)},
            facts=tuple(self._facts()),
            agenda_heading=_("Agenda") if self.meeting.agenda else _("Suggested agenda"),
            agenda=tuple(self._agenda()),
            chapters=chapters,
            annex_heading=_("Annex: the words that prove it"),
            annex=tuple(self._annex()),
            page=_("Page %(number)s of %(total)s"),
        )

    @cached_property
    def last_meeting(self) -> Meeting | None:
        """The committee's meeting before this one."""
        before = self.meeting.committee.meetings.filter(starts_on__lt=self.meeting.starts_on)
        return before.order_by("-starts_on").first()

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The committee's proposals up to this meeting, the oldest first."""
        found = Proposal.objects.visible_to(self.reader).filter(
            committee=self.meeting.committee_id,
            proposed_on__lte=max(self.meeting.ends_on, self.on),
        )
        return list(found.for_reading().order_by("proposed_on", "pk"))

    @cached_property
    def moves(self) -> dict[int, list[Change]]:
        """The changes of status since the last meeting, by proposal."""
        found = Change.objects.filter(
            subject="proposal",
            operation="update",
            fields__has_key="status",
            proposal_id__in=[proposal.pk for proposal in self.proposals],
            at__date__lte=max(self.meeting.ends_on, self.on),
        )
        if self.last_meeting is not None:
            found = found.filter(at__date__gt=self.last_meeting.ends_on)
        moves: dict[int, list[Change]] = defaultdict(list)
        for change in found.order_by("transaction", "pk"):
            moves[change.proposal_id or 0].append(change)
        return moves

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """The newest confirmed evidence of each proposal, joint statements before one side's."""
        found = Evidence.objects.filter(
            proposal__in=[proposal.pk for proposal in self.proposals], confirmed_at__isnull=False
        ).select_related("article__outlet", "meeting__committee")
        by_proposal: dict[int, list[Evidence]] = defaultdict(list)
        for one in found.order_by("-dated_on", "-pk"):
            by_proposal[one.proposal_id].append(one)
        return {
            key: sorted(rows, key=lambda one: one.voice != Voice.JOINT)[:QUOTES_EACH]
            for key, rows in by_proposal.items()
        }

    def _subtitle(self) -> str:
        words = _("Brief for meeting %(number)d, %(day)s")
        if self.meeting.place:
            words = _("Brief for meeting %(number)d, %(place)s, %(day)s")
        return words % {
            "number": self.meeting.ordinal,
            "place": self.meeting.place,
            "day": day(self.meeting.starts_on),
        }

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield _("Parties"), listed([party.name for party in self.meeting.committee.parties.all()])
        if self.last_meeting is not None:
            last = _("No. %(number)d, %(day)s") % {
                "number": self.last_meeting.ordinal,
                "day": day(self.last_meeting.starts_on),
            }
            yield _("Last meeting"), last
        still = sum(proposal.is_open for proposal in self.proposals)
        yield _("Open proposals"), str(still)
        yield _("Overdue"), str(len(self._late()))
        yield _("Moved since the last meeting"), str(len(self.moves))

    def _agenda(self) -> Iterator[str]:
        """Give what was set, line by line; else what the record suggests."""
        if self.meeting.agenda:
            yield from items_of(self.meeting.agenda)
        else:
            yield from self.suggested()

    def suggested(self) -> Iterator[str]:
        """Give what the record suggests to speak about, the pressing first."""
        if self.last_meeting is not None:
            yield _("Adoption of the minutes of meeting %(number)d") % {
                "number": self.last_meeting.ordinal
            }
        late, differing = self._late(), self._contested()
        for proposal in late:
            yield _("Overdue: %(proposal)s") % {"proposal": titled(proposal)}
        for proposal in (one for one in differing if one not in late):
            yield _("To settle: %(proposal)s") % {"proposal": titled(proposal)}
        named = {one.pk for one in (*late, *differing)}
        for proposal in self.proposals:
            if proposal.pk not in named and proposal.status in {
                Status.PROPOSED,
                Status.UNDER_DISCUSSION,
            }:
                yield _("To answer: %(proposal)s") % {"proposal": titled(proposal)}
        yield _("Date and place of the next meeting")

    def _moved(self) -> Iterator[Item]:
        for proposal in self.proposals:
            if changes := self.moves.get(proposal.pk):
                before = Status(changes[0].fields["status"][0]).label
                steps = [
                    _("%(status)s on %(day)s")
                    % {
                        "status": Status(change.fields["status"][1]).label,
                        "day": day(timezone.localdate(change.at)),
                    }
                    for change in changes
                ]
                note = _("Was: %(status)s. Then: %(steps)s.") % {
                    "status": before,
                    "steps": listed(steps),
                }
                yield self._item(proposal, note)

    def _late(self) -> list[Proposal]:
        late = [proposal for proposal in self.proposals if proposal.is_overdue(on=self.on)]
        return sorted(late, key=lambda proposal: proposal.due_on or self.on)

    def _overdue(self) -> Iterator[Item]:
        for proposal in self._late():
            if proposal.due_on is None:
                continue
            days = (self.on - proposal.due_on).days
            note = ngettext("Late by %(days)d day.", "Late by %(days)d days.", days) % {
                "days": days
            }
            bodies = [
                f"{position.party.name}: {position.responsible_body}"
                for position in proposal.positions.all()
                if position.responsible_body
            ]
            yield self._item(proposal, " ".join([note, listed(bodies)]).strip())

    def _contested(self) -> list[Proposal]:
        return [
            proposal
            for proposal in self.proposals
            if proposal.is_open and proposal.positions_differ
        ]

    def _differing(self) -> Iterator[Item]:
        for proposal in self._contested():
            stances = [stance_of(position) for position in proposal.positions.all()]
            yield self._item(proposal, listed(stances))

    def _by_meeting(self) -> Iterator[Part]:
        """Give what each meeting brought; what was closed before the last one only in a count."""
        groups: dict[Meeting | None, list[Proposal]] = defaultdict(list)
        for proposal in self.proposals:
            groups[proposal.meeting].append(proposal)
        order = sorted(
            groups,
            key=lambda meeting: (meeting is not None, meeting.starts_on if meeting else date.min),
        )
        for meeting in order[::-1]:
            heading = _("Outside the meetings")
            if meeting is not None:
                heading = _("Meeting %(number)d, %(day)s") % {
                    "number": meeting.ordinal,
                    "day": day(meeting.starts_on),
                }
            shown = [one for one in groups[meeting] if not self._is_history(one)]
            rest = len(groups[meeting]) - len(shown)
            remark = ngettext(
                "%(count)d more was closed before the last meeting.",
                "%(count)d more were closed before the last meeting.",
                rest,
            ) % {"count": rest}
            items = tuple(self._item(proposal, "") for proposal in shown)
            yield Part(heading, items, remark=remark if rest else "")

    def _is_history(self, proposal: Proposal) -> bool:
        """Tell whether it was closed before the last meeting, which spoke of it then."""
        if proposal.status not in CLOSED or self.last_meeting is None:
            return False
        return timezone.localdate(proposal.status_since) <= self.last_meeting.ends_on

    def _one(self, heading: str, items: Iterator[Item], empty: str) -> Group:
        return Group(heading, (Part("", tuple(items), empty=empty),))

    def _item(self, proposal: Proposal, note: str) -> Item:
        return Item(
            reference=proposal.reference,
            title=proposal.title,
            status=str(Status(proposal.status).label),
            is_late=proposal.is_overdue(on=self.on),
            details=" · ".join(self._details(proposal)),
            note=note,
            quotes=tuple(
                self.numbers.setdefault(one.pk, len(self.numbers) + 1)
                for one in self.evidence.get(proposal.pk, ())
            ),
        )

    def _details(self, proposal: Proposal) -> Iterator[str]:
        proposers = [one.party.name for one in proposal.positions.all() if one.is_proposer]
        if proposers:
            yield _("by %(parties)s") % {"parties": listed(proposers)}
        if proposal.due_on is not None and proposal.is_open:
            yield _("due %(day)s") % {"day": day(proposal.due_on)}
        elif proposal.due_wording and proposal.is_open:
            yield _("due “%(words)s”") % {"words": proposal.due_wording}
        if proposal.owner is not None:
            yield _("with %(person)s") % {"person": str(proposal.owner)}

    def _annex(self) -> Iterator[Quote]:
        known = {one.pk: one for rows in self.evidence.values() for one in rows}
        references = {proposal.pk: proposal.reference for proposal in self.proposals}
        for key, number in sorted(self.numbers.items(), key=lambda pair: pair[1]):
            one = known[key]
            language = one.article.language if one.article else translation.get_language()
            yield Quote(
                number=number,
                words=one.exact,
                language=language or "en",
                is_right_to_left=runs_right_to_left(one.exact),
                source=source_of(one),
                reference=references[one.proposal_id],
            )


def stance_of(position: Position) -> str:
    """Give where one party stands, with the body that answers for it."""
    words = _("%(party)s: %(stance)s") % {
        "party": position.party.name,
        "stance": Stance(position.stance).label,
    }
    return f"{words} ({position.responsible_body})" if position.responsible_body else words


def source_of(evidence: Evidence) -> str:
    """Name where the words stand: the outlet and the article, or the minutes, with the day."""
    parts: Sequence[str]
    if evidence.article is not None:
        outlet = evidence.article.outlet
        parts = [outlet.name if outlet else "", evidence.article.title, day(evidence.dated_on)]
    else:
        parts = [_("Minutes"), capfirst(str(evidence.meeting)), day(evidence.dated_on)]
    return listed([part for part in parts if part])


def titled(proposal: Proposal) -> str:
    """Name a proposal in a line of its own."""
    return f"{proposal.title} ({proposal.reference})"


def runs_right_to_left(words: str) -> bool:
    """Tell the direction of words by their first strong letter, as a browser's dir=auto does."""
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next((one != "L" for one in strong if one in {"L", "R", "AL"}), False)


def day(value: date) -> str:
    """Write a day in the reader's calendar, with the other one in brackets."""
    return whole_day(value)
