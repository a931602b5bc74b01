"""Weighs of what kind a measure is: what is to be made or done, not all that it is about.

Two lexicons speak: kinds.tsv has phrases that tell a kind, themes.tsv says for which kinds the
concepts of concepts.tsv speak. What stands first in the measure is its head, and counts for more:
"training for border guards" is training. The words of the cue and of who acts count for nothing.
Beside what the lexicons say, each concept and each sense of a word speaks for the kinds that
labelled articles and phrases showed it with; they are the same in all languages, so each language
teaches the others, and a word that no article has speaks as those of its sense do.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction import choosing
from tracker.extraction.attribution import Attribution
from tracker.extraction.cues import Cue
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.entries import KINDS
from tracker.extraction.measures import Measure
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_SOURCES = ("kinds", "themes")
_FORMS = (
    "joint_body", "legal_judicial", "training_capacity", "agreement_mou", "information_sharing",
)  # fmt: skip
_ACTS = frozenset(("agreement_mou",))  # a kind that the words of the act tell: "sign a treaty"
_AGAIN = 0.5  # what another concept of the same kind counts
_MOST = 6.0  # a score that is as high as any
_PRESENT = 1.5  # a score from which a kind is there to be weighed against another
_TOLD = 5  # signs that an explanation tells
_REACH = 12  # words after which a concept counts half
# Senses of words that tell who speaks how and of when, and not of what.
OF_TALK = frozenset((
    "propose", "ask", "must", "hope", "offer", "promise", "agree", "sign", "announce", "say",
    "praise", "talk", "aim", "deny", "doubt", "opinion", "past", "soon", "home", "statistic",
    "visit",
))  # fmt: skip
_LEARNT = 0.5  # of a concept beside a sign that a lexicon gives: a fit trusts it less


def sort(
    document: Document, sentence: Sentence, measure: Measure, beside: frozenset[int] = frozenset()
) -> Measure:
    """Give a measure with its likeliest kind; `beside` are words in it that are no part of it."""
    options = signs(document, sentence, measure, beside)
    table = choosing.weights("kind")
    kind, chance = choosing.likeliest(options, table)
    why = choosing.strongest(options[kind], table, _TOLD)
    return replace(measure, kind=kind, chance=chance, signs=why)


def besides(scene: Scene, cue: Cue, whose: Attribution) -> frozenset[int]:
    """Give the indices of the words that tell the act, and who acts or speaks before it."""
    words = {index for first, last in cue.hit.stretches for index in range(first, last)}
    speaking = [a for a in scene.actors if a.end <= cue.hit.start and not a.is_object]
    for actor in (*speaking, *((whose.actor,) if whose.actor else ())):
        words.update(range(actor.start, actor.end))
    return frozenset(words)


def signs(
    document: Document, sentence: Sentence, measure: Measure, beside: frozenset[int]
) -> dict[str, dict[str, float]]:
    """Give what speaks for each kind."""
    options: dict[str, dict[str, float]] = {kind: {kind: 1.0} for kind in KINDS}
    hits = {source: _concepts(document, sentence, measure, source, beside) for source in _SOURCES}
    scores = {source: _scores(own) for source, own in hits.items()}
    names = dict.fromkeys(_names(hits["themes"]), _LEARNT)
    names |= dict.fromkeys(_senses(document, measure, beside), 1.0)
    for source, (sums, head) in scores.items():
        for kind in KINDS:
            options[kind].update(_own(source, kind, sums.get(kind, 0.0), is_head=kind == head))
    present = [form for form in _FORMS if _strength(scores, form) >= _PRESENT]
    for kind in KINDS:
        options[kind].update({f"{kind} beside {form}": 1.0 for form in present if form != kind})
        options[kind].update({f"{kind} {name}": value for name, value in names.items()})
    return options


def _senses(document: Document, measure: Measure, beside: frozenset[int]) -> Iterator[str]:
    """Give what the words of a measure mean, and once more what the first that means a thing does.

    Words of speech and time, which every measure may have, tell no kind.
    """
    is_first = True
    for at in range(measure.first, measure.last):
        senses = [] if at in beside else [s for s in document.forms[at].senses if s not in OF_TALK]
        yield from (f"means {sense}" for sense in senses)
        if senses and is_first:
            yield from (f"first means {sense}" for sense in senses)
            is_first = False


def _names(hits: list[Hit]) -> Iterator[str]:
    """Give the concepts of a measure, and once more those that stand at its head."""
    first = hits[0].start if hits else 0
    for hit in hits:
        yield f"of {hit.entry.options[0]}"
        if hit.start == first:
            yield f"at {hit.entry.options[0]}"


def _own(source: str, kind: str, score: float, *, is_head: bool) -> Iterator[tuple[str, float]]:
    if score:
        yield source, score / _MOST
        yield f"{kind} by {source}", score / _MOST
    if is_head:
        yield f"{source} head", 1.0
        yield f"{kind} head of {source}", 1.0


def _strength(scores: dict[str, tuple[dict[str, float], str | None]], kind: str) -> float:
    return max(sums.get(kind, 0.0) for sums, _ in scores.values())


def _concepts(
    document: Document, sentence: Sentence, measure: Measure, source: str, beside: frozenset[int]
) -> list[Hit]:
    return [
        hit
        for hit in document.hits(sentence, source)
        if measure.first <= hit.start
        and hit.end <= measure.last
        and (hit.entry.label in _ACTS or not beside.issuperset(range(hit.start, hit.end)))
    ]


def _scores(concepts: list[Hit]) -> tuple[dict[str, float], str | None]:
    """Weigh the kinds of concepts, and give the kind of the first."""
    weights: dict[str, list[float]] = defaultdict(list)
    first = concepts[0].start if concepts else 0
    for hit in concepts:
        weights[hit.entry.label].append(hit.entry.weight / (1 + (hit.start - first) / _REACH))
    sums = {
        kind: min(sum(w * _AGAIN**n for n, w in enumerate(sorted(own, reverse=True))), _MOST)
        for kind, own in weights.items()
    }
    heads = [hit for hit in concepts if hit.start == first]
    best = max(heads, key=lambda hit: hit.entry.weight, default=None)
    return sums, best.entry.label if best else None
