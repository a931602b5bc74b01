"""The list and the proposals' pages as they stood on a past day: true to it, and read only."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Evidence, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import parts
from proposals.services import proposals as services
from proposals.services.moves import MoveRequest, move
from tests.conftest import SYSTEM
from tests.proposals.admin.conftest import Page

DAY = timedelta(days=1)
LIST = reverse("admin:proposals_proposal_changelist")
THEN, NOW = "2026-03-12", "2026-03-31"


@pytest.fixture
def lived(proposal: Proposal, evidence: Evidence, iraq: Party, at: datetime) -> Any:
    """A proposal that changed much: the site is read three weeks after it was recorded."""
    later: dict[str, Any] = {"by": SYSTEM, "at": at + 10 * DAY}
    due = {"due_on": date(2026, 3, 15), "due_precision": "day"}
    services.edit(proposal=proposal, values=due, by=SYSTEM, at=at)
    services.edit(
        proposal=proposal,
        values={"title_en": "Renamed", "due_on": date(2026, 6, 1), "owner": None},
        **later,
    )
    move(proposal=proposal, request=MoveRequest.of("discuss"), **later)
    parts.set_position(proposal=proposal, party=iraq, values={"stance": "accepts"}, **later)
    parts.detach_evidence(evidence=evidence, why="A mistake", **later)
    with time_machine.travel(at + 20 * DAY, tick=False):
        yield proposal


@pytest.fixture
def soon(restricted: Proposal, at: datetime) -> Any:
    """Some days after a proposal was recorded that the other desk keeps to itself."""
    with time_machine.travel(at + 5 * DAY, tick=False):
        yield restricted


def test_a_proposal_is_shown_as_it_stood(
    lived: Proposal, evidence: Evidence, open_page: Callable[..., Page]
) -> None:
    then = open_page("proposals_proposal_change", lived.pk, as_of=THEN)
    now = open_page("proposals_proposal_change", lived.pk)

    assert then.texts("//h1") == ["A joint border operations centre"]
    assert now.texts("//h1") == ["Renamed"]
    assert "As it stood on 12 March 2026" in then.words
    assert "Proposed" in then.texts("//section[contains(@class, 'standing')]")[0]
    assert evidence.exact in then.words
    assert evidence.exact not in now.texts("//section[@id='evidence']")[0]
    assert "A mistake" not in then.words  # what happened later had not happened
    assert "15 March 2026 in 3 days" in then.words  # as of that day
    assert then.all("//section[@class='past-banner']//a/@href") == [lived.get_absolute_url()]


def test_nothing_can_be_done_in_the_past(
    lived: Proposal, open_page: Callable[..., Page], as_officer: Browser
) -> None:
    page = open_page("proposals_proposal_change", lived.pk, as_of=THEN)
    listed = open_page("proposals_proposal_changelist", as_of=THEN)
    act = reverse("admin:proposals_proposal_act", args=[lived.pk, "move", "discuss"])
    edit = reverse("admin:proposals_proposal_edit", args=[lived.pk])

    assert not page.all("//main//form[@method='post'] | //*[@class='moves']")
    assert not listed.all("//*[@name='action'] | //*[@class='open-row'] | //*[@class='addlink']")
    for address in (act, edit, LIST):
        assert as_officer.post(f"{address}?as_of={THEN}", {"row": lived.pk}).status_code == 403
    lived.refresh_from_db()
    assert lived.status == "under_discussion"


def test_the_list_is_of_that_day(lived: Proposal, open_page: Callable[..., Page]) -> None:
    then = open_page("proposals_proposal_changelist", as_of=THEN)

    assert then.texts("//td[contains(@class, 'field-where')]") == ["Proposed"]
    assert then.texts("//*[contains(@class, 'field-headline')]//bdi") == [
        "A joint border operations centre"
    ]
    (link,) = set(then.all("//*[contains(@class, 'field-headline')]//a/@href"))
    assert f"as_of={THEN}" in link


@pytest.mark.parametrize(
    ("filters", "then", "now"),
    [
        ({"status": "proposed"}, 1, 0),
        ({"status": "under_discussion"}, 0, 1),
        ({"due": "overdue"}, 0, 0),
        ({"due": "week"}, 1, 0),
        ({"due": "later"}, 0, 1),
        ({"owner": "nobody"}, 0, 1),
        ({"owner": "me"}, 1, 0),
        ({"q": "Renamed"}, 1, 1),
        ({"q": "nowhere"}, 0, 0),
        ({"kind__exact": "joint_body"}, 1, 1),
        ({"news": "none"}, 0, 0),
        ({"evidence": "unconfirmed"}, 1, 0),
    ],
)
def test_the_lists_filters_hold_as_of_that_day(
    lived: Proposal, officer_user: User, at: datetime, open_page: Callable[..., Page],
    filters: dict[str, str], then: int, now: int,
) -> None:  # fmt: skip
    if "owner" in filters:
        values = {"owner": officer_user}
        services.edit(proposal=lived, values=values, by=SYSTEM, at=at + DAY)
        services.edit(proposal=lived, values={"owner": None}, by=SYSTEM, at=at + 11 * DAY)
    pages = [open_page("proposals_proposal_changelist", **filters, **day) for day in
             ({"as_of": THEN}, {})]  # fmt: skip

    assert [len(page.all("//table[@id='result_list']/tbody/tr")) for page in pages] == [then, now]


def test_overdue_is_told_by_the_day_that_is_shown(
    lived: Proposal, open_page: Callable[..., Page]
) -> None:
    page = open_page("proposals_proposal_changelist", as_of="2026-03-18", due="overdue")

    assert "3 days late" in page.words


def test_unconfirmed_evidence_of_then_is_found(
    evidence: Evidence, officer: Actor, soon: Proposal, at: datetime, open_page: Callable[..., Page]
) -> None:
    parts.confirm_evidence(evidence=evidence, by=officer, at=at + 3 * DAY)
    then = open_page("proposals_proposal_changelist", as_of=THEN, evidence="unconfirmed")
    now = open_page("proposals_proposal_changelist", evidence="unconfirmed")

    assert [len(page.all("//table[@id='result_list']/tbody/tr")) for page in (then, now)] == [1, 0]


def test_a_file_holds_the_list_of_that_day(lived: Proposal, as_officer: Browser) -> None:
    found = as_officer.get(reverse("admin:proposals_proposal_json"), {"as_of": THEN})
    (row,) = json.loads(b"".join(found.streaming_content))  # type: ignore[attr-defined]  # it streams

    assert (row["title"], row["status"]) == ("A joint border operations centre", "Proposed")


def test_facets_columns_and_orders_work_in_the_past(
    lived: Proposal, open_page: Callable[..., Page]
) -> None:
    page = open_page(
        "proposals_proposal_changelist",
        as_of=THEN,
        _facets="True",
        columns="committee.desk.updated_at.owner",
        o="3.-1.5.4",
    )

    assert page.status == 200
    assert "Proposed (1)" in page.words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-04-01", "This day is still to come."),
        ("1850-01-01", "No record is as old as that."),
        ("yesterday", "There is no such day."),
    ],
)
def test_a_day_that_cannot_be_shown_leads_to_the_present(
    lived: Proposal, as_officer: Browser, read: Callable[..., Page], day: str, words: str
) -> None:
    for address in (LIST, lived.get_absolute_url()):
        answer = as_officer.get(address, {"as_of": day, "status": "open"}, follow=True)
        assert answer.redirect_chain == [(f"{address}?status=open", 302)]
        assert words in read(answer).words


def test_before_it_was_recorded_there_is_nothing_to_show(
    lived: Proposal, as_officer: Browser, open_page: Callable[..., Page], read: Callable[..., Page]
) -> None:
    listed = open_page("proposals_proposal_changelist", as_of="2026-03-10")
    page = read(as_officer.get(lived.get_absolute_url(), {"as_of": "2026-03-10"}))

    assert "Nothing was recorded yet. The record begins on 11 March 2026." in listed.words
    assert f"{lived.reference} was not recorded yet on 10 March 2026" in page.words
    assert not page.all("//main//form[@method='post']")
    assert page.all(f"//*[@class='past-banner']//a[@href='{lived.get_absolute_url()}']")


def test_rights_are_those_of_today(soon: Proposal, open_page: Callable[..., Page]) -> None:
    page = open_page("proposals_proposal_change", soon.pk, as_of=THEN)
    compared = open_page("proposals_proposal_differences", soon.pk, since=THEN)
    listed = open_page("proposals_proposal_changelist", as_of=THEN)

    assert (page.status, compared.status, listed.status) == (404, 404, 200)
    assert "Quiet talks" not in listed.words


def test_often_wanted_days_are_offered(
    lived: Proposal, meeting: Meeting, open_page: Callable[..., Page]
) -> None:
    presets = "//details[contains(., 'As it stood')]//ul[@class='presets']/li"
    listed = open_page("proposals_proposal_changelist", status="open")
    of_one = open_page("proposals_proposal_history", lived.pk)

    assert [one.split(",")[0] for one in listed.texts(presets)] == [
        "A month ago",
        "Start of the year",
    ]
    assert f"{LIST}?status=open&as_of=2026-01-01" in listed.all(f"{presets}/a/@href")
    assert "When it was recorded" in of_one.texts(presets)[0]


def test_two_days_of_a_proposal_are_compared_field_by_field(
    lived: Proposal, evidence: Evidence, open_page: Callable[..., Page]
) -> None:
    page = open_page("proposals_proposal_differences", lived.pk, since=THEN)
    facts = {
        row.xpath("string(th)").strip(): [cell.text_content().strip() for cell in row.xpath("td")]
        for row in page.all("//table//tr[td]")
    }

    assert facts["Title in English"] == ["A joint border operations centre", "Renamed"]
    assert facts["Status"] == ["Proposed", "Under discussion"]
    assert ["15 March 2026", "1 June 2026"] in facts.values()
    assert facts["Iraq"] == ["Awaited", "Accepts"]
    (removed,) = [cells for name, cells in facts.items() if name.startswith("Removed")]
    assert evidence.exact[:20] in removed[0]
    assert "Kind" not in facts


def test_days_without_a_difference_say_so(lived: Proposal, open_page: Callable[..., Page]) -> None:
    page = open_page(
        "proposals_proposal_differences", lived.pk, since="2026-03-25", until="2026-03-28"
    )
    turned = open_page("proposals_proposal_differences", lived.pk, since=NOW, until=THEN)
    before = open_page("proposals_proposal_differences", lived.pk, since="2026-01-01")

    assert "Nothing of it changed between these days." in page.words
    assert "The first day has to come before the second one." in turned.words
    assert "was not recorded yet on 1 January 2026" in before.words


@pytest.fixture
def others(make_proposal: Callable[..., Proposal], at: datetime, lived: Proposal) -> list[Proposal]:
    """One that came in later, and one that stays as it is."""
    return [
        make_proposal(titles={"en": "A new one"}, at=at + 12 * DAY),
        make_proposal(titles={"en": "As ever"}, at=at),
    ]


def test_two_days_of_a_list_tell_what_came_left_and_changed(
    lived: Proposal, others: list[Proposal], as_officer: Browser, open_page: Callable[..., Page]
) -> None:
    all_of_it = open_page("proposals_proposal_compare", since=THEN)
    proposed = open_page("proposals_proposal_compare", since=THEN, status="proposed")
    file = as_officer.get(
        reverse("admin:proposals_proposal_compare_csv"), {"since": THEN, "status": "proposed"}
    )
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))

    assert all_of_it.texts("//ul[@class='counts']/li") == [
        "Came into the list: 1",
        "Left the list: 0",
        "Changed: 1",
    ]
    assert "As ever" not in all_of_it.words
    assert proposed.texts("//ul[@class='counts']/li") == [
        "Came into the list: 1",
        "Left the list: 1",
        "Changed: 0",
    ]
    assert [row["reference"] for row in rows] == [
        others[0].reference,
        lived.reference,
    ]
    assert rows[1]["Status on the first day"] == "Proposed"
    assert rows[1]["Status on the second day"] == "Under discussion"


def test_a_list_that_did_not_change_says_so(
    lived: Proposal, open_page: Callable[..., Page]
) -> None:
    same = open_page("proposals_proposal_compare", since="2026-03-25", until="2026-03-28")
    asked = open_page("proposals_proposal_compare")

    assert "Nothing came in, left or changed between these days." in same.words
    assert "This field is required." in asked.words
