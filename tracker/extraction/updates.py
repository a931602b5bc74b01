"""Finds reports of how an earlier proposal stands: begun, done, put off, turned down."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tracker.extraction import confidence, measures, spans
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.entries import STATUSES
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_STRONG = 4.0  # a kind's score that is as strong as any
_MANY = 3.0  # other likely reports that make an article surely a follow-up
_BESIDE = 2  # sentences within which another report stands beside one
_OPENING = 2  # sentences
_SHORT = 4  # words
_SURE = 0.8  # a cue's weight from which a clause tells a new act
_NEAR = 2  # words between a reference and the side that it names
_SEMICOLONS = frozenset((";", "؛"))
_COMMAS = frozenset((",", "،"))
_NEW_ACTS = ("proposes", "offers", "calls_for", "commits")
# Where a clause has two statuses, the later of this list tells how things stand now.
_RANK = ("agreed", "completed", "in_progress", "under_discussion", "postponed", "rejected")


@dataclass(frozen=True)
class Progress:
    """What may be a report on an earlier proposal: its words, status, measure and signs."""

    scene: Scene
    hit: Hit
    first: int
    last: int
    measure: Measure
    proposer: str | None = None
    features: dict[str, float] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """Give the status that is reported."""
        return self.hit.entry.label

    @property
    def score(self) -> float:
        """Give the log-odds that this is a report of progress."""
        return confidence.log_odds(self.features, "update")


def find(reading: Reading, weights: Mapping[str, float] | None = None) -> list[Progress]:
    """Give each clause that may report progress; reports make one another likelier.

    `weights` are those of a lone report, if not the ones that ship with the package.
    """
    lone = list(alone(reading))
    table = confidence.weights("report") if weights is None else weights
    chances = [_chance(one, table) for one in lone]
    signs = {
        "looks_back": float(_looks_back(reading.document)),
        "tally": min(_tallies(reading.document) / _MANY, 1.0),
    }
    return [
        replace(one, features=one.features | signs | company)
        for one, company in zip(lone, _company(lone, chances), strict=True)
    ]


def _company(lone: list[Progress], chances: list[float]) -> Iterator[dict[str, float]]:
    """Give for each how many likely reports other sentences hold, of what variety, and how near."""
    sums: dict[int, float] = defaultdict(float)
    tops: dict[str, dict[int, float]] = defaultdict(dict)
    for one, chance in zip(lone, chances, strict=True):
        number, own = one.scene.sentence.number, tops[one.status]
        sums[number] += chance
        own[number] = max(own.get(number, 0.0), chance)
    total = sum(sums.values())
    best = [heapq.nlargest(2, own.items(), key=lambda top: top[1]) for own in tops.values()]
    for one in lone:
        at = one.scene.sentence.number
        variety = sum(next((top for number, top in own if number != at), 0.0) for own in best)
        near = (sums.get(at + n, 0.0) / abs(n) for n in range(-_BESIDE, _BESIDE + 1) if n)
        yield {
            "follow_up": min((total - sums[at]) / _MANY, 1.0),
            "variety": min(variety / _MANY, 1.0),
            "beside": min(sum(near) / _BESIDE, 1.0),
        }


def _chance(one: Progress, table: Mapping[str, float]) -> float:
    """Give how likely a clause by itself reports progress; agreements are found in any article."""
    if one.status == "agreed":
        return 0.0
    return confidence.probability(confidence.odds(one.features, table))


def _looks_back(document: Document) -> bool:
    """Tell whether a text opens with the time that has passed: "six months after the visit"."""
    opening = document.sentences[:_OPENING]
    return any(document.hits(sentence, "progress", ("lapse",)) for sentence in opening)


def _tallies(document: Document) -> int:
    """Count the sentences that take stock: "the rest of the package", "a mixed bag"."""
    return sum(bool(document.hits(one, "progress", ("tally",))) for one in document.sentences)


def alone(reading: Reading) -> Iterator[Progress]:
    """Give each clause that may report progress, weighed by itself."""
    for scene in reading.scenes:
        hits = reading.document.hits(scene.sentence, "progress")
        for first, last in _clauses(reading.document, scene.sentence, hits):
            own = [hit for hit in hits if first <= hit.start < last]
            statuses = [hit for hit in own if hit.entry.label in STATUSES]
            if statuses:
                hit = max(statuses, key=_tells)
                yield _progress(reading, scene, (first, last), hit, own)


def _tells(hit: Hit) -> tuple[float, int, int]:
    """Rank a sign of status: a sure one first, then what tells how things stand now."""
    return hit.entry.weight, _RANK.index(hit.entry.label), -hit.start


def _clauses(document: Document, sentence: Sentence, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    """Give the parts of a sentence: divided by semicolons, and by commas between two statuses."""
    statuses = {hit.start: hit.entry.label for hit in hits if hit.entry.label in STATUSES}
    if not statuses:
        return
    first, seen, comma = sentence.first, "", -1
    for index in range(sentence.first, sentence.last):
        word = document.word(index)
        if word in _SEMICOLONS:
            yield first, index
            first, seen, comma = index + 1, "", -1
        elif word in _COMMAS:
            comma = index
        elif index in statuses:
            if seen and comma > first and statuses[index] != seen:
                yield first, comma
                first = comma + 1
            seen, comma = statuses[index], -1
    yield first, sentence.last


def _progress(
    reading: Reading, scene: Scene, clause: tuple[int, int], hit: Hit, own: list[Hit]
) -> Progress:
    document, (first, last) = reading.document, clause
    last = min(max(spans.end_of_clause(document, scene.sentence, hit.start), hit.end), last)
    while first < hit.start and not document.forms[first].is_word:
        first += 1
    measure = measures.assess(document, scene.sentence, first, last)
    found = Progress(scene, hit, first, last, measure, _proposer(reading, scene, hit, own))
    return replace(found, features=dict(_features(reading, found, own)))


def _proposer(reading: Reading, scene: Scene, hit: Hit, own: list[Hit]) -> str | None:
    """Give whose proposal it was, where the clause says so: "Muscat's plea", "promised by Baku"."""
    if hit.entry.label == "agreed":
        return "both"
    mentions = reading.parties.mentions.get(scene.sentence.number, [])
    for reference in (other for other in own if other.entry.label == "reference"):
        for mention in mentions:
            near = (mention.start - reference.end, reference.start - mention.end)
            if any(0 <= distance <= _NEAR for distance in near):
                return mention.code
    return None


def _features(reading: Reading, found: Progress, own: list[Hit]) -> Iterator[tuple[str, float]]:
    """Give the signs for and against a report, by the names in weights.tsv."""
    yield "cue", found.hit.entry.weight - 1.0
    yield "strength", min(found.measure.strength, _STRONG) / _STRONG
    yield "late", found.scene.sentence.number / len(reading.document.sentences)
    yield found.status, 1.0
    claims = {
        "reference": any(hit.entry.label == "reference" for hit in own),
        "outsider": found.scene.voice.is_outsider,
        "several": sum(hit.entry.label == found.status for hit in own) > 1,
        "lede": found.scene.sentence.number == 0,
        "question": _asks(reading.document, found.scene.sentence),
        "quoted": reading.document.quote(found.hit.start),
        "short": found.last - found.first < _SHORT,
        "act": _tells_an_act(reading.document, found.scene.sentence),
    }
    for name, holds in claims.items():
        if holds:
            yield name, 1.0
    yield from _party_features(reading, found.scene.sentence)
    yield from _exclusion_features(reading.document, found)


def _asks(document: Document, sentence: Sentence) -> bool:
    return bool({"?", "؟"} & {*document.texts[sentence.first : sentence.last]})


def _tells_an_act(document: Document, sentence: Sentence) -> bool:
    """Tell whether the sentence tells a new act, with a verb and not with a noun like "plea"."""
    acts = document.hits(sentence, "cues", _NEW_ACTS)
    return any(hit.entry.weight > _SURE and hit.entry.options[1] != "owner" for hit in acts)


def _party_features(reading: Reading, sentence: Sentence) -> Iterator[tuple[str, float]]:
    pair = set(reading.parties.pair)
    codes = {mention.code for mention in reading.parties.mentions.get(sentence.number, [])}
    if reading.document.hits(sentence, "grammar", ("joint",)) or len(codes & pair) > 1:
        yield "bilateral", 1.0
    elif not codes & pair:
        yield "nobody", 1.0
    if codes - pair:
        yield "stranger", 1.0


def _exclusion_features(document: Document, found: Progress) -> Iterator[tuple[str, float]]:
    """Give what speaks against a report; a year is past only where something is done or agreed."""
    reasons = {hit.entry.label for hit in document.hits(found.scene.sentence, "exclusions")}
    for reason in ("domestic", "hypothetical", "denied", "aim"):
        if reason in reasons:
            yield reason, 1.0
    if "dated" in reasons and found.status in {"agreed", "completed"}:
        yield "dated", 1.0
