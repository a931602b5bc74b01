"""Problem documents: their shape, their types, and that every refusal has one."""

import re
from typing import Any

import pytest
from django.conf import settings

from proposals import errors
from proposals.api.problem_types import BY_CODE, TYPES
from proposals.models import Proposal
from tests.proposals.api.conftest import Caller


def test_a_problem_says_what_went_wrong_and_where_it_is_explained(
    api: Caller, nobody: Caller
) -> None:
    answer = api.get("proposals/IQ-IR-1999-0001/")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document == {
        "type": f"{settings.BASE_URL}/api/v1/problems/not_found/",
        "title": "There is nothing here.",
        "status": 404,
        "detail": "There is no such record, or it isn't yours to see.",
        "code": "not_found",
        "instance": "/api/v1/proposals/IQ-IR-1999-0001/",
    }
    page = nobody.get(document["type"].removeprefix(settings.BASE_URL))
    assert page.status_code == 200
    assert document["title"].replace("'", "&#x27;") in page.content.decode()


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.code)
def test_every_type_has_a_readable_page(nobody: Caller, kind: Any) -> None:
    page = nobody.get(f"problems/{kind.code}/")

    assert page.status_code == 200
    assert str(kind.status) in page.content.decode()
    assert nobody.get("problems/").content.decode().count(f'/problems/{kind.code}/"') == 1


def test_codes_are_words_that_an_address_can_hold() -> None:
    assert len(BY_CODE) == len(TYPES)
    assert all(re.fullmatch(r"[a-z_]+", kind.code) for kind in TYPES)


def _refusals(kind: type[errors.RefusedError]) -> list[type[errors.RefusedError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _refusals(sub))]


@pytest.mark.parametrize("kind", _refusals(errors.RefusedError), ids=lambda kind: kind.__name__)
def test_every_refusal_of_the_services_has_a_type(kind: type[errors.RefusedError]) -> None:
    assert kind.code in BY_CODE


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nowhere/", 404, "not_found"),
        ("POST", "nowhere/at/all", 404, "not_found"),
        ("FROB", "nowhere/", 404, "not_found"),
        ("GET", "proposals", 404, "not_found"),
        ("GET", "proposals/lower-case/", 404, "not_found"),
        ("GET", "proposals/%00/", 404, "not_found"),
        ("GET", "proposals/IQ-IR-2026-0001%0A/", 404, "not_found"),
        ("GET", "proposals/%FF/", 404, "not_found"),
        ("GET", "articles/0/", 404, "not_found"),
        ("GET", "articles/-1/", 404, "not_found"),
        ("GET", "articles/99999999999999999999999/", 404, "not_found"),
        ("GET", f"articles/{'9' * 5000}/", 404, "not_found"),
        ("GET", "parties/nobody/", 404, "not_found"),
        ("GET", "parties/%3F/", 404, "not_found"),
        ("GET", "problems/nonsense/", 404, "not_found"),
        ("DELETE", "proposals/", 405, "method_not_allowed"),
        ("PATCH", "me/", 405, "method_not_allowed"),
        ("OPTIONS", "proposals/", 405, "method_not_allowed"),
        ("TRACE", "proposals/", 405, "method_not_allowed"),
        ("TRACE", "proposals/?fields=", 405, "method_not_allowed"),
        ("POST", "docs/", 405, "method_not_allowed"),
        ("POST", "problems/invalid/", 405, "method_not_allowed"),
        ("PUT", "schema/", 405, "method_not_allowed"),
    ],
)
def test_what_leads_nowhere_is_a_problem_too(
    api: Caller, method: str, path: str, status: int, code: str
) -> None:
    answer = api(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_unacceptable_format_is_a_problem(api: Caller) -> None:
    answer = api.get("proposals/", Accept="text/csv")

    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(("language", "script"), [("ar", "؀-ۿ"), ("fa", "؀-ۿ"), ("en", "A-Za-z")])
def test_a_problems_words_are_the_readers(
    api: Caller, proposal: Proposal, language: str, script: str
) -> None:
    answer = api.get("proposals/", {"status": "nonsense"}, Accept_Language=language)

    assert answer.headers["Content-Language"] == language
    assert re.search(f"[{script}]", answer.json()["errors"][0]["detail"])
    assert answer.json()["code"] == "invalid_query"


def test_a_missing_and_a_hidden_record_are_answered_alike(
    api: Caller, hidden: Proposal, internal: Proposal
) -> None:
    missing, *others = (
        {**api.get(f"proposals/{reference}/").json(), "instance": ""}
        for reference in ("IQ-IR-1999-0001", hidden.reference, internal.reference)
    )

    assert others == [missing, missing]
