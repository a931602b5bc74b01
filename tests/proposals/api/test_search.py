"""Words are found however they are spelled, and only within sight."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals.api.search import fold, folded
from proposals.models import Proposal
from tests.proposals.api.conftest import Caller


def found(api: Caller, words: str) -> list[str]:
    rows = api.get("proposals/", {"q": words}).json()["results"]
    return [row["reference"] for row in rows]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ({"en": "A joint border operations centre"}, "BORDER centre"),
        ({"en": "A joint border operations centre"}, "entre"),
        ({"ar": "إنشاء مركز مشترك لعمليات الحدود"}, "انشاء مركز"),
        ({"ar": "اللجنة القانونية"}, "اللجنه القانونيه"),
        ({"ar": "لَجْنَة"}, "لجنة"),
        ({"ar": "تعاون ثنائي رقم ١٢"}, "ثنايي 12"),
        ({"fa": "مرکز مشترک عملیات مرزی"}, "مركز مشترك عمليات"),
        ({"fa": "هماهنگی‌های هوایی"}, "هماهنگیهای"),
        ({"fa": "بند ۱۴"}, "بند 14"),
        ({"en": "100% of courses_offered"}, "100% courses_"),
    ],
)
def test_a_title_is_found_by_its_words(
    api: Caller, make_proposal: Callable[..., Proposal], title: dict[str, str], words: str
) -> None:
    make_proposal(titles={"en": "Something else entirely"})
    wanted = make_proposal(titles=title)

    assert found(api, words) == [wanted.reference]


def test_a_proposal_is_found_by_its_reference_and_its_quotes(
    api: Caller, make_proposal: Callable[..., Proposal], quote: Callable[..., Any]
) -> None:
    first, second = make_proposal(), make_proposal(titles={"en": "Other words"})
    quote(second)

    assert found(api, first.reference.lower()) == [first.reference]
    assert found(api, "we propose") == [second.reference]
    assert found(api, "other propose") == [second.reference]
    assert found(api, "other nonsense") == []


def test_every_word_is_asked_for(api: Caller, proposal: Proposal) -> None:
    assert found(api, "joint submarine") == []


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "--", "joint%centre"])
def test_no_character_has_a_meaning_of_its_own(api: Caller, proposal: Proposal, words: str) -> None:
    assert found(api, words) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")))
def test_sql_folds_as_python_does(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        _text, letters, read_as = (
            getattr(part, "value", "") for part in folded("title_ar").source_expressions
        )
        cursor.execute("SELECT translate(%s, %s, %s)", [text, letters, read_as])
        assert cursor.fetchone()[0] == fold(text)
