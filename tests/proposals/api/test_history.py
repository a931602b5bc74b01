"""The history that a partner reads: what happened in its sight, in public words."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from proposals.models import Committee, Milestone, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import moves, parts
from proposals.services import proposals as services
from proposals.services.moves import MoveRequest
from proposals.vocabulary import Precision, Stance
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller


def history(api: Caller, proposal: Proposal, **headers: str) -> list[dict[str, Any]]:
    page = api.get(f"proposals/{proposal.reference}/history/", None, **headers)
    assert page.status_code == 200
    found: list[dict[str, Any]] = page.json()["results"]
    return found


def told(entry: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {change["field"]: (change["before"], change["after"]) for change in entry["changes"]}


def test_an_entry_says_who_when_what_and_why(
    api: Caller, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    request = MoveRequest.of("postpone", reason="Elections first")
    moves.move(proposal=proposal, request=request, by=officer, at=at)

    newest = history(api, proposal)[0]

    assert (newest["who"], newest["actor"], newest["at"]) == (
        "Samira",
        "user",
        "2026-03-11T09:30:00Z",
    )
    assert (newest["record"], newest["operation"]) == ("proposal", "update")
    assert newest["why"] == "Elections first"
    assert told(newest) == {
        "status": ("proposed", "postponed"),
        "status_reason": ("", "Elections first"),
    }
    status = newest["changes"][0]
    assert (status["before_label"], status["after_label"]) == ("Proposed", "Postponed")


def test_the_words_of_an_entry_are_the_readers(
    api: Caller, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    entry = history(api, proposal, Accept_Language="en")[-1]
    kind = next(change for change in entry["changes"] if change["field"] == "kind")

    assert kind["field_label"] == "kind"
    assert kind["after_label"] == "Joint body"
    assert (kind["before"], kind["before_label"]) == (None, None)


def test_what_belongs_to_a_proposal_is_told_by_its_public_names(
    api: Caller,
    proposal: Proposal,
    officer: Actor,
    officer_user: User,
    iraq: Party,
    at: datetime,
    quote: Callable[..., Any],
    make_proposal: Callable[..., Proposal],
) -> None:
    article = quote(proposal)
    parts.set_position(
        proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=officer, at=at
    )
    step = {
        "title": "Choose the site",
        "party": iraq,
        "due_on": date(2026, 6, 30),
        "due_precision": Precision.DAY,
    }
    parts.add_milestone(proposal=proposal, values=step, by=officer, at=at)
    parent = make_proposal()
    values = {"owner": officer_user, "parent": parent}
    services.edit(proposal=proposal, values=values, by=officer, at=at)

    edited, milestone, position, evidence, *_rest = history(api, proposal)

    assert told(edited) == {
        "owner": (None, officer_user.pk),
        "parent": (None, parent.reference),
    }
    assert told(milestone)["party"] == (None, "IQ")
    assert told(milestone)["due_on"] == (None, "2026-06-30")
    assert told(position)["stance"] == ("awaited", "accepts")
    assert told(evidence)["article"] == (None, article.pk)
    assert told(evidence)["quote"][1].startswith("we propose")
    detail = api.get(f"proposals/{proposal.reference}/").json()
    assert evidence["record_id"] == detail["evidence"][0]["id"]
    assert milestone["record_id"] == detail["milestones"][0]["id"]
    assert position["record_id"] in [row["id"] for row in detail["positions"]]


def test_a_removed_part_is_told_as_it_was(
    api: Caller, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    parts.add_milestone(proposal=proposal, values={"title": "A step"}, by=officer, at=at)
    parts.remove_milestone(milestone=Milestone.objects.get(), by=officer, at=at)

    newest = history(api, proposal)[0]

    assert (newest["operation"], told(newest)["title"]) == ("delete", ("A step", None))


def test_mithaqs_own_bookkeeping_is_not_told(api: Caller, proposal: Proposal) -> None:
    fields = {change["field"] for entry in history(api, proposal) for change in entry["changes"]}

    assert fields.isdisjoint({"id", "pair", "version", "left_status", "created_at", "proposal"})


def test_findings_are_the_staffs_own_work(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    quote(proposal)

    records = {entry["record"] for entry in history(api, proposal)}

    assert records == {"proposal", "position", "evidence"}


@pytest.mark.parametrize("field", ["visibility", "committee"])
def test_what_happened_before_it_came_into_sight_stays_untold(
    api: Caller,
    make_proposal: Callable[..., Proposal],
    committee: Committee,
    other_committee: Committee,
    officer: Actor,
    at: datetime,
    field: str,
) -> None:
    kept_back = (
        {"visibility": "internal"} if field == "visibility" else {"committee": other_committee}
    )
    shown = {"visibility": "shared"} if field == "visibility" else {"committee": committee}
    proposal = make_proposal(titles={"en": "A secret title"}, **kept_back)

    def change(values: dict[str, Any], why: str = "") -> None:
        services.edit(proposal=proposal, values=values, by=officer, at=at, why=why)

    change({"title_en": "Still secret"}, "A secret reason")
    change({"title_en": "A public title", **shown}, "A secret reason to show it")
    change({"title_fa": "عنوان"}, "A public reason")

    entries = history(api, proposal)

    assert [entry["why"] for entry in entries] == ["A public reason"]
    whole = api.get(f"proposals/{proposal.reference}/").content.decode()
    assert "secret" not in whole + json.dumps(entries)

    change(kept_back, "Hidden again")
    assert api.get(f"proposals/{proposal.reference}/history/").status_code == 404
    change(shown)
    assert history(api, proposal) == []


def test_a_record_that_is_out_of_sight_shows_as_nothing(
    api: Caller, proposal: Proposal, hidden: Proposal, officer: Actor, at: datetime
) -> None:
    services.edit(proposal=proposal, values={"parent": hidden}, by=officer, at=at)
    request = MoveRequest.of("supersede", successor=hidden)
    moves.move(proposal=proposal, request=request, by=officer, at=at)

    superseded, parented, *_rest = history(api, proposal)

    assert told(superseded)["successor"] == (None, None)
    assert told(parented)["parent"] == (None, None)
    detail = api.get(f"proposals/{proposal.reference}/")
    assert (detail.json()["parent"], detail.json()["successor"]) == (None, None)
    assert hidden.reference not in detail.content.decode()
    assert "hidden" not in detail.content.decode()


def test_the_history_comes_in_pages_and_the_detail_shows_the_newest(
    api: Caller, proposal: Proposal, at: datetime
) -> None:
    for number in range(55):
        values = {"title_en": f"Title {number}"}
        services.edit(proposal=proposal, values=values, by=SYSTEM, at=at)

    shown = api.get(f"proposals/{proposal.reference}/").json()["history"]
    first = api.get(f"proposals/{proposal.reference}/history/", {"page_size": 50}).json()

    assert shown == first["results"]
    assert told(shown[0])["title_en"] == ("Title 53", "Title 54")
    rest = api.get(first["next"].removeprefix("http://testserver")).json()
    assert rest["next"] is None
    assert len(rest["results"]) == 55 + 3 - 50
    assert rest["results"][-1]["operation"] == "insert"
