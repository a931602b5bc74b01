"""Sees where one side takes up what the other proposed in the same text: then both agree."""

from dataclasses import replace

from tracker.extraction.attribution import Attribution
from tracker.extraction.candidates import Candidate
from tracker.extraction.document import Document
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_OPEN_ACTS = frozenset(("proposes", "calls_for", "offers"))
_OPENING = 12  # words of the next sentence in which a proposal is taken up
_ROOM = 3  # words of a measure before it can be accepted
_OPENERS = frozenset((",", "،", "which"))
_NEGATION_NEAR = 4  # words
_IDEA_NEAR = 4  # words from an acceptance to the idea that is accepted


def settle(document: Document, candidates: list[Candidate]) -> list[Candidate]:
    """Turn each candidate that the other side accepts into an agreement of both."""
    return [_agreed(one) if _is_taken_up(document, one) else one for one in candidates]


def _agreed(candidate: Candidate) -> Candidate:
    whose = candidate.whose
    steps = (*whose.steps, "taken up by the other side")
    both = Attribution("both", "both", whose.actor, whose.told_by, steps)
    return replace(candidate, act="agrees", whose=both)


def _is_taken_up(document: Document, candidate: Candidate) -> bool:
    if candidate.act not in _OPEN_ACTS:
        return False
    sentence = candidate.scene.sentence
    here = any(_follows(document, candidate, hit) for hit in _acceptances(document, sentence))
    return here or _opens_with_acceptance(document, sentence)


def _follows(document: Document, candidate: Candidate, hit: Hit) -> bool:
    """Tell whether an acceptance comes after a measure, in a clause of its own, or before an idea.

    "And the host accepted", "accepted the Lao proposal for".
    """
    if hit.start >= candidate.last:
        return True
    if hit.end <= candidate.cue.hit.start:
        return _takes_up(document, candidate, hit)
    opening = _opening(candidate, hit)
    before = document.word(opening - 1)
    joined = before in _OPENERS or document.is_of(before, "conjunction")
    opens = joined or document.word(hit.start).startswith("ف")
    return opens and hit.start > candidate.cue.hit.end + _ROOM


def _takes_up(document: Document, candidate: Candidate, hit: Hit) -> bool:
    """Tell whether what is accepted is the idea of a measure: "accepted the Lao proposal for"."""
    cue = candidate.cue.hit
    ideas = document.hits(candidate.scene.sentence, "grammar", ("idea",))
    is_idea = any(idea.start == cue.start for idea in ideas)
    return is_idea and document.language != "fa" and cue.start - hit.end <= _IDEA_NEAR


def _opening(candidate: Candidate, hit: Hit) -> int:
    """Give where the clause of an acceptance begins: at the one who accepts, if he is named."""
    beside = (actor.start for actor in candidate.scene.actors if actor.end == hit.start)
    return next(beside, hit.start)


def _opens_with_acceptance(document: Document, sentence: Sentence) -> bool:
    """Tell whether the next sentence begins with "the visitor accepted the idea"."""
    after = document.following(sentence)
    if after is None or after.paragraph != sentence.paragraph:
        return False
    limit = after.first + _OPENING
    ideas = any(hit.start < limit for hit in document.hits(after, "grammar", ("idea",)))
    return ideas and any(hit.start < limit for hit in _acceptances(document, after))


def _acceptances(document: Document, sentence: Sentence) -> list[Hit]:
    """Give the words of acceptance that nothing negates."""
    negations = document.hits(sentence, "exclusions", ("negated", "denied", "hypothetical"))
    return [
        hit
        for hit in document.hits(sentence, "grammar", ("accepts",))
        if not any(0 <= hit.start - no.end < _NEGATION_NEAR for no in negations)
    ]
