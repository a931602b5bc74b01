"""Fields that the serializers share, and the two sorts of serializer: of answers and of bodies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField
from django.utils.translation import gettext as _
from rest_framework import serializers

from proposals.api.serializers.plans import names_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_ORDINAL = 32767
IN_WORDS = "The same in words, in the language of Accept-Language."
DUE_ON = "The last day that the deadline means; reminders count from it."
DUE_WORDING = "The deadline as it was worded, such as “by the end of the year”."
DUE_PRECISION = "How exactly the deadline was worded; null where there is none."


class Answer(serializers.Serializer[Any]):
    """What is sent out, by a plan that all answers of one shape share.

    ``written`` names the fields that are, in their order; None stands for all of them.
    """

    is_planned = True
    written: tuple[str, ...] | None = None

    @cached_property
    def _plan(self) -> Any:
        sort = type(self)
        return plan_of(sort, names_of(sort) if self.written is None else self.written)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Give what is sent of a record."""
        return {name: write(instance, self) for name, write in self._plan}


class Body(serializers.Serializer[Any]):
    """What is taken in: a field that isn't known is refused rather than ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Give the checked values."""
        if isinstance(data, dict):
            self._refuse_unknown(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: Mapping[str, Any]) -> None:
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field.")] for name in unknown}
            )


class Text(serializers.CharField):
    """A text, and not a number that could be read as one."""

    def to_internal_value(self, data: Any) -> str:
        """Give the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(serializers.IntegerField):
    """The number of a record, and not a text that could be read as one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": BigIntegerField.MAX_BIGINT, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        """Give the number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Ordinal(Number):
    """The how-manieth of a row, from one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, max_value=LARGEST_ORDINAL)


class YesNo(serializers.BooleanField):
    """``true`` or ``false``, and no word or number that could be read as one."""

    def to_internal_value(self, data: Any) -> bool:
        """Give the answer."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Label(serializers.CharField):
    """A machine's value in words; null where there is no value."""

    def __init__(self, source: str | None = None, **kwargs: Any) -> None:
        super().__init__(source=source, help_text=IN_WORDS, **kwargs)

    def to_representation(self, value: Any) -> str | None:  # type: ignore[override]  # nullable
        """Give the words."""
        return str(value) or None


class OptionalChoice(serializers.ChoiceField):
    """One word of a closed list; null where the record has none."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """Give the word."""
        return super().to_representation(value) or None


class Names(Answer):
    """A name in each language; empty where there is none."""

    ar = serializers.CharField(help_text="In Arabic.")
    fa = serializers.CharField(help_text="In Persian.")
    en = serializers.CharField(help_text="In English.")
