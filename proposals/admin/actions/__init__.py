"""What can be done on a proposal's page: each a small form that carries itself out."""

from proposals.admin.actions.evidence import ConfirmForm, DetachForm, MinutesForm
from proposals.admin.actions.files import FileForm, WithdrawFileForm
from proposals.admin.actions.form import ActionForm
from proposals.admin.actions.milestones import (
    AddMilestoneForm,
    DoneForm,
    MilestoneForm,
    RemoveMilestoneForm,
)
from proposals.admin.actions.moves import MoveForm
from proposals.admin.actions.notes import CorrectNoteForm, NoteForm, WithdrawNoteForm
from proposals.admin.actions.positions import PartyForm, PositionForm

FORMS: tuple[type[ActionForm], ...] = (
    MoveForm,
    PositionForm,
    PartyForm,
    AddMilestoneForm,
    MilestoneForm,
    DoneForm,
    RemoveMilestoneForm,
    ConfirmForm,
    DetachForm,
    MinutesForm,
    NoteForm,
    CorrectNoteForm,
    WithdrawNoteForm,
    FileForm,
    WithdrawFileForm,
)
# Each by its name in the address.
ACTIONS = {form.name: form for form in FORMS}

__all__ = [
    "ACTIONS",
    "ActionForm",
    "AddMilestoneForm",
    "ConfirmForm",
    "CorrectNoteForm",
    "DetachForm",
    "DoneForm",
    "FileForm",
    "MilestoneForm",
    "MinutesForm",
    "MoveForm",
    "NoteForm",
    "PartyForm",
    "PositionForm",
    "RemoveMilestoneForm",
    "WithdrawFileForm",
    "WithdrawNoteForm",
]
