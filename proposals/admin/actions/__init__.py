"""What can be done on a proposal's page: each a small form that carries itself out."""

from proposals.admin.actions.evidence import ConfirmForm, DetachForm, MinutesForm
from proposals.admin.actions.form import ActionForm
from proposals.admin.actions.milestones import (
    AddMilestoneForm,
    DoneForm,
    MilestoneForm,
    RemoveMilestoneForm,
)
from proposals.admin.actions.moves import MoveForm
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
)
# Each by its name in the address.
ACTIONS = {form.name: form for form in FORMS}

__all__ = [
    "ACTIONS",
    "ActionForm",
    "AddMilestoneForm",
    "ConfirmForm",
    "DetachForm",
    "DoneForm",
    "MilestoneForm",
    "MinutesForm",
    "MoveForm",
    "PartyForm",
    "PositionForm",
    "RemoveMilestoneForm",
]
