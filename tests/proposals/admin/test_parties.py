"""The parties and their further names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Party, PartyName

FORM = "//form[@id='party_form']"


def address(party: Party) -> str:
    return reverse("admin:proposals_party_change", args=[party.pk])


def test_a_further_name_is_added_and_taken_off(
    as_administrator: Browser, iraq: Party, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get(address(iraq)))
    total = int(page.entered(FORM)["further_names-TOTAL_FORMS"])
    entered = page.entered(FORM) | {
        f"further_names-{total - 1}-language": "en",
        f"further_names-{total - 1}-use": "place",
        f"further_names-{total - 1}-text": "Faw",
    }
    as_administrator.post(address(iraq), entered)
    assert iraq.further_names.filter(text="Faw", use="place").exists()

    page = read(as_administrator.get(address(iraq)))
    (number,) = [name.split("-")[1] for name, value in page.entered(FORM).items() if value == "Faw"]
    as_administrator.post(
        address(iraq), page.entered(FORM) | {f"further_names-{number}-DELETE": "on"}
    )
    assert not PartyName.objects.filter(text="Faw").exists()


@pytest.mark.parametrize(("kind", "code"), [("state", "ABC"), ("organisation", "AB")])
def test_a_code_fits_its_kind(
    as_administrator: Browser, read: Callable[..., Any], kind: str, code: str
) -> None:
    entered = {"code": code, "kind": kind, "name_en": "Somewhere"}
    entered |= {"further_names-TOTAL_FORMS": "0", "further_names-INITIAL_FORMS": "0"}
    page = read(as_administrator.post(reverse("admin:proposals_party_add"), entered))
    assert "A state has a code of two capital letters" in page.words
    assert not Party.objects.filter(code=code, name_en="Somewhere").exists()


def test_a_party_is_found_by_any_of_its_names(
    as_officer: Browser, iraq: Party, read: Callable[..., Any]
) -> None:
    for words in ("IQ", "Iraq", "عراق", "Baghdad"):
        page = read(as_officer.get(reverse("admin:proposals_party_changelist"), {"q": words}))
        assert "Iraq" in page.texts("//table[@id='result_list']")[0]


@pytest.mark.parametrize("who", ["as_reader", "as_officer", "as_head"])
def test_others_read_them_only(
    request: pytest.FixtureRequest, iraq: Party, read: Callable[..., Any], who: str
) -> None:
    browser = request.getfixturevalue(who)
    page = read(browser.get(address(iraq)))
    assert page.status == 200
    names = page.entered(FORM).keys()
    assert not [name for name in names if name.endswith(("code", "name_en", "text", "language"))]
    assert browser.post(address(iraq), {"name_en": "Mesopotamia"}).status_code == 403
