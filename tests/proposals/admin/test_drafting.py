"""The form in which a new proposal is written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from proposals.admin.drafting import DraftForm
from proposals.models import Committee, Meeting, Party
from proposals.rights import Actor
from proposals.vocabulary import Act, Kind, Visibility

pytestmark = pytest.mark.django_db


def offered(form: DraftForm, name: str) -> list[tuple[Any, Any]]:
    """What a field of the form offers to choose from."""
    field: Any = form.fields[name]
    return list(field.choices)


@pytest.fixture
def filled(iraq: Party, iran: Party, officer: Actor) -> Callable[..., DraftForm]:
    """Give a function that fills the form in, with what it is told to change."""

    def fill(language: str = "", **changed: Any) -> DraftForm:
        entered = {
            "title_en": "A centre",
            "kind": "joint_body",
            "act": "proposes",
            "party_0": iran.pk,
            "role_0": "from",
            "party_1": iraq.pk,
            "role_1": "to",
            "role_2": "to",
            "proposed_on": "2026-03-10",
            "visibility": "shared",
        }
        form = DraftForm(entered | changed, actor=officer, original_language=language)
        assert form.is_valid(), form.errors
        return form

    return fill


def test_what_was_entered_is_a_draft(
    filled: Callable[..., DraftForm], iraq: Party, iran: Party
) -> None:
    draft = filled().draft()
    assert (draft.kind, draft.act, draft.visibility) == (
        Kind.JOINT_BODY,
        Act.PROPOSES,
        Visibility.SHARED,
    )
    assert (draft.proposers, draft.addressees) == ([iran], [iraq])
    assert draft.titles == {"ar": "", "fa": "", "en": "A centre"}
    assert draft.deadline == {"due_on": None, "due_wording": "", "due_precision": ""}


@pytest.mark.parametrize(
    ("reading", "article", "titles", "original"),
    [
        ("en", "ar", {"title_ar": "مركز"}, "ar"),
        ("en", "ar", {}, "en"),
        ("fa", "", {"title_fa": "مرکز", "title_ar": "مركز"}, "fa"),
        ("fa", "", {"title_ar": "مركز"}, "ar"),
        ("en", "de", {}, "en"),
    ],
)
def test_the_original_language_is_the_articles_else_the_writers(
    filled: Callable[..., DraftForm],
    reading: str,
    article: str,
    titles: dict[str, str],
    original: str,
) -> None:
    with translation.override(reading):
        assert filled(article, **titles).draft().original_language == original


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_the_original_title_comes_first_in_its_own_direction(officer: Actor, language: str) -> None:
    form = DraftForm(actor=officer, original_language=language)
    first, *_others = form.title_rows
    attributes = first.field.widget.attrs
    assert first.name == f"title_{language}"
    assert (attributes["lang"], attributes["dir"]) == (
        language,
        "ltr" if language == "en" else "rtl",
    )


def test_a_bare_day_is_exact_to_the_day(filled: Callable[..., DraftForm]) -> None:
    assert filled(due_on="2026-06-30").draft().deadline["due_precision"] == "day"
    assert filled(due_on="2026-06-30", due_precision="month").deadline["due_precision"] == "month"


def test_a_party_named_twice_counts_once(
    filled: Callable[..., DraftForm], iraq: Party, iran: Party
) -> None:
    draft = filled(party_2=iraq.pk, role_2="both").draft()
    assert draft.addressees == [iraq]
    assert draft.proposers == [iran, iraq]


def test_likely_parties_are_offered_before_all(officer: Actor, iraq: Party, iran: Party) -> None:
    form = DraftForm(actor=officer, initial={"party_0": iran.pk, "party_1": iraq.pk})
    _none, (likely, first), (_all, everyone) = offered(form, "party_0")
    assert (str(likely), [name for _pk, name in first]) == ("Likely", ["Iran", "Iraq"])
    assert len(everyone) == Party.objects.count()


def test_a_reader_is_no_owner(officer: Actor, reader: Actor, head: Actor) -> None:
    _none, *owners = offered(DraftForm(actor=officer), "owner")
    assert {person.value for person, _name in owners} == {officer.user_id, head.user_id}


def test_a_meeting_is_named_with_its_year(officer: Actor, meeting: Meeting) -> None:
    _none, *choices = offered(DraftForm(actor=officer), "meeting")
    assert [str(label) for _pk, label in choices] == [
        "Joint counter-narcotics committee, meeting 2 (2026)"
    ]


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({}, None),
        ({"title_fa": "مرکز"}, "titles"),
        ({"due_wording": "soon"}, "deadline"),
        ({"desk": "7"}, "house"),
        ({"party_2": "4"}, "parties"),
    ],
)
def test_a_part_with_something_in_it_is_open(
    officer: Actor, changed: dict[str, str], part: str | None
) -> None:
    form = DraftForm(actor=officer, original_language="en", initial={"title_en": "A", **changed})
    assert form.open_parts == ({part} if part else set())


def test_a_partner_is_offered_its_own_committees_alone(
    committee: Committee, partner: Actor, at: Any
) -> None:
    _none, *choices = offered(DraftForm(actor=partner), "committee")
    assert [name for _pk, name in choices] == ["Joint counter-narcotics committee"]
