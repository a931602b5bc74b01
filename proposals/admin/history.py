"""The history in people's words: who changed what from what to what, when and why."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from django.db.models.options import Options
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.days import moment_in_words, whole_day
from proposals.models import Change, Evidence, File, Milestone, Note, Position, Proposal
from proposals.models.names import in_reader_language
from proposals.rights import Actor
from proposals.wording import name_of_actor, quoted

NOTHING = "—"
# Columns that say nothing to a reader, or say again what another one says.
UNSAID = frozenset(
    {
        "id",
        "proposal_id",
        "article_id",
        "version",
        "pair",
        "reference",
        "created_at",
        "updated_at",
        "status_since",
        "status_reason",
        "left_status",
        "original_language",
        "start",
        "end",
        "prefix",
        "suffix",
        "score",
        "statement_id",
        "confirmed_at",
        "changed_at",
        "author_id",
        "added_by_id",
        "decided_at",
        "found_at",
        "fetched_at",
        "received_at",
        "canonical_address",
        "text_sha256",
        "failure_detail",
    }
)
# What an added or a removed row is called by, where it has neither a title nor a name.
NAMED_BY: dict[str, tuple[str, ...]] = {
    "position": ("party_id", "stance"),
    "milestone": ("title",),
    "evidence": ("exact",),
    "finding": ("quote",),
    "note": ("text",),
    "file": ("name",),
    "article": ("title", "address"),
}
OPERATIONS = {
    "insert": gettext_lazy("%(record)s added"),
    "delete": gettext_lazy("%(record)s removed"),
}
TITLED = re.compile(r"(title|name)_(ar|fa|en)$")
QUOTE_WORDS = 24


@dataclass(frozen=True)
class Fact:
    """One thing that a change did: its name, and what stood there before and after."""

    label: str
    before: str = ""
    after: str = ""
    is_change: bool = True


@dataclass(frozen=True)
class Entry:
    """What one person or program did at once; ``newest`` is the last change of it."""

    at: datetime
    who: str
    is_automatic: bool
    why: str
    facts: list[Fact]
    newest: Change


class Words:
    """Gives the columns' values of many changes as words, with a fixed number of queries."""

    def __init__(self, changes: Iterable[Change], actor: Actor) -> None:
        """Look up the rows that the changes name."""
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for change in changes:
            for column, values in change.fields.items():
                field = field_of(change.subject, column)
                if isinstance(field, ForeignKey) and column not in UNSAID:
                    wanted[field.related_model] |= {value for value in values if value}
        self.rows = {model: _rows(model, ids, actor) for model, ids in wanted.items()}

    def of(self, field: Field[Any, Any] | None, value: Any) -> str:
        """Give a column's value as a reader would say it."""
        if value in (None, "", []):
            return NOTHING
        if isinstance(field, ForeignKey):
            row = self.rows.get(field.related_model, {}).get(value)
            return str(row) if row else _("one that you can't see")
        if field is None:
            return str(value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(field, value)


def _rows(model: type[Model], ids: set[int], actor: Actor) -> Mapping[int, Model]:
    if model is Proposal:
        return Proposal.objects.visible_to(actor).in_bulk(ids)
    return model._default_manager.in_bulk(ids)  # noqa: SLF001  # Django's own word for it


def _plain(field: Field[Any, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        known = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(known, datetime):
        return moment_in_words(known)
    if isinstance(known, date):
        return whole_day(known)
    return str(value)


def field_of(subject: str, column: str) -> Field[Any, Any] | None:
    """Give the field that a change's column belongs to; None where it is no longer there."""
    fields = _options(subject).concrete_fields
    return next((field for field in fields if field.column == column), None)


def _options(subject: str) -> Options[Any]:
    model: type[Model] = apps.get_model("proposals", subject)
    return model._meta  # noqa: SLF001  # Django's own word for it


def name_of(subject: str) -> str:
    """Give the name of a sort of record for readers."""
    return str(_options(subject).verbose_name)


def label_of(subject: str, column: str) -> str:
    """Give a column's name for readers."""
    field = field_of(subject, column)
    return str(capfirst(str(field.verbose_name))) if field else column.replace("_", " ")


def entries_of(changes: Sequence[Change], actor: Actor) -> list[Entry]:
    """Tell a run of changes, given in the order in which it is to be read."""
    words, names = Words(changes, actor), _names(changes)
    entries = []
    for _together, found in groupby(changes, key=_at_once):
        rows = list(found)
        facts = [fact for change in reversed(rows) for fact in _facts(change, words, names)]
        if facts:
            first = rows[0]
            automatic = first.actor.startswith("system:")
            who = name_of_actor(first.actor, first.actor_name)
            newest = max(rows, key=lambda change: change.pk)
            entries.append(Entry(first.at, who, automatic, first.why, facts, newest))
    return entries


def facts_of(changes: Sequence[Change], actor: Actor) -> dict[int, list[Fact]]:
    """Tell what each change did, by the change's id."""
    words, names = Words(changes, actor), _names(changes)
    return {change.pk: list(_facts(change, words, names)) for change in changes}


def _at_once(change: Change) -> tuple[Any, ...]:
    """Give what the changes of one act of one actor have in common."""
    return change.transaction, change.context_id, change.actor, change.why, change.proposal_id


def _facts(change: Change, words: Words, names: Mapping[tuple[str, int], str]) -> Iterator[Fact]:
    if change.operation in OPERATIONS:
        yield _whole_row(change, words)
        return
    name = names.get((change.subject, change.subject_id), "")
    for column, (before, after) in change.fields.items():
        if column in UNSAID:
            continue
        field, label = field_of(change.subject, column), label_of(change.subject, column)
        yield Fact(
            f"{name}: {label}" if name else label, words.of(field, before), words.of(field, after)
        )


def _whole_row(change: Change, words: Words) -> Fact:
    """Tell of a row that was added or removed, by the values that name it."""
    record = capfirst(name_of(change.subject))
    side = 0 if change.operation == "delete" else 1
    row = {column: values[side] for column, values in change.fields.items() if values[side]}
    said = [
        words.of(field_of(change.subject, column), row[column])
        for column in NAMED_BY.get(change.subject, ())
        if column in row
    ] or [_title(row)]
    label = str(OPERATIONS[change.operation]) % {"record": record}
    return Fact(label, after=Truncator(" · ".join(said)).words(QUOTE_WORDS), is_change=False)


def _title(row: Mapping[str, str]) -> str:
    """Give the title or name of a row, in the reader's language if it has one there."""
    texts = {column[-2:]: text for column, text in row.items() if TITLED.match(column)}
    return in_reader_language(texts)


def _names(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    """Name the rows that belong to a proposal and were changed: by party, step or words."""
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        if change.operation == "update":
            ids[change.subject].add(change.subject_id)
    found: dict[tuple[str, int], str] = {}
    for position in Position.objects.filter(pk__in=ids["position"]).select_related("party"):
        found["position", position.pk] = str(position.party)
    for milestone in Milestone.objects.filter(pk__in=ids["milestone"]):
        found["milestone", milestone.pk] = milestone.title
    for evidence in Evidence.objects.filter(pk__in=ids["evidence"]):
        found["evidence", evidence.pk] = quoted(Truncator(evidence.exact).words(6))
    for file in File.objects.filter(pk__in=ids["file"]):
        found["file", file.pk] = file.name
    for note in Note.objects.filter(pk__in=ids["note"]):
        found["note", note.pk] = quoted(Truncator(note.text).words(6))
    return found
