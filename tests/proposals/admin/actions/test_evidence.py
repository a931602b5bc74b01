"""Confirming evidence, taking it off, and quoting minutes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Evidence, Finding, Meeting, Party, Proposal

MINUTES = "//form[contains(@action,'/minutes/new/')]"


def test_automatic_evidence_is_confirmed(
    proposal: Proposal, evidence: Evidence, as_officer: Browser, act: Callable[..., Any], at: Any
) -> None:
    response = act(as_officer, proposal, "confirm", evidence.pk)
    evidence.refresh_from_db()
    assert response.headers["Location"].endswith("#evidence")
    assert (evidence.confirmed_by, evidence.confirmed_at) == ("Samira", at)


def test_evidence_is_taken_off_with_a_reason(
    proposal: Proposal,
    evidence: Evidence,
    attached: Finding,
    as_officer: Browser,
    act: Callable[..., Any],
    story: Callable[..., Any],
) -> None:
    act(as_officer, proposal, "detach", evidence.pk, why="It tells of another centre")
    attached.refresh_from_db()
    assert not proposal.evidence.exists()
    assert attached.state == "open"
    newest = story(proposal).texts("//ol[@class='entries']/li")[0]
    assert "Evidence removed" in newest
    assert "It tells of another centre" in newest


def test_taking_off_needs_a_reason(
    proposal: Proposal,
    evidence: Evidence,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = read(act(as_officer, proposal, "detach", evidence.pk, why=" "))
    form = f"//form[contains(@action,'/detach/{evidence.pk}/')]"
    assert "This field is required." in page.texts(f"//details[@open]{form}")[0]
    assert proposal.evidence.exists()


def test_the_only_proof_of_a_completed_proposal_stays(
    proposal: Proposal,
    evidence: Evidence,
    iraq: Party,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    act(as_officer, proposal, "confirm", evidence.pk)
    position = proposal.positions.get(party=iraq)
    act(as_officer, proposal, "move", "discuss")
    act(as_officer, proposal, "position", position.pk, stance="accepts", is_addressee="on")
    for move in ("agree", "start", "complete"):
        act(as_officer, proposal, "move", move)
    page = read(act(as_officer, proposal, "detach", evidence.pk, why="By mistake"))
    form = f"//form[contains(@action,'/detach/{evidence.pk}/')]"
    assert (
        "It is the only confirmed evidence that this proposal is completed." in page.texts(form)[0]
    )
    assert page.entered(form)["why"] == "By mistake"
    assert proposal.evidence.exists()


def test_words_of_the_minutes_are_attached(
    proposal: Proposal, meeting: Meeting, as_officer: Browser, act: Callable[..., Any]
) -> None:
    words = "They meet again in autumn"
    act(as_officer, proposal, "minutes", meeting=meeting.pk, words=words)
    evidence = proposal.evidence.get()
    assert (evidence.meeting, evidence.exact) == (meeting, words)
    assert meeting.minutes[evidence.start : evidence.end] == words
    assert evidence.confirmed_by == "Samira"


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"words": "They will never meet"}, "The minutes don't say this."),
        ({"words": ""}, "This field is required."),
        ({"words": "They meet", "meeting": ""}, "This field is required."),
        ({"words": "They meet", "meeting": "999999"}, "Select a valid choice"),
    ],
)
def test_what_the_minutes_dont_say_is_refused(
    proposal: Proposal,
    meeting: Meeting,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
    entered: dict[str, str],
    words: str,
) -> None:
    page = read(act(as_officer, proposal, "minutes", **({"meeting": meeting.pk} | entered)))
    assert words in page.texts(f"//details[@open]{MINUTES}")[0]
    assert page.entered(MINUTES)["words"] == entered["words"]
    assert not proposal.evidence.exists()


def test_without_minutes_there_is_no_form(proposal: Proposal, story: Callable[..., Any]) -> None:
    assert not story(proposal).all(MINUTES)


def test_another_committees_minutes_are_not_offered(
    make_proposal: Callable[..., Proposal], meeting: Meeting, story: Callable[..., Any]
) -> None:
    assert not story(make_proposal(committee=None)).all(MINUTES)


@pytest.mark.parametrize("action", ["confirm", "detach"])
def test_another_proposals_evidence_is_not_found(
    make_proposal: Callable[..., Proposal],
    evidence: Evidence,
    as_officer: Browser,
    act: Callable[..., Any],
    action: str,
) -> None:
    other = make_proposal()
    assert act(as_officer, other, action, evidence.pk, why="x").status_code == 404
    evidence.refresh_from_db()
    assert evidence.confirmed_at is None


@pytest.mark.parametrize("who", ["as_reader", "as_stranger"])
@pytest.mark.parametrize("action", ["confirm", "detach"])
def test_others_change_nothing(
    request: pytest.FixtureRequest,
    proposal: Proposal,
    evidence: Evidence,
    act: Callable[..., Any],
    who: str,
    action: str,
) -> None:
    browser = request.getfixturevalue(who)
    assert act(browser, proposal, action, evidence.pk, why="x").status_code == 403
    evidence.refresh_from_db()
    assert evidence.confirmed_at is None


def test_a_restricted_proposals_evidence_is_not_found(
    restricted: Proposal, as_officer: Browser, act: Callable[..., Any]
) -> None:
    assert act(as_officer, restricted, "minutes", words="x").status_code == 404
