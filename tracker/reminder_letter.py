"""What a reminder says: its matters by what they are about, each told once, with ways to answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.models import Article, Committee, Proposal, User
from tracker import answers
from tracker.messages import (
    Entry,
    Letter,
    Link,
    Section,
    absolute,
    day_and_month,
    in_words,
    isolated,
    numerals,
)
from tracker.models import Answer, Reminder
from tracker.telling import deadline_lines, entry_of, page_of, time_left

# Of many, so many are told one by one.
SHOWN = 20
TITLE_LENGTH = 110

About = Reminder.About
OVERDUE = "overdue"
# The sections in the order in which they press.
HEADINGS: dict[str, str | Promise] = {
    OVERDUE: gettext_lazy("Overdue"),
    About.DUE: gettext_lazy("Due soon"),
    About.PROMISE: gettext_lazy("The promised day has passed"),
    About.MILESTONE: gettext_lazy("Steps that fall due"),
    About.MEETING: gettext_lazy("Before the meeting: no news"),
    About.REVIEW: gettext_lazy("Time to review"),
    About.POSITION: gettext_lazy("Position awaited"),
    About.NO_CHANGE: gettext_lazy("Nothing has changed for long"),
    About.SNOOZED: gettext_lazy("You asked to be reminded"),
    About.FINDING: gettext_lazy("Findings wait for review"),
    About.CADENCE: gettext_lazy("The next meeting is overdue"),
}
# What has been so since its date; the others are about that date itself.
LASTING = {About.POSITION, About.NO_CHANGE, About.FINDING, About.CADENCE}
LISTS = {
    OVERDUE: ("proposal", {"due": "overdue", "owner": "me"}),
    About.FINDING: ("article", {"review": "open"}),
    About.CADENCE: ("committee", {}),
}


@dataclass(frozen=True)
class Matter:
    """One thing to be told: what it is about, the date it counts from, how far up it went."""

    about: Reminder.About
    due_on: date
    rung: int
    proposal: Proposal | None = None
    article: Article | None = None
    committee: Committee | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What it speaks of; the same for two matters of one proposal."""
        thing = self.proposal or self.article or self.committee
        return type(thing).__name__, thing.pk if thing else 0

    def place(self, on: date) -> str:
        """Name the section in which it stands."""
        is_late = self.proposal is not None and self.proposal.is_overdue(on=on)
        return OVERDUE if self.about == About.DUE and is_late else self.about


def letter_about(person: User, matters: Sequence[Matter], *, on: date) -> Letter:
    """Write to a person about some matters, within ``read_by`` that person."""
    told = _by_section(matters, on)
    sections = [_section(place, groups, person, on) for place, groups in told.items()]
    count = sum(len(groups) for groups in told.values())
    are_proposals = all(matter.proposal for matter in matters)
    heading = (
        ngettext("%(count)s proposal needs you", "%(count)s proposals need you", count)
        if are_proposals
        else ngettext("%(count)s matter needs you", "%(count)s matters need you", count)
    )
    return Letter(
        subject=_subject(next(iter(told.items())), count - 1, on),
        heading=heading % {"count": numerals(count)},
        lead=_("%(name)s, this is how it stands on %(day)s.")
        % {"name": isolated(person.first_name or str(person)), "day": in_words(on)},
        sections=sections,
        footnote=_("You get this because you are in charge of what it names."),
    )


def _by_section(matters: Sequence[Matter], on: date) -> dict[str, list[list[Matter]]]:
    """Put all that is said of one thing together, where it presses most."""
    order = list(HEADINGS)
    things: dict[tuple[str, int], list[Matter]] = defaultdict(list)
    for matter in sorted(matters, key=lambda one: (order.index(one.place(on)), *_by_date(one))):
        things[matter.key].append(matter)
    told: dict[str, list[list[Matter]]] = defaultdict(list)
    for group in things.values():
        told[group[0].place(on)].append(group)
    return told


def _by_date(matter: Matter) -> tuple[date, str]:
    return matter.due_on, matter.proposal.reference if matter.proposal else ""


def _section(place: str, groups: Sequence[Sequence[Matter]], person: User, on: date) -> Section:
    model, filters = LISTS.get(place, ("proposal", {"owner": "me"}))
    entries = [_entry(group, person, on) for group in groups[:SHOWN]]
    return Section(str(HEADINGS[place]), entries, len(groups), page_of(model, **filters))


def _entry(group: Sequence[Matter], person: User, on: date) -> Entry:
    first = group[0]
    if first.article is not None:
        return _article_entry(first.article, first.due_on)
    if first.committee is not None:
        return _committee_entry(first.committee, first.due_on)
    assert first.proposal is not None  # noqa: S101  # the database holds that it is about one thing
    own = [line for matter in group for line in _lines(matter, first.proposal, on)]
    lines = list(dict.fromkeys([*own, *deadline_lines(first.proposal)]))
    lines.extend(_ladder_lines(max(matter.rung for matter in group), first.proposal))
    links = [
        Link(str(act.label), answers.link(person, first.proposal.pk, act)) for act in Answer.Act
    ]
    step_due_on = first.due_on if first.about == About.MILESTONE else None
    entry = entry_of(first.proposal, on=on, lines=lines, due_on=step_due_on)
    return replace(entry, links=links)


def _lines(matter: Matter, proposal: Proposal, on: date) -> Iterator[str]:
    """Say why the proposal is told of, beyond its own deadline."""
    texts = {
        About.REVIEW: _("Its review is set for %(day)s."),
        About.NO_CHANGE: _("Nothing about it has changed since %(day)s."),
        About.POSITION: _("It was proposed on %(day)s."),
        About.MEETING: _(
            "The committee meets on %(day)s; there is no news since its last meeting."
        ),
        About.PROMISE: _("The next step was promised by %(day)s."),
    }
    if matter.about == About.MILESTONE:
        yield from _step_lines(proposal, max(matter.due_on, on))
    elif matter.about in texts:
        yield texts[matter.about] % {"day": in_words(matter.due_on)}


def _step_lines(proposal: Proposal, until: date) -> Iterator[str]:
    for step in proposal.milestones.all():
        if step.done_on is None and step.due_on is not None and step.due_on <= until:
            yield _("Next step: %(step)s, due on %(day)s.") % {
                "step": isolated(step.title),
                "day": in_words(step.due_on),
            }


def _ladder_lines(rung: int, proposal: Proposal) -> Iterator[str]:
    if rung and proposal.owner is not None:
        text = (
            _("%(name)s has not answered; you are told as the alternate.")
            if rung == 1
            else _("%(name)s has not answered; you are told as the head of the desk.")
        )
        yield text % {"name": isolated(str(proposal.owner))}


def _article_entry(article: Article, since: date) -> Entry:
    outlet = [article.outlet.name] if article.outlet else []
    return Entry(
        title=str(article),
        address=absolute(reverse("admin:proposals_article_change", args=[article.pk])),
        facts=[*outlet, in_words(article.told_on)],
        lines=[_("Its findings have waited since %(day)s.") % {"day": in_words(since)}],
    )


def _committee_entry(committee: Committee, due_on: date) -> Entry:
    return Entry(
        title=committee.name,
        address=absolute(reverse("admin:proposals_committee_change", args=[committee.pk])),
        lines=[
            _("By its cadence it should have met by %(day)s.") % {"day": in_words(due_on)},
        ],
    )


def _subject(first: tuple[str, Sequence[Sequence[Matter]]], more: int, on: date) -> str:
    place, groups = first
    matter = groups[0][0]
    values = {
        "when": _when(place, matter, on),
        "title": isolated(Truncator(_title(matter)).chars(TITLE_LENGTH)),
        "reference": isolated(matter.proposal.reference) if matter.proposal else "",
        "count": numerals(more),
    }
    if not more:
        text = (
            _("%(when)s: %(title)s (%(reference)s)") if matter.proposal else "%(when)s: %(title)s"
        )
        return text % values
    return (
        ngettext(
            "%(when)s: %(title)s, and %(count)s more",
            "%(when)s: %(title)s, and %(count)s more",
            more,
        )
        % values
    )


def _when(place: str, matter: Matter, on: date) -> str:
    if matter.proposal is not None and matter.about == About.DUE:
        return time_left(matter.proposal.due_on or on, on=on)
    is_near = matter.due_on.year == on.year
    day = day_and_month(matter.due_on) if is_near else in_words(matter.due_on)
    text = _("%(what)s (since %(day)s)") if matter.about in LASTING else _("%(what)s, %(day)s")
    return text % {"what": HEADINGS[place], "day": day}


def _title(matter: Matter) -> str:
    if matter.proposal is not None:
        return matter.proposal.title
    return str(matter.article) if matter.article else str(matter.committee)
