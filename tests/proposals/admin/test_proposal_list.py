"""The list of proposals as people work in it: a row changes where it stands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.status import Status
from proposals.vocabulary import Precision
from tests.conftest import AT

LIST = reverse("admin:proposals_proposal_changelist")
FORM = "//*[@id='row-form' or @form='row-form']"


def row(proposal: Proposal, **entered: Any) -> dict[str, Any]:
    """Give what the open row of a proposal sends."""
    held = {"owner": proposal.owner_id or "", "due_on": proposal.due_on or "", "move": ""}
    return {"row": proposal.pk, "version": proposal.version, **held, **entered}


def test_a_row_opens_where_it_stands(
    proposal: Proposal, open_page: Callable[..., Any], read: Callable[..., Any]
) -> None:
    page = open_page("proposals_proposal_changelist")
    (link,) = page.all("//a[@class='open-row']/@href")
    assert link == f"?change={proposal.pk}#row-{proposal.pk}"
    opened = open_page("proposals_proposal_changelist", change=str(proposal.pk))
    names = opened.all("//*[@form='row-form' and @name]/@name")
    assert sorted(names) == ["due_on", "move", "owner", "row", "version"]
    assert opened.all("//form[@id='row-form']")


@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_a_row_opens_for_those_alone_who_may_change_it(
    who: str, proposal: Proposal, request: pytest.FixtureRequest, read: Callable[..., Any]
) -> None:
    browser: Browser = request.getfixturevalue(f"as_{who}")
    page = read(browser.get(LIST, {"change": proposal.pk}))
    assert not page.all("//a[@class='open-row']")
    assert not page.all(FORM)
    assert browser.post(LIST, row(proposal, move="discuss")).status_code == 403
    proposal.refresh_from_db()
    assert proposal.status == Status.PROPOSED


def test_status_owner_and_day_change_together(
    proposal: Proposal, officer_user: User, as_officer: Browser
) -> None:
    day = AT.date() + timedelta(days=9)
    entered = row(proposal, move="discuss", owner=officer_user.pk, due_on=day.isoformat())
    answer = as_officer.post(f"{LIST}?status=open&change={proposal.pk}", entered)
    assert answer.headers["Location"] == f"{LIST}?status=open#row-{proposal.pk}"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.owner) == (Status.UNDER_DISCUSSION, officer_user)
    assert (proposal.due_on, proposal.due_precision) == (day, Precision.DAY)


def test_a_day_that_is_taken_away_takes_its_precision_along(
    make_proposal: Callable[..., Proposal], as_officer: Browser
) -> None:
    deadline = {"due_on": AT.date(), "due_precision": "day"}
    proposal = make_proposal(deadline=deadline)
    as_officer.post(LIST, row(proposal, due_on=""))
    proposal.refresh_from_db()
    assert (proposal.due_on, proposal.due_precision) == (None, "")


def test_a_move_that_needs_more_goes_on_to_its_form(
    proposal: Proposal, officer_user: User, as_officer: Browser, read: Callable[..., Any]
) -> None:
    answer = as_officer.post(LIST, row(proposal, move="postpone", owner=officer_user.pk))
    assert answer.headers["Location"] == f"{proposal.get_absolute_url()}?move=postpone#top"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.owner) == (Status.PROPOSED, officer_user)
    page = read(as_officer.get(answer.headers["Location"]))
    (sheet,) = page.texts("//details[contains(@class,'move')][@open]")
    assert "Postpone" in sheet


def test_a_refusal_changes_nothing_and_says_why(
    make_proposal: Callable[..., Proposal],
    move: Callable[..., Proposal],
    officer_user: User,
    as_officer: Browser,
    read: Callable[..., Any],
) -> None:
    proposal = move(make_proposal(), "discuss")
    page = read(as_officer.post(LIST, row(proposal, move="agree", owner=officer_user.pk)))
    assert "Every party must have proposed or accepted it" in page.words
    assert page.all(FORM)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.owner) == (Status.UNDER_DISCUSSION, None)


def test_the_second_of_two_sees_what_changed_and_decides(
    proposal: Proposal,
    officer: Actor,
    officer_user: User,
    as_officer: Browser,
    read: Callable[..., Any],
) -> None:
    entered = row(proposal, owner=officer_user.pk)
    values = {"title_en": "Another title"}
    newer = proposals.edit(proposal=proposal, values=values, by=officer, at=AT)
    page = read(as_officer.post(LIST, entered))
    assert "Another title" in page.texts("//section[contains(@class,'conflict')]")[0]
    proposal.refresh_from_db()
    assert proposal.owner is None
    again = {name: page.all(f"//*[@name='{name}' and @form='row-form']") for name in ("version",)}
    assert again["version"][0].get("value") == str(newer.version)
    as_officer.post(LIST, entered | {"version": newer.version})
    proposal.refresh_from_db()
    assert proposal.owner == officer_user


def test_a_move_that_nobody_knows_is_refused(proposal: Proposal, as_officer: Browser) -> None:
    assert as_officer.post(LIST, row(proposal, move="vanish")).status_code == 200
    assert Proposal.objects.get().version == proposal.version


def test_an_unknown_row_is_not_there(as_officer: Browser, restricted: Proposal) -> None:
    assert as_officer.post(LIST, row(restricted, move="discuss")).status_code == 404
    assert as_officer.post(LIST, {"row": "x"}).status_code == 404
