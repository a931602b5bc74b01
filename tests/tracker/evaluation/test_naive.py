"""The naive way."""

import pytest

from tests.tracker.evaluation.conftest import CENTRE, COURSES, STORY, article, label
from tracker.evaluation import naive
from tracker.evaluation.naive import Commonest
from tracker.matching import PROPOSAL, UPDATE, Article

GUESS = Commonest("other", "agrees", "completed")


def test_the_commonest_is_counted_over_all_articles() -> None:
    articles = [
        article("a", labels=[label(CENTRE)], updates=[{"status": "agreed"}]),
        article("b", labels=[label(CENTRE, act="offers"), label(COURSES, act="offers")]),
    ]
    assert Commonest.of(articles) == Commonest("joint_body", "offers", "agreed")


def test_among_equals_the_order_of_the_articles_does_not_matter() -> None:
    one, other = (article(labels=[label(CENTRE, kind=kind)]) for kind in ("other", "joint_body"))

    assert Commonest.of([one, other]).kind == Commonest.of([other, one]).kind == "joint_body"


def test_nothing_labelled_has_no_commonest() -> None:
    assert Commonest.of([article()]) == Commonest(None, None, None)


def test_every_sentence_with_a_cue_is_a_proposal_of_its_first_party(labelled: Article) -> None:
    found = {
        STORY[one.start : one.end].rstrip("."): one
        for one in naive.find(labelled, GUESS)
        if one.type == PROPOSAL
    }
    assert {CENTRE, COURSES} <= found.keys()
    assert not any("weather" in quote for quote in found)
    assert found[CENTRE].proposer == "IR"
    assert (found[COURSES].proposer, found[COURSES].addressee) == ("IQ", "IR")
    assert {(one.kind, one.act) for one in found.values()} == {("other", "agrees")}


def test_a_word_of_progress_is_an_update() -> None:
    report = article(text="The centre was completed in March. The two sides are friends.")
    updates = [one for one in naive.find(report, GUESS) if one.type == UPDATE]

    assert [one.status for one in updates] == ["completed"]


@pytest.mark.parametrize("language", ["de", ""])
def test_nothing_is_found_in_another_language(language: str) -> None:
    assert naive.find(article(language=language), GUESS) == []
