"""Whatever is sent to whichever address: an answer as described, and never a fault of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals.models import Committee, Proposal
from tests.proposals.api.conftest import Caller
from tests.proposals.api.test_schema import DOCUMENT, closed
from tests.proposals.api.test_urls import METHODS

PATHS = [
    *(path.removeprefix("/api/v1/") for path in DOCUMENT["paths"]),
    "nowhere/",
    "problems/{code}/",
    "schema/",
    "docs/",
]
NAMES = sorted(
    {
        parameter["name"]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
        for parameter in operation["parameters"]
        if parameter["in"] == "query"
    }
)
PATHS = [path.replace("{id}", "1") if "proposals" in path else path for path in PATHS]
characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters, max_size=12) | st.sampled_from(
    ["1", "0", "-1", "9" * 30, "true", "IQ", "IQ,IR", "proposed,agreed", "2026-03-11", "\x00", "%"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    sorted(
        {
            field
            for schema in DOCUMENT["components"]["schemas"].values()
            for field in schema.get("properties", {})
        }
    )
)
bodies = st.binary(max_size=40) | st.dictionaries(fields | texts, values | texts, max_size=4).map(
    lambda body: json.dumps(body).encode()
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "If-Match": st.sampled_from(["*", '"1"', '"x"', "x", 'W/"1"', ""]),
        "If-None-Match": st.sampled_from(["*", '"1"', "x", ""]),
        "Accept": st.sampled_from(["*/*", "text/html", "application/json; indent=99", "x", ""]),
        "Accept-Language": st.sampled_from(["ar", "fa-IR", "xx", "*", "en;q=2", "," * 50]),
    },
)
types = st.sampled_from(
    ["application/json", "application/json; charset=utf-16", "text/plain", "", "application/x"]
)


@pytest.fixture
def known(proposal: Proposal, committee: Committee) -> dict[str, Any]:
    return {"reference": proposal.reference, "id": committee.pk, "code": "IQ"}


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(PATHS),
    method=st.sampled_from([*METHODS, "HEAD"]),
    query=st.dictionaries(st.sampled_from(NAMES) | texts, texts, max_size=3),
    body=bodies,
    sent=headers,
    content_type=types,
)
def test_nothing_that_is_sent_is_a_fault_of_ours(
    api: Caller,
    known: dict[str, Any],
    path: str,
    method: str,
    query: dict[str, str],
    body: bytes,
    sent: dict[str, str],
    content_type: str,
) -> None:
    answer = api(
        method,
        path.format(**known),
        query_params=query,
        data=body,
        headers=sent,
        content_type=content_type,
    )

    assert answer.status_code < 500
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def test_a_closed_schema_knows_its_fields() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}

    assert closed(schema)["additionalProperties"] is False
