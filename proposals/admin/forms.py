"""Fields and forms that several pages share."""

from collections.abc import Iterable, Mapping
from typing import Any, override

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from proposals.errors import RefusedError
from proposals.models import Proposal
from proposals.rights import Actor


class DayInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


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
