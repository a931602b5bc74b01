"""Moving the status: buttons for the moves allowed now, each asking only for what it needs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Evidence, Party, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.vocabulary import Stance

MOVES = "//*[@class='moves']"


def buttons(page: Any) -> list[str]:
    return [
        words.rstrip("…") for words in page.texts(f"{MOVES}/form/button | {MOVES}/details/summary")
    ]


def test_the_buttons_are_the_moves_allowed_now(
    proposal: Proposal, story: Callable[..., Any]
) -> None:
    assert buttons(story(proposal)) == [
        "Take up",
        "Postpone",
        "Reject",
        "Withdraw",
        "Supersede",
        "Let lapse",
    ]


def test_a_head_gets_the_button_to_reopen(
    proposal: Proposal,
    move: Callable[..., Proposal],
    as_head: Browser,
    story: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    closed = move(proposal, "reject", reason="No budget")
    assert buttons(story(closed)) == []
    assert buttons(read(as_head.get(closed.get_absolute_url()))) == ["Reopen"]


@pytest.mark.parametrize(
    ("move", "asked"),
    [
        ("discuss", ["version"]),
        ("postpone", ["version", "reason"]),
        ("supersede", ["version", "successor"]),
    ],
)
def test_each_asks_only_for_what_it_needs(
    proposal: Proposal, story: Callable[..., Any], move: str, asked: list[str]
) -> None:
    entered = story(proposal).entered(f"//form[contains(@action,'/move/{move}/')]")
    assert [name for name in entered if name != "csrfmiddlewaretoken"] == asked


def test_what_is_lacking_is_said_instead_of_a_form(
    proposal: Proposal, move: Callable[..., Proposal], story: Callable[..., Any]
) -> None:
    page = story(move(proposal, "discuss"))
    (lacking,) = page.texts(f"{MOVES}/details[contains(@class,'is-lacking')]")
    assert "Record agreement" in lacking
    assert "still missing: Iraq" in lacking
    assert not page.all("//form[contains(@action,'/move/agree/')]")
    assert page.all(f"{MOVES}//summary[@aria-disabled='true']")


def test_completing_waits_for_proof(
    proposal: Proposal,
    evidence: Evidence,
    iraq: Party,
    officer: Actor,
    at: Any,
    move: Callable[..., Proposal],
    story: Callable[..., Any],
) -> None:
    move(proposal, "discuss")
    values = {"stance": Stance.ACCEPTS}
    parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)
    move(proposal, "agree")
    move(proposal, "start")
    assert not story(proposal).all("//form[contains(@action,'/move/complete/')]")

    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    assert story(proposal).all("//form[contains(@action,'/move/complete/')]")


def test_a_move_is_made_and_told(
    proposal: Proposal,
    as_officer: Browser,
    officer: Actor,
    story: Callable[..., Any],
    read: Callable[..., Any],
    act: Callable[..., Any],
) -> None:
    version = story(proposal).entered("//form[contains(@action,'/move/discuss/')]")["version"]
    response = act(as_officer, proposal, "move", "discuss", version=version)

    proposal.refresh_from_db()
    assert proposal.status == "under_discussion"
    assert response.headers["Location"] == f"{proposal.get_absolute_url()}#top"
    assert "The status has changed." in read(as_officer.get(proposal.get_absolute_url())).words


def test_a_reason_is_asked_for_and_kept(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any]
) -> None:
    act(as_officer, proposal, "move", "postpone", reason="  Elections first ")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.status_reason) == ("postponed", "Elections first")
    assert "Elections first" in story(proposal).texts("//section[contains(@class,'standing')]")[0]


def test_without_a_reason_its_form_is_open_and_says_so(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any]
) -> None:
    page = read(act(as_officer, proposal, "move", "reject", reason="  "))
    assert page.texts(f"{MOVES}/details[@open]//*[contains(@class,'errorlist')]") == [
        "It needs a reason."
    ]
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_a_successor_is_named_by_its_reference(
    make_proposal: Callable[..., Proposal], as_officer: Browser, act: Callable[..., Any]
) -> None:
    old, new = make_proposal(), make_proposal()
    act(as_officer, old, "move", "supersede", successor=f"{new.reference} {new.title_en}")
    old.refresh_from_db()
    assert (old.status, old.successor) == ("superseded", new)


@pytest.mark.parametrize(
    ("successor", "words"),
    [
        ("", "It needs the proposal that takes its place."),
        ("IQ-IR-1999-0009", "There is no proposal IQ-IR-1999-0009."),
        ("itself", "It needs the proposal that takes its place."),
    ],
)
def test_a_wrong_successor_is_refused_and_kept(
    proposal: Proposal,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
    successor: str,
    words: str,
) -> None:
    entered = proposal.reference if successor == "itself" else successor
    page = read(act(as_officer, proposal, "move", "supersede", successor=entered))
    assert words in page.texts(f"{MOVES}/details[@open]")[0]
    assert page.entered(f"{MOVES}/details[@open]/form")["successor"] == entered
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_a_restricted_successor_is_not_there(
    proposal: Proposal,
    restricted: Proposal,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = read(act(as_officer, proposal, "move", "supersede", successor=restricted.reference))
    assert f"There is no proposal {restricted.reference}." in page.words
    assert restricted.title_en not in page.words


def test_a_move_that_isnt_offered_is_refused_with_where_it_stands(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any]
) -> None:
    act(as_officer, proposal, "move", "start")
    page = read(as_officer.get(proposal.get_absolute_url()))
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    assert "“Set in motion” isn't possible while it is “Proposed”." in page.words


def test_an_officer_reopens_nothing(
    proposal: Proposal,
    move: Callable[..., Proposal],
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    closed = move(proposal, "reject", reason="No budget")
    act(as_officer, closed, "move", "reopen", reason="Budget found")
    page = read(as_officer.get(closed.get_absolute_url()))
    assert "“Reopen” is for a head of desk." in page.words
    closed.refresh_from_db()
    assert closed.status == "rejected"


def test_an_unknown_move_is_not_found(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any]
) -> None:
    assert act(as_officer, proposal, "move", "bless").status_code == 404


def test_what_changed_meanwhile_is_shown_and_nothing_is_done(
    proposal: Proposal,
    head: Actor,
    at: Any,
    as_officer: Browser,
    story: Callable[..., Any],
    read: Callable[..., Any],
    move: Callable[..., Proposal],
) -> None:
    page = story(proposal)
    form = "//form[contains(@action,'/move/reject/')]"
    entered = page.entered(form) | {"reason": "No budget"}
    move(proposal, "discuss", head)

    again = read(as_officer.post(page.all(f"{form}/@action")[0], entered))

    assert "Somebody changed this while you were working on it." in again.words
    assert "leila" in again.texts("//ol[@class='entries']/li")[0]
    assert "Proposed to Under discussion" in again.words
    proposal.refresh_from_db()
    assert proposal.status == "under_discussion"

    form = "//section[contains(@class,'conflict')]//form"
    as_officer.post(again.all(f"{form}/@action")[0], again.entered(form))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.status_reason) == ("rejected", "No budget")
