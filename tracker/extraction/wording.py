"""Tells a candidate by its words: which stand in it, and which before and after it.

The lexicons know what their makers thought of. Plain words, weighed by labelled articles, know more
of how writers tell a state's own plans, a scholar's view or what is over from what is proposed.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from tracker.extraction.document import Document
from tracker.extraction.patterns import without_article
from tracker.extraction.sentences import Sentence

VALUE = 0.6  # of a word beside a sign that a rule gives: a fit trusts it less
FEWEST = 3  # candidates that have a word whose weight is worth keeping
_STEM = 5  # letters that tell a word from another
_MARK = ":"
_MOST_CACHED = 200_000


def signs(document: Document, sentence: Sentence, first: int, last: int) -> Iterator[str]:
    """Give the signs of the words in, before and after a stretch, by their names in weights.tsv."""
    for place, start, end in _places(sentence, first, last):
        yield from signs_of(place, document.language, document.words(start, end))


def meanings(document: Document, sentence: Sentence, first: int, last: int) -> Iterator[str]:
    """Give the signs of what those words mean, the same in all languages: "before all:deny"."""
    for place, start, end in _places(sentence, first, last):
        for word in document.forms[start:end]:
            if word.senses:
                yield from of_senses(place, word.senses)


def _places(sentence: Sentence, first: int, last: int) -> tuple[tuple[str, int, int], ...]:
    return (
        ("before", sentence.first, first),
        ("in", first, last),
        ("after", last, sentence.last),
    )


def signs_of(place: str, language: str, words: Iterable[str]) -> Iterator[str]:
    """Give the signs of folded words by their stems: "before en:schol"."""
    return map(_known(place, language).__getitem__, words)


class _Signs(dict[str, str]):
    """The signs of words in one place of one language, each made when its word is first met."""

    def __init__(self, place: str, language: str) -> None:
        super().__init__()
        self._prefix = f"{place} {language}{_MARK}"
        self._is_arabic = language == "ar"

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_CACHED:
            self.clear()
        bare = without_article(word) if self._is_arabic else word
        self[word] = sign = self._prefix + bare[:_STEM]
        return sign


@cache
def _known(place: str, language: str) -> _Signs:
    return _Signs(place, language)


@lru_cache(maxsize=_MOST_CACHED)
def of_senses(place: str, senses: tuple[str, ...]) -> tuple[str, ...]:
    """Give the signs of what a word may mean, by their names in weights.tsv."""
    return tuple(f"{place} all{_MARK}{sense}" for sense in senses)


def is_word(name: str) -> bool:
    """Tell the sign of a word from one that a rule gives."""
    return _MARK in name
