"""Measures matching on a part of the corpus: B-cubed by language, and automatic attachment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.matching import Article, Told, cluster, extracted, given, scoring
from tracker.matching.scoring import Attachment, Figures, Judged, Judgement

SPANS: Mapping[str, Callable[[Article], list[Told]]] = {"given": given, "extracted": extracted}
OVERALL = "overall"


@dataclass(frozen=True)
class Clustered:
    """How well spans were gathered, by language and in all; how well if no two were joined.

    ``attached`` is what attaching by itself would have done; ``labelled`` counts only what matches
    a label, so that a finding that should not be there is extraction's mistake alone.
    """

    figures: dict[str, Figures]
    naive: dict[str, Figures]
    attached: Attachment
    labelled: Attachment


def measure(
    articles: Sequence[Article], spans: str, attach_score: float, attach_confidence: float = 0.0
) -> Clustered:
    """Gather the given or the extracted spans of articles and set them beside the labels."""
    statements = SPANS[spans]
    told = [one for article in articles for one in statements(article)]
    judged = scoring.judge(articles, list(cluster(told)))
    languages = {article.id: article.language for article in articles}
    apart: list[Judged] = [(one.proposal, number) for number, one in enumerate(judged)]
    return Clustered(
        figures=_by_language([(one.proposal, one.cluster) for one in judged], judged, languages),
        naive=_by_language(apart, judged, languages),
        attached=scoring.attachment(judged, attach_score, attach_confidence),
        labelled=scoring.attachment(judged, attach_score, attach_confidence, labelled_only=True),
    )


def _by_language(
    placed: Sequence[Judged], judged: Sequence[Judgement], languages: Mapping[str, str]
) -> dict[str, Figures]:
    """Average over each language's spans; their clusters hold spans of all languages."""
    shares = scoring.shares(placed)
    found = {}
    for language in sorted(set(languages.values())):
        own = [
            share
            for share, one in zip(shares, judged, strict=True)
            if languages[one.article] == language
        ]
        found[language] = scoring.mean(own)
    return found | {OVERALL: scoring.mean(shares)}
