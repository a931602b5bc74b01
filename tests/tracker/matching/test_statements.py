"""Statements and candidates: the quote, as much context as there may be, and the first day told."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching.conftest import Know, State
from tracker.matching import TITLE, Candidate, Statement

FILLER = "The delegations had lunch. " * 40


def test_a_statement_knows_its_quote() -> None:
    text = "They met. Iran proposed a joint centre. They left."
    start = text.index("Iran")
    stated = Statement.at(text, start, start + 28, language="en")

    assert stated.quote == "Iran proposed a joint centre"


def test_only_what_stands_near_is_context() -> None:
    text = FILLER + "Iran proposed a joint centre" + FILLER
    start = text.index("Iran")
    stated = Statement.at(text, start, start + 28, language="en")

    assert stated.quote == "Iran proposed a joint centre"
    assert len(stated.text) < 700


def test_siblings_keep_their_places_and_the_quote_is_none_of_them() -> None:
    text = FILLER + "Iraq offered a dam. Iran proposed a centre. They left."
    places = [
        (text.index(words), text.index(words) + len(words))
        for words in ("Iraq offered a dam", "Iran proposed a centre")
    ]
    stated = Statement.at(text, *places[1], siblings=[*places, (0, 10)], language="en")

    assert [stated.text[start:end] for start, end in stated.siblings] == ["Iraq offered a dam"]


@given(st.text(min_size=1, max_size=2000), st.data())
def test_any_place_of_any_text_is_quoted_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert Statement.at(text, start, end, language="en").quote == text[start:end]


def test_a_title_is_a_statement_as_a_whole() -> None:
    titled = Statement.titled("A joint centre", "en", kind="joint_body")

    assert (titled.quote, titled.type, titled.kind) == ("A joint centre", TITLE, "joint_body")


def test_a_proposal_is_known_since_it_was_first_told(state: State, know: Know) -> None:
    early, late = (state("a centre", told_on=date(2026, month, 1)) for month in (2, 5))

    assert know("p", late, state("a dam", told_on=None), early).known_since == date(2026, 2, 1)
    assert Candidate("p", frozenset(), ()).known_since is None
