"""Weighs which act a clause tells: its cue, and the tone that the sentence gives to a weak one.

"Will" and its like only tell that something is to be: what they mean, a promise, a decision, what
both agreed, is told by the words around: "he vowed", "under the protocol", "if Cuba so wishes".
What words mean tells more, where no lexicon of cues or tones knows them: a course is agreed on or
offered, a wage is asked for.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.extraction import choosing
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.entries import ACTS

BOTH = "both"
_STRONG, _WEAK = 0.72, 0.5  # a cue's weight from which it is strong, and below which it is weak
_PLAIN_PROMISES = frozenset(("announces", "commits"))
_NONE = "none"  # the band of a measure that no cue introduces
_TOLD = 4  # signs that an explanation tells


_MEANT = 0.5  # of a sense beside a sign that a rule gives: a fit trusts it less
_TENSES = (
    "past", "pres", "fut", "subj", "inf", "part", "fut1p", "pres1p", "subj1p", "neg", "base", "ing",
)  # fmt: skip


class Act(NamedTuple):
    """An act, how likely it is, and what weighed most for it."""

    name: str
    chance: float
    why: dict[str, float]


def decide(document: Document, scene: Scene, cue: Cue, proposer: str | None, inside: range) -> Act:
    """Give the likeliest act; `inside` are the indices of the measure's words."""
    options = signs(document, scene, cue, proposer, inside)
    table = choosing.weights("act")
    act, chance = choosing.likeliest(options, table)
    return Act(act, chance, choosing.strongest(options[act], table, _TOLD))


def signs(
    document: Document, scene: Scene, cue: Cue, proposer: str | None, inside: range
) -> dict[str, dict[str, float]]:
    """Give what speaks for each act."""
    names = dict.fromkeys(_meanings(document, scene, cue, inside), _MEANT)
    names |= {f"by {cue.who}": 1.0, f"of {_whose(proposer)}": 1.0}
    tones, told, band = _tones(document, scene, cue), plain(cue, proposer), _band(cue)
    options = {}
    for act in ACTS:
        own = {act: 1.0}
        if band == _NONE:
            own[f"{act} without a cue"] = 1.0
        elif band == "weak":
            own[f"{act} for weak {cue.act}"] = 1.0
        if act == told and band != _NONE:
            own |= {"cue": 1.0, f"cue {band}": 1.0}
        if act in tones:
            own[f"tone at {band}"] = 1.0
        options[act] = own | {f"{act} {name}": value for name, value in names.items()}
    return options


def _whose(proposer: str | None) -> str:
    if proposer == BOTH:
        return BOTH
    return "one" if proposer else "nobody"


def _meanings(document: Document, scene: Scene, cue: Cue, inside: range) -> Iterator[str]:
    """Give what the words of a sentence mean: the cue's, the measure's and those around."""
    told = {index for first, last in cue.hit.stretches for index in range(first, last)}
    for at in range(scene.sentence.first, scene.sentence.last):
        word = document.forms[at]
        place = "cue" if at in told else "within" if at in inside else "around"
        yield from (f"{place} means {sense}" for sense in word.senses)
        if at in told:
            yield from (f"cue in {tense}" for tense in _TENSES if tense in word.features)


def plain(cue: Cue, proposer: str | None) -> str:
    """Give the act as the cue alone tells it: what both plan or promise, they have agreed."""
    return "agrees" if proposer == BOTH and cue.act in _PLAIN_PROMISES else cue.act


def _band(cue: Cue) -> str:
    if not cue.weight:
        return _NONE
    if cue.weight >= _STRONG:
        return "strong"
    return "weak" if cue.weight < _WEAK else "middling"


def _tones(document: Document, scene: Scene, cue: Cue) -> set[str]:
    """Give the acts whose tone the sentence has, but for the words of the cue itself."""
    hits = document.hits(scene.sentence, "tones")
    own = {index for first, last in cue.hit.stretches for index in range(first, last)}
    return {hit.entry.label for hit in hits if own.isdisjoint(range(hit.start, hit.end))}
