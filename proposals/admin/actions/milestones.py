"""Planning the steps, and marking them done."""

from datetime import datetime
from typing import Any, override

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm, row_of
from proposals.admin.drafting import DeadlineFields
from proposals.admin.forms import DayField, RowChoice
from proposals.models import Milestone, Proposal
from proposals.rights import Actor
from proposals.services import parts


class MilestoneFields(DeadlineFields, ActionForm):
    """What a step says."""

    anchor = "milestones"
    title = forms.CharField(
        label=gettext_lazy("Step"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, entered: Any = None, **options: Any) -> None:
        super().__init__(entered, **options)
        parties = [(row.party, row.party.name) for row in self.proposal.positions.all()]
        self.fields["party"] = RowChoice(parties, label=_("Responsible party"), required=False)

    @property
    @override
    def values(self) -> dict[str, Any]:
        """What was entered; a bare day is exact to the day."""
        return super().values | self.deadline


class AddMilestoneForm(MilestoneFields):
    """Adds a step."""

    name = "milestone"
    said = gettext_lazy("The step is added.")

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Add the step."""
        parts.add_milestone(proposal=self.proposal, values=self.values, at=at, **self.frame)


class MilestoneForm(MilestoneFields):
    """Changes a step."""

    name = "change-milestone"
    said = gettext_lazy("The step has changed.")
    target: Milestone
    done_on = DayField(label=gettext_lazy("Done on"), required=False)

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> Milestone:
        """Give the step by its id."""
        return row_of(proposal.milestones.all(), key)

    @override
    def first_values(self) -> dict[str, Any]:
        """Give the step as it is."""
        names = ("title", "due_on", "due_wording", "due_precision", "done_on")
        return {
            **{name: getattr(self.target, name) for name in names},
            "party": self.target.party_id,
        }

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Change the step."""
        parts.edit_milestone(milestone=self.target, values=self.values, at=at, **self.frame)


class DoneForm(ActionForm):
    """Marks a step as done today."""

    name = "done"
    anchor = "milestones"
    said = gettext_lazy("The step is done.")
    target: Milestone

    find = MilestoneForm.find

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Mark the step as done."""
        today = {"done_on": timezone.localdate(at)}
        parts.edit_milestone(milestone=self.target, values=today, at=at, **self.frame)


class RemoveMilestoneForm(ActionForm):
    """Takes a step off."""

    name = "remove-milestone"
    anchor = "milestones"
    said = gettext_lazy("The step is removed; the history keeps it.")
    target: Milestone

    find = MilestoneForm.find

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Remove the step."""
        parts.remove_milestone(milestone=self.target, at=at, **self.frame)
