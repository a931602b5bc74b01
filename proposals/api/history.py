"""The history as a partner reads it: in the record's public words, without what is out of sight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.models import (
    Article,
    Change,
    Committee,
    Evidence,
    Meeting,
    Milestone,
    Party,
    Position,
    Proposal,
)
from proposals.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Field, Model, QuerySet
    from django.utils.functional import Promise

    from proposals.rights import Actor

# The fields whose changes are told, by record; all others are Mithaq's own bookkeeping.
_TOLD: dict[type[Model], str] = {
    Proposal: (
        "title_ar title_fa title_en kind act committee meeting status status_reason owner desk"
        " due_on due_wording due_precision review_on visibility parent successor"
    ),
    Position: "party is_proposer is_addressee stance responsible_body statement",
    Milestone: "title party due_on due_wording due_precision done_on",
    Evidence: "article meeting exact voice speaker dated_on is_automatic confirmed_at",
}
_MODELS = {model.__name__.lower(): model for model in _TOLD}
_COLUMNS: dict[str, dict[str, Field[Any, Any]]] = {
    subject: {
        field.attname: field
        for field in model._meta.concrete_fields  # noqa: SLF001  # Django's own word for it
        if field.name in _TOLD[model].split()
    }
    for subject, model in _MODELS.items()
}
# The record says "exact" where this interface says "quote", after which people look for it.
_RENAMED = {"exact": "quote"}
OPERATIONS: dict[str, Promise] = {
    "insert": _("added"),
    "update": _("changed"),
    "delete": _("removed"),
}
ACTORS: dict[str, Promise] = {
    "user": _("A member of staff"),
    "client": _("A partner's system"),
    "system": _("Mithaq itself"),
}
SUBJECTS: dict[str, Promise] = {
    subject: model._meta.verbose_name  # type: ignore[misc]  # noqa: SLF001  # a promise, as we wrote it
    for subject, model in _MODELS.items()
}
# Records that are named by something else than their number, and those that may be out of sight.
_NAMED: dict[type[Model], tuple[Callable[[Actor], QuerySet[Any]], str]] = {
    Party: (lambda _actor: Party.objects.all(), "code"),
    Proposal: (Proposal.objects.visible_to, "reference"),
    Committee: (Committee.objects.visible_to, "pk"),
    Meeting: (Meeting.objects.visible_to, "pk"),
    Article: (Article.objects.visible_to, "pk"),
}
type Names = Mapping[type[Model] | None, Mapping[int, Any]]


@dataclass(frozen=True)
class FieldChange:
    """One field from what to what. A record that is out of the reader's sight shows as None.

    The labels are the words for a machine's value, and None where there are no others.
    """

    field: str
    field_label: str
    before: Any
    before_label: str | None
    after: Any
    after_label: str | None


@dataclass(frozen=True)
class Entry:
    """One entry of the history: who did what to which record, when and why."""

    id: int
    at: datetime
    actor: str
    who: str
    record: str
    record_id: int
    operation: str
    why: str
    changes: Sequence[FieldChange]
    proposal_id: int | None = None

    @property
    def actor_label(self) -> str:
        """What sort of actor it was, in the reader's language."""
        return str(ACTORS[self.actor])

    @property
    def record_label(self) -> str:
        """What sort of record it was, in the reader's language."""
        return str(SUBJECTS[self.record])

    @property
    def operation_label(self) -> str:
        """What was done, in the reader's language."""
        return str(OPERATIONS[self.operation])


def entries(changes: Iterable[Change], actor: Actor) -> list[Entry]:
    """Give the entries that these changes make for the actor, without those that tell nothing."""
    told = [change for change in changes if _columns(change)]
    names = _names(told, actor)
    return [_entry(change, names) for change in told]


def newest(
    proposal: Proposal, actor: Actor, count: int, until: datetime | None = None
) -> list[Entry]:
    """Give the newest entries of a visible proposal's history, at most so many."""
    changes = Change.objects.of_proposal_for(actor, proposal).order_by("-pk")
    if until is not None:
        changes = changes.filter(at__lte=until)
    return entries(changes[:count], actor)


def since(proposal: Proposal, changes: Sequence[Change], actor: Actor) -> list[Entry]:
    """Give those of a visible proposal's changes that the actor may see, as entries."""
    seen = Change.objects.of_proposal_for(actor, proposal)
    return entries(seen.filter(pk__in=[change.pk for change in changes]).order_by("-pk"), actor)


def _columns(change: Change) -> list[str]:
    """Give the columns whose change is told; from nothing to nothing is none."""
    return [
        column
        for column in _COLUMNS.get(change.subject, {})
        if any(value not in {None, ""} for value in change.fields.get(column, ()))
    ]


def _names(changes: Sequence[Change], actor: Actor) -> Names:
    """Look up, one query a kind of record, what the changes refer to."""
    numbers: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        for column in _columns(change):
            model = _COLUMNS[change.subject][column].related_model
            if model in _NAMED:
                numbers[model].update(pk for pk in change.fields[column] if pk is not None)
    return {
        model: {row.pk: getattr(row, _NAMED[model][1]) for row in _named(model, actor).asked(found)}
        for model, found in numbers.items()
    }


@lru_cache(maxsize=256)
def _named(model: type[Model], actor: Actor) -> Question[Any]:
    """Ask for what names records, as far as the actor sees them."""
    visible, name = _NAMED[model]
    return Question(visible(actor).only(name).order_by(), "pk")


def _entry(change: Change, names: Names) -> Entry:
    kind, _colon, _number = change.actor.partition(":")
    return Entry(
        id=change.pk,
        at=change.at,
        actor=kind,
        who=change.actor_name,
        record=change.subject,
        record_id=change.subject_id,
        operation=change.operation,
        why=change.why,
        changes=[_field_change(change, column, names) for column in _columns(change)],
        proposal_id=change.proposal_id,
    )


@lru_cache(maxsize=512)
def _words(subject: str, column: str, _language: str | None) -> tuple[str, Mapping[Any, str]]:
    """Give the words for a field and for its values in the reader's language."""
    field = _COLUMNS[subject][column]
    labels = {value: str(label) for value, label in field.flatchoices}
    return str(field.verbose_name), labels


def _field_change(change: Change, column: str, names: Names) -> FieldChange:
    field = _COLUMNS[change.subject][column]
    read = names[field.related_model].get if field.related_model in names else field.to_python
    before, after = (None if value is None else read(value) for value in change.fields[column])
    field_label, labels = _words(change.subject, column, get_language())
    return FieldChange(
        field=_RENAMED.get(field.name, field.name),
        field_label=field_label,
        before=before,
        before_label=labels.get(before),
        after=after,
        after_label=labels.get(after),
    )
