"""Proposals as a partner reads and moves them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from proposals.models import Change, Client, Committee, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import moves, parts
from proposals.services.moves import MoveRequest
from proposals.services.records import keep
from proposals.status import Status
from proposals.vocabulary import Precision, Stance
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller, token_of


@pytest.fixture
def meeting(committee: Committee, at: datetime) -> Meeting:
    found = Meeting(
        committee=committee, ordinal=2, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 10)
    )
    found.minutes = "The sides agreed on the centre."
    keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def rich(make_proposal: Callable[..., Proposal], meeting: Meeting, officer_user: User) -> Proposal:
    """A proposal of which everything is known."""
    return make_proposal(
        titles={"ar": "مركز مشترك", "fa": "مرکز مشترک", "en": "A joint centre"},
        original_language="ar",
        meeting=meeting,
        owner=officer_user,
        deadline={
            "due_on": date(2026, 12, 31),
            "due_wording": "by the end of the year",
            "due_precision": Precision.YEAR,
        },
    )


def move(proposal: Proposal, key: str, by: Actor, at: datetime, **values: Any) -> Proposal:
    request = MoveRequest.of(key, **values)
    return moves.move(proposal=proposal, request=request, by=by, at=at)


def read(api: Caller, proposal: Proposal, **headers: str) -> Any:
    answer = api.get(f"proposals/{proposal.reference}/", None, **headers)
    assert answer.status_code == 200
    return answer.json()


def test_a_proposal_says_all_that_is_known_of_it(
    api: Caller, rich: Proposal, meeting: Meeting, committee: Committee, officer_user: User
) -> None:
    shown = read(api, rich)

    assert shown["titles"] == {"ar": "مركز مشترك", "fa": "مرکز مشترک", "en": "A joint centre"}
    assert (shown["kind"], shown["kind_label"]) == ("joint_body", "Joint body")
    assert (shown["status"], shown["status_label"]) == ("proposed", "Proposed")
    assert shown["committee"] == {"id": committee.pk, "name": committee.name_en}
    assert shown["meeting"]["id"] == meeting.pk
    assert shown["owner"] == {"id": officer_user.pk, "name": "Samira"}
    assert shown["desk"]["name"] == "Near East desk"
    assert (shown["due_on"], shown["due_wording"]) == ("2026-12-31", "by the end of the year")
    assert (shown["due_precision"], shown["due_precision_label"]) == ("year", "A year")
    assert shown["created_at"] == "2026-03-11T09:30:00Z"
    assert [position["party"]["code"] for position in shown["positions"]] == ["IR", "IQ"]


def test_the_list_shows_the_same_as_each_by_itself(api: Caller, rich: Proposal) -> None:
    (row,) = api.get("proposals/").json()["results"]

    assert row == {name: value for name, value in read(api, rich).items() if name in row}


@pytest.mark.parametrize(
    ("language", "title"), [("ar", "مركز مشترك"), ("fa", "مرکز مشترک"), ("en", "A joint centre")]
)
def test_the_title_is_in_the_readers_language(
    api: Caller, rich: Proposal, language: str, title: str
) -> None:
    shown = read(api, rich, Accept_Language=language)

    assert shown["title"] == title
    assert shown["status"] == "proposed"


def test_a_title_that_is_missing_in_a_language_is_the_original_one(
    api: Caller, make_proposal: Callable[..., Proposal]
) -> None:
    proposal = make_proposal(titles={"ar": "مركز", "en": "Centre"}, original_language="ar")

    assert read(api, proposal, Accept_Language="fa")["title"] == "مركز"
    assert read(api, proposal, Accept_Language="de")["title"] == "Centre"


def test_evidence_shows_its_words_and_who_says_so(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    article = quote(proposal)

    (shown,) = read(api, proposal)["evidence"]

    assert article.text[shown["start"] : shown["end"]] == shown["quote"]
    assert article.text[: shown["end"]].endswith(shown["prefix"] + shown["quote"])
    assert article.text[shown["start"] :].startswith(shown["quote"] + shown["suffix"])
    assert (shown["voice"], shown["speaker"]["code"]) == ("official", "IR")
    assert (shown["is_automatic"], shown["is_confirmed"]) == (False, True)
    assert shown["article"]["id"] == article.pk
    assert api.get(f"articles/{article.pk}/").json()["text"] == article.text


def test_evidence_that_nobody_confirmed_says_so(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    quote(proposal, by=SYSTEM)

    (shown,) = read(api, proposal)["evidence"]

    assert (shown["is_automatic"], shown["is_confirmed"]) == (True, False)
    assert shown["confirmed_at"] is None


def test_words_of_minutes_are_evidence_too(
    api: Caller,
    proposal: Proposal,
    meeting: Meeting,
    other_committee: Committee,
    officer: Actor,
    at: datetime,
) -> None:
    meeting.pk, meeting.committee, meeting._state.adding = None, other_committee, True
    seen, unseen = Meeting.objects.get(), meeting
    keep(unseen, by=SYSTEM, at=at)
    for source in (seen, unseen):
        parts.attach_minutes(proposal=proposal, meeting=source, start=0, end=16, by=officer, at=at)

    first, second = read(api, proposal)["evidence"]

    assert (first["quote"], first["article"]) == ("The sides agreed", None)
    assert first["meeting"]["id"] == seen.pk
    assert second["meeting"] is None
    assert "Secret" not in str(read(api, proposal))


def test_parts_and_kin_are_named_by_reference_if_they_are_in_sight(
    api: Caller,
    make_proposal: Callable[..., Proposal],
    other_committee: Committee,
) -> None:
    whole = make_proposal()
    part = make_proposal(parent=whole)
    make_proposal(parent=whole, committee=other_committee)
    make_proposal(parent=whole, visibility="internal")

    assert read(api, whole)["parts"] == [part.reference]
    assert read(api, part)["parent"] == whole.reference


@pytest.mark.parametrize(
    ("now", "is_overdue"), [("2026-12-31T23:59:59Z", False), ("2027-01-01T00:00:00Z", True)]
)
def test_lateness_is_by_the_day(client: Client, rich: Proposal, now: str, is_overdue: bool) -> None:
    caller = Caller(token_of(client, hours=10**5))
    with time_machine.travel(now):
        assert read(caller, rich)["is_overdue"] is is_overdue
        assert caller.get("proposals/").json()["results"][0]["is_overdue"] is is_overdue


def test_a_client_of_the_inner_circle_sees_what_is_internal_and_nothing_restricted(
    client_of: Callable[..., Client],
    make_proposal: Callable[..., Proposal],
    internal: Proposal,
    proposal: Proposal,
) -> None:
    make_proposal(visibility="restricted")
    inner = Caller(token_of(client_of(visibility="internal", name="Ally")))

    seen = {row["reference"] for row in inner.get("proposals/").json()["results"]}

    assert seen == {internal.reference, proposal.reference}
    assert inner.get(f"proposals/{internal.reference}/").status_code == 200


def test_the_moves_are_those_that_the_table_offers(
    api: Caller, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    move(proposal, "discuss", officer, at)

    offered = {row["move"]: row for row in read(api, proposal)["moves"]}

    assert set(offered) == {"agree", "postpone", "reject", "withdraw", "supersede", "lapse"}
    assert offered["agree"]["leads_to"] == "agreed"
    assert "Iraq" in offered["agree"]["lacks"][0]
    assert offered["postpone"]["asks_for"] == ["reason"]
    assert offered["supersede"]["asks_for"] == ["successor"]


def test_a_token_for_reading_is_offered_no_move(client: Client, proposal: Proposal) -> None:
    assert read(Caller(token_of(client, "proposals:read")), proposal)["moves"] == []


def test_a_move_is_made_by_the_client_with_its_reason(
    api: Caller, client: Client, proposal: Proposal
) -> None:
    with time_machine.travel("2026-04-02T07:15:00Z", tick=False):
        caller = Caller(token_of(client))
        answer = caller.post(
            f"proposals/{proposal.reference}/moves/",
            {"move": "postpone", "reason": "  Elections first "},
            If_Match=f'"{proposal.version}"',
        )

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["status"], shown["status_reason"]) == ("postponed", "Elections first")
    assert shown["status_since"] == "2026-04-02T07:15:00Z"
    assert shown["version"] == proposal.version + 1
    assert shown["moves"][0]["move"] == "resume"
    newest = Change.objects.of_proposal(proposal)[0]
    assert (newest.actor, newest.actor_name) == (f"client:{client.pk}", "Partner registry")
    assert (newest.why, newest.at) == (
        "Elections first",
        datetime(2026, 4, 2, 7, 15, tzinfo=UTC),
    )
    assert shown["history"][0]["actor"] == "client"


@pytest.mark.parametrize(
    ("steps", "body", "missing", "words"),
    [
        ([], {"move": "complete"}, ["status"], "Proposed"),
        (["discuss"], {"move": "agree"}, ["positions"], "Iraq"),
        ([], {"move": "postpone"}, ["reason"], "reason"),
        ([], {"move": "postpone", "reason": "   "}, ["reason"], "reason"),
        ([], {"move": "supersede"}, ["successor"], "takes its place"),
    ],
)
def test_a_move_that_lacks_something_is_refused_with_all_of_it(
    api: Caller,
    proposal: Proposal,
    officer: Actor,
    at: datetime,
    steps: list[str],
    body: dict[str, str],
    missing: list[str],
    words: str,
) -> None:
    for step in steps:
        move(proposal, step, officer, at)
    before = read(api, proposal)

    answer = api.post(f"proposals/{proposal.reference}/moves/", body, If_Match="*")

    assert (answer.status_code, answer.json()["code"]) == (409, "move_refused")
    assert answer.json()["missing"] == missing
    assert words in answer.json()["detail"]
    assert read(api, proposal) == before


def test_completing_needs_proof(
    api: Caller, proposal: Proposal, iraq: Party, officer: Actor, at: datetime
) -> None:
    move(proposal, "discuss", officer, at)
    values = {"stance": Stance.ACCEPTS}
    parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)
    path = f"proposals/{proposal.reference}/moves/"
    for step in ("agree", "start"):
        assert api.post(path, {"move": step}, If_Match="*").status_code == 200

    answer = api.post(path, {"move": "complete"}, If_Match="*")

    assert (answer.status_code, answer.json()["missing"]) == (409, ["proof"])


def test_reopening_is_for_a_head_of_desk(
    api: Caller, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    move(proposal, "reject", officer, at, reason="No budget")
    body = {"move": "reopen", "reason": "Budget found"}

    answer = api.post(f"proposals/{proposal.reference}/moves/", body, If_Match="*")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert read(api, proposal)["moves"] == []


def test_superseding_names_a_successor_within_sight(
    api: Caller, proposal: Proposal, make_proposal: Callable[..., Proposal], hidden: Proposal
) -> None:
    successor = make_proposal()
    path = f"proposals/{proposal.reference}/moves/"

    for reference in (hidden.reference, "IQ-IR-1999-0001"):
        body = {"move": "supersede", "successor": reference}
        answer = api.post(path, body, If_Match="*")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert answer.json()["errors"][0]["pointer"] == "/successor"
        assert "no such proposal" in answer.json()["detail"]

    body = {"move": "supersede", "successor": successor.reference}
    shown = api.post(path, body, If_Match="*").json()
    assert (shown["status"], shown["successor"]) == ("superseded", successor.reference)


def test_only_superseding_takes_a_successor(
    api: Caller, proposal: Proposal, make_proposal: Callable[..., Proposal]
) -> None:
    body = {"move": "discuss", "successor": make_proposal().reference}

    answer = api.post(f"proposals/{proposal.reference}/moves/", body, If_Match="*")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/successor")


def test_a_proposal_is_not_its_own_successor(api: Caller, proposal: Proposal) -> None:
    body = {"move": "supersede", "successor": proposal.reference}

    answer = api.post(f"proposals/{proposal.reference}/moves/", body, If_Match="*")

    assert (answer.status_code, answer.json()["missing"]) == (409, ["successor"])


@pytest.mark.parametrize("key", ["nonsense", "", "Discuss", "proposed"])
def test_a_move_that_isnt_there_is_refused(api: Caller, proposal: Proposal, key: str) -> None:
    answer = api.post(f"proposals/{proposal.reference}/moves/", {"move": key}, If_Match="*")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/move")


def test_what_is_out_of_sight_is_moved_by_nobody(
    api: Caller, hidden: Proposal, internal: Proposal
) -> None:
    for proposal in (hidden, internal):
        answer = api.post(
            f"proposals/{proposal.reference}/moves/", {"move": "discuss"}, If_Match="*"
        )
        assert answer.status_code == 404
        proposal.refresh_from_db()
        assert proposal.status == Status.PROPOSED


def test_a_proposal_of_no_committee_is_no_partners(
    api: Caller, make_proposal: Callable[..., Proposal]
) -> None:
    proposal = make_proposal(committee=None)

    assert api.get(f"proposals/{proposal.reference}/").status_code == 404


def test_two_who_move_from_the_same_version_dont_overwrite_each_other(
    api: Caller, proposal: Proposal
) -> None:
    path = f"proposals/{proposal.reference}/"
    etag = api.get(path).headers["ETag"]

    first = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag)
    second = api.post(f"{path}moves/", {"move": "lapse", "reason": "Old"}, If_Match=etag)

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["changes"][0]["changes"][0]["after"] == "under_discussion"
    assert read(api, proposal)["status"] == "under_discussion"


def test_the_answer_to_a_move_lets_the_caller_go_on(api: Caller, proposal: Proposal) -> None:
    path = f"proposals/{proposal.reference}/"
    etag = api.get(path).headers["ETag"]

    first = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag)
    second = api.post(
        f"{path}moves/", {"move": "lapse", "reason": "Old"}, If_Match=first.headers["ETag"]
    )

    assert second.status_code == 200
