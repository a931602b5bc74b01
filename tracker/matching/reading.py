"""Reads what a statement is about: its concepts, names and numbers, and the concepts around it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from tracker.extraction.entries import FOLDER, PARTY_HEADER, rows
from tracker.extraction.lexicon import LANGUAGES
from tracker.extraction.sentences import Layout, layout
from tracker.extraction.text import Folded, fold
from tracker.extraction.words import cut
from tracker.matching import names, numbers
from tracker.matching.concepts import standard_concepts
from tracker.matching.statements import Span, Statement

# How much what stands around a quote has to do with it: in its own sentence, before it, after it.
_SAME, _BEFORE, _AFTER = 0.7, 0.5, 0.1
COMMON = "="  # marks a word that is no name
_STATE_CODE = 2  # letters
_SHORTEST_PARTY_WORD = 3
_MOST_READ = 8192  # statements; a few kilobytes each


@dataclass
class Reading:
    """What a statement is about; each thing with the words that say it."""

    language: str
    concepts: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[float, str] = field(default_factory=dict)
    around: dict[str, float] = field(default_factory=dict)  # concepts of the context, how near
    context: dict[str, str] = field(default_factory=dict)  # the same with their words

    @cached_property
    def weight(self) -> float:
        """Give what the quote's concepts weigh together."""
        return sum(map(weight, self.concepts))


def weight(concept: str) -> float:
    """Give what it tells that two statements share a concept."""
    return standard_concepts().weights[concept]


def read(statement: Statement) -> Reading:
    """Give what a statement is about; nothing in a language that nobody here reads."""
    place = (statement.start, statement.end)
    return _read(statement.language, statement.text, place, statement.siblings)


@lru_cache(maxsize=_MOST_READ)
def _read(language: str, text: str, place: Span, siblings: tuple[Span, ...]) -> Reading:
    if language not in LANGUAGES:
        return Reading(language)
    folded = Folded(text)
    words = cut(folded.text, standard_concepts().vocabularies[language], language)
    return _Reader(language, text, layout(folded, words), place, siblings).reading()


class _Reader:
    """Goes through a statement's text once."""

    def __init__(
        self, language: str, text: str, found: Layout, place: Span, siblings: tuple[Span, ...]
    ) -> None:
        self._text, self._layout = text, found
        self._spans = [
            found.folded.span(*ends) for ends in zip(found.cut.starts, found.cut.ends, strict=True)
        ]
        self._found = Reading(language)
        self._closeness = self._measured(place, siblings)
        self._known: set[int] = set()  # the words that need not be names

    def reading(self) -> Reading:
        """Give what the statement is about."""
        self._read_concepts()
        self._read_numbers()
        self._read_names()
        return self._found

    def _measured(self, place: Span, siblings: tuple[Span, ...]) -> list[float]:
        """Give for each word how near it is to the quote, from 1 in it to 0 for elsewhere."""
        own = [start < place[1] and end > place[0] for start, end in self._spans]
        other = [
            not mine and any(start < b and end > a for a, b in siblings)
            for mine, (start, end) in zip(own, self._spans, strict=True)
        ]
        sentences = [range(one.first, one.last) for one in self._layout.sentences]
        quoted = [number for number, words in enumerate(sentences) if any(own[i] for i in words)]
        near = [0.0] * len(own)
        for number, closeness in _neighbours(quoted):
            words = sentences[number] if 0 <= number < len(sentences) else ()
            if closeness == _SAME or not any(other[i] for i in words):
                for i in words:
                    near[i] = closeness
        return [
            1.0 if mine else 0.0 if theirs else closeness
            for mine, theirs, closeness in zip(own, other, near, strict=True)
        ]

    def _words(self, first: int, last: int) -> str:
        return self._text[self._spans[first][0] : self._spans[last - 1][1]]

    def _read_concepts(self) -> None:
        for hit in standard_concepts().find(self._layout, self._found.language):
            self._known.update(i for first, last in hit.stretches for i in range(first, last))
            name, closeness = hit.entry.label, max(self._closeness[hit.start : hit.end])
            if not closeness:
                continue
            words = self._words(hit.start, hit.end)
            if closeness == 1:
                self._found.concepts.setdefault(name, words)
            elif closeness > self._found.around.get(name, 0):
                self._found.around[name] = closeness
                self._found.context[name] = words

    def _read_numbers(self) -> None:
        for number in numbers.find(self._layout.texts, self._found.language):
            self._known.update(range(number.start, number.end))
            if self._closeness[number.start] == 1:
                words = self._words(number.start, number.end)
                self._found.numbers.setdefault(number.value, words)

    def _read_names(self) -> None:
        for index, closeness in enumerate(self._closeness):
            text = self._layout.texts[index]
            if closeness == 1 and index not in self._known and text[:1].isalpha():
                for key in self._keys(index, text):
                    self._found.names.setdefault(key, self._words(index, index + 1))

    def _keys(self, index: int, text: str) -> tuple[str, ...]:
        is_name = self._found.language != "en" or self._layout.original(index).isupper()
        return _keys(text, self._found.language, is_name=is_name)


def _neighbours(quoted: list[int]) -> Iterator[tuple[int, float]]:
    """Give the numbers of a quote's sentences and of those beside it, with how near they are."""
    if quoted:
        yield quoted[-1] + 1, _AFTER
        yield quoted[0] - 1, _BEFORE
        yield from ((number, _SAME) for number in quoted)


@lru_cache(maxsize=_MOST_READ)
def _keys(text: str, language: str, *, is_name: bool) -> tuple[str, ...]:
    """Give the forms by which a word is known again: a name in any language, else in its own."""
    bases = LANGUAGES[language].bases(text)
    if bases & _party_words(language) or bases & standard_concepts().everyday[language]:
        return ()
    if not is_name:
        return (COMMON + min(bases, key=len),)
    sounds = {names.sound(base) for base in bases}
    return tuple(sorted(sound for sound in sounds if len(sound) >= names.SHORTEST))


@cache
def _party_words(language: str) -> frozenset[str]:
    """Give the words that name a state, its people or its capital: all its proposals have them."""
    found: set[str] = set()
    for row in rows(FOLDER, "parties"):
        code, spoken, use, name = row.cells[: len(PARTY_HEADER) - 1]
        if spoken == language and use != "place" and len(code) == _STATE_CODE:
            found.update(word.removeprefix("ال") for word in fold(name).replace("-", " ").split())
    return frozenset(word for word in found if len(word) >= _SHORTEST_PARTY_WORD)
