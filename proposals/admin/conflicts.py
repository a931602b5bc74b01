"""When somebody else changed a proposal meanwhile: what to keep of what was entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field as ModelField
from django.forms import Field
from django.http import QueryDict

from proposals.admin.history import Entry, Words, entries_of, field_of, label_of
from proposals.errors import ChangedMeanwhileError
from proposals.models import Change, Proposal
from proposals.rights import Actor


@dataclass(frozen=True)
class Clash:
    """A field that both changed: its name, and what the other one wrote."""

    label: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """What the other one did, and the fields that both changed."""

    entries: list[Entry]
    clashes: list[Clash]


def entered_again(
    entered: QueryDict,
    fields: Mapping[str, Field],
    proposal: Proposal,
    refused: ChangedMeanwhileError,
    actor: Actor,
) -> tuple[QueryDict, Conflict]:
    """Bring what was entered up to date, and tell what there is to decide.

    A field that the reader left alone takes what the other one wrote. One that both changed keeps
    what the reader entered, and is told of.
    """
    newest = entered.copy()
    newest["version"] = str(proposal.version)
    words, clashes = Words(refused.changes, actor), []
    befores = _befores(refused.changes)
    for name in (name for name in fields if name in befores):
        shown, mine, (field, before) = fields[name], entered.get(name), befores[name]
        theirs = proposal.serializable_value(name)
        if not shown.has_changed(before, mine):
            newest[name] = _as_entered(shown, theirs)
        elif shown.has_changed(theirs, mine):
            label = label_of("proposal", field.attname)
            clashes.append(Clash(label, words.of(field, theirs)))
    return newest, Conflict(entries_of(refused.changes, actor), clashes)


def _befores(changes: Iterable[Change]) -> dict[str, tuple[ModelField[Any, Any], Any]]:
    """Give each field that changed, with what stood there before the first of these changes.

    The changes come newest first.
    """
    found: dict[str, tuple[ModelField[Any, Any], Any]] = {}
    for change in changes:
        for column, (before, _after) in change.fields.items():
            field = field_of("proposal", column) if change.subject == "proposal" else None
            if field is not None:
                known = before if field.is_relation else field.to_python(before)
                found[field.name] = field, known
    return found


def _as_entered(field: Field, value: Any) -> str:
    """Give a value as the field's form would send it."""
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared)
