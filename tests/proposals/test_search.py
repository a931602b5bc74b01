"""Words are found however they are spelled, and only within sight."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals.models import Proposal
from proposals.rights import Actor
from proposals.search import search
from proposals.services.parts import detach_evidence
from proposals.services.proposals import edit
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import Caller, api, client, make_article, quote
from tracker.extraction.text import fold

__all__ = ["api", "client", "make_article", "quote"]


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


def test_a_word_is_lost_with_the_quote_that_held_it(
    api: Caller, make_proposal: Callable[..., Proposal], quote: Callable[..., Any], officer: Actor
) -> None:
    proposal = make_proposal(titles={"en": "Other words"})
    quote(proposal)
    edit(proposal=proposal, values={"title_en": "New words"}, by=SYSTEM, at=AT)
    assert found(api, "new propose") == [proposal.reference]

    detach_evidence(evidence=proposal.evidence.get(), by=officer, at=AT, why="A mistake")

    assert found(api, "propose") == found(api, "other") == []
    assert found(api, "new") == [proposal.reference]


def fold_in_sql(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proposals_fold(%s)", [text])
        return str(cursor.fetchone()[0])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text("آأإٱابپةهۀىيیئكکكؤوءـ\u200c\u064b\u0652\u0670٠١۱۲ abcÉé", max_size=30))
def test_what_is_the_same_word_to_extraction_is_the_same_to_a_search(db: None, text: str) -> None:
    assert fold_in_sql(fold(text)) == fold_in_sql(text)
    assert fold_in_sql(fold_in_sql(text)) == fold_in_sql(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("مسئول", "مسيول"), ("لَجْنَة", "لجنه"), ("کمیته", "كميته"), ("می‌شود", "میشود"), ("É", "e")],
)
def test_spellings_of_one_word_are_one(db: None, one: str, other: str) -> None:
    assert fold_in_sql(one) == fold_in_sql(other)


def test_many_proposals_are_searched_by_their_index(db: None, proposal: Proposal) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search(Proposal.objects.all(), "border centre").explain()

    assert "proposals_searchtext_parts" in plan
