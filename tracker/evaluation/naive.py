"""The naive way to find proposals, to see what the rules are worth beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from tracker.evaluation.claims import Claim
from tracker.extraction.lexicon import LANGUAGES, standard
from tracker.extraction.reading import Reading, read
from tracker.extraction.sentences import Sentence
from tracker.matching import PROPOSAL, UPDATE, Article


@dataclass(frozen=True)
class Commonest:
    """What the labels of a corpus say most often: the naive guess for every finding."""

    kind: str | None
    act: str | None
    status: str | None

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """Count the labels of articles."""
        labels: list[Mapping[str, Any]] = []
        updates: list[Mapping[str, Any]] = []
        for article in articles:
            labels += article.labels
            updates += article.updates
        return cls(_most(labels, "kind"), _most(labels, "act"), _most(updates, "status"))


def _most(labels: Iterable[Mapping[str, Any]], name: str) -> str | None:
    counts = Counter(str(label[name]) for label in labels)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def find(article: Article, commonest: Commonest) -> list[Claim]:
    """Take each sentence with a cue word as a proposal, each with a word of progress as an update.

    The sentence's first party proposes to its second one.
    """
    if article.language not in LANGUAGES:
        return []
    reading = read(article.text, article.language, standard())
    return [
        claim
        for sentence in reading.document.sentences
        for claim in _claims(reading, sentence, commonest)
    ]


def _claims(reading: Reading, sentence: Sentence, commonest: Commonest) -> Iterator[Claim]:
    document = reading.document
    start, end = document.span(sentence.first, sentence.last)
    if document.hits(sentence, "cues"):
        first, second = _parties(reading, sentence)
        yield Claim(PROPOSAL, start, end, commonest.kind, commonest.act, first, second)
    if document.hits(sentence, "progress"):
        yield Claim(UPDATE, start, end, status=commonest.status)


def _parties(reading: Reading, sentence: Sentence) -> tuple[str | None, str | None]:
    mentions = reading.parties.within(sentence.number, sentence.first, sentence.last)
    codes = dict.fromkeys(one.code for one in sorted(mentions, key=lambda one: one.start))
    first, second, *_ = (*codes, None, None)
    return first, second
