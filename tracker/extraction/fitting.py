"""Fits the weights of the choices to labelled articles, and tells how well they do on others.

An article is a dict with `id`, `lang`, `text` and `labels`, as the corpus has it. Plain gradient
descent with a step of its own for each weight (Rprop: Riedmiller and Braun 1993), and a ridge.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.extraction import acts, candidates, choosing, confidence, kinds, measures
from tracker.extraction.candidates import Candidate
from tracker.extraction.choosing import Signs
from tracker.extraction.extracting import extract
from tracker.extraction.findings import Finding
from tracker.extraction.lexicon import standard
from tracker.extraction.reading import Reading, read

Article = Mapping[str, Any]
Weights = dict[str, float]
RIDGE = 1.5  # what half the square of a weight costs
_BINS = 10
_LIGHT = 0.1  # the ridge of two weights that many cases tell
_ROOMY = 300  # letters that a finding may have, however short the label
_STEPS, _FIRST_STEP, _LONGEST_STEP = 300, 0.05, 1.0
_FASTER, _SLOWER = 1.2, 0.5
_STILL = 1e-3  # a slope that is flat
_HALF = 0.5  # of a label's words that a candidate must share


class Case(NamedTuple):
    """A choice with its options' signs, and the option that is right."""

    options: Mapping[str, Signs]
    right: str


def fit(cases: Sequence[Case], ridge: float = RIDGE) -> Weights:
    """Give the weights under which the right options are likeliest."""
    table = dict.fromkeys(sorted({s for c in cases for o in c.options.values() for s in o}), 0.0)
    steps, before = dict.fromkeys(table, _FIRST_STEP), dict.fromkeys(table, 0.0)
    for _ in range(_STEPS):
        slope = _slope(cases, table, ridge)
        for sign, now in slope.items():
            _move(sign, now, table, steps, before)
        if max(map(abs, slope.values()), default=0.0) < _STILL:
            break
    return table


def _slope(cases: Sequence[Case], table: Weights, ridge: float) -> Weights:
    """Give how the surprise at the right options, and the ridge, grow with each weight."""
    slope = {sign: ridge * weight for sign, weight in table.items()}
    for case in cases:
        for option, chance in choosing.chances(case.options, table).items():
            surplus = chance - (option == case.right)
            for sign, value in case.options[option].items():
                slope[sign] += surplus * value
    return slope


def _move(sign: str, now: float, table: Weights, steps: Weights, before: Weights) -> None:
    """Move one weight down its slope, farther while the slope keeps its direction."""
    if now * before[sign] > 0:
        steps[sign] = min(steps[sign] * _FASTER, _LONGEST_STEP)
    elif now * before[sign] < 0:
        steps[sign] *= _SLOWER
        now = 0.0
    if now:
        table[sign] -= math.copysign(steps[sign], now)
    before[sign] = now


def accuracy(cases: Sequence[Case], table: Mapping[str, float]) -> float:
    """Give the share of cases in which the likeliest option is the right one."""
    right = sum(choosing.likeliest(case.options, table)[0] == case.right for case in cases)
    return right / len(cases) if cases else 0.0


def left_out(groups: Mapping[str, Sequence[Case]], more: Sequence[Case] = ()) -> dict[str, float]:
    """Give the accuracy on each group under weights fitted to the others and to `more`."""
    return {
        name: accuracy(own, fit([*more, *(c for o in groups if o != name for c in groups[o])]))
        for name, own in groups.items()
    }


def kind_cases(reading: Reading, article: Article) -> Iterator[Case]:
    """Give the choices of kind that an article's labels pose."""
    for label, candidate in labelled(reading, article["labels"]):
        one = candidate
        beside = kinds.besides(one.scene, one.cue, one.whose)
        sentence = one.scene.sentence
        first, last = words_of(reading, label["start"], label["end"])
        measure = measures.assess(reading.document, sentence, first, min(last, sentence.last))
        yield Case(kinds.signs(reading.document, sentence, measure, beside), label["kind"])


def act_cases(reading: Reading, article: Article) -> Iterator[Case]:
    """Give the choices of act that an article's labels pose."""
    for label, one in labelled(reading, article["labels"]):
        inside = range(*words_of(reading, label["start"], label["end"]))
        options = acts.signs(reading.document, one.scene, one.cue, one.whose.proposer, inside)
        yield Case(options, label["act"])


def phrase_case(language: str, kind: str, phrase: str) -> Case:
    """Give the choice of kind that a bare phrase poses."""
    document = read(phrase, language, standard()).document
    sentence = document.sentences[0]
    measure = measures.assess(document, sentence, sentence.first, sentence.last)
    return Case(kinds.signs(document, sentence, measure, frozenset()), kind)


def calibrate(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Give the slope and intercept under which log-odds tell the share that is right."""
    cases = [
        Case({"right": {"slope": odds, "intercept": 1.0}, "wrong": {}}, "right" if ok else "wrong")
        for odds, ok in judged
    ]
    table = fit(cases, _LIGHT)
    return table["slope"], table["intercept"]


def reliability(
    groups: Mapping[str, Sequence[tuple[float, bool]]],
) -> Iterator[tuple[float, float, int]]:
    """Give, for each tenth of confidence, the share that is right and how many there are.

    Each group's confidence is calibrated on the others.
    """
    bins: dict[int, list[bool]] = defaultdict(list)
    for name, own in groups.items():
        slope, intercept = calibrate([o for g in groups if g != name for o in groups[g]])
        for odds, right in own:
            chance = confidence.probability(slope * odds + intercept)
            bins[min(int(chance * _BINS), _BINS - 1)].append(right)
    for tenth, told in sorted(bins.items()):
        yield tenth / _BINS, sum(told) / len(told), len(told)


def judged(article: Article, kind: str) -> Iterator[tuple[float, bool]]:
    """Give each finding's log-odds, and whether half of a label's words are in it.

    A label is met once, and by no finding much longer than itself, as the corpus is scored.
    """
    labels = article["labels" if kind == "proposal" else "updates"]
    free = [(label["start"], label["end"]) for label in labels]
    found = [one for one in extract(article["text"], article["lang"]) if one.type == kind]
    for one in sorted(found, key=lambda one: -one.confidence):
        met = next((label for label in free if _meets(label, one)), None)
        if met is not None:
            free.remove(met)
        yield confidence.raw_odds(one.confidence, kind), met is not None


def _meets(label: tuple[int, int], one: Finding) -> bool:
    start, end = label
    shared, length = min(one.end, end) - max(one.start, start), end - start
    return 2 * shared >= length and one.end - one.start <= max(3 * length, _ROOMY)


def labelled(
    reading: Reading, labels: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Candidate]]:
    """Give each label with the likeliest candidate that shares half of its words."""
    found = list(candidates.find(reading))
    for label in labels:
        first, last = words_of(reading, label["start"], label["end"])
        near = [
            one
            for one in found
            if min(one.last, last) - max(one.first, first) >= _HALF * (last - first)
        ]
        if near:
            yield label, max(near, key=lambda one: one.score)


def words_of(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Give the words, from the first up to the one after the last, of a stretch of the text."""
    document = reading.document
    inside = [
        index
        for index in range(len(document.forms))
        if document.span(index, index + 1)[1] > start and document.span(index, index + 1)[0] < end
    ]
    return inside[0], inside[-1] + 1
