"""The notation in which the lexicons write phrases, and the automaton that finds them.

A phrase is words with spaces between. A word stands for all its inflected forms; ``=word`` for that
form alone; ``^name`` for a name, which takes prefixes and no endings; ``~verb`` for any form of a
verb in ``verbs.tsv`` that isn't negated, ``~verb:past`` for those with a feature; ``@fut1p`` for
any verb of that shape; ``{class}`` for any word of a class in ``classes.tsv``; ``a/b`` for either;
``(a)`` for a word that may be missing; ``..`` for a gap.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.extraction.text import fold

GAP = ".."
_JOINERS = re.compile(r"[-\u200c]")
_ARTICLE = "ال"
_DOT = "."
_SHORT_FORM = re.compile(r"[^\W\d_]{2,}\.")  # "St.", written with its dot or without
_BARE_ALEFS = ("ا", "ٱ")  # an article begins with one, «ألبان» with a hamza
_SHORTEST_WITH_ARTICLE = 5
_MARKED = ("=", "~", "@")
NAME = "^"

Keys = tuple[str, ...]
Classes = Mapping[str, tuple[str, ...]]


class PatternError(ValueError):
    """A pattern does not follow the notation."""


class Part(NamedTuple):
    """One stretch of a phrase between its gaps: whose it is, which, and the last one's number."""

    owner: int
    number: int
    last: int


class Element(NamedTuple):
    """One place of a phrase: the key sequences that may fill it, and whether it may stay empty."""

    choices: tuple[Keys, ...]
    is_optional: bool


def parse(pattern: str, classes: Classes, language: str) -> list[list[Element]]:
    """Give the places of each stretch of a phrase."""
    stretches = [stretch.split() for stretch in pattern.split(f" {GAP} ")]
    if not all(stretches) or GAP in pattern.split(" ")[:: max(1, len(pattern.split(" ")) - 1)]:
        raise PatternError(f"nothing stands beside a gap in {pattern!r}")
    parsed = [[_element(word, classes, language) for word in words] for words in stretches]
    if any(all(element.is_optional for element in stretch) for stretch in parsed):
        raise PatternError(f"a stretch of {pattern!r} may be nothing at all")
    return parsed


def _element(written: str, classes: Classes, language: str) -> Element:
    is_optional = written.startswith("(") and written.endswith(")")
    inner = written[1:-1] if is_optional else written
    if set("()") & set(inner):
        raise PatternError(f"brackets stand around a whole place, not as in {written!r}")
    choices = tuple(keys for word in inner.split("/") for keys in _word(word, classes, language))
    return Element(choices, is_optional)


def _word(word: str, classes: Classes, language: str) -> Iterator[Keys]:
    if word.startswith("{"):
        name = word.strip("{}")
        if name not in classes:
            raise PatternError(f"no class {name!r} in classes.tsv")
        for member in classes[name]:
            yield from _word(member, classes, language)
    elif word.startswith(NAME):
        for keys in _plain(word.removeprefix(NAME), language):
            yield tuple(key if key == _DOT else NAME + key for key in keys)
    elif word.startswith(_MARKED):
        verb, _, feature = word[1:].partition(":")
        yield (word[0] + fold(verb) + (f":{feature}" if feature else ""),)
    else:
        yield from _plain(word, language)


def _plain(word: str, language: str) -> Iterator[Keys]:
    """Give a word joined and, where a joiner or hyphen stands, as words of its own."""
    if not (pieces := [piece for piece in _JOINERS.split(word) if fold(piece)]):
        raise PatternError(f"an empty word in {word!r}")
    bare = [_base(piece, language) for piece in pieces]
    yield tuple(bare)
    if len(bare) > 1:
        yield ("".join(bare),)
    if _SHORT_FORM.fullmatch(bare[-1]):
        yield (*bare[:-1], bare[-1].removesuffix(_DOT))
        yield (*bare[:-1], bare[-1].removesuffix(_DOT), _DOT)


def _base(piece: str, language: str) -> str:
    """Give a word as the dictionary has it; what begins with a hamza has no article to lose."""
    folded = fold(piece)
    is_bare = piece.startswith(_BARE_ALEFS)
    return without_article(folded) if language == "ar" and is_bare else folded


def without_article(word: str) -> str:
    """Give an Arabic word without its article, as the dictionary has it."""
    bare = word.startswith(_ARTICLE) and len(word) >= _SHORTEST_WITH_ARTICLE
    return word.removeprefix(_ARTICLE) if bare else word


class State:
    """A point in the reading of phrases: where each key leads, and the stretches that end here."""

    __slots__ = ("ends", "leads")

    def __init__(self) -> None:
        self.leads: dict[str, list[State]] = {}
        self.ends: list[Part] = []


class Reach:
    """The points that a reading has reached, with the stretches that end there.

    Where a word leads from there is found once for all words that answer to the same keys.
    """

    __slots__ = ("_led", "_states", "ends")

    def __init__(self, states: list[State]) -> None:
        self._states = states
        self._led: dict[Keys, Reach | None] = {}
        self.ends = [part for state in states for part in state.ends]

    def after(self, keys: Keys) -> "Reach | None":
        """Give what the next word reaches, if anything."""
        try:
            return self._led[keys]
        except KeyError:
            leads = [state.leads for state in self._states if state.leads]
            states = [to for lead in leads for key in keys for to in lead.get(key, ())]
            led = self._led[keys] = Reach(states) if states else None
            return led


class Phrases:
    """All phrases of a language, read word by word."""

    def __init__(self) -> None:
        self._start = State()
        self._begun: dict[Keys, Reach | None] = {}
        self.keys: set[str] = set()

    def add(self, stretch: list[Element], part: Part) -> None:
        """Learn one stretch of a phrase."""
        sources = [self._start]
        for element in stretch:
            target = State()
            for source in sources:
                for keys in element.choices:
                    self._link(source, keys, target)
            sources = [*sources, target] if element.is_optional else [target]
        for source in sources:
            source.ends.append(part)

    def _link(self, source: State, keys: Keys, target: State) -> None:
        for key in keys[:-1]:
            between = State()
            source.leads.setdefault(key, []).append(between)
            source = between
        source.leads.setdefault(keys[-1], []).append(target)
        self.keys.update(keys)

    def begun_by(self, keys: Keys) -> Reach | None:
        """Give what a word with these keys reaches: all the phrases that it begins."""
        if keys not in self._begun:
            self._begun[keys] = self._reached(keys)
        return self._begun[keys]

    def _reached(self, keys: Keys) -> Reach | None:
        begun = [state for key in keys for state in self._start.leads.get(key, ())]
        if not begun:
            return None
        merged = State()
        for state in begun:
            merged.ends += state.ends
            for key, targets in state.leads.items():
                merged.leads.setdefault(key, []).extend(targets)
        return Reach([merged])


def ends(begun: Reach, keys: list[Keys], index: int) -> Iterator[tuple[int, Part]]:
    """Give each stretch that goes on from what is begun at `index`, with the index after it."""
    reach: Reach | None = begun
    while reach is not None:
        for part in reach.ends:
            yield index, part
        if index >= len(keys):
            return
        reach = reach.after(keys[index])
        index += 1
