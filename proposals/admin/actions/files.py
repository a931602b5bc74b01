"""Laying files beside the proposal, and withdrawing them."""

from datetime import datetime
from typing import override

from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm, row_of
from proposals.admin.files import NameField, UploadField, upload_of
from proposals.models import File, Proposal
from proposals.rights import Actor
from proposals.services import files


class FileForm(ActionForm):
    """Lays a file beside the proposal."""

    name = "file"
    anchor = "files"
    said = gettext_lazy("The file is kept.")
    file = UploadField()
    called = NameField()

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Keep the file."""
        files.keep(upload=upload_of(self), place=self.proposal, by=self.actor, at=at)


class WithdrawFileForm(ActionForm):
    """Takes a file out of sight."""

    name = "withdraw-file"
    anchor = "files"
    said = gettext_lazy("The file is withdrawn; the history keeps what it was.")
    target: File

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> File:
        """Give the file by its id."""
        return row_of(File.objects.standing().filter(proposal=proposal), key)

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Withdraw the file."""
        files.withdraw(file=self.target, by=self.actor, at=at)
