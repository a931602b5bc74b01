"""Cuts a folded text into words and marks, and tells for each what lexicon keys it answers to."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tracker.extraction.lexicon import LANGUAGES, Dictionary, Lexicon
from tracker.extraction.patterns import NAME, Reach

_TOKEN = re.compile(
    r"\n\s*\n|\n"
    r"|\d+(?:[.,:/٫٬]\d+)*(?:st|nd|rd|th)?"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|[^\w\s]",
)
_PERSIAN_VERB_PREFIXES = ("مي", "نمي")
_PERSIAN_PLURALS = ("ها", "هاي", "هايي", "هايش", "هايشان", "هايم", "هايمان")
_MOST_CACHED = 200_000
_LONGEST = 40  # letters; what is longer is no word of any lexicon


class Word(NamedTuple):
    """What a written form may be: the lexicon keys it answers to, and its features as a verb."""

    text: str
    keys: tuple[str, ...]
    features: frozenset[str]
    is_word: bool
    begins: Reach | None  # the phrases it may begin
    senses: tuple[str, ...]  # what it may mean, as senses.tsv has it


class Cut(NamedTuple):
    """A text's words and marks, in order, with their places in the folded text."""

    words: list[Word]
    starts: list[int]
    ends: list[int]


class Vocabulary:
    """Tells of each written form of one language what it may be, and remembers it."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._forms = dictionary.forms
        self._senses = dictionary.senses
        self._phrases = dictionary.phrases
        self._language = LANGUAGES[dictionary.language]
        self._cache: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        """Give the word for a folded form."""
        found = self._cache.get(text)
        if found is None:
            if len(self._cache) >= _MOST_CACHED:
                self._cache.clear()
            found = self._cache[text] = self._analyse(text)
        return found

    def _analyse(self, text: str) -> Word:
        if not text[0].isalpha() or len(text) > _LONGEST:
            shown = text[:_LONGEST]
            kind = "@number" if text[0].isdigit() else "=" + shown
            return self._word(text, {shown, kind}, frozenset(), (), is_word=text[0].isalnum())
        bases = self._language.bases(text)
        names = {NAME + base for base in self._language.name_bases(text)}
        keys, features = {*bases, *names, "=" + text}, set(self._language.guess(text))
        finite = self._language.verb_bases(text)
        for base in bases | finite:
            for verb, marks in self._forms.get(base, ()):
                if base in finite or "inf" in marks:
                    keys.update(_verb_keys(verb, marks))
                    features.update(marks)
        keys.update(f"@{feature}" for feature in features)
        senses = {sense for key in bases | keys for sense in self._senses.get(key, ())}
        return self._word(text, keys, frozenset(features), tuple(sorted(senses)), is_word=True)

    def _word(
        self,
        text: str,
        keys: set[str],
        features: frozenset[str],
        senses: tuple[str, ...],
        *,
        is_word: bool,
    ) -> Word:
        used = tuple(sorted(keys & self._phrases.keys))
        return Word(text, used, features, is_word, self._phrases.begun_by(used), senses)


def _verb_keys(verb: str, marks: tuple[str, ...]) -> Iterator[str]:
    """Give the keys of a verb's form; a negation or verbal noun answers to that alone."""
    for alone in ("neg", "inf"):
        if alone in marks:
            yield f"~{verb}:{alone}"
            return
    yield f"~{verb}"
    for mark in marks:
        yield f"~{verb}:{mark}"


@cache
def word_classes(lexicon: Lexicon, language: str) -> dict[str, frozenset[str]]:
    """Give the folded words of each class that a language has."""
    dictionary = lexicon.dictionaries[language]
    return {name: dictionary.word_class(name) for name in dictionary.classes}


@cache
def vocabulary(lexicon: Lexicon, language: str) -> Vocabulary:
    """Give the one vocabulary of a lexicon's language."""
    return Vocabulary(lexicon.dictionaries[language])


def cut(folded: str, words: Vocabulary, language: str) -> Cut:
    """Cut a folded text into its words and marks."""
    pieces = _pieces(folded)
    found = Cut([], [], [])
    for start, end, text in _joined(pieces) if language == "fa" else pieces:
        found.words.append(words.word(text))
        found.starts.append(start)
        found.ends.append(end)
    return found


def _pieces(folded: str) -> Iterator[tuple[int, int, str]]:
    for found in _TOKEN.finditer(folded):
        text, start, end = found[0], found.start(), found.end()
        if text in "-/" and _inside_a_word(folded, start, end):
            continue
        yield start, end, "\n\n" if text[0] == "\n" and len(text) > 1 else text


def _inside_a_word(folded: str, start: int, end: int) -> bool:
    return folded[start - 1 : start].isalnum() and folded[end : end + 1].isalnum()


def _joined(pieces: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Join what Persian writes apart or together at will: «می کند» and «دوره ها»."""
    held: tuple[int, int, str] | None = None
    for start, end, text in pieces:
        if held is not None and _belongs(held[2], text):
            held = (held[0], end, held[2] + text)
            continue
        if held is not None:
            yield held
        held = (start, end, text)
    if held is not None:
        yield held


def _belongs(before: str, after: str) -> bool:
    if before in _PERSIAN_VERB_PREFIXES:
        return after[0].isalpha()
    return after in _PERSIAN_PLURALS and before[-1:].isalpha()
