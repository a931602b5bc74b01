"""Learns from a text whose official a person's name is: "the labour secretary, Sudha Menon"."""

from collections import Counter
from collections.abc import Iterator

from tracker.extraction.actors import Actor
from tracker.extraction.document import Document
from tracker.extraction.sentences import Sentence

_REACH = 4  # words between a title and the last part of a name
_SHORTEST = 3
_SHORTEST_OPENING = 4
_NAMED = frozenset(("official", "counterpart", "host", "visitor"))
_KNOWN = ("kinds", "themes", "measures", "roles", "parties", "calendar", "progress", "exclusions")


def learn(document: Document, actors: list[list[Actor]]) -> dict[str, str | None]:
    """Give each name that stands by a title and, elsewhere, as one who speaks or acts, by state."""
    spoken = {*_speakers(document), *_doers(document)}
    found: dict[str, str | None] = {}
    for own in actors:
        for actor in own:
            if actor.role == "official" or (actor.role in _NAMED and actor.code):
                for word in _beside(document, actor):
                    if word in spoken:
                        found[word] = found.get(word) or actor.code
    return found


def _speakers(document: Document) -> Iterator[str]:
    """Give the unknown words that stand right beside a verb of saying."""
    for sentence in document.sentences:
        for hit in document.hits(sentence, "grammar", ("speech",)):
            beside = (hit.start - 1,) if document.language == "fa" else (hit.start - 1, hit.end)
            for index in beside:
                if sentence.first <= index < sentence.last and _is_name(document, index):
                    yield _bare(document, index)


def _doers(document: Document) -> Iterator[str]:
    """Give the unknown words where who acts stands: by a cue, in Persian where a clause opens.

    They stand elsewhere too, as the name of whom a text is about does.
    """
    times = Counter(document.texts)
    for sentence in document.sentences:
        if document.language == "fa":
            places = _openings(document, sentence)
        else:
            hits = document.hits(sentence, "cues")
            places = (at for hit in hits for at in (hit.start - 1, hit.stretches[0][1]))
        known = _known(document, sentence)
        for index in places:
            is_inside = sentence.first <= index < sentence.last and index not in known
            is_told_again = is_inside and times[document.word(index)] > 1
            if is_told_again and _is_name(document, index):
                yield _bare(document, index)


def _openings(document: Document, sentence: Sentence) -> Iterator[int]:
    """Give where a sentence or a joined clause begins, but for short words."""
    for index in range(sentence.first, sentence.last):
        is_opening = index == sentence.first or document.is_of(
            document.word(index - 1), "conjunction"
        )
        if is_opening and len(document.word(index)) >= _SHORTEST_OPENING:
            yield index


def _known(document: Document, sentence: Sentence) -> set[int]:
    """Give the words of a sentence that a lexicon knows as something else than a name."""
    return {
        index
        for file in _KNOWN
        for hit in document.hits(sentence, file)
        for index in range(hit.start, hit.end)
    }


def _beside(document: Document, actor: Actor) -> Iterator[str]:
    """Give the unknown words that stand before or after a title."""
    first, last = max(actor.start - _REACH, 0), min(actor.end + _REACH, len(document.forms))
    for index in (*range(first, actor.start), *range(actor.end, last)):
        if _is_name(document, index):
            yield _bare(document, index)


def _is_name(document: Document, index: int) -> bool:
    """Tell whether a word may be a name: no verb, no common word, and in English with a capital."""
    word = document.forms[index]
    is_verb = bool(word.features - {"inf"})
    if is_verb or len(word.text) < _SHORTEST or document.is_of(word.text, "not_name"):
        return False
    return document.is_capital(index) if document.language == "en" else word.text[0].isalpha()


def _bare(document: Document, index: int) -> str:
    return document.word(index).removesuffix("'s")


def mentions(
    document: Document, names: dict[str, str | None], first: int, last: int, taken: set[int]
) -> Iterator[Actor]:
    """Give the officials who are named in a range of words and not otherwise found."""
    for index in range(first, last):
        word = _bare(document, index)
        if word in names and index not in taken:
            yield Actor(index, index + 1, "official", names[word], index)
