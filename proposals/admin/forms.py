"""Fields and forms that several pages share."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, override

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from proposals.days import FIRST_GREGORIAN_YEAR, day_beside, day_read, in_figures, manner
from proposals.errors import RefusedError
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.vocabulary import Calendar


class DayInput(forms.DateInput):
    """A day: by the browser's own calendar, or in figures for who reads another than Gregorian.

    What goes on to the field is ISO 8601; what is no day goes on as it was typed.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    @override
    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Ask in figures, with an example, where the browser's calendar is not the reader's."""
        context = super().get_context(name, value, attrs)
        calendar = manner().calendar
        if calendar != Calendar.GREGORIAN:
            example = in_figures(timezone.localdate(), calendar)
            context["widget"]["type"] = "text"
            context["widget"]["attrs"] |= {"placeholder": example, "dir": "ltr", "maxlength": 10}
            context["widget"]["attrs"].setdefault("autocomplete", "off")
        return context

    @override
    def format_value(self, value: Any) -> Any:
        """Show a day in the figures of the reader's calendar; what is no day, as it was typed."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value or "")
        except ValueError:
            return value
        return in_figures(day) if day.year >= FIRST_GREGORIAN_YEAR else value

    @override
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Give the day that was entered as ISO 8601."""
        typed = super().value_from_datadict(data, files, name)
        try:
            return day_read(typed or "").isoformat()
        except ValueError:
            return typed

    @override
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the control, with the day in words in the other calendar beside it."""
        drawn = super().render(name, value, attrs, renderer)
        try:
            other = day_beside(value if isinstance(value, date) else date.fromisoformat(value))
        except (TypeError, ValueError):
            return drawn
        if not other:
            return drawn
        return format_html('{} <small class="other-calendar">{}</small>', drawn, other)


class DayField(forms.DateField):
    """A day in the reader's calendar, in figures of any script."""

    widget = DayInput

    @override
    def to_python(self, value: Any) -> date | None:
        """Give the day; say with an example how one is written where it is none."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return day_read(str(value))
        except ValueError:
            example = {"example": in_figures(timezone.localdate())}
            message = _("There is no such day. Write year, month and day, like %(example)s.")
            raise forms.ValidationError(message, code="invalid", params=example) from None


def refuse(
    form: forms.BaseForm, refused: RefusedError, names: Mapping[str, str] | None = None
) -> None:
    """Show a service's refusal in a form, beside the fields at fault.

    ``names`` gives the form's name of a field where it isn't the service's.
    """
    placed: set[str] = set()
    for name, texts in refused.fields.items():
        field = (names or {}).get(name, name)
        for text in texts:
            form.add_error(field if field in form.fields else None, text)
            placed.add(text)
    for message in refused.messages:
        if message not in placed:
            form.add_error(None, message)


class RowChoice(forms.TypedChoiceField):
    """One of a few rows that are at hand already, so that choosing costs no query."""

    def __init__(self, rows: Iterable[tuple[Model, str]], **options: Any) -> None:
        named = {str(row.pk): (row, name) for row, name in rows}
        self.rows = {key: row for key, (row, _name) in named.items()}
        super().__init__(
            choices=[("", "—"), *((key, name) for key, (_row, name) in named.items())],
            coerce=self.rows.__getitem__,
            empty_value=None,
            **options,
        )

    @override
    def prepare_value(self, value: Any) -> Any:
        """Show a row by its id."""
        return value.pk if isinstance(value, Model) else value


class ProposalField(forms.CharField):
    """A proposal that the reader sees, by its reference; what follows the reference is ignored."""

    default_error_messages = {"unknown": _("There is no proposal %(reference)s.")}

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.actor = actor
        self.widget.attrs |= {"list": "proposals", "data-find": "proposals", "autocomplete": "off"}

    @override
    def prepare_value(self, value: Any) -> Any:
        """Show a proposal by its reference."""
        if isinstance(value, int):
            value = Proposal.objects.visible_to(self.actor).filter(pk=value).first()
        return value.reference if isinstance(value, Proposal) else value

    @override
    def clean(self, value: Any) -> Proposal | None:
        """Give the proposal of this reference."""
        text = super().clean(value)
        if not text:
            return None
        reference = text.split()[0].upper()
        found = Proposal.objects.visible_to(self.actor).filter(reference=reference).first()
        if found is None:
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"reference": reference}
            )
        return found
