"""What was found in a partner's own articles, and what it decides: marked, and never a person's."""

from collections.abc import Callable
from datetime import datetime

import pytest

from proposals.errors import NotAllowedError
from proposals.models import Article, Client, Finding, Proposal
from proposals.rights import Actor
from proposals.services import findings
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import QUOTE, Caller


@pytest.fixture
def sender(client: Client) -> Actor:
    return Actor.of_client(client)


@pytest.fixture
def finding(find: Callable[..., Finding], sender: Actor) -> Finding:
    return find(by=sender)


def test_a_partner_sees_what_was_found_in_its_own_articles(
    api: Caller,
    find: Callable[..., Finding],
    finding: Finding,
    sender: Actor,
    proposal: Proposal,
    internal: Proposal,
) -> None:
    find()
    hidden, tied = find(by=sender, proposal=internal), find(by=sender, proposal=proposal)

    listed = api.get("findings/").json()["results"]

    assert {one["id"] for one in listed} == {finding.pk, tied.pk}
    assert api.get(f"findings/{hidden.pk}/").status_code == 404
    (waiting,) = api.get("findings/", {"state": "open"}).json()["results"]
    assert (waiting["quote"], waiting["proposal"]) == (QUOTE, None)
    (attached,) = api.get("findings/", {"proposal": proposal.reference}).json()["results"]
    assert attached["id"] == tied.pk


def test_candidates_out_of_sight_are_not_named(
    api: Caller, finding: Finding, proposal: Proposal, hidden: Proposal, at: datetime
) -> None:
    likely = [{"proposal": one.pk, "score": 0.5, "why": {}} for one in (hidden, proposal)]
    findings.suggest(finding=finding, candidates=likely, by=SYSTEM, at=at)

    read = api.get(f"findings/{finding.pk}/").json()

    assert read["candidates"] == [{"reference": proposal.reference, "score": 0.5}]


def test_an_accepted_finding_is_a_proposal_whose_evidence_waits_for_a_person(
    api: Caller, finding: Finding, proposal: Proposal
) -> None:
    body = {
        "titles": {"en": "A centre"},
        "kind": "joint_body",
        "act": "proposes",
        "proposers": ["IR"],
        "addressees": ["IQ"],
        "proposed_on": "2026-03-10",
        "committee": proposal.committee_id,
    }

    decided = api.post(f"findings/{finding.pk}/accept/", body).json()

    assert (decided["state"], decided["is_automatic"]) == ("accepted", True)
    (evidence,) = api.get(f"proposals/{decided['proposal']}/").json()["evidence"]
    assert (evidence["quote"], evidence["is_confirmed"]) == (QUOTE, False)
    undone = api.post(f"findings/{finding.pk}/undo/", {})
    assert (undone.status_code, undone.json()["code"]) == (409, "refused")


def test_an_attached_finding_is_evidence_until_it_is_undone(
    api: Caller, finding: Finding, proposal: Proposal
) -> None:
    body = {"proposal": proposal.reference}

    assert api.post(f"findings/{finding.pk}/attach/", body).json()["state"] == "attached"
    assert proposal.evidence.get().exact == QUOTE
    again = api.post(f"findings/{finding.pk}/attach/", body)
    assert (again.status_code, again.json()["code"]) == (409, "refused")
    assert api.post(f"findings/{finding.pk}/undo/", {}).json()["state"] == "open"
    assert not proposal.evidence.exists()


def test_a_finding_is_not_attached_to_what_its_sender_does_not_see(
    api: Caller, finding: Finding, hidden: Proposal
) -> None:
    answer = api.post(f"findings/{finding.pk}/attach/", {"proposal": hidden.reference})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/proposal"


def test_a_dismissal_gives_its_reason_and_can_be_taken_back(api: Caller, finding: Finding) -> None:
    assert api.post(f"findings/{finding.pk}/dismiss/", {"reason": "boring"}).status_code == 422

    decided = api.post(f"findings/{finding.pk}/dismiss/", {"reason": "past"}).json()

    assert (decided["dismissal"], decided["dismissal_label"]) == ("past", "Past or background")
    assert api.post(f"findings/{finding.pk}/undo/", {}).json()["dismissal"] is None


def test_what_a_person_decided_no_system_takes_back(
    api: Caller, finding: Finding, officer: Actor, at: datetime
) -> None:
    findings.dismiss(finding=finding, reason="past", by=officer, at=at)

    answer = api.post(f"findings/{finding.pk}/undo/", {})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_the_service_itself_refuses_somebody_elses_finding(
    find: Callable[..., Finding], sender: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowedError):
        findings.dismiss(finding=find(), reason="past", by=sender, at=at)


def test_words_that_were_missed_are_marked_and_wait_for_a_decision(
    api: Caller, make_article: Callable[..., Article], sender: Actor
) -> None:
    article = make_article(by=sender)
    start = article.text.index("The visit")

    answer = api.post(f"articles/{article.pk}/findings/", {"start": start - 1, "end": start + 31})

    assert answer.status_code == 201
    made = answer.json()
    assert (made["quote"], made["start"]) == ("The visit ended on Monday.", start)
    assert (made["type"], made["state"], made["confidence"]) == ("proposal", "open", 1.0)
    assert answer.headers["Location"] == made["url"]
    assert api.get(f"findings/{made['id']}/").json() == made
    again = api.post(f"articles/{article.pk}/findings/", {"start": start, "end": start + 26})
    assert again.json()["id"] == made["id"]


def test_only_words_are_marked(
    api: Caller, make_article: Callable[..., Article], sender: Actor
) -> None:
    article = make_article("A  word.", by=sender)

    for start, end in ((1, 3), (5, 2), (90, 99)):
        answer = api.post(f"articles/{article.pk}/findings/", {"start": start, "end": end})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/start")
    assert not Finding.objects.exists()


def test_in_an_article_of_others_nothing_is_marked(
    api: Caller, quote: Callable[..., Article], proposal: Proposal
) -> None:
    article, there = quote(proposal), Finding.objects.count()

    answer = api.post(f"articles/{article.pk}/findings/", {"start": 0, "end": 9})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert Finding.objects.count() == there
