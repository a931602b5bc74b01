"""Tells what the sentence around a candidate says for or against it, beyond its cue and measure."""

from collections.abc import Iterator

from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading

_LEAD = 3  # sentences that tell a text's news
_FAR = 6  # words from a cue to its measure's head
_ABOUT = ("past", "dated", "domestic", "denied", "hypothetical", "discussed")
_SHAPES = ("fut", "fut1p", "pres", "pres1p", "subj1p")  # cues that are no more than a tense
_OPENING = 5  # words
_TENSES = frozenset(("past", "pres", "fut", "subj", "inf", "part", "form"))
_OWN_ACTS = frozenset(("announces", "commits"))
_BOTH = 2


def signs(reading: Reading, scene: Scene, cue: Cue, measure: Measure) -> Iterator[str]:
    """Give the signs that hold, by the names in weights.tsv."""
    document, sentence = reading.document, scene.sentence
    yield f"by_{cue.act}"
    yield f"of_{cue.who}"
    told = {hit.entry.label for hit in document.hits(sentence, "exclusions")}
    yield from (f"around_{reason}" for reason in _ABOUT if reason in told)
    statuses = {hit.entry.label for hit in document.hits(sentence, "progress")}
    claims = {
        "reported": statuses - {"agreed", "reference", "lapse"},
        "refers": statuses & {"reference", "lapse"},
        "led_by_outsider": _opens_with_outsider(scene),
        "uncued": cue.hit.entry.file != "cues",
        "quoted": document.quote(cue.hit.start),
        "first_sentences": sentence.number < _LEAD,
        "tense_only": cue.hit.entry.pattern.removeprefix("@") in _SHAPES,
        "far": measure.concepts and measure.concepts[0].start - cue.first > _FAR,
        "asks": document.word(sentence.last - 1) in {"?", "؟"},
    }
    yield from (name for name, holds in claims.items() if holds)
    if claims["uncued"]:
        yield from _standing_alone(reading, cue, told, statuses)
    yield from _party_signs(reading, scene, cue)
    if _is_answered_no(reading, scene):
        yield "answered_no"


def _standing_alone(
    reading: Reading, cue: Cue, told: set[str], statuses: set[str]
) -> Iterator[str]:
    """Give what tells news from background where no cue does: tense, reasons, progress."""
    tenses = {mark for at in range(cue.first, cue.last) for mark in reading.document.features(at)}
    yield from (f"uncued_{tense}" for tense in sorted(tenses & _TENSES))
    yield from (f"uncued_{reason}" for reason in _ABOUT if reason in told)
    if statuses:
        yield "uncued_reported"


def _is_answered_no(reading: Reading, scene: Scene) -> bool:
    """Tell whether the next sentence opens with a denial: "Not so." """
    after = reading.document.following(scene.sentence)
    if after is None:
        return False
    hits = reading.document.hits(after, "exclusions", ("denied", "negated"))
    return any(hit.start < after.first + _OPENING for hit in hits)


def _opens_with_outsider(scene: Scene) -> bool:
    """Tell whether somebody whose word doesn't count stands where a sentence names its subject."""
    opening = scene.sentence.first + _OPENING
    return any(one.role == "outsider" and one.start < opening for one in scene.actors)


def _party_signs(reading: Reading, scene: Scene, cue: Cue) -> Iterator[str]:
    """Give which of the parties the sentence names: none, one, both, or a stranger."""
    mentions = reading.parties.mentions.get(scene.sentence.number, [])
    codes, pair = {mention.code for mention in mentions}, set(reading.parties.pair)
    yield ("names_nobody", "names_one", "names_both")[min(len(codes & pair), 2)]
    if codes - pair:
        yield "names_stranger"
    is_joint = bool(reading.document.hits(scene.sentence, "grammar", ("joint",)))
    if cue.act in _OWN_ACTS and len(codes & pair) < _BOTH and not is_joint:
        yield "own_affair"
