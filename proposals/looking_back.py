"""The record as it stood: proposals, and what belongs to them, at an instant of the past.

Each row as it stood is kept by the history; here the newest of that instant are found and made the
records they were. Rights are those of now: a partner sees what it sees now and would have seen then
and ever since. Names of parties, committees, people and meetings are those of now.

The API's lists and the staff's pages look back by the same code.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self, cast, override

from django.apps import apps
from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from proposals.models import (
    Article,
    Change,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Position,
    Proposal,
)
from proposals.querysets import ProposalQuerySet, seen_proposals
from proposals.rights import PARTNER
from proposals.search import search
from proposals.vocabulary import FindingState, FindingType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Model

    from proposals.rights import Actor

DELETED = "delete"
WRITTEN = "pgh_created_at"


class PastProposals(ProposalQuerySet):
    """The rows that proposals were at an instant: what is asked of the list is asked of then.

    A row's own number is not the proposal's; that is its ``id``.
    """

    at: datetime

    def _clone(self) -> Self:
        """Remember the instant."""
        clone = cast("Self", super()._clone())  # type: ignore[misc]  # Django's own, without types
        clone.at = self.at
        return clone

    @override
    def silent(self, *, since: datetime) -> Self:
        """Keep the open ones of which nothing had been heard since."""
        news = Change.objects.filter(proposal_id=OuterRef("id"), at__range=(since, self.at))
        return self.open().filter(~Exists(news))

    @override
    def with_undecided_progress(self) -> Self:
        """Keep the open ones of which progress had been reported and nobody had decided."""
        reported = Finding.objects.filter(
            proposal=OuterRef("id"),
            type=FindingType.UPDATE,
            state=FindingState.ATTACHED,
            decided_at__gt=OuterRef("status_since"),
            decided_at__lte=self.at,
        )
        return self.open().filter(Exists(reported.exclude(status=OuterRef("status"))))

    @override
    def with_unconfirmed_evidence(self) -> Self:
        """Keep those with evidence that nobody had confirmed."""
        unconfirmed = _newest(Evidence, self.at).filter(confirmed_at__isnull=True)
        return self.filter(id__in=unconfirmed.values("proposal"))

    def saying(self, text: str) -> Self:
        """Keep those that have every word today: words are kept for searching as they are now."""
        return self.filter(id__in=search(Proposal.objects.all(), text).values("pk"))


def standing(actor: Actor, at: datetime) -> PastProposals:
    """Give the rows of the proposals that the actor sees, as they stood at an instant.

    They have a proposal's own columns but for ``version`` and ``updated_at``.
    """
    every = PastProposals(_events(Proposal))
    every.at = at
    rows = every.filter(pk__in=_newest(Proposal, at).values("pk"))
    rows = rows.filter(pgh_obj__in=Proposal.objects.visible_to(actor).values("pk"))
    if actor.role != PARTNER:
        return rows
    later = _rows(Proposal).filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    kept_back = later.exclude(seen_proposals(actor))
    return rows.filter(seen_proposals(actor)).filter(~Exists(kept_back))


def restored(rows: Iterable[Any], actor: Actor, at: datetime) -> list[Proposal]:
    """Give the proposals that these rows were, with all that belonged to each then."""
    found = [_made(Proposal, row) for row in rows]
    numbers = [proposal.pk for proposal in found]
    belongings: dict[str, Mapping[int, Sequence[Any]]] = {
        "positions": _positions(numbers, at),
        "milestones": _milestones(numbers, at),
        "evidence": _evidence(numbers, actor, at),
    }
    links = {pk for one in found for pk in (one.parent_id, one.successor_id) if pk}
    seen = dict(
        Proposal.objects.visible_to(actor).filter(pk__in=links).values_list("pk", "reference")
    )
    for proposal in found:
        for name, parts in belongings.items():
            _belong(proposal, name, parts[proposal.pk])
        _show_statements(proposal)
        noted: Any = proposal  # as a list's query annotates it
        noted.visible_parent = seen.get(proposal.parent_id or 0)
        noted.visible_successor = seen.get(proposal.successor_id or 0)
    _count_versions(found, at)
    prefetch_related_objects(found, "committee", "meeting__committee", "owner", "desk")
    return found


def made(rows: Iterable[Any]) -> list[Proposal]:
    """Give the proposals that these rows were, by themselves: owner, desk and bodies at hand."""
    found = [_made(Proposal, row) for row in rows]
    prefetch_related_objects(found, "committee", "meeting__committee", "owner", "desk")
    return found


def parts_of(proposal: Proposal, actor: Actor, at: datetime) -> list[str]:
    """Give the references of what was a part of a proposal then, as far as the actor sees them."""
    rows = standing(actor, at).filter(parent=proposal.pk).order_by("pgh_obj_id")
    return list(rows.values_list("reference", flat=True))


def kin_of(proposal: Proposal, actor: Actor, at: datetime) -> dict[str, list[Proposal]]:
    """Give the proposals with which one belonged then, as far as the actor sees them."""
    near = {proposal.parent_id, proposal.successor_id} - {None}
    theirs = Q(parent=proposal.pk) | Q(successor=proposal.pk) | Q(id__in=near)
    found = [_made(Proposal, row) for row in standing(actor, at).filter(theirs).order_by("id")]
    return {
        "parent": [one for one in found if one.pk == proposal.parent_id],
        "parts": [one for one in found if one.parent_id == proposal.pk],
        "successor": [one for one in found if one.pk == proposal.successor_id],
        "predecessors": [one for one in found if one.successor_id == proposal.pk],
    }


def first_of(proposal: Proposal) -> datetime:
    """Give the instant at which a proposal was recorded; before it, there was none."""
    found: datetime = _rows(Proposal).filter(pgh_obj=proposal.pk).aggregate(at=Min(WRITTEN))["at"]
    return found


def first_of_all() -> datetime | None:
    """Give the instant at which the first proposal was recorded; None where there is none."""
    return cast("datetime | None", _rows(Proposal).aggregate(at=Min(WRITTEN))["at"])


def _events(model: type[Model]) -> type[Model]:
    """Give the model of a model's rows as they ever stood."""
    return apps.get_model("proposals", f"{model.__name__}Event")


def _rows(model: type[Model]) -> QuerySet[Any]:
    """Give every row of a model as it ever stood."""
    rows: QuerySet[Any] = QuerySet(_events(model))
    return rows


def _newest(model: type[Model], at: datetime, **belonging: Any) -> QuerySet[Any]:
    """Give each row as it stood at an instant: as it was written last by then."""
    by_then = _rows(model).filter(pgh_created_at__lte=at, **belonging)
    last = by_then.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id").values("pk")
    return _rows(model).filter(pk__in=last).exclude(pgh_label=DELETED)


def _made[M: Model](model: type[M], row: Any) -> M:
    """Make the record that a row was."""
    kept = {field.attname for field in row._meta.concrete_fields}  # noqa: SLF001  # Django's own word for it
    columns = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001  # Django's own word for it
    return model(**{name: getattr(row, name) for name in columns if name in kept})


def _belong(proposal: Proposal, name: str, parts: Sequence[Model]) -> None:
    """Let parts be what ``proposal.<name>.all()`` gives."""
    rows = getattr(proposal, name).all()
    rows._result_cache = list(parts)  # noqa: SLF001  # as Django's own prefetching does
    cache = proposal.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = rows


def _show_statements(proposal: Proposal) -> None:
    """Let each position show the statement that it had, if that was still among the evidence."""
    there = {one.pk: one for one in proposal.evidence.all()}
    for position in proposal.positions.all():
        if position.statement_id:
            position.statement = there.get(position.statement_id)


def _grouped[M: Any](parts: Iterable[M], order: Callable[[M], Any]) -> dict[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for part in sorted(parts, key=order):
        found[part.proposal_id].append(part)
    return found


def _positions(numbers: Sequence[int], at: datetime) -> dict[int, list[Position]]:
    parts = [_made(Position, row) for row in _newest(Position, at, proposal__in=numbers)]
    prefetch_related_objects(parts, "party")
    return _grouped(parts, lambda part: (not part.is_proposer, part.party.code))


def _milestones(numbers: Sequence[int], at: datetime) -> dict[int, list[Milestone]]:
    parts = [_made(Milestone, row) for row in _newest(Milestone, at, proposal__in=numbers)]
    prefetch_related_objects(parts, "party")
    return _grouped(parts, lambda part: (part.due_on is None, part.due_on or at.date(), part.pk))


def _evidence(numbers: Sequence[int], actor: Actor, at: datetime) -> dict[int, list[Evidence]]:
    """Give the evidence of then whose article or meeting the actor sees now."""
    rows = _newest(Evidence, at, proposal__in=numbers).filter(
        Q(article__in=Article.objects.visible_to(actor).values("pk"))
        | Q(meeting__in=Meeting.objects.visible_to(actor).values("pk"))
    )
    parts = [_made(Evidence, row) for row in rows]
    prefetch_related_objects(parts, "article__outlet", "speaker", "meeting__committee")
    return _grouped(parts, lambda part: (part.dated_on, part.pk))


def _count_versions(found: Sequence[Proposal], at: datetime) -> None:
    """Give each the version that it had: the number of its entries of the history by then."""
    changes = Change.objects.filter(proposal_id__in=[one.pk for one in found])
    counts = (
        changes.without_staff_work()
        .order_by()
        .values("proposal_id")
        .annotate(then=Count("pk", filter=Q(at__lte=at)), last=Max("at", filter=Q(at__lte=at)))
    )
    known: dict[int | None, Any] = {count["proposal_id"]: count for count in counts}
    for proposal in found:
        proposal.version = known[proposal.pk]["then"]
        proposal.updated_at = known[proposal.pk]["last"]
