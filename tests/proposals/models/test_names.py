"""Names in three languages, and which of them a reader sees."""

import pytest
from django.utils import translation

from proposals.models import Committee, Desk, Membership, Outlet, Party
from proposals.models.names import in_reader_language

ALL = {"ar": "العراق", "fa": "عراق", "en": "Iraq"}


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_a_reader_sees_the_name_in_their_language(language: str) -> None:
    with translation.override(language):
        assert in_reader_language(ALL) == ALL[language]


@pytest.mark.parametrize(
    ("active", "names", "original", "seen"),
    [
        ("fa", {"ar": "مركز", "en": "Centre"}, "ar", "مركز"),
        ("fa", {"ar": "مركز", "en": "Centre"}, "", "Centre"),
        ("fa", {"ar": "مركز", "en": ""}, "", "مركز"),
        ("en", {"fa": "مرکز"}, "", "مرکز"),
        ("en-gb", ALL, "", "Iraq"),
        ("fr", ALL, "", "Iraq"),
        ("en", {}, "ar", ""),
        ("en", {"fr": "Centre"}, "fr", "Centre"),
    ],
)
def test_else_in_the_original_one_in_english_in_any(
    active: str, names: dict[str, str], original: str, seen: str
) -> None:
    with translation.override(active):
        assert in_reader_language(names, original) == seen


def test_without_a_language_it_is_english() -> None:
    with translation.override(None):
        assert in_reader_language(ALL) == "Iraq"


@pytest.mark.parametrize("model", [Committee, Desk, Outlet, Party])
def test_whatever_has_a_name_calls_itself_by_it(model: type[Desk]) -> None:
    named = model(name_ar="مكتب", name_en="Desk")

    with translation.override("ar"):
        assert (named.name, str(named)) == ("مكتب", "مكتب")
    assert named.names == {"ar": "مكتب", "fa": "", "en": "Desk"}


def test_a_seat_names_who_sits_where() -> None:
    seat = Membership(party=Party(name_en="Iraq"), committee=Committee(name_en="Joint committee"))

    assert str(seat) == "Iraq · Joint committee"
