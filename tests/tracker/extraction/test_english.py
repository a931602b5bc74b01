"""English forms: singular behind plural and possessive; regular, doubling and irregular verbs."""

import pytest

from tracker.extraction import english


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("committees", "committee"),
        ("committee's", "committee"),
        ("committees'", "committee"),
        ("countries", "country"),
        ("watches", "watch"),
        ("boxes", "box"),
        ("glass", "glass"),
        ("virus", "virus"),
        ("crisis", "crisis"),
        ("gas", "gas"),
        ("visas", "visa"),
        ("iran's", "iran"),
    ],
)
def test_a_noun_is_found_in_the_singular(word: str, base: str) -> None:
    assert base in english.bases(word)


@pytest.mark.parametrize(
    ("past", "base", "form", "feature"),
    [
        ("", "propose", "proposes", "pres"),
        ("", "propose", "proposed", "past"),
        ("", "propose", "proposed", "part"),
        ("", "propose", "proposing", "ing"),
        ("", "ask", "asked", "past"),
        ("", "supply", "supplies", "pres"),
        ("", "supply", "supplied", "past"),
        ("", "deploy", "deploys", "pres"),
        ("", "deploy", "deployed", "past"),
        ("", "launch", "launches", "pres"),
        ("", "agree", "agreeing", "ing"),
        ("", "agree", "agreed", "past"),
        ("+", "commit", "committed", "past"),
        ("+", "commit", "committing", "ing"),
        ("undertook undertaken", "undertake", "undertook", "past"),
        ("undertook undertaken", "undertake", "undertaken", "part"),
        ("held held", "hold", "held", "part"),
        ("sent", "send", "sent", "part"),
    ],
)
def test_a_verb_has_its_forms(past: str, base: str, form: str, feature: str) -> None:
    forms: dict[str, set[str]] = {}
    for shape, marks in english.conjugate(past, base):
        forms.setdefault(shape, set()).update(marks)
    assert feature in forms[form]


def test_an_ing_form_shows_by_its_shape() -> None:
    assert english.guess("dredging") == ("ing",)
    assert english.guess("bring") == ()
    assert english.verb_bases("asked") == {"asked"}


def test_a_name_loses_its_possessive_and_keeps_its_plural() -> None:
    assert english.name_bases("iraq's") == {"iraq's", "iraq"}
    assert english.name_bases("emirates") == {"emirates"}
