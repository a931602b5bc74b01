"""What an answer shows of proposals, gathered by their numbers in a few statements.

Which proposals is asked before, by whatever filter and order; here each is looked up once more
among those that the actor sees, so that one that went out of sight in between isn't shown.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from proposals.api.serializers.plans import FETCHED
from proposals.models import Evidence, Meeting, Milestone, Position, Proposal, User
from proposals.questions import Question, asked_together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from proposals.rights import Actor

ALWAYS = ("positions",)
INCLUDED = ("evidence", "milestones")
WHOLE = (*INCLUDED, "parts")
# Of a person nothing is fetched but the name.
_UNSHOWN = [
    f"owner__{field.name}"
    for field in User._meta.concrete_fields  # noqa: SLF001  # Django's own word for it
    if field.name not in {"id", "first_name", "last_name", "username"}
]
# Statements are kept for this many callers and fields.
KEPT = 256


def gathered(
    values: Iterable[Any], actor: Actor, more: Collection[str] = (), *, by: str = "pk"
) -> list[Proposal]:
    """Give the proposals of these numbers that the actor sees, in this order, ready to be shown.

    ``by`` names another field that tells them apart; ``more`` names what belongs to them beyond
    what every answer shows.
    """
    wanted, names = list(values), (*ALWAYS, *more)
    question = _proposals(actor, by)
    if by == "pk":
        found, *parts = asked_together(
            (question, wanted), *((_belongings(name, actor), wanted) for name in names)
        )
    else:
        found = question.asked(wanted)
        numbers = [proposal.pk for proposal in found]
        parts = asked_together(*((_belongings(name, actor), numbers) for name in names))
    there = {getattr(proposal, by): proposal for proposal in found}
    proposals = [there[value] for value in wanted if value in there]
    for name, those in zip(names, parts, strict=True):
        _belong(proposals, name, those, actor)
    return proposals


def _belong(proposals: Sequence[Proposal], name: str, parts: Iterable[Any], actor: Actor) -> None:
    """Let each proposal have what belongs to it under this name, as a plain list."""
    key = "parent_id" if name == "parts" else "proposal_id"
    grouped: dict[int, list[Any]] = {proposal.pk: [] for proposal in proposals}
    for part in parts:  # also of proposals that the actor doesn't see
        grouped.get(getattr(part, key), []).append(part)
    for proposal in proposals:
        setattr(proposal, FETCHED.format(name), grouped[proposal.pk])
    if name == "evidence":
        minutes = [part for parts in grouped.values() for part in parts if part.meeting_id]
        visible = Meeting.objects.visible_to(actor).select_related("committee")
        prefetch_related_objects(minutes, Prefetch("meeting", visible.defer("agenda", "minutes")))


@lru_cache(maxsize=KEPT)
def _proposals(actor: Actor, by: str) -> Question[Proposal]:
    """Ask for proposals that the actor sees, with what names what they refer to."""
    visible = Proposal.objects.visible_to(actor)
    named = visible.select_related("committee", "meeting__committee", "owner", "desk")
    shown = named.defer("meeting__agenda", "meeting__minutes", *_UNSHOWN).annotate(
        visible_parent=Subquery(visible.filter(pk=OuterRef("parent")).values("reference")),
        visible_successor=Subquery(visible.filter(pk=OuterRef("successor")).values("reference")),
    )
    return Question(shown.order_by(), by)


@lru_cache(maxsize=KEPT)
def _parts(actor: Actor) -> Question[Proposal]:
    """Ask for the proposals, as far as the actor sees them, that are parts of others."""
    visible = Proposal.objects.visible_to(actor)
    return Question(visible.only("reference", "parent").order_by("pk"), "parent")


def _belongings(name: str, actor: Actor) -> Question[Any]:
    """Ask for what belongs to proposals under this name, in its own order."""
    return _parts(actor) if name == "parts" else _rows(name)


@cache
def _rows(name: str) -> Question[Any]:
    """Ask for what belongs to proposals whichever actor sees them."""
    rows: dict[str, Any] = {
        "positions": Position.objects.select_related("party"),
        "milestones": Milestone.objects.select_related("party"),
        "evidence": Evidence.objects.select_related("article__outlet", "speaker").defer(
            "article__text", "article__text_sha256", "article__failure_detail"
        ),
    }
    return Question(rows[name], "proposal")
