"""Files beside proposals and meetings: how they come in, are listed and are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from proposals.admin.acting import actor_of
from proposals.file_types import CONTENT_TYPES
from proposals.models import File
from proposals.services.files import Upload, too_large
from proposals.services.notes import may_take_back
from proposals.vocabulary import FileKind, FilePurpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.core.files.uploadedfile import UploadedFile

    from proposals.rights import Actor


class UploadField(forms.FileField):
    """A file, refused before it is read where it is larger than what is kept."""

    def __init__(self, **options: Any) -> None:
        endings = ",".join(f".{kind}" for kind in FileKind)
        super().__init__(
            label=_("File"),
            widget=forms.FileInput(attrs={"accept": f"{endings},.jpeg"}),
            max_length=255,
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes]:
        """Give the file, unless it is too large."""
        file: UploadedFile[bytes] = super().clean(data, initial)
        if (file.size or 0) > settings.FILE_LIMIT:
            raise forms.ValidationError(too_large(), code="too_large")
        return file


class NameField(forms.CharField):
    """What a file should be called, where its own name says little."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Name"),
            help_text=_("Left empty, the file keeps its own."),
            widget=forms.TextInput(attrs={"dir": "auto"}),
            max_length=150,
            required=False,
            **options,
        )


class MeetingFileForm(forms.Form):
    """Lays a file beside a meeting: its agenda, its minutes, or any other paper."""

    purpose = forms.ChoiceField(label=_("What the file is"), choices=FilePurpose)
    file = UploadField()
    called = NameField()


def upload_of(form: forms.Form) -> Upload:
    """Give the file that came in with a form."""
    said = form.cleaned_data
    file: UploadedFile[bytes] = said["file"]
    purpose = said.get("purpose", FilePurpose.PAPER)
    name = said.get("called") or file.name or ""
    return Upload(name=name, content=file.read(), purpose=purpose)


@dataclass(frozen=True)
class FileRow:
    """A file in a list, with the address at which its reader may withdraw it, if they may."""

    file: File
    withdrawn_at: str = ""

    @property
    def key(self) -> str:
        """The file's id, as digits alone in every language."""
        return str(self.file.pk)


def file_rows(
    files: Iterable[File], actor: Actor, withdrawn_at: Callable[[File], str] | None
) -> list[FileRow]:
    """Give files as rows; who added one may withdraw it, and a head, where any may be withdrawn."""
    rows = []
    for file in files:
        is_theirs = withdrawn_at is not None and may_take_back(actor, file.added_by_id)
        rows.append(FileRow(file, withdrawn_at(file) if withdrawn_at and is_theirs else ""))
    return rows


@require_safe
def hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file to whoever sees what it lies beside, to be saved: no browser ever shows it."""
    seen = File.objects.visible_to(actor_of(request)).standing()
    file = get_object_or_404(seen.select_related("content"), pk=pk)
    return HttpResponse(
        bytes(file.content.content),
        content_type=CONTENT_TYPES[FileKind(file.kind)],
        headers={
            "Content-Disposition": str(content_disposition_header(True, file.name)),  # noqa: FBT003  # to be saved
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
