"""Conditional requests: nothing is sent twice in vain, and nothing is overwritten unseen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from proposals.models import Committee, Proposal
from proposals.rights import Actor
from proposals.services import proposals as services
from proposals.services.records import keep
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller


@pytest.fixture
def path(proposal: Proposal) -> str:
    return f"proposals/{proposal.reference}/"


def edit(proposal: Proposal, title: str, at: datetime) -> None:
    services.edit(proposal=proposal, values={"title_en": title}, by=SYSTEM, at=at)


def test_an_unchanged_answer_is_not_sent_again(api: Caller, path: str) -> None:
    first = api.get(path)
    etag = first.headers["ETag"]

    assert etag.startswith(f'"{first.json()["version"]}-')
    again = api.get(path, If_None_Match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == "private, no-cache"
    for known in (f"W/{etag}", f'"x", {etag}', "*"):
        assert api.get(path, If_None_Match=known).status_code == 304
    assert api.get(path, If_None_Match='"x"').status_code == 200


@pytest.mark.parametrize("path", ["proposals/", "committees/", "parties/IQ/", "me/", ""])
def test_every_answer_has_an_etag(api: Caller, proposal: Proposal, path: str) -> None:
    etag = api.get(path).headers["ETag"]

    assert api.get(path, If_None_Match=etag).status_code == 304
    assert api("HEAD", path, headers={"If-None-Match": etag}).status_code == 304


def test_an_etag_is_of_one_language(api: Caller, path: str) -> None:
    english = api.get(path, Accept_Language="en").headers["ETag"]

    other = api.get(path, Accept_Language="ar", If_None_Match=english)

    assert other.status_code == 200
    assert "Accept-Language" in other.headers["Vary"]
    assert "Authorization" in other.headers["Vary"]


def test_an_etag_changes_with_a_name_that_the_answer_shows(
    api: Caller, path: str, committee: Committee, at: datetime
) -> None:
    etag = api.get(path).headers["ETag"]
    committee.name_en = "Renamed"
    keep(committee, by=SYSTEM, at=at)

    assert api.get(path, If_None_Match=etag).json()["committee"]["name"] == "Renamed"
    moved = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag)
    assert moved.status_code == 200


def test_a_move_without_a_version_is_refused(api: Caller, path: str) -> None:
    answer = api.post(f"{path}moves/", {"move": "discuss"})

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.parametrize("header", ["", "7", "nonsense", "W/", '"'])
def test_a_header_that_holds_no_etag_is_refused(api: Caller, path: str, header: str) -> None:
    answer = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=header)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_header")


@pytest.mark.parametrize("form", ["{etag}", '"{version}"', '"x", {etag}', '"1", "{version}"', "*"])
def test_a_move_on_the_version_that_was_read_is_made(
    api: Caller, proposal: Proposal, path: str, form: str
) -> None:
    etag = api.get(path).headers["ETag"]
    header = form.format(etag=etag, version=proposal.version)

    answer = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=header)

    assert (answer.status_code, answer.json()["status"]) == (200, "under_discussion")
    assert answer.headers["ETag"] == api.get(path).headers["ETag"] != etag


@pytest.mark.parametrize("form", ["{etag}", "W/{fresh}", '"nonsense"', '"999999999999999999999"'])
def test_a_stale_move_is_refused_with_what_changed_since(
    api: Caller, proposal: Proposal, path: str, form: str, at: datetime
) -> None:
    etag = api.get(path).headers["ETag"]
    edit(proposal, "Changed meanwhile", at)
    header = form.format(etag=etag, fresh=api.get(path).headers["ETag"])

    answer = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=header)

    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    newest = answer.json()["changes"][0]
    assert newest["who"] == "tests"
    assert newest["changes"][0]["after"] == "Changed meanwhile"
    assert api.get(path).json()["status"] == "proposed"


def test_a_stale_move_tells_as_many_changes_as_there_were(
    api: Caller, proposal: Proposal, path: str, at: datetime, quote: Callable[..., Any]
) -> None:
    etag = api.get(path).headers["ETag"]
    edit(proposal, "First", at)
    quote(proposal)
    edit(proposal, "Second", at)

    changes = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag).json()["changes"]

    assert [change["record"] for change in changes] == ["proposal", "evidence", "proposal"]
    assert [change["changes"][0]["after"] for change in changes[::2]] == ["Second", "First"]


def test_a_stale_move_tells_nothing_of_what_was_kept_back(
    api: Caller, proposal: Proposal, path: str, officer: Actor, at: datetime
) -> None:
    etag = api.get(path).headers["ETag"]
    for values in (
        {"visibility": "internal"},
        {"title_en": "A secret title"},
        {"title_en": "A title", "visibility": "shared"},
        {"title_fa": "عنوان"},
    ):
        services.edit(proposal=proposal, values=values, by=officer, at=at)

    answer = api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag)

    assert answer.status_code == 412
    assert [change["changes"][0]["field"] for change in answer.json()["changes"]] == ["title_fa"]
    assert "secret" not in answer.content.decode()


def test_a_missing_tag_is_noticed_before_a_kept_answer(api: Caller, proposal: Proposal) -> None:
    where, key = f"proposals/{proposal.reference}/moves/", {"Idempotency_Key": "1"}
    assert api.post(where, {"move": "discuss"}, If_Match="*", **key).status_code == 200

    answer = api.post(where, {"move": "discuss"}, **key)

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")
