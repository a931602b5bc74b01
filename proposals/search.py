"""Finding proposals by words, whichever letters and digits they are written with.

Arabic and Persian share most letters but type some of them differently; vowel signs, the long
stroke and the narrow space come and go. The database folds both sides of a comparison alike, by
``proposals_fold``, and finds parts of words as well: in Arabic an article or a preposition is
written onto its word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat

if TYPE_CHECKING:
    from django.db.models import Expression

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
    found = articles.alias(folded_title=folded(F("title")), folded_text=folded(F("text")))
    for word in text.split():
        part = folded(word)
        found = found.filter(Q(folded_title__contains=part) | Q(folded_text__contains=part))
    return found


def search_notes(notes: NoteQuerySet, text: str) -> NoteQuerySet:
    """Keep those that have every word."""
    found = notes.alias(folded_text=folded(F("text")))
    for word in text.split():
        found = found.filter(folded_text__contains=folded(word))
    return found


def search_meetings(meetings: MeetingQuerySet, text: str) -> MeetingQuerySet:
    """Keep those that have every word in their place, their agenda or their minutes."""
    every = Concat("place", Value("\n"), "agenda", Value("\n"), "minutes", output_field=TextField())
    found = meetings.alias(folded_text=folded(every))
    for word in text.split():
        found = found.filter(folded_text__contains=folded(word))
    return found


def search_files(files: FileQuerySet, text: str) -> FileQuerySet:
    """Keep those that have every word in their name."""
    found = files.alias(folded_name=folded(F("name")))
    for word in text.split():
        found = found.filter(folded_name__contains=folded(word))
    return found
