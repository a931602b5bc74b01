"""The schema: complete, committed as it is, and kept by every answer."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from proposals.api.problem_types import TYPES
from proposals.models import Article, Proposal
from tests.proposals.api.conftest import ALL_SCOPES, Caller
from tests.proposals.api.test_query_counts import World, world
from tests.proposals.api.test_urls import WALK, address, body_of

__all__ = ["world"]
COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.yaml"
DOCUMENT: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
OPERATIONS = {
    operation["operationId"]: operation
    for path in DOCUMENT["paths"].values()
    for operation in path.values()
}
# Which operation describes which address and method.
DESCRIBED = {
    ("proposals", "GET"): "proposals_list",
    ("proposal", "GET"): "proposals_read",
    ("proposals", "POST"): "proposals_create",
    ("proposal", "PATCH"): "proposals_edit",
    ("proposal-moves", "POST"): "proposals_move",
    ("position", "PATCH"): "positions_edit",
    ("meetings", "POST"): "meetings_create",
    ("meeting", "PATCH"): "meetings_edit",
    ("article-findings", "POST"): "articles_mark",
    ("milestones", "POST"): "milestones_add",
    ("milestone", "PATCH"): "milestones_edit",
    ("milestone", "DELETE"): "milestones_remove",
    ("evidence", "POST"): "evidence_add",
    ("evidence-detach", "POST"): "evidence_detach",
    ("proposal-history", "GET"): "proposals_history",
    ("batch", "POST"): "proposals_batch",
    ("export", "GET"): "export_read",
    ("changes", "GET"): "changes_list",
    ("articles", "GET"): "articles_list",
    ("articles", "POST"): "articles_send",
    ("article", "GET"): "articles_read",
    ("findings", "GET"): "findings_list",
    ("finding", "GET"): "findings_read",
    ("finding-accept", "POST"): "findings_accept",
    ("finding-attach", "POST"): "findings_attach",
    ("finding-dismiss", "POST"): "findings_dismiss",
    ("finding-undo", "POST"): "findings_undo",
    ("committees", "GET"): "committees_list",
    ("committee", "GET"): "committees_read",
    ("meetings", "GET"): "meetings_list",
    ("meeting", "GET"): "meetings_read",
    ("parties", "GET"): "parties_list",
    ("party", "GET"): "parties_read",
    ("outlets", "GET"): "outlets_list",
    ("outlet", "GET"): "outlets_read",
    ("me", "GET"): "me_read",
}
UNDESCRIBED = {"index", "schema", "docs", "problems", "problem", "nowhere"}


def closed(node: Any) -> Any:
    """Give the schema with every object closed, so that a field it doesn't know is an error."""
    if isinstance(node, list):
        return [closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    found = {name: closed(inner) for name, inner in node.items()}
    if "properties" in found and isinstance(found.get("type"), str):
        found.setdefault("additionalProperties", False)
    return found


CLOSED = {"components": closed(deepcopy(DOCUMENT["components"]))}


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Give what is wrong with a value, by a schema of the document."""
    validator = Draft202012Validator(CLOSED | schema)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def answers(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each answer of an operation, by status, with its content."""
    shared = DOCUMENT["components"]["responses"]
    for status, response in operation["responses"].items():
        whole = shared[response["$ref"].split("/")[-1]] if "$ref" in response else response
        for content in whole.get("content", {}).values():
            yield status, content


def test_the_committed_schema_is_the_one_that_is_served(tmp_path: Path, nobody: Caller) -> None:
    written = tmp_path / "openapi.yaml"
    with translation.override(settings.LANGUAGE_CODE):
        call_command("spectacular", file=str(written), validate=True, fail_on_warn=True)

    assert COMMITTED.read_text() == written.read_text(), (
        "run: manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn"
    )
    assert nobody.get("schema/").content == written.read_bytes()


def test_the_schema_is_the_same_in_every_language_and_format(nobody: Caller) -> None:
    yaml = nobody.get("schema/", Accept_Language="ar")
    as_json = nobody.get("schema/", Accept="application/json")

    assert yaml.content == nobody.get("schema/", Accept_Language="fa").content
    assert as_json.headers["Content-Type"] == "application/json"
    assert as_json.json()["openapi"] == "3.1.1"
    assert as_json.json()["paths"].keys() == DOCUMENT["paths"].keys()
    assert nobody.get("schema/", Accept="text/csv").status_code == 406


def test_every_address_and_method_is_described() -> None:
    assert {row for row in WALK if row[0] not in UNDESCRIBED} == set(DESCRIBED)
    ours = {name for name in OPERATIONS if not name.startswith("webhooks_")}  # walked beside them
    assert ours == set(DESCRIBED.values())


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_says_what_it_does_needs_and_answers(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    (security,) = operation["security"]
    assert set(security) == {"clientCredentials"}
    for parameter in operation["parameters"]:
        assert parameter["description"], parameter["name"]
    for status, response in operation["responses"].items():
        assert "$ref" in response or response["description"] or status == "200"
    assert {"400", "401", "403"} <= set(operation["responses"])


def undescribed(where: str, node: Any) -> Iterator[str]:
    """Give every property below a schema that has no description."""
    for name, inner in node.get("properties", {}).items():
        if "description" not in inner:
            yield f"{where}.{name}"
        yield from undescribed(f"{where}.{name}", inner)


def test_every_field_is_described() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    for name, schema in schemas.items():
        assert schema.get("description") or name.startswith("Paginated"), name
        assert list(undescribed(name, schema)) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_example_keeps_to_its_schema(operation: dict[str, Any]) -> None:
    messages = list(answers(operation))
    if "requestBody" in operation:
        messages.append(("request", operation["requestBody"]["content"]["application/json"]))
    for status, content in messages:
        assert content["examples"], status
        for example in content["examples"].values():
            assert example["summary"]
            assert faults(content["schema"], example["value"]) == [], status


def test_every_kind_of_problem_has_an_example() -> None:
    shown = {
        code
        for response in DOCUMENT["components"]["responses"].values()
        for code in response["content"]["application/problem+json"]["examples"]
    }

    assert shown == {kind.code for kind in TYPES}


@pytest.mark.parametrize(("row", "operation_id"), DESCRIBED.items(), ids=DESCRIBED.values())
def test_every_answer_keeps_to_its_schema(
    api: Caller,
    nobody: Caller,
    world: World,
    quote: Callable[..., Article],
    row: tuple[str, str],
    operation_id: str,
) -> None:
    name, method = row
    record = world.grow(quote)
    where, responses = address(name, record), dict(answers(OPERATIONS[operation_id]))
    body = body_of(name, method, record)
    options = {"body": body} if body else {}
    for caller, path, headers in (
        (api, where, {"If-Match": "*"}),
        (api, where, {"If-Match": "*"}),
        (api, where, {"If-Match": '"1"'}),
        (api, where, {}),
        (api, f"{where}?nonsense=1", {}),
        (nobody, where, {}),
    ):
        answer = caller(method, path, headers=headers, **options)
        content = responses[str(answer.status_code)]
        if answer.streaming:
            continue
        assert faults(content["schema"], answer.json()) == [], answer.status_code


def test_the_scheme_says_where_tokens_come_from_and_every_scope() -> None:
    scheme = DOCUMENT["components"]["securitySchemes"]["clientCredentials"]

    flow = scheme["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/oauth/token/"
    assert set(flow["scopes"]) == set(ALL_SCOPES.split())
    assert OPERATIONS["proposals_move"]["security"] == [{"clientCredentials": ["proposals:write"]}]
    assert OPERATIONS["articles_send"]["security"] == [{"clientCredentials": ["articles:write"]}]
    assert OPERATIONS["me_read"]["security"] == [{"clientCredentials": []}]


def test_a_machines_value_has_its_words_beside_it(proposal: Proposal) -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if name.endswith("Request") or name in {"OfferedMove", "Problem"}:
            continue
        for field, inner in schema.get("properties", {}).items():
            is_coded = any("enum" in str(part) or "$ref" in str(part) for part in [inner])
            if is_coded and _enumerated(inner):
                assert f"{field}_label" in schema["properties"] or field == "original_language", (
                    f"{name}.{field}"
                )


def _enumerated(inner: dict[str, Any]) -> bool:
    """Tell whether a field holds one word of a closed list."""
    options = [inner, *inner.get("oneOf", []), *inner.get("allOf", [])]
    schemas = DOCUMENT["components"]["schemas"]
    return any(
        "enum" in option or "enum" in schemas.get(option.get("$ref", "").split("/")[-1], {})
        for option in options
    )
