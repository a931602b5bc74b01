"""Committees with their members, and their meetings."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from proposals.models import Change, Committee, Desk, Meeting, Membership, Party
from proposals.rights import Actor
from proposals.services.records import keep

ADD = reverse("admin:proposals_committee_add")
FORM = "//form[@id='committee_form']"


def members(*parties: Party) -> dict[str, Any]:
    return {
        "memberships-TOTAL_FORMS": len(parties),
        "memberships-INITIAL_FORMS": 0,
        **{f"memberships-{number}-party": party.pk for number, party in enumerate(parties)},
    }


def test_a_committee_is_set_up_with_its_members(
    as_head: Browser, iraq: Party, iran: Party, desk: Desk
) -> None:
    entered = {"name_en": "Joint water committee", "desk": desk.pk, "cadence_months": 6}
    as_head.post(ADD, entered | members(iraq, iran))
    committee = Committee.objects.get()
    assert set(committee.parties.all()) == {iraq, iran}
    assert (committee.desk, committee.cadence_months) == (desk, 6)
    assert Change.objects.filter(subject="membership").count() == 2


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({}, "Give a name in at least one language."),
        ({"name_en": "Committee", "cadence_months": 0}, "Between one month and ten years."),
    ],
)
def test_a_wrong_committee_is_shown_again(
    as_head: Browser,
    iraq: Party,
    read: Callable[..., Any],
    entered: dict[str, Any],
    words: str,
) -> None:
    page = read(as_head.post(ADD, entered | members(iraq)))
    assert words in page.words
    assert page.entered(FORM)["memberships-0-party"] == str(iraq.pk)
    assert not Committee.objects.exists()


def test_a_committee_has_two_members_at_least(
    as_administrator: Browser, iraq: Party, iran: Party, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.post(ADD, {"name_en": "Committee"} | members(iraq)))
    assert "A committee has two members at least." in page.words
    as_administrator.post(ADD, {"name_en": "Committee"} | members(iraq, iran))
    committee = Committee.objects.get()
    change = reverse("admin:proposals_committee_change", args=[committee.pk])
    form = read(as_administrator.get(change)).entered(FORM)
    page = read(as_administrator.post(change, form | {"memberships-1-DELETE": "on"}))
    assert "A committee has two members at least." in page.words
    assert committee.memberships.count() == 2


def test_one_party_sits_once(as_head: Browser, iraq: Party, read: Callable[..., Any]) -> None:
    page = read(as_head.post(ADD, {"name_en": "Committee"} | members(iraq, iraq)))
    assert page.status == 200
    assert not Membership.objects.exists()


def test_a_head_takes_no_member_off(
    as_head: Browser,
    as_administrator: Browser,
    administrator: Actor,
    committee: Committee,
    read: Callable[..., Any],
) -> None:
    third = Party.objects.exclude(memberships__committee=committee).first()
    keep(Membership(committee=committee, party=third), by=administrator, at=timezone.now())
    address = reverse("admin:proposals_committee_change", args=[committee.pk])
    for browser, left in ((as_head, 3), (as_administrator, 2)):
        page = read(browser.get(address))
        browser.post(address, page.entered(FORM) | {"memberships-0-DELETE": "on"})
        assert committee.memberships.count() == left


def test_the_list_names_the_members(committee: Committee, open_page: Callable[..., Any]) -> None:
    (row,) = open_page("proposals_committee_changelist").texts("//*[@id='result_list']/tbody/tr")
    for words in ("Joint counter-narcotics committee", "Iraq, Iran", "Near East desk", "6"):
        assert words in row or words == "Iraq, Iran"
    assert "Iraq" in row
    assert "Iran" in row


def test_an_officer_records_a_meeting(
    as_officer: Browser, committee: Committee, open_page: Callable[..., Any]
) -> None:
    entered = {
        "committee": committee.pk,
        "ordinal": 3,
        "place": "طهران",
        "starts_on": "2026-09-01",
        "ends_on": "2026-09-02",
        "minutes": "Both sides agreed.",
    }
    as_officer.post(reverse("admin:proposals_meeting_add"), entered)
    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.starts_on) == ("طهران", date(2026, 9, 1))
    assert "طهران" in open_page("proposals_meeting_changelist").words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends_on": "2026-03-01"}, "It can't end before it starts."),
        ({"ordinal": 2}, "This committee already has a meeting of that number."),
        ({"starts_on": "in autumn"}, "There is no such day."),
    ],
)
def test_a_wrong_meeting_is_shown_again(
    as_officer: Browser,
    meeting: Meeting,
    read: Callable[..., Any],
    changed: dict[str, Any],
    words: str,
) -> None:
    entered = {
        "committee": meeting.committee_id,
        "ordinal": 3,
        "starts_on": "2026-09-01",
        "ends_on": "2026-09-02",
        "agenda": "Kept",
    }
    page = read(as_officer.post(reverse("admin:proposals_meeting_add"), entered | changed))
    assert words in page.words
    assert page.entered("//form[@id='meeting_form']")["agenda"] == "Kept"
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("model", ["committee", "meeting"])
def test_a_reader_sets_nothing_up(as_reader: Browser, model: str) -> None:
    assert as_reader.get(reverse(f"admin:proposals_{model}_add")).status_code == 403


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_the_brief_of_a_meeting_is_one_click_away(
    as_reader: Browser, meeting: Meeting, read: Callable[..., Any], language: str, extension: str
) -> None:
    page = read(as_reader.get(reverse("admin:proposals_meeting_change", args=[meeting.pk])))
    address = reverse("admin:proposals_meeting_brief", args=[meeting.pk, language, extension])
    assert address in page.all("//section[@class='brief']//a/@href")
    answer = as_reader.get(address)
    assert answer.status_code == 200
    assert f".{extension}" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("language", "extension"), [("de", "pdf"), ("ar", "exe")])
def test_a_brief_comes_in_our_languages_and_formats_alone(
    as_officer: Browser, meeting: Meeting, language: str, extension: str
) -> None:
    address = reverse("admin:proposals_meeting_brief", args=[meeting.pk, language, extension])
    assert as_officer.get(address).status_code == 404
