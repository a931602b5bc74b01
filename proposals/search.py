"""Finding proposals by words, whichever letters and digits they are written with.

Arabic and Persian share most letters but type some of them differently; vowel signs, the long
stroke and the narrow space come and go. The database folds both sides of a comparison alike, by
``proposals_fold``, and finds parts of words as well: in Arabic an article or a preposition is
written onto its word.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, Q, TextField, Value

if TYPE_CHECKING:
    from django.db.models import Expression, QuerySet

    from proposals.querysets import (
        ArticleQuerySet,
        FileQuerySet,
        MeetingQuerySet,
        NoteQuerySet,
        ProposalQuerySet,
    )


def folded(text: str | Expression | F) -> Func:
    """Give the SQL expression for a text, or for an expression of one, as it is compared."""
    expression = Value(text) if isinstance(text, str) else text
    return Func(expression, function="proposals_fold", output_field=TextField())


def search(proposals: ProposalQuerySet, text: str) -> ProposalQuerySet:
    """Keep those that have every word in their reference, their titles or one of their quotes."""
    found = proposals
    for word in text.split():
        found = found.filter(search_text__text__contains=folded(word))
    return found


def search_articles(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Keep those that have every word in their title or their text."""
    return _with_every_word(articles, text, "title", "text")


def search_notes(notes: NoteQuerySet, text: str) -> NoteQuerySet:
    """Keep those that have every word."""
    return _with_every_word(notes, text, "text")


def search_meetings(meetings: MeetingQuerySet, text: str) -> MeetingQuerySet:
    """Keep those that have every word in their place, their agenda or their minutes."""
    return _with_every_word(meetings, text, "place", "agenda", "minutes")


def search_files(files: FileQuerySet, text: str) -> FileQuerySet:
    """Keep those that have every word in their name."""
    return _with_every_word(files, text, "name")


def _with_every_word[Rows: QuerySet[Any]](rows: Rows, text: str, *fields: str) -> Rows:
    """Keep the rows each word of a text is part of, in one of these fields or another."""
    found = rows.alias(**{f"folded_{field}": folded(F(field)) for field in fields})
    for word in text.split():
        part = folded(word)
        places = (Q((f"folded_{field}__contains", part)) for field in fields)
        found = found.filter(reduce(or_, places))
    return found
