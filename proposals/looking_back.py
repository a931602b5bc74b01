"""The record as it stood: proposals, and what belongs to them, at an instant of the past.

Each row as it stood is kept by the history; here the newest of that instant are found and made the
records they were. Rights are those of now: a partner sees what it sees now and would have seen then
and ever since. Names of parties, committees, people and meetings are those of now.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Exists, Max, OuterRef, Q, prefetch_related_objects

from proposals.models import Article, Change, Evidence, Meeting, Milestone, Position, Proposal
from proposals.querysets import seen_proposals
from proposals.rights import PARTNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from proposals.rights import Actor

DELETED = "delete"


def standing(actor: Actor, at: datetime) -> QuerySet[Any]:
    """Give the rows of the proposals that the actor sees, as they stood at an instant.

    They have a proposal's own columns but for ``version`` and ``updated_at``.
    """
    rows = _newest(Proposal, at).filter(pgh_obj__in=Proposal.objects.visible_to(actor).values("pk"))
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
        noted: Any = proposal  # as a list's query annotates it
        noted.visible_parent = seen.get(proposal.parent_id or 0)
        noted.visible_successor = seen.get(proposal.successor_id or 0)
    _count_versions(found, at)
    prefetch_related_objects(found, "committee", "meeting__committee", "owner", "desk")
    return found


def parts_of(proposal: Proposal, actor: Actor, at: datetime) -> list[str]:
    """Give the references of what was a part of a proposal then, as far as the actor sees them."""
    rows = standing(actor, at).filter(parent=proposal.pk).order_by("pgh_obj_id")
    return list(rows.values_list("reference", flat=True))


def _rows(model: type[Model]) -> QuerySet[Any]:
    """Give every row of a model as it ever stood."""
    rows: QuerySet[Any] = apps.get_model("proposals", f"{model.__name__}Event").objects.all()
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
