"""The form in which an article is added: its address, its text, or a file."""

from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from proposals.admin.forms import DayField
from proposals.models import Article, Outlet
from proposals.rights import Actor
from proposals.services.articles import Arrival, give_content

CONTENT_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}
PASTED = "text/plain; charset=utf-8"
# A day has no hour. At noon UTC it is the same day almost everywhere on Earth.
NOON = time(12, tzinfo=UTC)


class TextField(forms.CharField):
    """A pasted text, kept to the letter."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.widget.attrs |= {"rows": 12, "dir": "auto"}


class ArrivalForm(forms.Form):
    """An article on its way in, by one of three ways."""

    way = forms.ChoiceField(
        label=_("How do you have it?"),
        choices=[("address", _("Address")), ("text", _("Text")), ("file", _("File"))],
        initial="address",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "dir": "ltr", "placeholder": "https://", "autofocus": True}
        ),
    )
    text = TextField(label=_("Text of the article"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm"}),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Left empty, it is read from the page."),
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.all(),
        label=_("Outlet"),
        required=False,
        empty_label="—",
        help_text=_("Left empty, it is known by the address."),
    )
    published_on = DayField(
        label=_("Published on"),
        required=False,
        help_text=_("Left empty, it is read from the page."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        limit = filesizeformat(settings.ARTICLE_LIMIT)
        help_text = _("A .txt or .html file of up to %(limit)s.") % {"limit": limit}
        self.fields["file"].help_text = help_text

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse a file of another sort, or one that is too large to be read at all."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if PurePath(file.name or "").suffix.lower() not in CONTENT_TYPES:
            raise forms.ValidationError(_("Choose a .txt or .html file."), code="not_text")
        if (file.size or 0) > settings.ARTICLE_LIMIT:
            limit = filesizeformat(settings.ARTICLE_LIMIT)
            raise forms.ValidationError(
                _("It is larger than %(limit)s."), code="too_large", params={"limit": limit}
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        said = super().clean() or self.cleaned_data
        way = said.get("way", "address")
        if not said.get(way) and way not in self.errors:
            self.add_error(way, ASKED_FOR[way])
        return said

    @property
    def fields_of_service(self) -> dict[str, str]:
        """The form's name for the content, which the service speaks of."""
        return {"content": self.cleaned_data.get("way", "text")}

    def arrival(self) -> Arrival:
        """Give what was entered as an arrival."""
        said, way = self.cleaned_data, self.cleaned_data["way"]
        content, content_type = None, PASTED
        if way == "text":
            content = said["text"].encode(errors="replace")
        elif way == "file":
            content = said["file"].read()
            content_type = CONTENT_TYPES[PurePath(said["file"].name).suffix.lower()]
        return Arrival(
            address=said["address"],
            content=content,
            content_type=content_type,
            title=said["title"],
            outlet=said["outlet"],
            published_at=at_noon(said["published_on"]),
        )


ASKED_FOR = {
    "address": _("Give the address of the article."),
    "text": _("Paste the text of the article."),
    "file": _("Choose a file."),
}


class ContentForm(forms.Form):
    """The text of an article that could not be fetched, pasted by a person."""

    text = TextField(label=_("Text of the article"))

    def give(self, article: Article, *, by: Actor, at: datetime) -> None:
        """Give the article this text."""
        content = str(self.cleaned_data["text"]).encode(errors="replace")
        give_content(article=article, content=content, content_type=PASTED, by=by, at=at)


class DescriptionForm(forms.Form):
    """What an article says about itself, put right by a person."""

    title = forms.CharField(
        label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.all(), label=_("Outlet"), required=False, empty_label="—"
    )
    published_on = DayField(label=_("Published on"), required=False)

    @staticmethod
    def of(article: Article) -> dict[str, Any]:
        """Give what an article says now."""
        published = article.published_at
        return {
            "title": article.title,
            "outlet": article.outlet_id,
            "published_on": published.date() if published else None,
        }

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by the record's names."""
        said = self.cleaned_data
        found = {"title": said["title"], "outlet": said["outlet"]}
        if "published_on" in self.changed_data:  # a day that stays keeps its hour
            found["published_at"] = at_noon(said["published_on"])
        return found


def at_noon(day: date | None) -> datetime | None:
    """Give a moment for a day without an hour."""
    return datetime.combine(day, NOON) if day else None
