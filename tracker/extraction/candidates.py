"""Puts together what may be a proposal: a cue, one measure of it, whose act it is, the signs."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tracker.extraction import (
    acts,
    attribution,
    confidence,
    cues,
    exclusions,
    items,
    kinds,
    measures,
    surroundings,
    uncued,
    wording,
)
from tracker.extraction.actors import Actor
from tracker.extraction.acts import Act
from tracker.extraction.attribution import Attribution
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.exclusions import Exclusion
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading

_SURE = 0.5  # a cue's weight from which it needs no other sign
_WILL = 0.45  # the weight of "will" and its like
_JOINT_WILL = 0.8  # "the two will" tells an agreement as surely as many a verb
_STRONG = 4.0  # a kind's score that is as strong as any
_SHORT = 4  # words
_SUBJECT_NEAR = 6  # words between a subject and its cue that a quotation takes in
_NAMED = frozenset(("official", "institution", "side"))  # who acts by himself
_PLAIN_PROMISES = frozenset(("announces", "commits"))


@dataclass(frozen=True)
class Candidate:
    """What may become a finding."""

    scene: Scene
    cue: Cue
    measure: Measure
    whose: Attribution
    act: str
    first: int
    last: int
    exclusions: tuple[Exclusion, ...] = ()
    features: dict[str, float] = field(default_factory=dict)
    told: Act | None = None  # how the act was told
    score: float = 0.0  # the log-odds that it is a proposal


def find(reading: Reading) -> Iterator[Candidate]:
    """Give every measure, weighed and sorted."""
    return (sort(reading, one) for one in weigh(reading))


def weigh(reading: Reading) -> Iterator[Candidate]:
    """Give every measure with its score, those that stand in lists last.

    A cue introduces it, or it stands alone, or in a list that a cue opened.
    """
    document = reading.document
    for scene in reading.scenes:
        told = list(cues.find(document, scene.sentence))
        for cue in (*told, *uncued.find(document, scene.sentence, told)):
            whole = measures.assess(document, scene.sentence, cue.first, cue.last)
            for part in measures.split(document, scene.sentence, whole):
                yield _candidate(reading, scene, scene, cue, part)
    for scene, opening, cue in items.find(document, reading.scenes):
        whole = measures.assess(document, scene.sentence, cue.first, cue.last)
        yield _candidate(reading, scene, opening, cue, whole)


def sort(reading: Reading, one: Candidate) -> Candidate:
    """Give a candidate with its kind and act, which only what is likely needs."""
    scene, cue = one.scene, one.cue
    beside = kinds.besides(scene, cue, one.whose)
    measure = kinds.sort(reading.document, scene.sentence, one.measure, beside)
    inside = range(measure.first, measure.last)
    act = acts.decide(reading.document, scene, cue, one.whose.proposer, inside)
    return replace(one, measure=measure, act=act.name, told=act)


def _candidate(
    reading: Reading, scene: Scene, opening: Scene, cue: Cue, measure: Measure
) -> Candidate:
    whose = attribution.attribute(reading.document, reading.parties, opening, cue)
    against = tuple(exclusions.find(reading.document, scene.sentence, cue))
    if any(one.reason == "anonymous" for one in against):
        whose = replace(whose, proposer=None, addressee=None)
    if cue.act in _PLAIN_PROMISES and _is_of_both(reading, scene, cue, whose):
        whose = replace(whose, proposer="both", addressee="both")
    first, last = _extent(reading, cue, measure, whose.actor)
    bare = Candidate(scene, cue, measure, whose, cue.act, first, last, against)
    features = dict(_features(reading, bare))
    words = wording.signs(reading.document, scene.sentence, first, last)
    features.update(dict.fromkeys(words, wording.VALUE))
    meanings = wording.meanings(reading.document, scene.sentence, first, last)
    features.update(dict.fromkeys(meanings, wording.VALUE))
    return replace(bare, features=features, score=confidence.log_odds(features, "proposal"))


def _is_of_both(reading: Reading, scene: Scene, cue: Cue, whose: Attribution) -> bool:
    """Tell whether a joint plan is nobody's alone: "a joint centre will be opened"."""
    is_side = whose.told_by == "side"
    if is_side and cue.weight < _SURE and whose.way not in _NAMED and _is_accord(reading, scene):
        return True
    joint = reading.document.hits(scene.sentence, "grammar", ("joint",))
    is_joint = any(cue.clause_first <= hit.start < cue.clause_last for hit in joint)
    return whose.proposer is None and is_side and is_joint


def _is_accord(reading: Reading, scene: Scene) -> bool:
    """Tell whether a sentence lays what it plans to both: "under the protocol they signed"."""
    return bool(reading.document.hits(scene.sentence, "grammar", ("accord",)))


def _extent(reading: Reading, cue: Cue, measure: Measure, actor: Actor | None) -> tuple[int, int]:
    """Give the shortest stretch with act and measure; a later measure of several stands alone."""
    if measure.first > cue.first or cue.is_item:
        return measure.first, measure.last
    forms = reading.document.forms
    first, last = min(cue.hit.start, measure.first), measure.last
    if measure.last == cue.last:
        last = max(last, cue.hit.end)
    if actor is not None and 0 < first - actor.start <= _SUBJECT_NEAR:
        first = actor.start
    while last > first + 1 and not forms[last - 1].is_word:
        last -= 1
    while first < last - 1 and not forms[first].is_word:
        first += 1
    return first, last


def _features(reading: Reading, one: Candidate) -> Iterator[tuple[str, float]]:
    """Give the signs for and against a candidate, by the names in weights.tsv."""
    yield from _cue_features(reading, one)
    yield from _measure_features(one.measure)
    yield from _place_features(one)
    if one.whose.actor is not None and one.whose.actor.code:
        yield "subject", 1.0
    if one.whose.told_by != "side":
        yield "echo" if _is_echo(one) else one.whose.told_by, 1.0
    if one.whose.proposer not in {None, "both", *reading.parties.pair}:
        yield "third_party", 1.0
    if not reading.parties.is_pair:
        yield "no_pair", 1.0
    for exclusion in one.exclusions:
        if exclusion.reason != "anonymous":
            yield exclusion.reason, 1.0
    for sign in surroundings.signs(reading, one.scene, one.cue, one.measure):
        yield sign, 1.0


def _is_echo(one: Candidate) -> bool:
    """Tell whether only an earlier sentence named the outsider who is taken to speak."""
    is_his = one.whose.actor is not None and one.whose.actor.role == "outsider"
    return one.whose.told_by == "outsider" and not is_his and not one.scene.is_led


def _cue_features(reading: Reading, one: Candidate) -> Iterator[tuple[str, float]]:
    weight = one.cue.weight
    if _WILL <= weight < _SURE and one.whose.proposer == "both":
        weight = _JOINT_WILL
    yield "cue", weight - _SURE
    if _is_bilateral(reading, one):
        yield "bilateral", 1.0
    elif one.cue.weight < _SURE:
        yield "weak_alone", 1.0


def _place_features(one: Candidate) -> Iterator[tuple[str, float]]:
    """Give what its place tells: a lede sums up what is told in full later."""
    if one.scene.sentence.number == 0:
        yield "lede", 1.0
    if one.cue.who == "both" and not any(actor.code == "both" for actor in one.scene.actors):
        yield "unsaid", 1.0  # that both did it


def _measure_features(measure: Measure) -> Iterator[tuple[str, float]]:
    yield "strength", min(measure.strength, _STRONG) / _STRONG
    claims = {
        "action": measure.actions,
        "vague": measure.is_general,
        "hollow": not measure.concepts and not measure.actions,
        "bare": measure.is_bare,
        "detail": measure.details,
        "number": measure.has_number,
        "short": measure.last - measure.first < _SHORT,
    }
    for name, holds in claims.items():
        if holds:
            yield name, 1.0


def _is_bilateral(reading: Reading, one: Candidate) -> bool:
    """Tell whether the clause names the other side, or both."""
    first, last, sentence = one.cue.clause_first, one.cue.clause_last, one.scene.sentence
    joint = reading.document.hits(sentence, "grammar", ("joint",))
    if one.whose.proposer == "both" or any(first <= hit.start and hit.end <= last for hit in joint):
        return True
    codes = {mention.code for mention in reading.parties.within(sentence.number, first, last)}
    return bool(codes & (set(reading.parties.pair) - {one.whose.proposer}))
