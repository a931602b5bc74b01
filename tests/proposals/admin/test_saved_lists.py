"""Lists under a name, and the choice of columns."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Proposal, SavedList, User
from proposals.rights import Actor

LIST = reverse("admin:proposals_proposal_changelist")
LISTS = reverse("admin:proposals_proposal_lists")
COLUMNS = reverse("admin:proposals_proposal_columns")
SAVED = "//ul[@class='saved']//a"


def heads(page: Any) -> list[str]:
    return [text for text in page.texts("//table[@id='result_list']//th[@scope='col']") if text]


def test_a_list_is_kept_with_its_filters(as_officer: Browser, read: Callable[..., Any]) -> None:
    entered = {"name": "Late ones", "address": "due=overdue&p=3&change=7&q=border"}
    answer = as_officer.post(LISTS, entered)
    assert answer.headers["Location"] == f"{LIST}?due=overdue&q=border"
    page = read(as_officer.get(LIST))
    assert page.texts(SAVED) == ["Late ones"]
    assert page.all(f"{SAVED}/@href") == [f"{LIST}?due=overdue&q=border"]


def test_a_list_in_an_order_keeps_the_columns_that_the_order_counts(as_officer: Browser) -> None:
    as_officer.post(LISTS, {"name": "By day", "address": "o=-5"})
    kept = SavedList.objects.get().query
    assert kept == "o=-5&columns=reference.title.parties.status.due.owner"


def test_a_name_that_is_used_again_takes_the_new_list(as_officer: Browser) -> None:
    for address in ("status=open", "status=closed"):
        as_officer.post(LISTS, {"name": "Mine", "address": address})
    assert SavedList.objects.get().query == "status=closed"


def test_a_list_without_a_name_is_not_kept(as_officer: Browser, read: Callable[..., Any]) -> None:
    page = read(as_officer.post(LISTS, {"name": " ", "address": ""}, follow=True))
    assert "Give the list a name." in page.words
    assert not SavedList.objects.exists()


@pytest.mark.parametrize(("is_shared", "sees"), [("on", ["Ours"]), ("", [])])
def test_the_desk_sees_what_is_shared_and_nobody_else(
    is_shared: str,
    sees: list[str],
    as_officer: Browser,
    as_head: Browser,
    as_stranger: Browser,
    as_reader: Browser,
    read: Callable[..., Any],
) -> None:
    as_officer.post(LISTS, {"name": "Ours", "address": "", "is_shared": is_shared})
    assert read(as_head.get(LIST)).texts(SAVED) == sees
    for browser in (as_stranger, as_reader):
        assert read(browser.get(LIST)).texts(SAVED) == []


def test_who_keeps_a_list_alone_removes_it(
    as_officer: Browser, as_head: Browser, as_stranger: Browser
) -> None:
    as_officer.post(LISTS, {"name": "Ours", "address": "", "is_shared": "on"})
    address = reverse("admin:proposals_proposal_unlist", args=[SavedList.objects.get().pk])
    assert as_stranger.post(address).status_code == 404
    as_head.post(address)
    assert SavedList.objects.exists()
    as_officer.post(address)
    assert not SavedList.objects.exists()


def test_a_person_chooses_columns(
    proposal: Proposal, as_officer: Browser, as_head: Browser, read: Callable[..., Any]
) -> None:
    usual = ["Reference", "Title", "Parties", "Status", "Due", "Owner", "Change"]
    assert heads(read(as_officer.get(LIST))) == usual
    as_officer.post(COLUMNS, {"column": ["committee", "status"], "address": "status=open"})
    page = read(as_officer.get(LIST))
    assert heads(page) == ["Reference", "Title", "Status", "Committee", "Change"]
    assert heads(read(as_head.get(LIST))) == usual


def test_the_usual_columns_are_kept_as_no_choice(
    officer: Actor, as_officer: Browser, proposal: Proposal
) -> None:
    person = User.objects.get(pk=officer.user_id or 0)
    for chosen in (["desk"], ["parties", "status", "due", "owner"]):
        as_officer.post(COLUMNS, {"column": chosen})
    person.refresh_from_db()
    assert person.columns == []


def test_an_address_may_name_its_columns(
    proposal: Proposal, as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.get(LIST, {"columns": "desk.nonsense"}))
    assert heads(page) == ["Reference", "Title", "Desk", "Change"]
