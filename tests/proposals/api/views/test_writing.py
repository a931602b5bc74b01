"""Recording and changing proposals and what belongs to them, by the same services as staff."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from proposals.models import Change, Client, Committee, Meeting, Proposal
from proposals.services.records import keep
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

NEW: dict[str, Any] = {
    "titles": {"en": "A joint patrol", "ar": "دورية مشتركة"},
    "kind": "border_security",
    "act": "proposes",
    "proposers": ["ir"],
    "addressees": ["IQ"],
    "proposed_on": "2026-03-10",
    "original_language": "ar",
    "due_on": "2026-12-31",
    "due_wording": "by the end of the year",
    "due_precision": "year",
    "review_on": "2026-06-01",
}


@pytest.fixture
def new(committee: Committee, iraq: Any, iran: Any) -> dict[str, Any]:
    return NEW | {"committee": committee.pk}


@pytest.fixture
def meeting(committee: Committee) -> Meeting:
    found = Meeting(
        committee=committee,
        ordinal=1,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 9),
        minutes="The sides agreed on the centre.",
    )
    keep(found, by=SYSTEM, at=AT)
    return found


def path_of(proposal: Proposal, rest: str = "") -> str:
    return f"proposals/{proposal.reference}/{rest}"


def change(api: Caller, method: str, path: str, body: Any = None, if_match: str = "*") -> Any:
    options = {} if body is None else {"body": body}
    return api(method, path, headers={"If-Match": if_match}, **options)


def places(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [error["pointer"] for error in answer.json()["errors"]]


# Recording


def test_a_proposal_is_recorded_with_what_is_known_of_it(api: Caller, new: dict[str, Any]) -> None:
    answer = api.post("proposals/", new | {"why": "From our registry"})

    shown = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == shown["url"]
    assert shown["reference"] == "IQ-IR-2026-0001"
    assert shown["titles"] == {"ar": "دورية مشتركة", "fa": "", "en": "A joint patrol"}
    assert {name: shown[name] for name in ("kind", "act", "due_on", "due_precision")} == {
        name: new[name] for name in ("kind", "act", "due_on", "due_precision")
    }
    assert (shown["status"], shown["review_on"], shown["visibility"]) == (
        "proposed",
        "2026-06-01",
        "shared",
    )
    assert {row["party"]["code"]: row["stance"] for row in shown["positions"]} == {
        "IR": "proposed",
        "IQ": "awaited",
    }
    assert {entry["who"] for entry in shown["history"]} == {"Partner registry"}
    assert {entry["why"] for entry in shown["history"]} == {"From our registry"}


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"titles": {}}, ""),
        ({"titles": {"de": "Eine Streife"}}, "/titles/de"),
        ({"kind": "picnic"}, "/kind"),
        ({"proposers": []}, "/proposers"),
        ({"proposers": ["XX"]}, "/proposers"),
        ({"proposers": ["IR"], "addressees": ["IR"]}, "/addressee"),
        ({"committee": 999_999}, "/committee"),
        ({"committee": "1"}, "/committee"),
        ({"meeting": 999_999}, "/meeting"),
        ({"parent": "IQ-IR-1999-0001"}, "/parent"),
        ({"visibility": "restricted"}, "/visibility"),
        ({"proposed_on": "10.03.2026"}, "/proposed_on"),
        ({"due_precision": None}, ""),
        ({"owner": 1}, "/owner"),
        ({"status": "agreed"}, "/status"),
        ({"reference": "IQ-IR-2026-0099"}, "/reference"),
    ],
)
def test_what_can_not_be_a_proposal_is_refused_at_its_place(
    api: Caller, new: dict[str, Any], values: dict[str, Any], place: str
) -> None:
    assert set(places(api.post("proposals/", new | values))) == {place}
    assert not Proposal.objects.exists()


def test_nobody_records_where_they_do_not_see(
    api: Caller, new: dict[str, Any], other_committee: Committee, hidden: Proposal
) -> None:
    count = Proposal.objects.count()

    assert places(api.post("proposals/", new | {"committee": other_committee.pk})) == ["/committee"]
    assert places(api.post("proposals/", new | {"parent": hidden.reference})) == ["/parent"]
    answer = api.post("proposals/", new | {"visibility": "internal"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert Proposal.objects.count() == count


def test_who_sees_the_internal_ones_records_them(
    client_of: Callable[..., Client], new: dict[str, Any]
) -> None:
    api = Caller(token_of(client_of(ALL_SCOPES, visibility="internal")))

    answer = api.post("proposals/", new | {"visibility": "internal"})

    assert (answer.status_code, answer.json()["visibility"]) == (201, "internal")


# Changing


def test_what_is_left_out_stays(api: Caller, proposal: Proposal) -> None:
    body = {"titles": {"fa": "مرکز مشترک"}, "review_on": "2026-06-01", "why": "As agreed"}

    answer = change(api, "PATCH", path_of(proposal), body, f'"{proposal.version}"')

    shown = answer.json()
    assert answer.status_code == 200
    assert shown["titles"]["fa"] == "مرکز مشترک"
    assert shown["titles"]["en"] == "A joint border operations centre"
    assert shown["version"] == proposal.version + 1
    assert answer.headers["ETag"].startswith(f'"{shown["version"]}-')
    assert shown["history"][0]["why"] == "As agreed"
    assert {field["field"] for field in shown["history"][0]["changes"]} == {
        "title_fa",
        "review_on",
    }


def test_a_deadline_is_taken_away(api: Caller, new: dict[str, Any]) -> None:
    reference = api.post("proposals/", new).json()["reference"]
    nothing = {"due_on": None, "due_wording": "", "due_precision": None}

    shown = change(api, "PATCH", f"proposals/{reference}/", nothing).json()

    assert {name: shown[name] for name in nothing} == nothing


CHANGES = [
    ("PATCH", "", {"titles": {"en": "Another"}}),
    ("PATCH", "positions/IQ/", {"stance": "considers"}),
    ("POST", "milestones/", {"title": "A step"}),
    ("POST", "evidence/", {"meeting": "meeting", "start": 0, "end": 9}),
]


@pytest.mark.parametrize(("method", "rest", "body"), CHANGES)
def test_a_change_says_which_version_it_was_decided_on(
    api: Caller, proposal: Proposal, meeting: Meeting, method: str, rest: str, body: Any
) -> None:
    sent = body | ({"meeting": meeting.pk} if "meeting" in body else {})
    path = path_of(proposal, rest)
    before = Change.objects.of_proposal(proposal).count()

    missing = api(method, path, body=sent)
    stale = change(api, method, path, sent, f'"{proposal.version - 1}"')

    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    assert Change.objects.of_proposal(proposal).count() == before
    assert change(api, method, path, sent, f'"{proposal.version}"').status_code in {200, 201}


def test_nobody_puts_a_proposal_out_of_their_own_sight(
    api: Caller, proposal: Proposal, other_committee: Committee
) -> None:
    away = change(api, "PATCH", path_of(proposal), {"committee": other_committee.pk})
    inward = change(api, "PATCH", path_of(proposal), {"visibility": "internal"})

    assert places(away) == ["/committee"]
    assert inward.status_code == 403
    assert Proposal.objects.get(pk=proposal.pk).version == proposal.version


# Positions, milestones, evidence


def test_a_party_takes_its_position_and_a_new_one_is_added(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    quote(proposal)
    statement = proposal.evidence.get().pk

    changed = change(
        api,
        "PATCH",
        path_of(proposal, "positions/IQ/"),
        {"stance": "accepts", "responsible_body": "Interior", "statement": statement},
    ).json()

    (iraq,) = [row for row in changed["positions"] if row["party"]["code"] == "IQ"]
    assert (iraq["stance"], iraq["responsible_body"], iraq["statement"]) == (
        "accepts",
        "Interior",
        statement,
    )
    assert iraq["is_addressee"] is True
    assert change(api, "PATCH", path_of(proposal, "positions/XX/"), {}).status_code == 404


def test_a_position_is_not_shown_by_words_of_another_proposal(
    api: Caller, make_proposal: Callable[..., Proposal], quote: Callable[..., Any], hidden: Proposal
) -> None:
    proposal, other = make_proposal(), make_proposal()
    path = path_of(proposal, "positions/IQ/")
    for source in (other, hidden):
        quote(source)
        body = {"statement": source.evidence.get().pk}
        assert places(change(api, "PATCH", path, body)) == ["/statement"]


def test_a_step_is_added_done_and_taken_off(api: Caller, proposal: Proposal) -> None:
    step = {"title": "Choose a site", "party": "iq", "due_on": "2026-06-30", "due_precision": "day"}

    added = change(api, "POST", path_of(proposal, "milestones/"), step)
    (milestone,) = added.json()["milestones"]
    path = path_of(proposal, f"milestones/{milestone['id']}/")
    done = change(api, "PATCH", path, {"done_on": "2026-06-12"}).json()["milestones"][0]
    removed = change(api, "DELETE", path)

    assert added.status_code == 201
    assert (milestone["party"]["code"], milestone["done_on"]) == ("IQ", None)
    assert (done["done_on"], done["title"]) == ("2026-06-12", "Choose a site")
    assert (removed.status_code, removed.json()["milestones"]) == (200, [])
    assert change(api, "DELETE", path).status_code == 404


def test_a_step_or_evidence_of_another_proposal_is_not_there(
    api: Caller, make_proposal: Callable[..., Proposal], quote: Callable[..., Any]
) -> None:
    proposal, other = make_proposal(), make_proposal()
    quote(other)
    step = change(api, "POST", path_of(other, "milestones/"), {"title": "A step"}).json()
    number, evidence = step["milestones"][0]["id"], step["evidence"][0]["id"]

    for method, rest, body in (
        ("PATCH", f"milestones/{number}/", {"title": "Mine"}),
        ("DELETE", f"milestones/{number}/", None),
        ("POST", f"evidence/{evidence}/detach/", {"why": "Mine"}),
    ):
        assert change(api, method, path_of(proposal, rest), body).status_code == 404


def test_words_of_the_minutes_become_evidence_that_waits_for_a_person(
    api: Caller, proposal: Proposal, meeting: Meeting
) -> None:
    body = {"meeting": meeting.pk, "start": 4, "end": 16}

    answer = change(api, "POST", path_of(proposal, "evidence/"), body)

    (evidence,) = answer.json()["evidence"]
    assert (answer.status_code, evidence["quote"]) == (201, "sides agreed")
    assert (evidence["is_automatic"], evidence["is_confirmed"]) == (True, False)
    nothing = change(api, "POST", path_of(proposal, "evidence/"), body | {"start": 99, "end": 100})
    assert nothing.status_code == 422


def test_evidence_is_taken_off_with_a_reason(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    quote(proposal)
    path = path_of(proposal, f"evidence/{proposal.evidence.get().pk}/detach/")

    assert places(change(api, "POST", path, {"why": " "})) == ["/why"]
    assert change(api, "POST", path, {"why": "x"}, '"0"').status_code == 412
    answer = change(api, "POST", path, {"why": "About another centre"})

    assert (answer.status_code, answer.json()["evidence"]) == (200, [])
    removed = answer.json()["history"][0]
    assert (removed["operation"], removed["why"]) == ("delete", "About another centre")
