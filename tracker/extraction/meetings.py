"""Finds the meetings that a text speaks of: which committee's, the how manieth, where and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.document import Document, read
from tracker.extraction.language import detect_language
from tracker.extraction.lexicon import LANGUAGES, Lexicon, standard
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_NEAR = 4  # words between an ordinal and its meeting
_TO_BODY = 8  # words from a meeting to its committee
_TITLE = 12  # words of a committee's name
_AFTER = 14  # words after a meeting in which its place and date stand
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class MeetingMention:
    """A meeting as the text tells it; what it doesn't tell is None; the date keeps its wording."""

    start: int
    end: int
    quote: str
    committee: str | None
    ordinal: int | None
    place: str | None
    date: str | None


def find_meetings(
    text: str, language: str | None = None, *, lexicon: Lexicon | None = None
) -> list[MeetingMention]:
    """Give the meetings of standing bodies that a text mentions, in order."""
    known = language or detect_language(text)
    if known not in LANGUAGES:
        return []
    document = read(text, known, lexicon or standard())
    return [
        mention for sentence in document.sentences for mention in _in_sentence(document, sentence)
    ]


def _in_sentence(document: Document, sentence: Sentence) -> Iterator[MeetingMention]:
    bodies = document.hits(sentence, "calendar", ("committee",))
    done = sentence.first
    for meeting in document.hits(sentence, "calendar", ("meeting",)):
        body = next((hit for hit in bodies if -_NEAR <= hit.start - meeting.end <= _TO_BODY), None)
        if meeting.start < done or body is None:
            continue
        ordinal, at = _ordinal(document, sentence, meeting)
        if ordinal is None and not _is_next(document, sentence, meeting):
            continue
        first = min(meeting.start, body.start, at if ordinal else meeting.start)
        last = max(meeting.end, _end_of_name(document, sentence, body))
        done = last
        yield _mention(document, sentence, (first, last), body, ordinal)


def _mention(
    document: Document, sentence: Sentence, words: tuple[int, int], body: Hit, ordinal: int | None
) -> MeetingMention:
    start, end = document.span(*words)
    name = document.span(body.start, _end_of_name(document, sentence, body))
    return MeetingMention(
        start=start,
        end=end,
        quote=document.text[start:end],
        committee=document.text[slice(*name)],
        ordinal=ordinal,
        place=_place(document, sentence, words[1]),
        date=_date(document, sentence, words[1]),
    )


def _ordinal(document: Document, sentence: Sentence, meeting: Hit) -> tuple[int | None, int]:
    """Give the meeting's number and the word that tells it."""
    first, last = (
        max(meeting.start - _NEAR, sentence.first),
        min(meeting.end + _NEAR, sentence.last),
    )
    for index in range(first, last):
        if found := _NUMBER.fullmatch(document.word(index)):
            return int(found[1]), index
    near = [
        hit for hit in document.hits(sentence, "ordinals") if first <= hit.start and hit.end <= last
    ]
    if not near:
        return None, meeting.start
    nearest = min(near, key=lambda hit: abs(hit.start - meeting.start))
    return int(nearest.entry.label), nearest.start


def _is_next(document: Document, sentence: Sentence, meeting: Hit) -> bool:
    """Tell whether a meeting without a number is told from others as the next or the last one."""
    marks = document.hits(sentence, "calendar", ("next",))
    return any(abs(hit.start - meeting.start) <= _NEAR for hit in marks)


def _end_of_name(document: Document, sentence: Sentence, body: Hit) -> int:
    """Give the index after a committee's name."""
    last = body.end
    while last < min(sentence.last, body.end + _TITLE) and not _ends_name(document, last):
        last += 1
    while last > body.end and document.is_of(document.word(last - 1), "name_end"):
        last -= 1
    return last


def _ends_name(document: Document, index: int) -> bool:
    """Tell whether a word ends a name; "on" goes on in "committee on power", not in "on Monday"."""
    word = document.forms[index]
    if not word.is_word:
        return True
    is_day = document.language == "en" and index + 1 < len(document.forms)
    is_day = is_day and (document.is_capital(index + 1) or document.word(index + 1)[0].isdigit())
    goes_on = document.is_of(word.text, "name_joint") and not is_day
    return document.is_of(word.text, "name_end") and not goes_on


def _place(document: Document, sentence: Sentence, after: int) -> str | None:
    """Give the place named after a meeting."""
    for hit in document.hits(sentence, "parties"):
        marked = document.is_of(document.word(hit.start - 1), "place_mark")
        marked = marked or (document.language == "ar" and document.word(hit.start).startswith("ب"))
        if after <= hit.start <= after + _AFTER and marked:
            return document.text[slice(*document.span(hit.start, hit.end))]
    return None


def _date(document: Document, sentence: Sentence, after: int) -> str | None:
    """Give a date's own words: a month or weekday with the numbers beside it."""
    days = [
        hit
        for hit in document.hits(sentence, "calendar", ("month", "weekday"))
        if after <= hit.start <= after + _AFTER
    ]
    if not days:
        return None
    first, last = days[0].start, days[-1].end
    if document.word(first - 1)[:1].isdigit():
        first -= 1
    while last < sentence.last and document.word(last)[:1].isdigit():
        last += 1
    return document.text[slice(*document.span(first, last))]
