"""Finds reports of how an earlier proposal stands: begun, done, put off, turned down.

Every clause may be one. What it says by itself is weighed first; then again in the light of the
others, since a text that takes stock of one proposal takes stock of several.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain

from tracker.extraction import confidence, measures, spans, wording
from tracker.extraction.discourse import Scene
from tracker.extraction.document import Document
from tracker.extraction.entries import STATUSES
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_STRONG = 4.0  # a kind's score that is as strong as any
_LONG = 40  # words of a clause that is as long as any
_SEVERAL, _MANY = 3.0, 5.0  # likely reports that make an article a follow-up, and surely one
_LIKELIEST = ("most", "second", "third")  # of the other clauses
_BESIDE = 2  # clauses within which another report stands beside one
_NEXT = 3  # clauses among which those of one sentence or paragraph are sought
_SCALE = 3.0  # log-odds that count as one
_OPENING = 2  # sentences
_LEAD = 2  # words that open a sentence
_SHORT = 4  # words
_SURE = 0.8  # a cue's weight from which a clause tells a new act
_NEAR = 2  # words between a reference and the side that it names
_SEMICOLONS = frozenset((";", "؛"))
_COMMAS = frozenset((",", "،"))
_NEW_ACTS = ("proposes", "offers", "calls_for", "commits")
_POINTS = ("reference", "lapse", "tally")  # what tells of progress without a status
# Where a clause has two statuses, the later of this list tells how things stand now.
_RANK = ("agreed", "completed", "in_progress", "under_discussion", "postponed", "rejected")
_KEPT = (  # the signs of a clause that count again in the light of the others
    "outsider", "domestic", "past", "dated", "stranger", "nobody", "bilateral", "unmarked",
    "number", "quoted", "strength", "late", "lede", "opens", "later", "short", "length",
    *(f"{act} of subject" for act in _NEW_ACTS),
)  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """What may be a report on an earlier proposal: its words, measure and signs."""

    scene: Scene
    hit: Hit | None  # the surest words of a status
    told: tuple[Hit, ...]  # all the clause's words of progress
    first: int
    last: int
    measure: Measure
    status: str = ""
    proposer: str | None = None
    features: dict[str, float] = field(default_factory=dict)  # by itself
    among: dict[str, float] = field(default_factory=dict)  # in the light of the others

    @property
    def score(self) -> float:
        """Give the log-odds that this is a report of progress."""
        return confidence.log_odds(self.among, "update")


def find(reading: Reading, weights: Mapping[str, float] | None = None) -> list[Progress]:
    """Give each clause that may report progress; reports make one another likelier.

    `weights` are those of a lone report, if not the ones that ship with the package.
    """
    table = confidence.weights("report") if weights is None else weights
    article = _of_article(reading.document)
    lone = list(_alone(reading, article))
    odds = [confidence.odds(one.features, table) for one in lone]
    chances = [confidence.probability(raw) for raw in odds]
    usual, company = sum(odds) / max(len(odds), 1), _Company(chances)
    for at, one in enumerate(lone):
        own = {name: one.features[name] for name in _KEPT if name in one.features}
        others = dict(company.of(at)) | dict(_beside(lone, chances, at))
        relative = {"alone": odds[at] / _SCALE, "above_mean": (odds[at] - usual) / _SCALE}
        one.among.update(relative | article | own | others)
    return lone


class _Company:
    """How likely all clauses of a text are reports: what each of them has the others for."""

    def __init__(self, chances: Sequence[float]) -> None:
        self._chances = chances
        self._whole = sum(chances)
        self._likeliest = nlargest(len(_LIKELIEST) + 1, chances)

    def of(self, at: int) -> Iterator[tuple[str, float]]:
        """Give how many other clauses are likely reports, how likely the likeliest, how near."""
        chances, own = self._chances, self._chances[at]
        whole, likeliest = max(self._whole - own, 0.0), list(self._likeliest)
        if own in likeliest:
            likeliest.remove(own)
        yield "follow_up", min(whole / _SEVERAL, 1.0)
        yield "surely_follow_up", min(whole / _MANY, 1.0)
        yield "mean", whole / (len(chances) - 1) if len(chances) > 1 else 0.0
        yield from zip(_LIKELIEST, likeliest, strict=False)
        first, last = max(0, at - _BESIDE), min(len(chances), at + _BESIDE + 1)
        near = sum(chances[other] / abs(other - at) for other in range(first, last) if other != at)
        yield "beside", min(near / _BESIDE, 1.0)


def _beside(
    lone: Sequence[Progress], chances: Sequence[float], at: int
) -> Iterator[tuple[str, float]]:
    """Give how likely what is before and after in the sentence and paragraph is a report."""
    own = lone[at].scene.sentence
    sides = {
        "before": range(max(0, at - _NEXT), at),
        "after": range(at + 1, min(len(lone), at + _NEXT + 1)),
    }
    for side, places in sides.items():
        same = near = 0.0
        for other in places:
            sentence = lone[other].scene.sentence
            if sentence.number == own.number:
                same = max(same, chances[other])
            if sentence.paragraph == own.paragraph:
                near = max(near, chances[other])
        yield f"{side}_in_sentence", same
        yield f"{side}_in_paragraph", near


def _of_article(document: Document) -> dict[str, float]:
    """Give how much of a text tells of progress, points back and proposes anew."""
    sums: dict[str, float] = defaultdict(float)
    share = 1 / max(len(document.sentences), 1)
    for sentence in document.sentences:
        for hit in document.hits(sentence, "progress"):
            name = hit.entry.label if hit.entry.label in _POINTS else "status"
            sums[f"share_of_{name}"] += hit.entry.weight * share
        for hit in document.hits(sentence, "cues"):
            if hit.entry.weight > _SURE:
                sums["share_of_acts"] += share
    return dict(sums) | {"looks_back": float(_looks_back(document)), "tally": _tally(document)}


def _looks_back(document: Document) -> bool:
    """Tell whether a text opens with the time that has passed: "six months after the visit"."""
    opening = document.sentences[:_OPENING]
    return any(document.hits(sentence, "progress", ("lapse",)) for sentence in opening)


def _tally(document: Document) -> float:
    """Tell how far sentences take stock: "the rest of the package", "a mixed bag"."""
    taking = sum(bool(document.hits(one, "progress", ("tally",))) for one in document.sentences)
    return min(taking / _SEVERAL, 1.0)


def alone(reading: Reading) -> Iterator[Progress]:
    """Give each clause that may report progress, with what it says by itself."""
    return _alone(reading, _of_article(reading.document))


def _alone(reading: Reading, article: Mapping[str, float]) -> Iterator[Progress]:
    for scene in reading.scenes:
        hits = reading.document.hits(scene.sentence, "progress")
        for first, last in _clauses(reading.document, scene.sentence, hits):
            told = tuple(hit for hit in hits if first <= hit.start < last)
            one = _progress(reading, scene, (first, last), told)
            one.features.update(article)
            one.features.update(_features(reading, one, last))
            one.features.update(_word_features(reading.document, one, last))
            yield one


def _tells(hit: Hit) -> tuple[float, int, int]:
    """Rank a sign of status: a sure one first, then what tells how things stand now."""
    return hit.entry.weight, _RANK.index(hit.entry.label), -hit.start


def _clauses(document: Document, sentence: Sentence, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    """Give the parts of a sentence: divided by semicolons, and by commas between two statuses."""
    statuses = {hit.start: hit.entry.label for hit in hits if hit.entry.label in STATUSES}
    first, seen, comma = sentence.first, "", -1
    for index in range(sentence.first, sentence.last):
        word = document.texts[index]
        if word in _SEMICOLONS:
            if first < index:
                yield first, index
            first, seen, comma = index + 1, "", -1
        elif word in _COMMAS:
            comma = index
        elif index in statuses:
            if seen and comma > first and statuses[index] != seen:
                yield first, comma
                first = comma + 1
            seen, comma = statuses[index], -1
    if first < sentence.last:
        yield first, sentence.last


def _progress(
    reading: Reading, scene: Scene, clause: tuple[int, int], told: tuple[Hit, ...]
) -> Progress:
    document, (first, last) = reading.document, clause
    statuses = [hit for hit in told if hit.entry.label in STATUSES]
    hit = max(statuses, key=_tells) if statuses else None
    while first < last - 1 and not document.forms[first].is_word:
        first += 1
    if hit is not None:
        last = min(max(spans.end_of_clause(document, scene.sentence, hit.start), hit.end), last)
    measure = measures.assess(document, scene.sentence, first, last)
    return Progress(scene, hit, told, first, last, measure, hit.entry.label if hit else "")


def proposer(reading: Reading, one: Progress) -> str | None:
    """Give whose proposal it was, where the clause says so: "Muscat's plea", "promised by Baku"."""
    if one.status == "agreed":
        return "both"
    mentions = reading.parties.mentions.get(one.scene.sentence.number, [])
    for reference in (hit for hit in one.told if hit.entry.label == "reference"):
        for mention in mentions:
            near = (mention.start - reference.end, reference.start - mention.end)
            if any(0 <= distance <= _NEAR for distance in near):
                return mention.code
    return None


def _features(reading: Reading, one: Progress, last: int) -> Iterator[tuple[str, float]]:
    """Give the signs for and against a report, by the names in weights.tsv.

    `last` is where the whole clause ends, which goes on after what is quoted of it.
    """
    yield from _cue_features(one)
    yield from _measure_features(one.measure)
    yield from _place_features(reading, one, last)
    yield from _party_features(reading, one.scene.sentence)
    yield from _exclusion_features(reading.document, one)
    yield from _act_features(reading.document, one, last)


def _cue_features(one: Progress) -> Iterator[tuple[str, float]]:
    if one.hit is None:
        yield "unmarked", 1.0
    else:
        yield "cue", one.hit.entry.weight
        yield one.status, one.hit.entry.weight
    labels = [hit.entry.label for hit in one.told]
    if labels.count(one.status) > 1:
        yield "several", 1.0
    if "reference" in labels:
        yield "reference", 1.0


def _measure_features(measure: Measure) -> Iterator[tuple[str, float]]:
    yield "strength", min(measure.strength, _STRONG) / _STRONG
    claims = {
        "action": measure.actions,
        "detail": measure.details,
        "number": measure.has_number,
        "vague": measure.is_general,
    }
    yield from ((name, 1.0) for name, holds in claims.items() if holds)


def _place_features(reading: Reading, one: Progress, last: int) -> Iterator[tuple[str, float]]:
    document, sentence = reading.document, one.scene.sentence
    yield "late", sentence.number / len(document.sentences)
    yield "length", min((last - one.first) / _LONG, 1.0)
    claims = {
        "outsider": one.scene.voice.is_outsider,
        "lede": sentence.number == 0,
        "opens": _opens_a_paragraph(document, sentence),
        "later": one.first > sentence.first + 1,
        "question": _asks(document, sentence),
        "quoted": document.quote(one.first),
        "short": last - one.first < _SHORT,
    }
    yield from ((name, 1.0) for name, holds in claims.items() if holds)


def _opens_a_paragraph(document: Document, sentence: Sentence) -> bool:
    before = document.sentences[sentence.number - 1] if sentence.number else None
    return before is None or before.paragraph != sentence.paragraph


def _asks(document: Document, sentence: Sentence) -> bool:
    return not {"?", "؟"}.isdisjoint(document.texts[sentence.first : sentence.last])


def _party_features(reading: Reading, sentence: Sentence) -> Iterator[tuple[str, float]]:
    pair = set(reading.parties.pair)
    codes = {mention.code for mention in reading.parties.mentions.get(sentence.number, [])}
    if reading.document.hits(sentence, "grammar", ("joint",)) or len(codes & pair) > 1:
        yield "bilateral", 1.0
    elif not codes & pair:
        yield "nobody", 1.0
    if codes - pair:
        yield "stranger", 1.0


def _exclusion_features(document: Document, one: Progress) -> Iterator[tuple[str, float]]:
    """Give what speaks against a report, and what does where a status is told."""
    told = document.hits(one.scene.sentence, "exclusions")
    for reason in dict.fromkeys(hit.entry.label for hit in told):
        yield reason, 1.0
        if one.hit is not None:
            yield f"marked {reason}", 1.0


def _act_features(document: Document, one: Progress, last: int) -> Iterator[tuple[str, float]]:
    """Give how surely the clause tells a new act, and whose: a plea's owner, a verb's subject."""
    sure: dict[str, float] = {}
    for hit in document.hits(one.scene.sentence, "cues"):
        if one.first <= hit.start < last:
            name = f"{hit.entry.label} of {hit.entry.options[1]}"
            sure[name] = max(sure.get(name, 0.0), hit.entry.weight)
    yield from sure.items()


def _word_features(document: Document, one: Progress, last: int) -> dict[str, float]:
    """Give the plain words of the clause, those that open its sentence, and its tenses."""
    language, first = document.language, one.scene.sentence.first
    words = wording.signs_of("in", language, document.words(one.first, last))
    leading = wording.signs_of("lead", language, document.words(first, first + _LEAD))
    tenses = frozenset[str]().union(*{word.features for word in document.forms[one.first : last]})
    plain = dict.fromkeys(chain(words, leading), wording.VALUE)
    return plain | {f"{tense} in {language}": 1.0 for tense in sorted(tenses)}
