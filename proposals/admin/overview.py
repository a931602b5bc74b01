"""What waits: each number of the first page with the address that lists exactly those rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from proposals.admin.acting import actor_of
from proposals.admin.deadlines import SOON_DAYS, TimeLeft, time_left
from proposals.admin.filters import awaits_review, due_this_week, has_unconfirmed_evidence, overdue
from proposals.models import Article, Committee, Proposal
from proposals.querysets import ArticleQuerySet, ProposalQuerySet
from proposals.rights import Actor, may
from proposals.vocabulary import ArticleState, FindingState

SHOWN = 6
# What other parts of Mithaq have waiting, each a function of the actor; they add themselves.
FURTHER: list[Callable[[Actor], Iterable["Waiting"]]] = []


@dataclass(frozen=True)
class Waiting:
    """One sort of thing that waits: how many there are, how many of them are the reader's own."""

    label: str | Promise
    count: int
    address: str
    tone: str
    own: int = 0
    own_address: str = ""


@dataclass(frozen=True)
class Pressing:
    """A proposal that presses, with how long is left."""

    proposal: Proposal
    left: TimeLeft


def overview(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """Give what the first page shows to this reader."""
    actor, on = actor_of(request), timezone.localdate(at)
    proposals = Proposal.objects.visible_to(actor)
    articles = Article.objects.visible_to(actor)
    waiting = [*_articles_that_wait(articles), *_proposals_that_wait(proposals, actor, on)]
    for further in FURTHER:
        waiting.extend(further(actor))
    return {
        "waiting": waiting,
        "is_calm": not any(one.count for one in waiting),
        "pressing": _pressing(proposals, on),
        "to_review": _to_review(articles),
        "first_steps": list(_first_steps(actor)) if not proposals.exists() else [],
        "may_add_article": may(actor, "add", "article"),
    }


def listed(model: str, **filters: str) -> str:
    """Give the address of a list with these filters set."""
    return f"{reverse(f'admin:proposals_{model}_changelist')}?{urlencode(filters)}"


def _articles_that_wait(articles: ArticleQuerySet) -> Iterator[Waiting]:
    found = articles.aggregate(
        review=Count("pk", filter=awaits_review()),
        failed=Count("pk", filter=Q(state=ArticleState.FAILED)),
    )
    yield Waiting(
        _("Articles to review"), found["review"], listed("article", review="open"), "review"
    )
    yield Waiting(
        _("Articles that failed"),
        found["failed"],
        listed("article", state__exact=ArticleState.FAILED),
        "failed",
    )


def _proposals_that_wait(proposals: ProposalQuerySet, actor: Actor, on: date) -> Iterator[Waiting]:
    for label, found, tone, filters in (
        (_("Overdue"), overdue(proposals, on), "late", {"due": "overdue"}),
        (_("Due within a week"), due_this_week(proposals, on), "soon", {"due": "week"}),
        (
            _("Evidence to confirm"),
            proposals.filter(has_unconfirmed_evidence()),
            "confirm",
            {"evidence": "unconfirmed"},
        ),
    ):
        counts = found.aggregate(all=Count("pk"), own=Count("pk", filter=Q(owner=actor.user_id)))
        yield Waiting(
            label,
            counts["all"],
            listed("proposal", **filters),
            tone,
            own=counts["own"],
            own_address=listed("proposal", owner="me", **filters),
        )


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


def _first_steps(actor: Actor) -> Iterator[tuple[str | Promise, str]]:
    """Give what to do first on an empty installation, as far as this actor may."""
    if not Committee.objects.exists() and may(actor, "add", "committee"):
        yield _("Set up a committee of two countries"), reverse("admin:proposals_committee_add")
    if may(actor, "add", "user"):
        yield _("Invite the people of your desk"), reverse("admin:proposals_user_add")
    if may(actor, "add", "article"):
        yield _("Add a first article"), reverse("admin:proposals_article_add")
