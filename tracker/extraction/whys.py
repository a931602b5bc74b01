"""Says why a finding is one, in a form that a review screen can show and JSON can hold."""

from itertools import islice

from tracker.extraction import confidence, wording
from tracker.extraction.actors import Actor
from tracker.extraction.candidates import Candidate
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading
from tracker.extraction.scan import Hit
from tracker.extraction.updates import Progress

_MATTERS = 0.1  # what a word adds that is worth telling
_SMALL = (
    "light", "object_mark", "article", "determiner", "complement", "that", "own_side", "aside",
)  # fmt: skip
_ASKED = frozenset(("host", "visitor", "counterpart"))
_UPON = "علي"  # folded
_TELLING = 3  # letters that tell whether a word's preposition is one
_MOST = 8  # signs of what a clause says by itself


def of_candidate(reading: Reading, one: Candidate) -> dict[str, object]:
    """Give the reasons for a proposal: cue, attribution, kind, exclusions, each sign's weight."""
    return {
        "cue": _entry(reading, one.cue.hit),
        "act": {"chance": round(one.told.chance, 2), "signs": one.told.why} if one.told else {},
        "attribution": list(one.whose.steps),
        "kind": _kind(reading, one.measure),
        "measure": measure(reading, one),
        "exclusions": [_exclusion(reading, one, index) for index in range(len(one.exclusions))],
        "signs": _signs(one.features, "proposal"),
    }


def of_progress(reading: Reading, one: Progress) -> dict[str, object]:
    """Give the reasons for an update: the words of progress, the kind, each sign's weight.

    The signs are those of the clause among others, the features what it says by itself.
    """
    return {
        "cue": _entry(reading, one.hit) if one.hit else {},
        "attribution": [f"told by {one.scene.voice.code}"],
        "kind": _kind(reading, one.measure),
        "exclusions": [],
        "signs": _signs(one.among, "update"),
        "features": _strongest(_signs(one.features, "report")),
    }


def _strongest(signs: dict[str, float]) -> dict[str, float]:
    """Give the first signs, which are the strongest, that matter."""
    told = ((name, weight) for name, weight in signs.items() if abs(weight) >= _MATTERS)
    return dict(islice(told, _MOST))


def measure(reading: Reading, one: Candidate) -> dict[str, int]:
    """Give the place of what is to be made or done, without cue, subject and small words."""
    document, first, last = reading.document, one.measure.first, one.measure.last
    actor = one.whose.actor
    if actor is not None and first <= actor.start <= first + 1 and actor.end < last:
        first = actor.end
    first = _opening(one, document, first, last)
    while last > first + 1 and not document.forms[last - 1].is_word:
        last -= 1
    start, end = document.span(first, last)
    is_with = document.language == "ar" and _has_with(document, first)
    return {"start": start + is_with, "end": end}


def _opening(one: Candidate, document: Document, first: int, last: int) -> int:
    """Give the first word that is neither small nor one who is asked: "their host to open"."""
    actors = one.scene.actors
    asked = {actor.start: actor.end for actor in actors if _is_asked(document, actor)}
    while first < last - 1:
        after = first + 1 if _is_small(document, first) else asked.get(first, first)
        if not first < after < last:
            break
        first = after
    return first


def _is_asked(document: Document, actor: Actor) -> bool:
    """Tell who is told to do it: a host, a counterpart, or the state in «اقترحت على العراق»."""
    is_told = actor.role == "party" and document.word(actor.start - 1) == _UPON
    return actor.role in _ASKED or is_told


def _has_with(document: Document, index: int) -> bool:
    """Tell «بتدريب», "with training", from a word that begins with that letter: «برنامج»."""
    text = document.word(index)
    if "with" not in document.features(index) or document.is_of(text, "whole"):
        return False
    bare = text[1 : 1 + _TELLING]
    return text.startswith("بال") or any(key.startswith(bare) for key in document.forms[index].keys)


def _is_small(document: Document, index: int) -> bool:
    word = document.word(index)
    return not document.forms[index].is_word or any(document.is_of(word, name) for name in _SMALL)


def voice_of(proposer: str | None, scene: Scene) -> str:
    """Give who says so: official, joint, third_party or unnamed."""
    if proposer == "both" or scene.voice.code == "both":
        return "joint"
    if scene.voice.is_outsider:
        return "third_party"
    return "unnamed" if scene.voice.is_unnamed or scene.voice.code is None else "official"


def _entry(reading: Reading, hit: Hit) -> dict[str, object]:
    spans = [reading.document.span(first, last) for first, last in hit.stretches]
    return hit.entry.as_json() | {"spans": [list(span) for span in spans]}


def _kind(reading: Reading, measure: Measure) -> dict[str, object]:
    scores = {kind: round(score, 2) for kind, score in measure.scores.items()}
    return {
        "scores": scores,
        "entries": [_entry(reading, hit) for hit in measure.concepts],
        "chance": round(measure.chance, 2),
        "signs": measure.signs,
    }


def _exclusion(reading: Reading, one: Candidate, index: int) -> dict[str, object]:
    exclusion = one.exclusions[index]
    start, end = reading.document.span(exclusion.start, exclusion.end)
    return {"reason": exclusion.reason, "start": start, "end": end}


def _signs(features: dict[str, float], kind: str) -> dict[str, float]:
    """Give what each sign adds to the log-odds, the strongest first; of words those that matter."""
    table = confidence.weights(kind)
    added = {
        name: round(table.get(name, 0.0) * value, 2)
        for name, value in features.items()
        if name in table or not wording.is_word(name)
    }
    told = {
        name: weight
        for name, weight in added.items()
        if abs(weight) >= _MATTERS or not wording.is_word(name)
    }
    return dict(sorted(told.items(), key=lambda pair: -abs(pair[1])))
