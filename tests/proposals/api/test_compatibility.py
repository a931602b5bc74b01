"""A change of the schema that breaks its callers is found; one that only adds is not."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from proposals.api.compatibility import bare, breaks
from tests.proposals.api.test_schema import DOCUMENT

PROMISED = Path(__file__).resolve().parents[3] / "docs" / "openapi.v1.yaml"
MEASURE: dict[str, Any] = {
    "type": "object",
    "required": ["title", "size"],
    "properties": {
        "title": {"type": "string"},
        "size": {"type": "integer"},
        "status": {"oneOf": [{"$ref": "#/components/schemas/Word"}, {"type": "null"}]},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}},
    },
}
BEFORE: dict[str, Any] = {
    "paths": {
        "/measures/": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "q", "schema": {"type": "string", "maxLength": 20}}
                ],
                "security": [{"token": ["read"]}],
                "responses": {
                    "200": {
                        "headers": {"ETag": {}},
                        "content": {"json": {"schema": {"$ref": "#/components/schemas/Measure"}}},
                    },
                    "404": {"description": "It isn't there."},
                },
            },
            "post": {
                "requestBody": {
                    "content": {"json": {"schema": {"$ref": "#/components/schemas/New"}}}
                },
                "responses": {"201": {"content": {"json": {"schema": {"type": "object"}}}}},
            },
        }
    },
    "components": {
        "schemas": {
            "Word": {"type": "string", "enum": ["open", "closed"]},
            "Measure": MEASURE,
            "New": deepcopy(MEASURE),
        }
    },
}
type Document = dict[str, Any]


def read(document: Document) -> Document:
    found: Document = document["paths"]["/measures/"]["get"]
    return found


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def field(document: Document, name: str, of: str) -> Document:
    found: Document = schema(document, of)["properties"][name]
    return found


def found(change: Callable[[Document], Any]) -> list[str]:
    after = deepcopy(BEFORE)
    change(after)
    return list(breaks(BEFORE, after))


BREAKING: dict[str, Callable[[Document], Any]] = {
    "GET /measures/: it is gone": lambda d: d["paths"]["/measures/"].pop("get"),
    "GET /measures/: it takes no q in the query": lambda d: read(d).pop("parameters"),
    "GET /measures/: it needs day in the query": lambda d: read(d)["parameters"].append(
        {"in": "query", "name": "day", "required": True, "schema": {}}
    ),
    "GET /measures/: it needs q in the query": lambda d: read(d)["parameters"][0].update(
        required=True
    ),
    "GET /measures/ q: string is no longer taken": lambda d: read(d)["parameters"][0].update(
        schema={"type": "integer"}
    ),
    "GET /measures/ q: its maxLength is 10 now": lambda d: read(d)["parameters"][0].update(
        schema={"type": "string", "maxLength": 10}
    ),
    "GET /measures/ q: its minLength is 1 now": lambda d: read(d)["parameters"][0]["schema"].update(
        minLength=1
    ),
    "GET /measures/ q: what was free is no longer taken": lambda d: read(d)["parameters"][0][
        "schema"
    ].update(enum=["a"]),
    "GET /measures/: it needs another scope": lambda d: read(d).update(
        security=[{"token": ["read", "more"]}]
    ),
    "GET /measures/: it never answers 200": lambda d: read(d)["responses"].pop("200"),
    "GET /measures/ 200: it has no content": lambda d: read(d)["responses"]["200"].pop("content"),
    "GET /measures/ 200: no header ETag": lambda d: read(d)["responses"]["200"].pop("headers"),
    "GET /measures/ 200: title may be missing": lambda d: schema(d, "Measure")["required"].remove(
        "title"
    ),
    "GET /measures/ 200: status may be missing": lambda d: schema(d, "Measure")["properties"].pop(
        "status"
    ),
    "GET /measures/ 200/size: it may be string now": lambda d: field(d, "size", "Measure").update(
        type="string"
    ),
    "GET /measures/ 200/title: it may be null now": lambda d: field(d, "title", "Measure").update(
        type=["string", "null"]
    ),
    "POST /measures/ body: status must be sent": lambda d: schema(d, "New")["required"].append(
        "status"
    ),
    "POST /measures/ body: size is no longer taken": lambda d: schema(d, "New")["properties"].pop(
        "size"
    ),
    "POST /measures/ body/status: null is no longer taken": lambda d: field(
        d, "status", "New"
    ).update(oneOf=[{"$ref": "#/components/schemas/Word"}]),
    "POST /measures/ body/status: closed is no longer taken": lambda d: schema(d, "Word")[
        "enum"
    ].remove("closed"),
}


@pytest.mark.parametrize(("fault", "change"), BREAKING.items(), ids=BREAKING)
def test_what_breaks_a_caller_is_found(fault: str, change: Callable[[Document], Any]) -> None:
    assert fault in found(change)


def test_a_body_where_there_was_none_breaks() -> None:
    body = {"required": True, "content": {"json": {"schema": {"type": "object"}}}}

    assert found(lambda d: read(d).update(requestBody=body)) == ["GET /measures/: it needs a body"]


ADDED: dict[str, Callable[[Document], Any]] = {
    "nothing": lambda _: None,
    "a path": lambda d: d["paths"].update({"/more/": {"get": {"responses": {}}}}),
    "a method": lambda d: d["paths"]["/measures/"].update(delete={"responses": {}}),
    "a parameter": lambda d: read(d)["parameters"].append(
        {"in": "query", "name": "day", "schema": {}}
    ),
    "a longer text": lambda d: read(d)["parameters"][0]["schema"].update(maxLength=30),
    "a field": lambda d: schema(d, "Measure")["properties"].update(day={"type": "string"}),
    "a field that may be sent": lambda d: schema(d, "New")["properties"].update(
        day={"type": "string"}
    ),
    "a word": lambda d: schema(d, "Word")["enum"].append("late"),
    "a way to write it": lambda d: field(d, "size", "New").update(type="number"),
    "an answer": lambda d: read(d)["responses"].update({"202": {"description": "Later."}}),
    "one refusal less": lambda d: read(d)["responses"].pop("404"),
    "words for people": lambda d: read(d).update(summary="Measures"),
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
def test_what_only_adds_passes(change: Callable[[Document], Any]) -> None:
    assert found(change) == []


def test_words_for_people_are_no_promise_but_fields_of_their_names_are() -> None:
    node = {"description": "x", "properties": {"title": {"type": "string", "title": "Title"}}}

    assert bare(node) == {"properties": {"title": {"type": "string"}}}


def test_what_was_promised_still_holds() -> None:
    promised = yaml.safe_load(PROMISED.read_text())

    assert promised == bare(promised)
    assert list(breaks(promised, bare(DOCUMENT))) == []
