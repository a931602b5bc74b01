"""Who publishes: outlets and their feeds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Change, Feed, Outlet, Party

ADD = reverse("admin:proposals_outlet_add")


def feed(address: str, every: int = 60) -> dict[str, Any]:
    return {
        "feeds-TOTAL_FORMS": 1,
        "feeds-INITIAL_FORMS": 0,
        "feeds-0-address": address,
        "feeds-0-is_active": "on",
        "feeds-0-every_minutes": every,
    }


def test_an_outlet_comes_with_its_feeds(as_head: Browser, iraq: Party) -> None:
    entered = {"name_ar": "وكالة الرافدين", "host": "rafidain.example", "party": iraq.pk}
    as_head.post(ADD, entered | feed("https://rafidain.example/rss"))
    outlet = Outlet.objects.get()
    assert outlet.party == iraq
    assert outlet.feeds.get().address == "https://rafidain.example/rss"
    assert set(Change.objects.values_list("subject", flat=True)) >= {"outlet", "feed"}


@pytest.mark.parametrize(
    ("address", "every", "words"),
    [
        ("nonsense", 60, "Enter a valid URL."),
        ("https://rafidain.example/rss", 1, "Between five minutes and a week."),
    ],
)
def test_a_wrong_feed_keeps_the_outlet_out_too(
    as_head: Browser, read: Callable[..., Any], address: str, every: int, words: str
) -> None:
    page = read(as_head.post(ADD, {"name_en": "Rafidain"} | feed(address, every)))
    assert words in page.words
    assert page.entered("//form[@id='outlet_form']")["name_en"] == "Rafidain"
    assert not Outlet.objects.exists()


def test_an_officer_adds_an_outlet_but_no_feed(as_officer: Browser, officer_user: Any) -> None:
    nothing = {"feeds-TOTAL_FORMS": 0, "feeds-INITIAL_FORMS": 0}
    as_officer.post(ADD, {"name_en": "Rafidain"} | nothing)
    assert Outlet.objects.get().name_en == "Rafidain"
    assert as_officer.get(reverse("admin:proposals_feed_add")).status_code == 403
    assert not Feed.objects.exists()


def test_outlets_and_feeds_are_listed(as_head: Browser, read: Callable[..., Any]) -> None:
    as_head.post(ADD, {"name_en": "Rafidain"} | feed("https://rafidain.example/rss"))
    for model in ("outlet", "feed"):
        page = read(as_head.get(reverse(f"admin:proposals_{model}_changelist"), {"q": "rafidain"}))
        assert "Rafidain" in page.texts("//table[@id='result_list']")[0]
