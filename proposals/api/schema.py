"""What the schema says beyond what the views and serializers tell: tokens, problems, examples."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from proposals.api.authentication import scope_of
from proposals.api.deprecations import mark
from proposals.api.idempotency import LONGEST_KEY
from proposals.api.problem_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

type Node = dict[str, Any]

EXAMPLES = Path(__file__).parent / "examples"
# With which statuses an operation may refuse, beyond those that its shape tells.
REFUSED_BY_RECORD = {"articles_send": (409,), "changes_list": (410,)}
ACCEPT_LANGUAGE: Node = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "The language of labels, names and messages: ar, fa or en.",
    "schema": {"type": "string", "default": settings.LANGUAGE_CODE},
}
IF_NONE_MATCH: Node = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that you have; unchanged, it isn't sent again (304).",
    "schema": {"type": "string"},
}
UNSHAPED = {"me_read", "changes_list", "export_read"}
UNTAGGED = {"export_read"}  # a stream
UNPLACED = {"proposals_batch"}  # its records are in many places
INCLUDED = {"proposals_list": ["evidence", "milestones"]}
# A parameter without a value is refused: leave it out instead.
SAYS_SOMETHING: Node = {"minLength": 1, "pattern": r"\S"}
FIELDS: Node = {
    "name": "fields",
    "in": "query",
    "required": False,
    "description": "The only fields that the answer is to hold, separated by commas.",
    "schema": {"type": "string", **SAYS_SOMETHING},
}
INCLUDE: Node = {
    "name": "include",
    "in": "query",
    "required": False,
    "description": "What the records are to hold beside the usual, separated by commas.",
}
IDEMPOTENCY_KEY: Node = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Names this request, such as by a random UUID. Sent again within a day with the same key"
        " and body, it is answered as before and nothing is done twice."
    ),
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_KEY,
        "pattern": "^[ -~]+$",
    },
}
ETAG: Node = {
    "description": "What If-None-Match takes, and If-Match where a change asks for it.",
    "schema": {"type": "string"},
}
LOCATION: Node = {
    "Location": {
        "description": "Where the record is read.",
        "schema": {"type": "string", "format": "uri"},
    }
}
NOT_MODIFIED: Node = {
    "description": "The answer that you have is the present one.",
    "headers": {"ETag": ETAG},
}


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes the token, and which scope each operation needs."""

    target_class = "proposals.api.authentication.TokenAuthentication"
    name = "clientCredentials"

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Give the scope of an operation."""
        scope = scope_of(auto_schema.view)
        return {self.name: [scope] if scope else []}

    def get_security_definition(self, auto_schema: Any) -> Node:  # noqa: ARG002  # the library's form
        """Give where tokens come from, and every scope."""
        scopes = {name: str(text) for name, text in settings.OAUTH2_PROVIDER["SCOPES"].items()}
        flow = {"tokenUrl": reverse("oauth2_provider:token"), "scopes": scopes}
        return {
            "type": "oauth2",
            "description": "OAuth 2.0 client credentials (RFC 6749, section 4.4).",
            "flows": {"clientCredentials": flow},
        }


def complete(result: Node, **_: Any) -> Node:
    """Add to each operation its headers, problems and examples (a hook of the generator)."""
    components = result["components"]
    _write_null_plainly(components["schemas"])
    components["schemas"] |= _read(EXAMPLES / "problem.schema.json")
    components["responses"] = {f"Problem{status}": _problem(status) for status in _statuses()}
    for path, method, operation in _operations(result):
        mark(operation, path, method)
        examples = _examples(operation["operationId"])
        _forbid_empty_values(operation)
        _add_headers(method, operation)
        _add_examples(operation, examples)
        for status in _refusals(method, operation):
            reference = {"$ref": f"#/components/responses/Problem{status}"}
            operation["responses"][str(status)] = reference
    return result


def _write_null_plainly(schemas: Node) -> None:
    """Put the plain type in place of the enumeration of null alone, which few clients know."""
    schemas.pop("Null", None)
    null = {"$ref": "#/components/schemas/Null"}
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if null in field.get("oneOf", ()):
                field["oneOf"][field["oneOf"].index(null)] = {"type": "null"}


def _operations(result: Node) -> Iterator[tuple[str, str, Node]]:
    """Give every operation with its path and method."""
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _add_headers(method: str, operation: Node) -> None:
    parameters = operation.setdefault("parameters", [])
    parameters.append(ACCEPT_LANGUAGE)
    name = operation["operationId"]
    if name.endswith(("_list", "_read")) and name not in UNSHAPED:
        parameters.append(FIELDS)
    if name in INCLUDED:
        words = {"type": "string", "enum": INCLUDED[name]}
        schema = {"type": "array", "items": words}
        parameters.append(INCLUDE | {"explode": False, "schema": schema})
    if method == "post":
        parameters.append(IDEMPOTENCY_KEY)
    if method == "get" and name not in UNTAGGED:
        parameters.append(IF_NONE_MATCH)
        operation["responses"]["304"] = NOT_MODIFIED
    for status, header in (("200", {"ETag": ETAG}), ("201", LOCATION), ("202", LOCATION)):
        if status in operation["responses"] and name not in UNTAGGED | UNPLACED:
            operation["responses"][status]["headers"] = header


def _forbid_empty_values(operation: Node) -> None:
    """Say of each parameter whose value may be any text that it has one."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        is_free = schema.get("type") == "string" and not {"enum", "format"} & schema.keys()
        if parameter["in"] == "query" and is_free:
            schema |= SAYS_SOMETHING


def _add_examples(operation: Node, examples: Node) -> None:
    if "requestBody" in operation:
        _content(operation["requestBody"])["examples"] = examples["request"]
    for status, response in operation["responses"].items():
        if "content" in response:
            _content(response)["examples"] = examples[status]


def _examples(name: str) -> Node:
    """Give the examples of an operation; most writes are answered by the proposal as it is read."""
    path, whole = EXAMPLES / f"{name}.json", _read(EXAMPLES / "proposals_read.json")["200"]
    return {"200": whole, "201": whole} | (_read(path) if path.exists() else {})


def _content(message: Node) -> Node:
    content: Node = next(iter(message["content"].values()))
    return content


def _refusals(method: str, operation: Node) -> list[int]:
    """Give the statuses with which an operation may refuse."""
    found = {400, 401, 403, 406, 429}
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        found.add(404)
    if "requestBody" in operation:
        found |= {411, 413, 415, 422}
    if method == "post":  # its Idempotency-Key
        found |= {409, 422}
    if any(parameter["name"] == "If-Match" for parameter in operation["parameters"]):
        found |= {409, 412, 422, 428}
    return sorted(found | set(REFUSED_BY_RECORD.get(operation["operationId"], ())))


def _statuses() -> list[int]:
    return sorted({kind.status for kind in TYPES})


def _problem(status: int) -> Node:
    """Describe the problems of one status, each with what it means and an example."""
    kinds = [kind for kind in TYPES if kind.status == status]
    examples = _read(EXAMPLES / "problems.json")
    return {
        "description": "\n".join(f"* `{kind.code}`: {kind.title} {kind.advice}" for kind in kinds),
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    kind.code: {
                        "summary": str(kind.title),
                        "value": {
                            "type": f"https://mithaq.example/api/v1/problems/{kind.code}/",
                            "title": str(kind.title),
                            "status": kind.status,
                            "code": kind.code,
                            **examples[kind.code],
                        },
                    }
                    for kind in kinds
                },
            }
        },
    }


@cache
def _read(path: Path) -> Node:
    content: Node = json.loads(path.read_text(encoding="utf-8"))
    return content
