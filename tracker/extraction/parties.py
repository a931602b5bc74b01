"""Finds states and organisations in a text, and the pair that the text is about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from tracker.extraction.document import Document
from tracker.extraction.patterns import NAME
from tracker.extraction.scan import Hit
from tracker.extraction.text import fold

_WEIGHTS = {"name": 1.0, "alias": 1.0, "demonym": 1.0, "capital": 0.8, "place": 0.3}
_OPENING_SENTENCES = 3
_OPENING_BONUS = 1.5
_ORGANISATION = 0.4  # an organisation is rarely one of the two, however often it is named
_DATELINE_REACH = 10  # words from a place to the mark that ends a dateline
_DATELINE_MARKS = frozenset(("-", ":", "("))
_TOWNS = frozenset(("capital", "place"))
_STATE_CODE = 2  # letters
_DATELINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A party's name in the text: its code, its words, and what sort of name it is."""

    code: str
    start: int
    end: int
    use: str
    sentence: int


@dataclass(frozen=True)
class Parties:
    """The parties of a text: every mention by sentence, the pair it is about, and the host."""

    mentions: dict[int, list[Mention]]
    pair: tuple[str, ...]
    host: str | None

    @property
    def is_pair(self) -> bool:
        """Tell whether the text is about two parties."""
        return len(self.pair) == len(("one", "other"))

    def other(self, code: str | None) -> str | None:
        """Give the other one of the pair."""
        if code == "both":
            return "both"
        if code not in self.pair or not self.is_pair:
            return None
        return self.pair[1 - self.pair.index(code)]

    def within(self, sentence: int, start: int, end: int) -> list[Mention]:
        """Give the mentions in a range of a sentence's words."""
        own = self.mentions.get(sentence, [])
        return [mention for mention in own if start <= mention.start and mention.end <= end]


def find(document: Document) -> Parties:
    """Find the parties of a text."""
    candidates = [list(group) for group in _candidates(document)]
    counts = _count(candidates)
    chosen = [choice for group in candidates if (choice := _choose(group, counts))]
    weights = _count([[choice] for choice in chosen])
    pair = tuple(sorted(weights, key=lambda code: -weights[code])[:2])
    mentions: dict[int, list[Mention]] = {}
    for mention in chosen:
        mentions.setdefault(mention.sentence, []).append(mention)
    return Parties(mentions, pair, _host(document, chosen, pair))


def _candidates(document: Document) -> Iterator[list[Mention]]:
    """Give, for each stretch that names a party, every party that it may name."""
    for sentence in document.sentences:
        hits = [hit for hit in document.hits(sentence, "parties") if _is_name(document, hit)]
        for _, group in groupby(hits, key=lambda hit: (hit.start, hit.end)):
            surest = sorted(group, key=lambda hit: not _is_exact(document, hit))
            yield [
                Mention(hit.entry.label, hit.start, hit.end, _use(hit), sentence.number)
                for hit in surest
            ]


def _is_exact(document: Document, hit: Hit) -> bool:
    """Tell a name that is written as the lexicon has it from one that is only derived."""
    return _written(hit.entry.pattern) == document.texts[hit.start : hit.end]


@cache
def _written(pattern: str) -> list[str]:
    return fold(pattern.replace(NAME, "")).split()


def _use(hit: Hit) -> str:
    use, weak = hit.entry.options
    return f"weak {use}" if weak else use


def _is_name(document: Document, hit: Hit) -> bool:
    """Tell a name from a common word: where letters have cases, a name begins with a capital."""
    return document.language != "en" or document.is_capital(hit.start)


def _count(candidates: list[list[Mention]]) -> dict[str, float]:
    """Weigh how much the text speaks of each party; what may name two counts for neither."""
    counts: dict[str, float] = defaultdict(float)
    for group in candidates:
        codes = {mention.code for mention in group}
        if len(codes) == 1 and not group[0].use.startswith("weak"):
            weight = max(_WEIGHTS[mention.use.removeprefix("weak ")] for mention in group)
            weight *= _OPENING_BONUS if group[0].sentence < _OPENING_SENTENCES else 1
            code = group[0].code
            counts[code] += weight if len(code) == _STATE_CODE else weight * _ORGANISATION
    return counts


def _choose(group: list[Mention], counts: Mapping[str, float]) -> Mention | None:
    """Give what an ambiguous name most likely means: the party that the text speaks of most."""
    best = max(
        group, key=lambda mention: (counts.get(mention.code, 0), _WEIGHTS.get(mention.use, 0))
    )
    if best.use.startswith("weak") and not counts.get(best.code):
        return None
    return Mention(best.code, best.start, best.end, best.use.removeprefix("weak "), best.sentence)


def _host(document: Document, mentions: list[Mention], pair: tuple[str, ...]) -> str | None:
    """Give the party in whose place the text's dateline stands, or that its opening calls so."""
    able = [m for m in mentions if m.code in pair and m.sentence < _OPENING_SENTENCES]
    for mention in able:
        if mention.start < _DATELINE_WORDS and mention.sentence == 0 and _dates(document, mention):
            return mention.code
    for mention in able:
        before = document.word(mention.start - 1)
        is_there = document.is_of(before, "place_mark") and mention.use != "demonym"
        if is_there and mention.use in _TOWNS:
            return mention.code
    return None


def _dates(document: Document, mention: Mention) -> bool:
    """Tell a place that opens a dateline: a state's name does so only with a mark after it."""
    after = document.texts[mention.end : mention.end + _DATELINE_REACH]
    return mention.use in _TOWNS or (
        mention.use == "name" and not _DATELINE_MARKS.isdisjoint(after)
    )
