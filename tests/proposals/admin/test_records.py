"""What every page of a record has in common: services, history, refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.records import RecordAdmin
from proposals.models import Change, Committee, Desk, Outlet, Party
from proposals.rights import Actor
from proposals.services.records import keep

OUTLETS = reverse("admin:proposals_outlet_add")
FEEDS = {"feeds-TOTAL_FORMS": 0, "feeds-INITIAL_FORMS": 0}


@pytest.fixture
def outlet(db: None, at: Any) -> Outlet:
    found = Outlet(name_en="Rafidain Agency", host="rafidain.example")
    keep(found, by=Actor.of_system("tests"), at=at)
    return found


def test_a_record_is_kept_through_the_services(
    as_officer: Browser, officer: Actor, at: Any
) -> None:
    as_officer.post(OUTLETS, {"name_en": "Rafidain Agency", "host": "rafidain.example", **FEEDS})
    change = Change.objects.filter(subject="outlet").get()
    assert (change.actor, change.operation, change.at) == (officer.key, "insert", at)


def test_a_record_is_changed_and_its_history_says_so(
    outlet: Outlet, as_officer: Browser, open_page: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_outlet_change", args=[outlet.pk])
    as_officer.post(address, {"name_en": "Rafidain", "host": "rafidain.example", **FEEDS})

    page = open_page("proposals_outlet_history", outlet.pk)
    newest, first = page.texts("//ol[@class='entries']/li")
    assert "Samira" in newest
    assert "Name in English: Rafidain Agency to Rafidain" in newest
    assert "Outlet added: Rafidain Agency" in first


def test_the_databases_history_is_the_only_one(as_officer: Browser) -> None:
    as_officer.post(OUTLETS, {"name_en": "Rafidain Agency", **FEEDS})
    assert not LogEntry.objects.exists()


def test_where_the_database_keeps_none_djangos_own_stands_in(
    as_administrator: Browser, desk: Desk, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_desk_change", args=[desk.pk])
    as_administrator.post(address, {"name_en": "Middle East desk", "name_ar": desk.name_ar})
    assert LogEntry.objects.get().object_id == str(desk.pk)
    page = read(as_administrator.get(reverse("admin:proposals_desk_history", args=[desk.pk])))
    assert "Changed Name in English." in page.words


def test_a_name_is_asked_for(as_officer: Browser, read: Callable[..., Any]) -> None:
    page = read(as_officer.post(OUTLETS, {"host": "rafidain.example", **FEEDS}))
    assert "Give a name in at least one language." in page.words
    assert page.entered("//form[@id='outlet_form']")["host"] == "rafidain.example"
    assert not Outlet.objects.exists()


def test_a_services_refusal_is_shown_with_all_that_was_entered(
    as_officer: Browser,
    outlet: Outlet,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[..., Any],
) -> None:
    """Somebody else takes the host between the form's check and the service's."""
    monkeypatch.setattr(Outlet, "validate_constraints", _later(Outlet.validate_constraints))
    page = read(as_officer.post(OUTLETS, {"name_en": "Copy", "host": "rafidain.example", **FEEDS}))
    assert page.status == 200
    assert "Another outlet already has this host." in page.words
    assert page.entered("//form[@id='outlet_form']")["name_en"] == "Copy"
    assert Outlet.objects.count() == 1


def _later(check: Callable[..., None]) -> Callable[..., None]:
    """Let the first check of a record pass, as it would before somebody else's commit."""
    passed: list[int] = []

    def late(self: Outlet, exclude: Any = None) -> None:
        if passed:
            check(self, exclude)
        passed.append(1)

    return late


def test_what_is_in_use_is_not_deleted(
    as_administrator: Browser, committee: Committee, iraq: Party, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_party_delete", args=[iraq.pk])
    page = read(as_administrator.post(address, {"post": "yes"}, follow=True))
    assert Party.objects.filter(pk=iraq.pk).exists()
    assert page.status == 200


def test_what_is_taken_into_use_meanwhile_is_not_deleted(
    as_administrator: Browser,
    outlet: Outlet,
    make_article: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[..., Any],
) -> None:
    """An article comes in between the page's look and the service's deletion."""
    make_article(outlet=outlet)
    monkeypatch.setattr(RecordAdmin, "get_deleted_objects", lambda *_: ([], {}, set(), []))
    address = reverse("admin:proposals_outlet_delete", args=[outlet.pk])
    page = read(as_administrator.post(address, {"post": "yes"}, follow=True))
    assert "Rafidain Agency is in use and can't be deleted." in page.words
    assert Outlet.objects.exists()


def test_what_is_unused_is_deleted_and_noted(
    as_administrator: Browser, administrator: Actor, outlet: Outlet
) -> None:
    address = reverse("admin:proposals_outlet_delete", args=[outlet.pk])
    as_administrator.post(address, {"post": "yes"})
    assert not Outlet.objects.exists()
    change = Change.objects.filter(subject="outlet").latest("id")
    assert (change.operation, change.actor) == ("delete", administrator.key)


def test_several_are_deleted_at_once(as_administrator: Browser, outlet: Outlet, at: Any) -> None:
    other = Outlet(name_en="Another")
    keep(other, by=Actor.of_system("tests"), at=at)
    entered = {
        "action": "delete_selected",
        "_selected_action": [outlet.pk, other.pk],
        "post": "yes",
    }
    as_administrator.post(reverse("admin:proposals_outlet_changelist"), entered)
    assert not Outlet.objects.exists()


def test_an_officer_deletes_nothing(as_officer: Browser, outlet: Outlet) -> None:
    address = reverse("admin:proposals_outlet_delete", args=[outlet.pk])
    assert as_officer.post(address, {"post": "yes"}).status_code == 403
    assert Outlet.objects.exists()


def test_a_history_of_nothing_is_not_found(as_officer: Browser, outlet: Outlet) -> None:
    assert as_officer.get("/proposals/outlet/999999/history/").status_code == 404


def test_a_long_history_has_pages(
    as_officer: Browser, outlet: Outlet, at: Any, open_page: Callable[..., Any]
) -> None:
    for number in range(101):
        outlet.name_fa = f"نام {number}"
        keep(outlet, by=Actor.of_system("tests"), at=at)
    first = open_page("proposals_outlet_history", outlet.pk)
    assert first.all("//*[@class='pages']/a/@href") == ["?p=2"]
    assert "Older" in first.words
    second = open_page("proposals_outlet_history", outlet.pk, p="2")
    assert "Outlet added: Rafidain Agency" in second.words
    assert second.all("//*[@class='pages']/a/@href") == ["?p=1"]


def test_texts_are_entered_in_their_own_direction(
    outlet: Outlet, open_page: Callable[..., Any]
) -> None:
    page = open_page("proposals_outlet_change", outlet.pk)
    assert set(page.all("//input[starts-with(@name,'name_')]/@dir")) == {"auto"}


def test_an_empty_list_says_what_to_do_next(
    as_administrator: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get(reverse("admin:proposals_feed_changelist")))
    assert "Add the address of an outlet's feed" in page.words
    assert not page.all("//*[@id='searchbar' or @id='changelist-filter' or @name='action']")
    searched = read(as_administrator.get(reverse("admin:proposals_feed_changelist"), {"q": "x"}))
    assert "Nothing fits this search." in searched.words
    assert searched.all("//*[@id='searchbar']")


def test_every_list_that_people_fill_has_words_of_its_own_for_it() -> None:
    ours = [pages for pages in admin.site._registry.values() if isinstance(pages, RecordAdmin)]
    plain = {type(pages).__name__ for pages in ours if pages.when_empty is RecordAdmin.when_empty}
    # Whoever looks is a person; first steps make a desk; changes and sign-ins come by themselves.
    assert plain <= {"PersonAdmin", "DeskAdmin", "ChangeAdmin", "SignInAdmin"}
