"""Measures everything on one part of the corpus."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.evaluation import clusters, mistakes, naive, reliability
from tracker.evaluation.claims import Claim
from tracker.evaluation.clusters import OVERALL, Clustered
from tracker.evaluation.mistakes import Mistake
from tracker.evaluation.naive import Commonest
from tracker.evaluation.pairing import TYPES, Paired, set_beside
from tracker.evaluation.reliability import Bin, Folding
from tracker.evaluation.tallies import Tally, total
from tracker.extraction import Finding, extract
from tracker.matching import PROPOSAL, Article

_LONG = 2_000  # characters: the length by which articles a second are told

type Figures = dict[str, float | int | None]
type Judged = list[tuple[Article, dict[str, Paired]]]


@dataclass(frozen=True)
class Options:
    """How to measure: what the naive way guesses, from which score on matching attaches by itself.

    It also asks that extraction is so sure of a finding as ``attach_confidence`` says.
    ``clock`` gives seconds of this process; ``shown`` is how many mistakes are listed.
    """

    commonest: Commonest
    clock: Callable[[], float]
    attach_score: float
    attach_confidence: float = 0.0
    shown: int = 0


@dataclass(frozen=True)
class Speed:
    """How fast extraction was on one core, by articles as they are and of 2,000 characters."""

    articles: int
    characters: int
    seconds: float

    @property
    def articles_a_second(self) -> float | None:
        """Give how many of these articles were read in a second."""
        return self.articles / self.seconds if self.seconds else None

    @property
    def long_articles_a_second(self) -> float | None:
        """Give how many of 2,000 characters would be."""
        return self.characters / _LONG / self.seconds if self.seconds else None


@dataclass(frozen=True)
class Measured:
    """All figures of one part: by type of finding, then by language and in all."""

    part: str
    articles: dict[str, int]
    figures: dict[str, dict[str, Figures]]
    naive: dict[str, dict[str, Figures]]
    matching: dict[str, Clustered]
    attach_score: float
    attach_confidence: float
    reliability: list[Bin]
    gap: float | None
    folding: list[Folding]
    speed: Speed
    mistakes: list[Mistake] = field(default_factory=list)


def measure(part: str, articles: Sequence[Article], options: Options) -> Measured:
    """Measure extraction and matching on the articles of a part."""
    found, speed = _extracted(articles, options.clock)
    judged = _judge(articles, found)
    naively = _judge(articles, {one.id: naive.find(one, options.commonest) for one in articles})
    proposals = [paired[PROPOSAL] for _, paired in judged]
    told = reliability.outcomes(proposals)
    figures = _figures(judged)
    return Measured(
        part=part,
        articles=_count(articles),
        figures=figures,
        naive=_figures(naively),
        matching={
            spans: clusters.measure(
                articles, spans, options.attach_score, options.attach_confidence
            )
            for spans in clusters.SPANS
        },
        attach_score=options.attach_score,
        attach_confidence=options.attach_confidence,
        reliability=reliability.table(told),
        gap=reliability.gap(told),
        folding=reliability.folding(told, sum(len(article.labels) for article in articles)),
        speed=speed,
        mistakes=mistakes.worst(
            ((article, list(paired.values())) for article, paired in judged), options.shown
        )
        if options.shown
        else [],
    )


def _extracted(
    articles: Iterable[Article], clock: Callable[[], float]
) -> tuple[dict[str, list[Claim]], Speed]:
    """Extract from each article, timed; the lexicons are loaded before the clock is read."""
    for language in ("ar", "fa", "en"):
        extract("", language)
    findings: dict[str, list[Finding]] = {}
    start, characters = clock(), 0
    for article in articles:
        findings[article.id] = extract(article.text, article.language)
        characters += len(article.text)
    speed = Speed(len(findings), characters, clock() - start)
    claims = {name: [Claim.of_finding(one) for one in own] for name, own in findings.items()}
    return claims, speed


def _judge(articles: Iterable[Article], found: Mapping[str, Sequence[Claim]]) -> Judged:
    return [(article, set_beside(article, found[article.id])) for article in articles]


def _figures(judged: Judged) -> dict[str, dict[str, Figures]]:
    return {
        type_: {
            language: total(type_, tallies).figures()
            for language, tallies in _tallies(judged, type_).items()
        }
        for type_ in TYPES
    }


def _tallies(judged: Judged, type_: str) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = {
        language: [] for language in sorted({article.language for article, _ in judged})
    }
    for article, paired in judged:
        found[article.language].append(Tally.of(type_, paired[type_]))
    return found | {OVERALL: [tally for own in found.values() for tally in own]}


def _count(articles: Iterable[Article]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for article in articles:
        counts[article.language] = counts.get(article.language, 0) + 1
    return dict(sorted(counts.items())) | {OVERALL: sum(counts.values())}
