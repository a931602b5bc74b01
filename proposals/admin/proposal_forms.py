"""The form in which a proposal's own fields are changed."""

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.admin.forms import DayField
from proposals.admin.records import RecordForm
from proposals.models import Proposal
from proposals.vocabulary import Precision


def written(language: str) -> forms.Textarea:
    """Give the widget for a title, in its language's own direction."""
    direction = "ltr" if language == "en" else "rtl"
    return forms.Textarea(attrs={"rows": 2, "lang": language, "dir": direction})


class EditForm(RecordForm):
    """What a proposal says; ``version`` is the state that the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Optional; it stands in the history."),
    )

    class Meta:
        model = Proposal
        fields = ()
        widgets = {
            "title_ar": written("ar"),
            "title_fa": written("fa"),
            "title_en": written("en"),
        }
        field_classes = {"due_on": DayField, "review_on": DayField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    @override
    def clean(self) -> dict[str, Any]:
        """Let a meeting bring its committee, and a bare day be exact to the day."""
        said = super().clean()
        if said.get("meeting") and not said.get("committee"):
            said["committee"] = said["meeting"].committee
        if said.get("due_on") and not said.get("due_precision"):
            said["due_precision"] = Precision.DAY
        return said
