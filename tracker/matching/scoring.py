"""Measures clusters against labels: B-cubed, and how often automatic attachment is right.

B-cubed asks of each span how much of its cluster speaks of its proposal (precision), and how much
of its proposal is in its cluster (recall). Where spans were extracted, a label that nothing matches
stands alone in a cluster of its own, and a finding that matches no label is a proposal of its own:
each costs recall or precision where it parts or joins what it should not.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from tracker.matching.articles import Article, Told
from tracker.matching.clustering import Placed
from tracker.matching.statements import PROPOSAL, UPDATE

Judged = tuple[Hashable, Hashable]  # the proposal that a span is of, and its cluster

# A finding may be so many times as long as the label it matches, or so many characters.
_TIMES_AS_LONG, _LENGTH = 3, 300


@dataclass(frozen=True)
class Figures:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Give the harmonic mean."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


@dataclass(frozen=True)
class Attachment:
    """What automatic attachment did: how many it made, how many rightly, how many there were."""

    made: int
    right: int
    due: int

    @property
    def precision(self) -> float:
        """Give the share of attachments that are right."""
        return self.right / self.made if self.made else 1.0

    @property
    def coverage(self) -> float:
        """Give the share of what should be attached that is, rightly."""
        return self.right / self.due if self.due else 1.0


def b_cubed(judged: Sequence[Judged]) -> Figures:
    """Give B-cubed precision and recall, each the mean over the spans."""
    return mean(shares(judged))


def shares(judged: Sequence[Judged]) -> list[Figures]:
    """Give each span's own precision and recall."""
    both = Counter(judged)
    proposals = Counter(proposal for proposal, _ in judged)
    clusters = Counter(cluster for _, cluster in judged)
    return [Figures(both[one] / clusters[one[1]], both[one] / proposals[one[0]]) for one in judged]


def mean(figures: Sequence[Figures]) -> Figures:
    """Give the mean of precisions and of recalls; nothing to judge is nothing wrong."""
    if not figures:
        return Figures(1.0, 1.0)
    return Figures(fmean(one.precision for one in figures), fmean(one.recall for one in figures))


@dataclass(frozen=True)
class Judgement:
    """A label, a finding, or both where they match: which proposal it is of, where it was placed.

    What no label tells of is a proposal of its own.
    """

    article: str
    proposal: Hashable
    placed: Placed | None

    is_unlabelled: bool = False

    @property
    def cluster(self) -> Hashable:
        """Give its cluster; what was not found stands alone."""
        return self.placed.cluster if self.placed else ("missed", self.article, id(self))


def judge(articles: Iterable[Article], placed: Sequence[Placed]) -> list[Judgement]:
    """Set what was placed beside the articles' labels, in the order of the dates."""
    by_article: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        by_article[one.told.article].append(one)
    ordered = sorted(articles, key=lambda one: (str(one.published), one.id))
    return [
        judgement for article in ordered for judgement in _judge(article, by_article[article.id])
    ]


def _judge(article: Article, placed: list[Placed]) -> Iterator[Judgement]:
    by_told = {id(one.told): one for one in placed}
    matched = align(article, [one.told for one in placed])
    for span, told in matched:
        yield Judgement(article.id, span["pid"], by_told.pop(id(told), None))
    for one in by_told.values():
        own = ("unlabelled", article.id, one.told.start, one.told.end, one.told.statement.type)
        yield Judgement(article.id, own, one, is_unlabelled=True)


def align(article: Article, told: Sequence[Told]) -> list[tuple[Mapping[str, Any], Told | None]]:
    """Give each label and update with the statement that matches it, if one does.

    As many as can be are paired: first those of one type, then what is left of both.
    """
    spans = [*article.labels, *article.updates]
    types = [PROPOSAL] * len(article.labels) + [UPDATE] * len(article.updates)
    pairs: dict[int, Told] = {}
    for is_strict in (True, False):
        taken = {id(one) for one in pairs.values()}
        options = {
            number: [
                one
                for one in told
                if id(one) not in taken
                and (one.statement.type == types[number] or not is_strict)
                and _fits(span, one)
            ]
            for number, span in enumerate(spans)
            if number not in pairs
        }
        pairs |= _most_pairs(spans, options)
    return [(span, pairs.get(number)) for number, span in enumerate(spans)]


def _fits(span: Mapping[str, Any], told: Told) -> bool:
    """Tell whether a statement has half of a label at least, and is not much longer."""
    length = int(span["end"]) - int(span["start"])
    longest = max(_TIMES_AS_LONG * length, _LENGTH)
    return 2 * _shared(span, told) >= length and told.end - told.start <= longest


def _shared(span: Mapping[str, Any], told: Told) -> int:
    return int(min(span["end"], told.end) - max(span["start"], told.start))


def _most_pairs(
    spans: Sequence[Mapping[str, Any]], options: Mapping[int, list[Told]]
) -> dict[int, Told]:
    """Give a largest set of pairs, by augmenting paths; larger overlaps are tried first."""
    owner: dict[int, tuple[int, Told]] = {}

    def augment(number: int, seen: set[int]) -> bool:
        ranked = sorted(options[number], key=lambda one: -_shared(spans[number], one))
        for one in ranked:
            if id(one) in seen:
                continue
            seen.add(id(one))
            if id(one) not in owner or augment(owner[id(one)][0], seen):
                owner[id(one)] = (number, one)
                return True
        return False

    for number in options:
        augment(number, set())
    return dict(owner.values())


def figures(judgements: Sequence[Judgement]) -> Figures:
    """Give B-cubed precision and recall of judged clusters."""
    return b_cubed([(one.proposal, one.cluster) for one in judgements])


def baseline(judgements: Sequence[Judgement]) -> Figures:
    """Give the figures of the naive way: no two spans are of one proposal."""
    return b_cubed([(one.proposal, number) for number, one in enumerate(judgements)])


def attachment(
    judgements: Sequence[Judgement],
    threshold: float,
    confidence: float = 0.0,
    *,
    labelled_only: bool = False,
) -> Attachment:
    """Give what attaching by itself from a score on would have done, in the order of the dates.

    What is less sure than ``confidence`` to be told at all is not attached by itself.
    An attachment is right if an earlier article's span in the same cluster is of the same proposal.
    So what matches no label is wrong wherever it goes, unless only what matches one is counted.
    """
    joined = [
        is_right
        for one, is_right in _joined(judgements)
        if one.placed
        and one.placed.score >= threshold
        and one.placed.told.confidence >= confidence
        and not (labelled_only and one.is_unlabelled)
    ]
    due = sum(_is_told_before(judgements, number) for number in range(len(judgements)))
    return Attachment(len(joined), sum(joined), due)


def _joined(judgements: Sequence[Judgement]) -> Iterator[tuple[Judgement, bool]]:
    """Give what joined a cluster that was there, and whether rightly."""
    for number, one in enumerate(judgements):
        if one.placed is not None and not one.placed.is_new:
            yield one, _is_told_before(judgements, number, one.cluster)


def _is_told_before(
    judgements: Sequence[Judgement], number: int, cluster: Hashable | None = None
) -> bool:
    """Tell whether an earlier article speaks of the same proposal, in this cluster or in any."""
    one = judgements[number]
    return any(
        other.article != one.article
        and other.proposal == one.proposal
        and cluster in {None, other.cluster}
        for other in judgements[:number]
    )


def reliability(judgements: Sequence[Judgement], steps: int = 5) -> list[tuple[float, float, int]]:
    """Give, for each step of scores of what joined: mean score, share right, how many."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one, is_right in _joined(judgements):
        if one.placed is not None:
            step = min(int(one.placed.score * steps), steps - 1)
            groups[step].append((one.placed.score, is_right))
    return [
        (fmean(score for score, _ in own), fmean(right for _, right in own), len(own))
        for _, own in sorted(groups.items())
    ]
