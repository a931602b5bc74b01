"""What of a schema its callers can no longer rely on: the breaks between two states of it.

A path, a method, a parameter or a field of an answer that is gone; something that must be sent
besides; a value that is no longer taken; a type that is another one. What is only added passes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Node = Mapping[str, Any]
type Parameters = Mapping[tuple[str, str], Node]

# What a program can't rely on: words for people.
WORDS = frozenset({"description", "summary", "example", "examples", "title", "tags", "info"})
UPPER = ("maximum", "maxLength", "maxItems")
LOWER = ("minimum", "minLength", "minItems")


def bare(node: Any) -> Any:
    """Give a schema without its words for people; a field of such a name stays."""
    if isinstance(node, list):
        return [bare(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    return {
        name: {field: bare(inner) for field, inner in value.items()}
        if name in {"properties", "schemas", "paths"}
        else bare(value)
        for name, value in node.items()
        if name not in WORDS
    }


def breaks(before: Node, after: Node) -> Iterator[str]:
    """Give every break between two states of a document, each with its place."""
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            where, now = f"{method.upper()} {path}", after["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{where}: it is gone"
            else:
                yield from _Comparison(before, after).operations(where, operation, now)


@dataclass
class Shape:
    """What a value may be: a schema with its references, alternatives and parts laid together."""

    types: set[str] = field(default_factory=set)
    values: set[Any] | None = None
    fields: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    rows: Node | None = None
    bounds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Node, document: Node) -> Shape:
        """Read a schema of a document."""
        while "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        types = schema.get("type", [])
        found = cls(
            types={types} if isinstance(types, str) else set(types),
            values={*map(str, schema["enum"])} if "enum" in schema else None,
            fields=dict(schema.get("properties", {})),
            required=set(schema.get("required", ())),
            rows=schema.get("items"),
            bounds={name: schema[name] for name in (*UPPER, *LOWER) if name in schema},
        )
        for inner in [*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())]:
            found.take_in(cls.of(inner, document))
        return found

    def take_in(self, other: Shape) -> None:
        """Add what another schema allows."""
        self.types |= other.types
        if other.values is not None:
            self.values = (self.values or set()) | other.values
        self.fields |= other.fields
        self.required |= other.required
        self.rows = self.rows or other.rows
        self.bounds |= other.bounds


@dataclass
class _Comparison:
    """Compares two states of an operation; ``passed`` keeps it from going round in circles."""

    before: Node
    after: Node
    passed: set[tuple[str, str, bool]] = field(default_factory=set)

    def operations(self, where: str, before: Node, after: Node) -> Iterator[str]:
        """Give the breaks of one operation."""
        yield from self._parameters(where, _parameters(before), _parameters(after))
        body, now = _content(before.get("requestBody")), _content(after.get("requestBody"))
        if after.get("requestBody", {}).get("required") and body is None:
            yield f"{where}: it needs a body"
        if body is not None and now is not None:
            yield from self.sent(f"{where} body", body, now)
        for scheme in after.get("security", ()):
            if scheme not in before.get("security", ()):
                yield f"{where}: it needs another scope"
        yield from self._answers(where, before["responses"], after["responses"])

    def _parameters(self, where: str, before: Parameters, after: Parameters) -> Iterator[str]:
        for (place, name), parameter in after.items():
            was = before.get((place, name), {})
            if parameter.get("required") and not was.get("required"):
                yield f"{where}: it needs {name} in the {place}"
        for (place, name), parameter in before.items():
            now = after.get((place, name))
            if now is None:
                yield f"{where}: it takes no {name} in the {place}"
            else:
                yield from self.sent(f"{where} {name}", parameter["schema"], now["schema"])

    def _answers(self, where: str, before: Node, after: Node) -> Iterator[str]:
        for status, response in before.items():
            if not status.startswith("2"):
                continue
            now = after.get(status)
            if now is None:
                yield f"{where}: it never answers {status}"
                continue
            for name in set(response.get("headers", ())) - set(now.get("headers", ())):
                yield f"{where} {status}: no header {name}"
            was, content = _content(response), _content(now)
            if was is not None and content is not None:
                yield from self.answered(f"{where} {status}", was, content)
            elif was is not None:
                yield f"{where} {status}: it has no content"

    def sent(self, where: str, before: Node, after: Node) -> Iterator[str]:
        """Give what can no longer be sent."""
        if self._was_here(before, after, is_sent=True):
            return
        was, now = Shape.of(before, self.before), Shape.of(after, self.after)
        if lost := was.types - now.types - ({"integer"} if "number" in now.types else set()):
            yield f"{where}: {_listed(lost)} is no longer taken"
        for name in sorted(now.required - was.required):
            yield f"{where}: {name} must be sent"
        yield from _narrowed(where, was, now)
        for name, inner in was.fields.items():
            if name not in now.fields:
                yield f"{where}: {name} is no longer taken"
            else:
                yield from self.sent(f"{where}/{name}", inner, now.fields[name])
        if was.rows and now.rows:
            yield from self.sent(f"{where}[]", was.rows, now.rows)

    def answered(self, where: str, before: Node, after: Node) -> Iterator[str]:
        """Give what is no longer answered as it was."""
        if self._was_here(before, after, is_sent=False):
            return
        was, now = Shape.of(before, self.before), Shape.of(after, self.after)
        if new := now.types - was.types - ({"integer"} if "number" in was.types else set()):
            yield f"{where}: it may be {_listed(new)} now"
        for name, inner in was.fields.items():
            if name not in now.fields or name in was.required - now.required:
                yield f"{where}: {name} may be missing"
            else:
                yield from self.answered(f"{where}/{name}", inner, now.fields[name])
        if was.rows and now.rows:
            yield from self.answered(f"{where}[]", was.rows, now.rows)

    def _was_here(self, before: Node, after: Node, *, is_sent: bool) -> bool:
        """Tell whether these two, if they are named, were compared already."""
        pair = before.get("$ref", ""), after.get("$ref", ""), is_sent
        was_here = pair in self.passed
        if pair[0] and pair[1]:
            self.passed.add(pair)
        return was_here


def _parameters(operation: Node) -> Parameters:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", ())}


def _content(message: Node | None) -> Node | None:
    content = (message or {}).get("content", {})
    return next((media["schema"] for media in content.values() if "schema" in media), None)


def _narrowed(where: str, was: Shape, now: Shape) -> Iterator[str]:
    """Give the words and bounds that leave less room than before."""
    if now.values is not None:
        for value in sorted((was.values or {"what was free"}) - now.values):
            yield f"{where}: {value} is no longer taken"
    for name, bound in now.bounds.items():
        former = was.bounds.get(name)
        if former is None or (bound < former if name in UPPER else bound > former):
            yield f"{where}: its {name} is {bound} now"


def _listed(names: set[str]) -> str:
    return " or ".join(sorted(names))
