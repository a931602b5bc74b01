"""What waits: each number of the first page with the address that lists exactly those rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.admin.acting import actor_of
from proposals.admin.deadlines import SOON_DAYS, TimeLeft, time_left
from proposals.admin.desks import shares
from proposals.admin.filters import (
    awaits_review,
    due_this_week,
    overdue,
    silent,
    undecided_progress,
)
from proposals.admin.first_steps import first_steps
from proposals.admin.waiting import Waiting, listing, waiting_elsewhere
from proposals.models import Article, Committee, Meeting, Proposal
from proposals.querysets import ArticleQuerySet, ProposalQuerySet
from proposals.rights import Actor, may
from proposals.vocabulary import ArticleState, FindingState

SHOWN = 6


@dataclass(frozen=True)
class Pressing:
    """A proposal that presses, with how long is left."""

    proposal: Proposal
    left: TimeLeft


@dataclass(frozen=True)
class Coming:
    """A meeting ahead, with how long it is until then and what of its committee is silent."""

    meeting: Meeting
    left: TimeLeft
    silent: int
    address: str


def today(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """Give what the first page shows to this reader."""
    actor, on = actor_of(request), timezone.localdate(at)
    proposals = Proposal.objects.visible_to(actor)
    articles = Article.objects.visible_to(actor)
    waiting = [
        *_articles_that_wait(articles),
        *_proposals_that_wait(proposals, actor, on),
        _committees_that_wait(actor, on),
        *waiting_elsewhere(actor, at=at),
    ]
    return {
        "on": on,
        "waiting": waiting,
        "is_calm": not any(one.count for one in waiting),
        "pressing": _pressing(proposals, on),
        "to_review": _to_review(articles),
        "coming": _coming(proposals, actor, on),
        "shares": shares(proposals, actor, on=on),
        "first_steps": first_steps(actor) if not proposals.exists() else [],
        "may_add_article": may(actor, "add", "article"),
    }


def _articles_that_wait(articles: ArticleQuerySet) -> Iterator[Waiting]:
    found = articles.aggregate(
        review=Count("pk", filter=awaits_review()),
        failed=Count("pk", filter=Q(state=ArticleState.FAILED)),
    )
    yield Waiting(
        _("Articles to review"), found["review"], listing("article", review="open"), "review"
    )
    yield Waiting(
        _("Articles that failed"),
        found["failed"],
        listing("article", state__exact=ArticleState.FAILED),
        "failed",
    )


def _proposals_that_wait(proposals: ProposalQuerySet, actor: Actor, on: date) -> Iterator[Waiting]:
    for label, found, tone, filters in (
        (_("Overdue"), overdue(proposals, on), "late", {"due": "overdue"}),
        (_("Due within a week"), due_this_week(proposals, on), "soon", {"due": "week"}),
        (_("Silent"), silent(proposals, on), "silent", {"news": "none"}),
        (
            _("Progress without a status"),
            undecided_progress(proposals, on),
            "confirm",
            {"news": "progress"},
        ),
        (
            _("Evidence to confirm"),
            proposals.with_unconfirmed_evidence(),
            "confirm",
            {"evidence": "unconfirmed"},
        ),
    ):
        counts = found.aggregate(all=Count("pk"), own=Count("pk", filter=Q(owner=actor.user_id)))
        yield Waiting(
            label,
            counts["all"],
            listing("proposal", **filters),
            tone,
            own=counts["own"],
            own_address=listing("proposal", owner="me", **filters),
        )


def _committees_that_wait(actor: Actor, on: date) -> Waiting:
    late = Committee.objects.visible_to(actor).overdue(on=on).count()
    address = listing("committee", meetings="overdue")
    return Waiting(_("Committees that should meet"), late, address, "late")


def _coming(proposals: ProposalQuerySet, actor: Actor, on: date) -> list[Coming]:
    """Give the next meetings, each with how many open items of its committee have no news."""
    meetings = Meeting.objects.visible_to(actor).filter(ends_on__gte=on)
    found = list(meetings.select_related("committee").order_by("starts_on", "pk")[:SHOWN])
    committees = [meeting.committee_id for meeting in found]
    counts = silent(proposals, on).filter(committee__in=committees).values("committee")
    quiet = dict(counts.annotate(count=Count("pk")).values_list("committee", "count"))
    return [
        Coming(
            meeting,
            time_left(max(meeting.starts_on, on), on=on),
            quiet.get(meeting.committee_id, 0),
            listing("proposal", committee__id__exact=meeting.committee_id, news="none"),
        )
        for meeting in found
    ]


def _pressing(proposals: ProposalQuerySet, on: date) -> list[Pressing]:
    """Give the proposals that are overdue or soon due, those that are the latest first."""
    near = proposals.open().filter(due_on__lte=on + SOON_DAYS * date.resolution)
    found = near.for_reading().order_by("due_on", "reference")[:SHOWN]
    return [
        Pressing(proposal, time_left(proposal.due_on, on=on))
        for proposal in found
        if proposal.due_on
    ]


def _to_review(articles: ArticleQuerySet) -> list[Article]:
    """Give the newest articles with findings to decide on, each with how many."""
    open_findings = Count("findings", filter=Q(findings__state=FindingState.OPEN))
    found = articles.defer("text").select_related("outlet").annotate(open_findings=open_findings)
    return list(found.filter(open_findings__gt=0)[:SHOWN])
