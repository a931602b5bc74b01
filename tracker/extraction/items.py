"""Finds the items of a list: «أولًا، إنشاء لجنة …», "Second, a hotline …", "– a joint patrol …".

An item has no cue of its own; it is proposed, asked for or agreed as the sentence says that opened
the list.
"""

from collections.abc import Iterator

from tracker.extraction import cues, spans
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.sentences import Sentence

_REACH = 3  # sentences from one that opens a list, or from one item, to the next item
_SURE = 0.7  # the weight of a cue that can open a list
_BULLETS = frozenset(("-", "*", "•"))
_QUESTION_MARKS = frozenset(("?", "؟"))
_INTRODUCED = 4  # words by which an item can be introduced: "the second was that"
_TELLING = frozenset(("both", "party", "side", "official", "pronoun", "host", "visitor"))
_FEWEST = 2  # words of a measure


def find(document: Document, scenes: list[Scene]) -> Iterator[tuple[Scene, Scene, Cue]]:
    """Give each item's scene, the scene that opened its list, and the cue for the item's words."""
    opening: tuple[Scene, Cue] | None = None
    last = 0
    starts = [_start(document, scene.sentence) for scene in scenes]
    has_items = any(first is not None for first in starts)
    for scene, first in zip(scenes, starts, strict=True) if has_items else ():
        own = _surest(document, scene.sentence)
        if first is not None and own is None and opening is not None:
            if scene.sentence.number - last <= _REACH:
                last = scene.sentence.number
                yield from _item(document, scene, opening, first)
            continue
        if own is not None:
            opening, last = (scene, own), scene.sentence.number


def _item(
    document: Document, scene: Scene, opening: tuple[Scene, Cue], first: int
) -> Iterator[tuple[Scene, Scene, Cue]]:
    end = spans.end_of_clause(document, scene.sentence, first)
    if end - first >= _FEWEST and not _is_report(scene, first):
        cue = opening[1]._replace(
            first=first, last=end, clause_first=first, clause_last=end, is_item=True
        )
        yield scene, opening[0], cue


def _is_report(scene: Scene, first: int) -> bool:
    """Tell a line that tells of its own what a side did: "- Both sides reviewed the scheme."."""
    return any(
        first <= actor.start <= first + 1 and actor.role in _TELLING and not actor.is_object
        for actor in scene.actors
    )


def _surest(document: Document, sentence: Sentence) -> Cue | None:
    """Give the cue of a sentence that can open a list: the surest, of several the last."""
    sure = [cue for cue in cues.find(document, sentence) if cue.weight >= _SURE]
    return max(reversed(sure), key=lambda cue: cue.weight, default=None)


def _start(document: Document, sentence: Sentence) -> int | None:
    """Give the first word of an item after its number or bullet, if the sentence is one.

    A question after a dash is an interviewer's.
    """
    at = sentence.first
    if _is_bullet(document, at - 1):
        return None if document.word(sentence.last - 1) in _QUESTION_MARKS else at
    at += document.is_of(document.word(at), "article")
    word = document.word(at)
    if word.isdigit() and document.word(at + 1) in {".", ")", "-"}:
        return at + 2
    if not document.is_of(word, "enumerator"):
        return None
    for after in range(at + 1, min(at + 1 + _INTRODUCED, sentence.last)):
        if document.word(after) in {",", "،", ":"} or document.is_of(
            document.word(after), "enumerator_link"
        ):
            return after + 1
    return None


def _is_bullet(document: Document, index: int) -> bool:
    before = document.word(index - 1)
    return document.word(index) in _BULLETS and (index == 0 or before.startswith("\n"))
