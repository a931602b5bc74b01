"""What an address shows: what its person may see at the moment of reading, and what it is for."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Committee, Desk, Meeting, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals as services
from proposals.services import records
from proposals.vocabulary import Role
from tests.proposals.feeds.conftest import Follower

type Make = Callable[..., Any]
SYSTEM = Actor.of_system("tests")
DEADLINE = {"due_on": date(2026, 5, 31), "due_precision": "day"}


@pytest.fixture
def make_due(make_proposal: Make) -> Make:
    def make(title: str, **values: Any) -> Proposal:
        found: Proposal = make_proposal(titles={"en": title}, deadline=DEADLINE, **values)
        return found

    return make


@pytest.fixture
def other_committee(db: None, at: datetime) -> Committee:
    found = Committee(name_en="Committee on water")
    records.keep(found, by=SYSTEM, at=at)
    return found


def shown(follower: Follower) -> str:
    """Give all that a follower reads at both of its addresses."""
    answers = [follower.get(form) for form in ("calendar", "news")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return " ".join(answer.content.decode().replace("\r\n ", "") for answer in answers)


def test_what_its_person_may_not_see_is_not_there(
    follow: Make, make_due: Make, other_desk: Desk, make_user: Make
) -> None:
    make_due("Restricted measure", visibility="restricted", desk=other_desk)
    make_due("Internal measure", visibility="internal")

    ours = shown(follow())
    theirs = shown(follow(make_user("kofi", Role.OFFICER, other_desk)))

    assert "Restricted measure" not in ours
    assert "Internal measure" in ours
    assert "Restricted measure" in theirs


def test_what_goes_out_of_sight_is_gone_at_once(
    follow: Make, make_due: Make, other_desk: Desk, at: datetime
) -> None:
    proposal = make_due("A measure")
    follower = follow()
    assert "A measure" in shown(follower)

    values = {"visibility": "restricted", "desk": other_desk}
    services.edit(proposal=proposal, values=values, by=SYSTEM, at=at)

    assert "A measure" not in shown(follower)


def test_a_committees_address_shows_that_committee_alone(
    follow: Make, make_due: Make, committee: Committee, other_committee: Committee, at: datetime
) -> None:
    make_due("Of ours")
    make_due("Of water", committee=other_committee)
    day = date(2026, 3, 20)
    for one in (committee, other_committee):
        meeting = Meeting(committee=one, ordinal=7, starts_on=day, ends_on=day, place=f"At {one}")
        records.keep(meeting, by=SYSTEM, at=at)

    text = shown(follow(committee=other_committee))

    assert "Of water" in text
    assert "At Committee on water" in text
    assert "Of ours" not in text
    assert "counter-narcotics" not in text
    assert (
        "Committee on water"
        in shown(follow(committee=other_committee)).partition("BEGIN:VEVENT")[0]
    )


def test_ones_own_address_shows_what_one_owns(
    follow: Make, make_due: Make, officer_user: User, other_committee: Committee, at: datetime
) -> None:
    make_due("Mine", owner=officer_user)
    make_due("Somebody's", committee=other_committee)
    day = date(2026, 3, 20)
    meeting = Meeting(
        committee=other_committee, ordinal=7, starts_on=day, ends_on=day, place="Water place"
    )
    records.keep(meeting, by=SYSTEM, at=at)

    text = shown(follow(only_own=True))

    assert "Mine" in text
    assert "Somebody's" not in text
    assert "Water place" not in text


@pytest.mark.parametrize(("form", "count"), [("calendar", 7), ("news", 9)])
def test_it_asks_for_no_more_with_more_to_show(
    follow: Make, make_due: Make, meeting: Meeting, officer_user: User, form: str, count: int
) -> None:
    make_due("A measure", owner=officer_user)
    follower = follow()
    assert _queries(follower, form) <= count

    for number in range(4):
        make_due(f"Measure {number}", owner=officer_user)

    assert _queries(follower, form) <= count


def _queries(follower: Follower, form: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert follower.get(form).status_code == 200
    return len(asked)
