"""Articles as records: what is taken, what is refused, and the statements of their spans."""

from datetime import date
from typing import Any

import pytest

from tracker.matching import PROPOSAL, UPDATE, Article, Told, extracted, given

TEXT = (
    "BAGHDAD - Iran proposed a joint border operations centre with Iraq. "
    "The two sides agreed to open a free zone. The old pipeline has been repaired."
)
CENTRE = "proposed a joint border operations centre"
ZONE = "agreed to open a free zone"
PIPELINE = "The old pipeline has been repaired"


def span(words: str, **known: Any) -> dict[str, Any]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), **known}


def record(**changes: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "lang": "en",
        "published": "2026-03-11",
        "text": TEXT,
        "labels": [
            span(ZONE, kind="trade_economic", proposer="both", addressee="both", pid="secret"),
            span(CENTRE, kind="joint_body", proposer="IR", addressee="IQ"),
        ],
        "updates": [span(PIPELINE)],
    } | changes


def test_given_spans_become_statements_in_the_texts_order() -> None:
    told = given(Article.of(record()))

    assert [one.statement.quote for one in told] == [CENTRE, ZONE, PIPELINE]
    assert [one.statement.type for one in told] == [PROPOSAL, PROPOSAL, UPDATE]
    assert [TEXT[one.start : one.end] for one in told] == [CENTRE, ZONE, PIPELINE]


def test_what_is_known_of_a_span_is_kept_and_nothing_else() -> None:
    centre, zone, pipeline = (one.statement for one in given(Article.of(record())))

    assert (centre.kind, centre.proposer) == ("joint_body", "IR")
    assert (zone.kind, zone.proposer) == ("trade_economic", "both")
    assert (pipeline.kind, pipeline.proposer) == (None, None)
    assert {one.told_on for one in (centre, zone, pipeline)} == {date(2026, 3, 11)}
    assert "secret" not in repr(zone)


def test_the_pair_is_that_of_the_labels() -> None:
    (one, *_) = given(Article.of(record()))

    assert one.statement.parties == {"IQ", "IR"}


def test_without_labels_the_text_tells_the_pair() -> None:
    (one,) = given(Article.of(record(labels=[])))

    assert one.statement.parties == {"IQ", "IR"}


def test_the_other_findings_are_no_context() -> None:
    zone = given(Article.of(record()))[1].statement

    assert [zone.text[start:end] for start, end in zone.siblings] == [CENTRE, PIPELINE]


def test_extraction_finds_spans_of_its_own() -> None:
    told = extracted(Article.of(record(labels=[], updates=[])))

    assert told
    assert all(TEXT[one.start : one.end] == one.statement.quote for one in told)
    assert {one.statement.parties for one in told} == {frozenset(("IQ", "IR"))}


def test_an_unknown_language_has_spans_but_no_pair() -> None:
    article = Article.of(record(lang="de", labels=[]))

    assert [one.statement.parties for one in given(article)] == [frozenset()]
    assert extracted(article) == []


def test_a_missing_language_is_detected() -> None:
    without = {name: value for name, value in record().items() if name != "lang"}

    assert Article.of(without).language == "en"


@pytest.mark.parametrize("published", ["2026-03-11", "2026-03-11T09:30:00+03:00"])
def test_a_date_may_have_a_time(published: str) -> None:
    assert Article.of(record(published=published)).published == date(2026, 3, 11)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "text",
        {"id": "a", "text": "x"},
        record(published="last week"),
        record(labels=[{"start": 0, "end": 5000}]),
        record(labels=[{"start": 7, "end": 7}]),
        record(labels=[{"start": -1, "end": 5}]),
        record(updates=[{"start": "0", "end": 5}]),
        record(updates=[{"start": True, "end": 5}]),
        record(updates=[{"end": 5}]),
        record(updates=["PIPELINE"]),
    ],
)
def test_what_is_no_article_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"needs an object|no place|a span is|isoformat"):
        Article.of(wrong)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 10), (0, 10), True),
        ((0, 10), (4, 30), True),
        ((0, 10), (5, 30), False),
        ((0, 10), (2, 4), True),
        ((0, 10), (10, 20), False),
    ],
)
def test_spans_overlap_if_the_shorter_is_mostly_in_the_longer(
    one: tuple[int, int], other: tuple[int, int], expected: bool
) -> None:
    (statement, *_) = (told.statement for told in given(Article.of(record())))
    first, second = (Told("a", *place, statement) for place in (one, other))

    assert first.overlaps(second) is second.overlaps(first) is expected
