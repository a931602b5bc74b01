"""Finds where a clause begins and ends, so that a finding's quotation is as short as it can be."""

from tracker.extraction.document import Document
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_MARKS = frozenset((",", "،", ";", "؛", ":", "-", '"', ")", "("))
_HARD_MARKS = frozenset((";", "؛", ")", "(", "-"))
_BREAKS = frozenset((";", "؛", ":", '"'))
_COMMAS = frozenset((",", "،"))
_PERSIAN_VERBS = frozenset(("past", "pres", "subj"))
_FINITE = frozenset(("past", "pres", "fut", "part"))
_SURE = 0.75  # a cue's weight from which it opens a clause of its own
_SUBJECT_ROOM = 5  # words of a subject between a conjunction and its verb
_LONGEST = 48  # words
_QUOTE = '"'


def end_of_clause(document: Document, sentence: Sentence, first: int) -> int:
    """Give the index after the last word of the clause that goes on at `first`."""
    opened = _first_of_measure(document, sentence, first)
    stops = {hit.start for hit in document.hits(sentence, "grammar", ("stop",))}
    last = min(sentence.last, first + _LONGEST)
    for index, word in enumerate(document.texts[first:last], first):
        if word in _HARD_MARKS and (index > first or word != "-"):
            return index
        if word == _QUOTE and index > first and _closes(document, index, first):
            return index
        if index in stops and index > max(opened, first + 1) and _may_stop(document, index):
            return _trimmed(document, first, index)
    return _trimmed(document, first, last)


def _first_of_measure(document: Document, sentence: Sentence, first: int) -> int:
    """Give where the measure's first concept or deed stands: nothing before it is an end."""
    told = (*document.hits(sentence, "kinds"), *document.hits(sentence, "measures"))
    return min((hit.start for hit in told if hit.start >= first), default=first)


def _closes(document: Document, index: int, first: int) -> bool:
    """Tell whether a quotation mark ends the quotation that the clause began in."""
    quote = document.quote(first)
    return bool(quote) and document.layout.quotes[index + 1 : index + 2] != [quote]


def _may_stop(document: Document, index: int) -> bool:
    """Tell whether a stopping word ends a clause here: in Arabic always, else after a mark."""
    if document.language == "ar" or document.word(index - 1) in _MARKS:
        return True
    return document.is_of(document.word(index), "free_stop")


def _trimmed(document: Document, first: int, last: int) -> int:
    while last > first + 1 and not document.forms[last - 1].is_word:
        last -= 1
    return last


def start_of_clause(document: Document, sentence: Sentence, last: int) -> int:
    """Give the index of the first word of the clause that ends at `last`."""
    quote = document.quote(last - 1) if last > sentence.first else 0
    first = max(sentence.first, last - _LONGEST)
    for index in range(last - 2, first - 1, -1):
        word = document.texts[index]
        if word in _BREAKS or (quote and document.quote(index) != quote):
            return index + 1
        if word in _COMMAS and _ends_a_clause(document, index):
            return index + 1
    return first


def _ends_a_clause(document: Document, comma: int) -> bool:
    """Tell whether a comma parts two clauses, rather than setting off a phrase."""
    if document.language == "fa":
        return bool(_PERSIAN_VERBS & document.features(comma - 1))
    return document.is_of(document.word(comma + 1), "clause_opener")


def next_cue(document: Document, cues: list[Hit], cue: Hit) -> int | None:
    """Give where the next act of the sentence begins, if a conjunction or a mark opens it."""
    for other in cues:
        is_noun = other.entry.options[1] == "owner"
        if other.start < cue.end or other.entry.weight < _SURE or is_noun:
            continue
        start = _opening(document, other, cue.end)
        if start is not None and _FINITE & document.features(other.start):
            return start
    return None


def _opening(document: Document, cue: Hit, first: int) -> int | None:
    """Give where the conjunction or mark stands that opens a cue's clause, if one does."""
    if document.language == "ar" and document.word(cue.start).startswith(("و", "ف")):
        return cue.start
    for index in range(cue.start - 1, max(cue.start - _SUBJECT_ROOM, first), -1):
        word = document.word(index)
        if word in _MARKS or document.is_of(word, "conjunction"):
            return index
    return None
