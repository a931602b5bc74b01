"""Writes records out by a plan that is made once for each shape of answer.

What a serializer's fields say is the same for every record and every request, so it is read once:
which attribute, and how its value is written. A field of a sort that isn't known here is asked
itself, so that the answer is always the one that the library would give.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Model
from django.db.models.manager import BaseManager
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework import serializers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import datetime

    type Writer = Callable[[Any, serializers.Serializer[Any]], Any]

_DISPLAY = ("get_", "_display")
# Under which a record has what the view fetched of what belongs to it, as a plain list.
FETCHED = "shown_{}"


@cache
def names_of(sort: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    """Give the names of a serializer's fields, in their order."""
    return tuple(sort().fields)


@cache
def plan_of(
    sort: type[serializers.Serializer[Any]], names: tuple[str, ...]
) -> tuple[tuple[str, Writer], ...]:
    """Give how each of these fields is written: from a record and the outermost serializer."""
    fields = sort().fields
    return tuple((name, _writer(sort, fields[name])) for name in names)


def _writer(
    sort: type[serializers.Serializer[Any]], field: serializers.Field[Any, Any, Any, Any]
) -> Writer:
    """Give what writes a field of a record."""
    if type(field) is serializers.SerializerMethodField:
        return _method(sort, str(field.method_name))
    if type(field) is serializers.HyperlinkedIdentityField:
        return _address(field)
    source = field.source or ""
    if source.startswith(_DISPLAY[0]) and source.endswith(_DISPLAY[1]):
        return _label(source, field)
    if "." in source or source == "*":
        return _asked(field)
    if isinstance(field, serializers.ListSerializer):
        return _several(source, _record(field.child))
    return _attribute(source, field)


def _method(sort: type[serializers.Serializer[Any]], name: str) -> Writer:
    """Write what a method of the serializer gives; one within another is given its context."""
    method = getattr(sort, name)

    def write(record: Any, root: serializers.Serializer[Any]) -> Any:
        owner = root if isinstance(root, sort) else sort(context=root.context)
        return method(owner, record)

    return write


def _address(field: Any) -> Writer:
    """Write where a record is read: the first address is made, the others differ in their end."""

    def write(record: Any, root: serializers.Serializer[Any]) -> str:
        number = getattr(record, field.lookup_field)
        known = root.__dict__.setdefault("_beginnings", {})
        if field.view_name not in known:
            request = root.context["request"]
            made: str = field.get_url(record, field.view_name, request, None)
            known[field.view_name] = made.removesuffix(f"{number}/")
        return f"{known[field.view_name]}{number}/"

    return write


def _label(source: str, field: Any) -> Writer:
    """Write the words for a machine's value; None where there is no value."""
    name, asked = source.removeprefix(_DISPLAY[0]).removesuffix(_DISPLAY[1]), _asked(field)

    def write(record: Any, root: serializers.Serializer[Any]) -> Any:
        if not isinstance(record, Model):
            return asked(record, root)
        value = getattr(record, name)
        if value is None or value == "":
            return None
        # An answer is in one language throughout, and a field's records nearly always of one sort.
        known = root.__dict__.setdefault("_words", {})
        sort, words = known.get(write) or (None, {})
        if sort is not type(record):
            sort, words = known[write] = type(record), _words(type(record), name, get_language())
        found = words.get(value)
        return asked(record, root) if found is None else found or None

    return write


@lru_cache(maxsize=256)
def _words(model: Hashable, name: str, _language: str | None) -> Mapping[Any, str]:
    """Give the words of a field's choices in the reader's language."""
    field = cast("Any", model)._meta.get_field(name)  # noqa: SLF001  # Django's own word for it
    return {value: str(label) for value, label in field.flatchoices}


def _asked(field: Any) -> Writer:
    """Let the field itself find and write its value."""

    def write(record: Any, _root: serializers.Serializer[Any]) -> Any:
        value = field.get_attribute(record)
        return None if value is None else field.to_representation(value)

    return write


def _several(source: str, one: Writer) -> Writer:
    """Write each of several records; those that the view has fetched are taken as they are."""
    fetched = FETCHED.format(source)

    def write(record: Any, root: serializers.Serializer[Any]) -> list[Any]:
        found = getattr(record, fetched, None)
        if found is None:
            found = _value(record, source)
            found = found.all() if isinstance(found, BaseManager) else found
        return [one(each, root) for each in found]

    return write


def _attribute(source: str, field: Any) -> Writer:
    """Write an attribute, or a method's answer; what JSON knows itself stays."""
    convert, plain = _conversion(field), _PLAIN.get(type(field), frozenset()) | {type(None)}

    def write(record: Any, root: serializers.Serializer[Any]) -> Any:
        value = record[source] if type(record) is dict else getattr(record, source)
        if type(value) in plain:
            return value
        if callable(value):
            value = value()
            if value is None:
                return None
        return convert(value, root)

    return write


def _value(record: Any, source: str) -> Any:
    return record[source] if type(record) is dict else getattr(record, source)


def _conversion(field: Any) -> Writer:
    """Give how a value of a field is written."""
    if isinstance(field, serializers.Serializer):
        return _link(field)
    if type(field) is serializers.ChoiceField:
        known = field.choice_strings_to_values
        return lambda value, _root: known.get(value, value)
    return _SIMPLE.get(type(field), lambda value, _root: field.to_representation(value))


def _record(serializer: Any) -> Writer:
    """Write a record within another one by its serializer's plan, if it has one."""
    if not getattr(serializer, "is_planned", False):
        return lambda value, _root: serializer.to_representation(value)
    sort: Any = type(serializer)
    plan = plan_of(sort, tuple(serializer.fields))

    def write_whole(value: Any, root: serializers.Serializer[Any]) -> dict[str, Any]:
        return {name: write(value, root) for name, write in plan}

    return write_whole


def _link(serializer: Any) -> Writer:
    """Write a record that another one refers to, once however many of them do."""
    written = _record(serializer)

    def write(value: Any, root: serializers.Serializer[Any]) -> Any:
        if not isinstance(value, Model):
            return written(value, root)
        # By the very object: the records that are written hold it until all of them are.
        known = root.__dict__.setdefault("_links", {})
        key = serializer, id(value)
        if key not in known:
            known[key] = value, written(value, root)
        return known[key][1]

    return write


def _moment(value: datetime, root: Any) -> str:
    """Write a moment as ISO 8601, with Z for UTC."""
    zone = root.__dict__.get("_zone")
    if zone is None:  # one throughout an answer
        zone = root.__dict__["_zone"] = timezone.get_current_timezone()
    text = value.isoformat() if value.tzinfo is zone else value.astimezone(zone).isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


_PLAIN: dict[type[Any], frozenset[type[Any]]] = {
    serializers.CharField: frozenset({str}),
    serializers.IntegerField: frozenset({int, bool}),
    serializers.BooleanField: frozenset({int, bool}),
}
_SIMPLE: dict[type[Any], Writer] = {
    serializers.CharField: lambda value, _root: str(value),
    serializers.DateField: lambda value, _root: value.isoformat(),
    serializers.DateTimeField: _moment,
}
