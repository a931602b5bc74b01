"""The form at the door."""

from typing import override

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class DoorForm(LoginForm):
    """A name and a password, under the names that password managers and people know."""

    @override
    def __init__(self, *args: object, **kwargs: object) -> None:
        """Begin in the field for the name, without the library's hints inside the fields."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username")
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    @override
    def add_prefix(self, field_name: str) -> str:
        """Call the name by its usual name in the page."""
        return "username" if field_name == "login" else super().add_prefix(field_name)
