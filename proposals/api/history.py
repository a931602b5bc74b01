"""The history as a partner reads it: in the record's public words, without what is out of sight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
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
from proposals.querysets import shown_since
from proposals.questions import Names, Question, asked_together
from proposals.rights import PARTNER

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
COLUMNS: dict[str, dict[str, Field[Any, Any]]] = {
    subject: {
        field.attname: field
        for field in model._meta.concrete_fields  # noqa: SLF001  # Django's own word for it
        if field.name in _TOLD[model].split()
    }
    for subject, model in _MODELS.items()
}
# The record says "exact" where this interface says "quote", after which people look for it.
RENAMED = {"exact": "quote"}
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
    Committee: (Committee.objects.visible_to, "id"),
    Meeting: (Meeting.objects.visible_to, "id"),
    Article: (Article.objects.visible_to, "id"),
}
_PLACES = {
    subject: {column: place for place, column in enumerate(columns)}
    for subject, columns in COLUMNS.items()
}
_REFERRING: dict[str, dict[str, type[Model]]] = {
    subject: {
        column: field.related_model
        for column, field in columns.items()
        if field.related_model in _NAMED
    }
    for subject, columns in COLUMNS.items()
}
_NOTHING = ([None, None], [None, ""], ["", None], ["", ""])
type Named = Mapping[type[Model], Mapping[int, Any]]


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


@dataclass(frozen=True)
class Told:
    """Changes that tell something, each with the columns of which it does, and what they name."""

    changes: Sequence[tuple[Change, Sequence[str]]]
    naming: tuple[Names, Mapping[type[Model], Iterable[int]]]

    @classmethod
    def of(cls, changes: Iterable[Change], actor: Actor) -> Told:
        """Find out what these changes tell, and what has to be looked up for the actor."""
        told = [(change, columns) for change in changes if (columns := _columns(change))]
        numbers = _numbers(told)
        kinds = tuple(model for model in _NAMED if model in numbers)
        return cls(told, (_named(kinds, actor), numbers))

    def entries(self, names: Named) -> list[Entry]:
        """Give the entries, with the names that were looked up."""
        language = get_language()
        return [_entry(change, columns, names, language) for change, columns in self.changes]


def entries(changes: Iterable[Change], actor: Actor) -> list[Entry]:
    """Give the entries that these changes make for the actor, without those that tell nothing."""
    told = Told.of(changes, actor)
    return told.entries(asked_together(told.naming)[0])


def newest(
    proposal: Proposal, actor: Actor, count: int, until: datetime | None = None
) -> list[Entry]:
    """Give the newest entries of a visible proposal's history, at most so many."""
    if until is None and actor.role == PARTNER:
        moved, changes = asked_together((moves(), [proposal.pk]), (_last(count), [proposal.pk]))
        shown = shown_since(moved, proposal, actor)
        return entries([one for one in changes if (one.transaction, one.pk) > shown], actor)
    found = Change.objects.of_proposal_for(actor, proposal).order_by("-pk")
    if until is not None:
        found = found.filter(at__lte=until)
    return entries(found[:count], actor)


@cache
def _last(count: int) -> Question[Change]:
    """Ask for the newest changes of a proposal that are a partner's to know."""
    known = Change.objects.without_staff_work().order_by("-pk")
    return Question(known, "proposal_id", most=count)


@cache
def moves() -> Question[Change]:
    """Ask for the changes of proposals' circle or committee, the newest first."""
    return Question(Change.objects.moving_sight().order_by("-transaction", "-pk"), "proposal_id")


def since(proposal: Proposal, changes: Sequence[Change], actor: Actor) -> list[Entry]:
    """Give those of a visible proposal's changes that the actor may see, as entries."""
    seen = Change.objects.of_proposal_for(actor, proposal)
    return entries(seen.filter(pk__in=[change.pk for change in changes]).order_by("-pk"), actor)


def _columns(change: Change) -> list[str]:
    """Give the columns whose change is told; from nothing to nothing is none."""
    fields, known = change.fields, COLUMNS.get(change.subject, {})
    found = [column for column, pair in fields.items() if column in known and pair not in _NOTHING]
    return sorted(found, key=_PLACES[change.subject].__getitem__) if len(found) > 1 else found


def _numbers(told: Iterable[tuple[Change, Sequence[str]]]) -> dict[type[Model], set[int]]:
    """Give the numbers of what the changes refer to."""
    numbers: dict[type[Model], set[int]] = defaultdict(set)
    for change, columns in told:
        for column in columns:
            model = _REFERRING[change.subject].get(column)
            if model is not None:
                numbers[model].update(pk for pk in change.fields[column] if pk is not None)
    return numbers


@lru_cache(maxsize=256)
def _named(models: Sequence[type[Model]], actor: Actor) -> Names:
    """Ask for what names records, as far as the actor sees them."""
    return Names({model: (_NAMED[model][0](actor), _NAMED[model][1]) for model in models})


def _entry(change: Change, columns: Sequence[str], names: Named, language: str | None) -> Entry:
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
        changes=[_field_change(change, column, names, language) for column in columns],
        proposal_id=change.proposal_id,
    )


@lru_cache(maxsize=512)
def _words(subject: str, column: str, _language: str | None) -> tuple[str, Mapping[Any, str]]:
    """Give the words for a field and for its values in the reader's language."""
    field = COLUMNS[subject][column]
    labels = {value: str(label) for value, label in field.flatchoices}
    return str(field.verbose_name), labels


def _field_change(change: Change, column: str, names: Named, language: str | None) -> FieldChange:
    field = COLUMNS[change.subject][column]
    model = _REFERRING[change.subject].get(column)
    read = field.to_python if model is None else names[model].get
    before, after = (None if value is None else read(value) for value in change.fields[column])
    field_label, labels = _words(change.subject, column, language)
    return FieldChange(
        field=RENAMED.get(field.name, field.name),
        field_label=field_label,
        before=before,
        before_label=labels.get(before),
        after=after,
        after_label=labels.get(after),
    )
