"""Everything measured on one part."""

from itertools import count

import pytest

from tests.tracker.evaluation.conftest import COURSES, article, label
from tracker.evaluation import Commonest, Measured, Options, measure
from tracker.evaluation.measuring import Speed
from tracker.matching import PROPOSAL, UPDATE, Article


def options(shown: int = 0) -> Options:
    ticks = count()
    return Options(
        commonest=Commonest("other", "agrees", "completed"),
        clock=lambda: float(next(ticks)),  # each look at it takes a second
        attach_score=0.9,
        shown=shown,
    )


@pytest.fixture
def measured(labelled: Article) -> Measured:
    empty = article("b", text="هوا خوب بود.", language="fa")
    wrong = article("c", labels=[label(COURSES)], updates=[])
    return measure("tune", [labelled, empty, wrong], options(shown=3))


def test_articles_are_counted_by_language(measured: Measured) -> None:
    assert measured.articles == {"en": 2, "fa": 1, "overall": 3}


def test_the_figures_are_those_of_what_extraction_finds(measured: Measured) -> None:
    english, persian = (measured.figures[PROPOSAL][one] for one in ("en", "fa"))

    assert (english["labels"], english["found"], english["matched"]) == (3, 4, 3)
    assert english["recall"] == 1.0
    assert english["kind"] == pytest.approx(2 / 3, abs=1e-4)
    assert (persian["labels"], persian["found"], persian["recall"]) == (0, 0, None)
    assert measured.figures[PROPOSAL]["overall"] == english


def test_updates_are_measured_beside(measured: Measured) -> None:
    assert measured.figures[UPDATE]["overall"]["labels"] == 0
    assert "status" in measured.figures[UPDATE]["overall"]


def test_the_naive_way_stands_beside(measured: Measured) -> None:
    naive = measured.naive[PROPOSAL]["en"]

    assert naive["recall"] == 1.0
    assert naive["kind"] == naive["record_f1"] == 0.0


def test_confidence_and_folding_are_of_the_proposals_found(measured: Measured) -> None:
    assert sum(one.found for one in measured.reliability) == 4
    assert measured.folding[0].recall is not None


def test_speed_is_by_the_given_clock(measured: Measured) -> None:
    assert measured.speed.seconds == 1.0
    assert measured.speed.articles_a_second == 3.0


def test_speed_is_told_by_length_too() -> None:
    speed = Speed(articles=10, characters=10_000, seconds=0.5)

    assert speed.articles_a_second == 20
    assert speed.long_articles_a_second == 10
    assert Speed(1, 1, 0.0).articles_a_second is None


def test_given_and_extracted_spans_are_matched(measured: Measured) -> None:
    assert set(measured.matching) == {"given", "extracted"}


def test_mistakes_are_listed_only_when_asked_for(labelled: Article, measured: Measured) -> None:
    wrong = article("c", labels=[label(COURSES)])

    assert len(measured.mistakes) == 2  # one misread, one unfounded
    assert measure("test", [labelled, wrong], options()).mistakes == []
