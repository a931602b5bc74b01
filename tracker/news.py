"""What a digest tells: what changed, what is late or soon due, what waits, what the press brought.

Each part starts at what the subscriber may see and keeps to what the subscription is about.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, Self

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.models import (
    Article,
    Change,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Position,
    Proposal,
    User,
)
from proposals.querysets import ArticleQuerySet, ChangeQuerySet, ProposalQuerySet
from proposals.rights import Actor, may
from proposals.status import Status
from proposals.vocabulary import Stance
from proposals.wording import listed
from tracker.messages import Entry, Section, absolute, in_words, isolated, numerals
from tracker.models import Subscription
from tracker.readers import actor_of
from tracker.telling import deadline_lines, entry_of, page_of

SHOWN = 10
# How far ahead a digest looks for what falls due.
AHEAD_DAYS = 14
MEETING_DAYS = 30
# The changes that a digest tells of; the rest stands in the proposal's history.
TOLD = (
    Q(subject="proposal", fields__has_any_keys=["status", "due_on", "owner_id"])
    | Q(subject="position", fields__has_key="stance")
    | Q(subject="milestone", fields__has_any_keys=["title", "done_on"])
)


@dataclass(frozen=True)
class View:
    """What one digest looks at: for whom, on which local day, up to which transaction."""

    subscription: Subscription
    on: date
    below: int
    actor: Actor

    @classmethod
    def of(cls, subscription: Subscription, *, on: date, below: int) -> Self:
        """Give the view that its reader has."""
        return cls(subscription, on, below, actor_of(subscription.reader))

    @property
    def is_outside(self) -> bool:
        """Whether the reader is none of the staff: names and pages of theirs stay inside."""
        return not self.actor.is_staff

    @property
    def start(self) -> int | None:
        """The transaction from which it tells; None where only the time says it.

        A number from beyond this store's own means that the store was moved.
        """
        start = self.subscription.told_transaction
        return None if start is None or start > self.below else start

    @property
    def scope(self) -> dict[str, Any]:
        """What the subscription keeps to, as a filter on proposals."""
        wanted = self.subscription
        scope = {
            "committee": wanted.committee_id,
            "desk": wanted.desk_id,
            "pair": wanted.pair,
            "kind": wanted.kind,
            "owner": wanted.user_id if wanted.only_own else None,
        }
        return {name: value for name, value in scope.items() if value}

    @property
    def key(self) -> Hashable:
        """What two views have in common that tell the same to who sees the same."""
        since = self.subscription.told_until if self.start is None else self.start
        return self.on, self.below, since, tuple(self.scope.items())

    @property
    def proposals(self) -> ProposalQuerySet:
        """The proposals that it is about."""
        return Proposal.objects.visible_to(self.actor).filter(**self.scope)

    @property
    def changes(self) -> ChangeQuerySet:
        """What the last digest did not tell yet, of those proposals.

        What was done before a proposal came into an outsider's sight is not theirs to know.
        """
        settled, start = Q(transaction__lt=self.below), self.start
        if start is None:
            untold = Q(at__gt=self.subscription.told_until)
        else:
            untold = Q(transaction__gte=start)
        found = Change.objects.filter(settled & untold, proposal_id__in=self.proposals.values("pk"))
        return found.exclude(Exists(SHOWN_LATER)) if self.is_outside else found


SHOWN_LATER = Change.objects.filter(
    proposal_id=OuterRef("proposal_id"),
    subject="proposal",
    operation="update",
    fields__has_any_keys=["visibility", "committee_id"],
    transaction__gte=OuterRef("transaction"),
)


def sections(view: View) -> Iterator[Section]:
    """Give every section of a digest, the empty ones too."""
    parts = _changed, _overdue, _due_soon, _meetings, _to_review, _in_the_press
    for part in parts:
        section = part(view)
        yield _without_addresses(section) if view.is_outside else section


def _without_addresses(section: Section) -> Section:
    """Leave out where it stands on the staff's site."""
    entries = [replace(entry, address="") for entry in section.entries]
    return replace(section, entries=entries, address="")


def _changed(view: View) -> Section:
    told = view.changes.filter(TOLD)
    newest = told.values("proposal_id").annotate(newest=Max("id")).order_by("-newest")
    rows, count = _first(newest)
    ids = [row["proposal_id"] for row in rows]
    changes: dict[int | None, list[Change]] = defaultdict(list)
    for change in told.filter(proposal_id__in=ids).order_by("transaction", "id"):
        changes[change.proposal_id].append(change)
    proposals, teller = (
        view.proposals.for_reading().in_bulk(ids),
        Teller(changes.values(), is_outside=view.is_outside),
    )
    seen = (key for key in ids if key in proposals)
    found = (teller.entry(proposals[key], changes[key], on=view.on) for key in seen)
    entries = [entry for entry in found if entry is not None]
    total = count - len(ids) + len(entries)
    words = ngettext("%(count)s changed", "%(count)s changed", total) % {"count": numerals(total)}
    return Section(_("What changed"), entries, total, page_of("proposal"), words)


def _overdue(view: View) -> Section:
    entries, total = _by_due_date(view.proposals.overdue(on=view.on), view)
    words = ngettext("%(count)s overdue", "%(count)s overdue", total) % {"count": numerals(total)}
    address = page_of("proposal", due="overdue")
    return Section(_("Overdue"), entries, total, address, words)


def _due_soon(view: View) -> Section:
    entries, total = _by_due_date(view.proposals.due_within(on=view.on, days=AHEAD_DAYS), view)
    words = ngettext("%(count)s due soon", "%(count)s due soon", total) % {"count": numerals(total)}
    return Section(_("Due soon"), entries, total, page_of("proposal"), words)


def _by_due_date(found: ProposalQuerySet, view: View) -> tuple[list[Entry], int]:
    proposals, total = _first(found.for_reading().order_by("due_on", "reference"))
    entries = [
        entry_of(proposal, on=view.on, lines=list(deadline_lines(proposal)))
        for proposal in proposals
    ]
    return entries, total


def _first(found: QuerySet[Any, Any]) -> tuple[list[Any], int]:
    """Give the first of some rows, and how many there are."""
    rows = list(found[: SHOWN + 1])
    return rows[:SHOWN], found.count() if len(rows) > SHOWN else len(rows)


def _meetings(view: View) -> Section:
    """Give the meetings that come soon, and what was decided to be their days."""
    found = Meeting.objects.visible_to(view.actor).filter(
        ends_on__gte=view.on, starts_on__lte=view.on + MEETING_DAYS * date.resolution
    )
    if not view.scope.keys().isdisjoint({"committee", "desk", "pair"}):
        bodies = view.proposals.exclude(committee=None).values("committee")
        chosen = Q(committee=view.subscription.committee_id or 0)
        found = found.filter(chosen | Q(committee__in=bodies))
    meetings, total = _first(found.select_related("committee").order_by("starts_on", "pk"))
    words = ngettext("%(count)s meeting", "%(count)s meetings", total) % {"count": numerals(total)}
    return Section(
        _("Meetings ahead"),
        [_meeting_entry(meeting) for meeting in meetings],
        total,
        page_of("meeting"),
        words,
    )


def _meeting_entry(meeting: Meeting) -> Entry:
    days = dict.fromkeys([in_words(meeting.starts_on), in_words(meeting.ends_on)])
    return Entry(
        title=str(meeting),
        address=absolute(reverse("admin:proposals_meeting_change", args=[meeting.pk])),
        facts=[fact for fact in (meeting.place, " – ".join(days)) if fact],
    )


def _to_review(view: View) -> Section:
    """Give the articles with findings that nobody has decided on, to those who may decide."""
    findings = Finding.objects.visible_to(view.actor).open()
    wanted = view.subscription
    if wanted.only_own or wanted.desk_id or not may(view.actor, "change", "finding"):
        findings = findings.none()
    if wanted.committee is not None:
        parties = wanted.committee.parties.values("pk")
        findings = findings.filter(proposer__in=parties, addressee__in=parties)
    if wanted.pair:
        codes = wanted.pair.split("-")
        findings = findings.filter(proposer__code__in=codes, addressee__code__in=codes)
    if wanted.kind:
        findings = findings.filter(kind=wanted.kind)
    found = Article.objects.visible_to(view.actor).filter(findings__in=findings).distinct()
    articles, total = _first(_newest(found))
    waiting = Counter(findings.filter(article__in=articles).values_list("article_id", flat=True))
    words = ngettext("%(count)s to review", "%(count)s to review", total)
    return Section(
        _("Waiting for review"),
        [_press_entry(article, mark=_findings(waiting[article.pk])) for article in articles],
        total,
        page_of("article", review="open"),
        words % {"count": numerals(total)},
    )


def _findings(count: int) -> str:
    return ngettext("%(count)s finding", "%(count)s findings", count) % {"count": numerals(count)}


def _in_the_press(view: View) -> Section:
    """Give the articles that were attached to proposals since the last digest."""
    attached = view.changes.filter(subject="evidence", operation="insert").values("subject_id")
    evidence = Evidence.objects.visible_to(view.actor).filter(pk__in=attached)
    found = Article.objects.visible_to(view.actor).filter(evidence__in=evidence).distinct()
    articles, total = _first(_newest(found))
    quotes: dict[int | None, list[Evidence]] = defaultdict(list)
    for quote in evidence.filter(article__in=articles).select_related("proposal"):
        quotes[quote.article_id].append(quote)
    words = ngettext("%(count)s article", "%(count)s articles", total)
    return Section(
        _("Newly attached articles"),
        [_press_entry(article, quotes=quotes[article.pk]) for article in articles],
        total,
        page_of("article"),
        words % {"count": numerals(total)},
    )


def _newest(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Put the newest first, without their texts."""
    return articles.defer("text").select_related("outlet").order_by("-received_at", "-id")


def _press_entry(article: Article, *, mark: str = "", quotes: Iterable[Evidence] = ()) -> Entry:
    outlet = [article.outlet.name] if article.outlet else []
    return Entry(
        title=str(article),
        address=absolute(reverse("admin:proposals_article_change", args=[article.pk])),
        mark=mark,
        facts=[*outlet, in_words(article.told_on)],
        lines=[_quoted_by(quote) for quote in quotes],
        proposals=[quote.proposal_id for quote in quotes],
    )


def _quoted_by(quote: Evidence) -> str:
    values = {
        "title": isolated(quote.proposal.title),
        "reference": isolated(quote.proposal.reference),
    }
    if quote.confirmed_at is None:
        text = _("Attached automatically, to be confirmed: %(title)s (%(reference)s)")
    else:
        text = _("Attached to: %(title)s (%(reference)s)")
    return text % values


class Teller:
    """Tells in sentences what some changes come to, after looking up whom and what they name."""

    def __init__(self, changes: Iterable[Sequence[Change]], *, is_outside: bool) -> None:
        """Look up the people, positions and steps that the changes name.

        Who of the staff did or does what is not told outside.
        """
        self.is_outside = is_outside
        people, rows = set(), defaultdict(set)
        for change in chain.from_iterable(changes):
            people.update(change.fields.get("owner_id", ()))
            rows[change.subject].add(change.subject_id)
        self.people = User.objects.in_bulk(people - {None})
        self.positions = Position.objects.select_related("party").in_bulk(rows["position"])
        self.steps = Milestone.objects.in_bulk(rows["milestone"])

    def entry(self, proposal: Proposal, changes: Sequence[Change], *, on: date) -> Entry | None:
        """Tell of one proposal what its changes come to; None where that is nothing."""
        mark, lines = "", list(self._lines(proposal, changes))
        if any(one.subject == "proposal" and one.operation == "insert" for one in changes):
            mark = _("New")
        elif not lines:
            return None
        elif _net(changes, "status"):
            mark = _("Now “%(status)s”") % {"status": proposal.get_status_display()}
        names = dict.fromkeys(one.actor_name for one in changes if not _is_automatic(one))
        if names and not self.is_outside:
            lines.append(_("By %(names)s.") % {"names": listed([isolated(name) for name in names])})
        return entry_of(proposal, on=on, lines=lines, mark=mark)

    def _lines(self, proposal: Proposal, changes: Sequence[Change]) -> Iterator[str]:
        """Give a sentence for each thing that changed."""
        yield from _status_lines(proposal, changes)
        yield from _due_lines(changes)
        if not self.is_outside:
            yield from self._owner_lines(changes)
        yield from self._position_lines(changes)
        yield from self._step_lines(changes)

    def _owner_lines(self, changes: Sequence[Change]) -> Iterator[str]:
        if found := _net(changes, "owner_id"):
            person = self.people.get(found[1])
            text = _("%(name)s is in charge of it now.") if person else _("Nobody owns it now.")
            yield text % {"name": isolated(str(person))}

    def _position_lines(self, changes: Sequence[Change]) -> Iterator[str]:
        stances = {
            one.subject_id: one.fields["stance"][1] for one in changes if one.subject == "position"
        }
        for key, stance in stances.items():
            if key in self.positions and stance and stance != Stance.AWAITED:
                values = {"party": self.positions[key].party.name, "stance": Stance(stance).label}
                yield _("%(party)s: %(stance)s.") % values

    def _step_lines(self, changes: Sequence[Change]) -> Iterator[str]:
        for key in dict.fromkeys(one.subject_id for one in changes if one.subject == "milestone"):
            if step := self.steps.get(key):
                text = _("Done: %(step)s") if step.done_on else _("Next step: %(step)s")
                yield text % {"step": isolated(step.title)}


def _is_automatic(change: Change) -> bool:
    return change.actor.startswith("system:")


def _net(changes: Sequence[Change], column: str) -> tuple[Any, Any] | None:
    """Give a proposal's value before and after all the changes; None where they come to nothing."""
    values = [
        one.fields[column] for one in changes if one.subject == "proposal" and column in one.fields
    ]
    if not values or values[0][0] == values[-1][1]:
        return None
    return values[0][0], values[-1][1]


def _status_lines(proposal: Proposal, changes: Sequence[Change]) -> Iterator[str]:
    found = _net(changes, "status")
    if found and found[0]:
        yield _("It was “%(status)s” before.") % {"status": Status(found[0]).label}
        if proposal.status_reason:
            yield _("Reason: %(reason)s") % {"reason": isolated(proposal.status_reason)}


def _due_lines(changes: Sequence[Change]) -> Iterator[str]:
    found = _net(changes, "due_on")
    if found is None:
        return
    before, after = (date.fromisoformat(day) if day else None for day in found)
    if after is None:
        yield _("It has no due date any more.")
    elif before is None:
        yield _("It is due on %(after)s.") % {"after": in_words(after)}
    else:
        yield _("Its due date moved from %(before)s to %(after)s.") % {
            "before": in_words(before),
            "after": in_words(after),
        }
