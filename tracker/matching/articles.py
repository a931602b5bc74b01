"""Articles as records, and the statements that their spans make, given or extracted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from tracker.extraction import detect_language, extract, parties, standard
from tracker.extraction.document import read
from tracker.extraction.lexicon import LANGUAGES
from tracker.matching.statements import PROPOSAL, UPDATE, Span, Statement

# What it counts for the pair that a text is about two parties, beside each label that names one.
_OF_THE_TEXT = 1.5
_PAIR = 2


@dataclass(frozen=True)
class Article:
    """One article: its text, when it was published, and the spans that are given for it.

    ``labels`` and ``updates`` hold objects with ``start`` and ``end``, and labels what is known of
    the proposal; whatever else stands in them is not looked at.
    """

    id: str
    language: str
    published: date
    text: str
    labels: Sequence[Mapping[str, Any]] = ()
    updates: Sequence[Mapping[str, Any]] = ()

    @classmethod
    def of(cls, record: Any) -> Self:
        """Give the article of an object with id, lang, published and text. Raises ValueError."""
        if not isinstance(record, Mapping) or not {"id", "published", "text"} <= record.keys():
            raise ValueError("needs an object with id, lang, published and text")
        text = str(record["text"])
        found = cls(
            id=str(record["id"]),
            language=str(record.get("lang") or detect_language(text) or ""),
            published=date.fromisoformat(str(record["published"])[:10]),
            text=text,
            labels=record.get("labels") or (),
            updates=record.get("updates") or (),
        )
        for span in (*found.labels, *found.updates):
            _check(span, text)
        return found


def _check(span: Any, text: str) -> None:
    if not isinstance(span, Mapping):
        raise ValueError("a span is an object with start and end")  # noqa: TRY004  # of the file
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise ValueError(f"the text has no place from {start} to {end}")


@dataclass(frozen=True)
class Told:
    """A statement at its place in its article, and how sure it is that the article makes it."""

    article: str
    start: int
    end: int
    statement: Statement
    confidence: float = 1.0

    def overlaps(self, other: "Told") -> bool:
        """Tell whether the shorter of two stands mostly in the longer one."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return 2 * shared > min(self.end - self.start, other.end - other.start)


def given(article: Article) -> list[Told]:
    """Give the statements of the spans that are given for an article, in the text's order."""
    pair = pair_of(article)
    spans = [(label, PROPOSAL) for label in article.labels]
    spans += [(update, UPDATE) for update in article.updates]
    known = [
        ((span["start"], span["end"]), {"type": kind_of_span, "parties": pair, **_known(span)}, 1.0)
        for span, kind_of_span in spans
    ]
    return _told(article, known)


def _known(span: Mapping[str, Any]) -> dict[str, Any]:
    return {name: span.get(name) for name in ("kind", "proposer")}


def extracted(article: Article) -> list[Told]:
    """Give the statements that extraction finds in an article, in the text's order."""
    known = [
        (
            (finding.start, finding.end),
            {
                "type": finding.type,
                "parties": frozenset(finding.parties),
                "kind": finding.kind or None,
                "proposer": finding.proposer,
            },
            finding.confidence,
        )
        for finding in extract(article.text, article.language)
    ]
    return _told(article, known)


def _told(article: Article, known: list[tuple[Span, dict[str, Any], float]]) -> list[Told]:
    places = [place for place, *_ in known]
    return [
        Told(
            article.id,
            *place,
            Statement.at(
                article.text,
                *place,
                siblings=places,
                language=article.language,
                told_on=article.published,
                **values,
            ),
            confidence,
        )
        for place, values, confidence in sorted(known, key=lambda one: one[0])
    ]


def pair_of(article: Article) -> frozenset[str]:
    """Give the two parties that the labels name most, the text's own first among equals."""
    counts: Counter[str] = Counter()
    counts.update(_named(article))
    for code in _of_text(article):
        counts[code] += _OF_THE_TEXT  # type: ignore[assignment]  # a counter takes fractions
    return frozenset(code for code, _ in counts.most_common(_PAIR))


def _named(article: Article) -> Iterator[str]:
    for label in article.labels:
        for code in (label.get("proposer"), label.get("addressee")):
            if code and code != "both":
                yield str(code)


def _of_text(article: Article) -> tuple[str, ...]:
    if article.language not in LANGUAGES:
        return ()
    return parties.find(read(article.text, article.language, standard())).pair
