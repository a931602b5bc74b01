"""Writing notes, correcting and withdrawing them."""

from datetime import datetime
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm, row_of
from proposals.models import Note, Proposal
from proposals.models.papers import LONGEST_NOTE
from proposals.rights import Actor
from proposals.services import notes


class NoteForm(ActionForm):
    """Lays a note beside the proposal."""

    name = "note"
    anchor = "notes"
    said = gettext_lazy("The note is kept.")
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("For colleagues only: partners never see notes."),
    )

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Keep the note."""
        notes.write(proposal=self.proposal, text=self.cleaned_data["text"], by=self.actor, at=at)


class CorrectNoteForm(ActionForm):
    """Lets a note say something else."""

    name = "correct-note"
    anchor = "notes"
    said = gettext_lazy("The note is corrected.")
    target: Note
    text = forms.CharField(
        label=gettext_lazy("What it should say"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> Note:
        """Give the note by its id."""
        return row_of(Note.objects.standing().filter(proposal=proposal), key)

    @override
    def first_values(self) -> dict[str, Any]:
        """Give the note as it is."""
        return {"text": self.target.text, "seen_at": self.target.changed_at.isoformat()}

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Correct the note."""
        said = self.cleaned_data
        notes.correct(
            note=self.target, text=said["text"], seen_at=said["seen_at"], by=self.actor, at=at
        )


class WithdrawNoteForm(ActionForm):
    """Takes a note out of sight."""

    name = "withdraw-note"
    anchor = "notes"
    said = gettext_lazy("The note is withdrawn; the history keeps it.")
    target: Note

    find = CorrectNoteForm.find

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Withdraw the note."""
        notes.withdraw(note=self.target, by=self.actor, at=at)
