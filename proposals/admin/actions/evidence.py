"""Confirming evidence, taking it off, and quoting minutes."""

from datetime import datetime
from typing import Any, override

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm, row_of
from proposals.admin.forms import RowChoice
from proposals.models import Evidence, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.services.meetings import place_in


class ConfirmForm(ActionForm):
    """Confirms evidence that was attached automatically."""

    name = "confirm"
    anchor = "evidence"
    said = gettext_lazy("The evidence is confirmed.")
    target: Evidence

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> Evidence:
        """Give the evidence by its id."""
        return row_of(proposal.evidence.all(), key)

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Confirm the evidence."""
        parts.confirm_evidence(evidence=self.target, by=self.actor, at=at)


class DetachForm(ActionForm):
    """Takes evidence off, with a reason."""

    name = "detach"
    anchor = "evidence"
    said = gettext_lazy("The evidence is taken off; its words wait for a decision again.")
    target: Evidence
    why = forms.CharField(
        label=gettext_lazy("Why does it not belong here?"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    find = ConfirmForm.find

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Take the evidence off."""
        why = self.cleaned_data["why"]
        parts.detach_evidence(evidence=self.target, by=self.actor, at=at, why=why)


class MinutesForm(ActionForm):
    """Makes words of a meeting's minutes evidence."""

    name = "minutes"
    anchor = "evidence"
    said = gettext_lazy("The words of the minutes are attached.")
    words = forms.CharField(
        label=gettext_lazy("The words that show it, as they stand there"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, entered: Any = None, **options: Any) -> None:
        super().__init__(entered, **options)
        self.fields["meeting"] = RowChoice(
            ((meeting, str(meeting)) for meeting in self._meetings()),
            label=_("Minutes of"),
            required=True,
        )
        self.order_fields(["meeting", "words"])

    def _meetings(self) -> QuerySet[Meeting]:
        """Give the meetings of the proposal's committee whose minutes are there."""
        found = Meeting.objects.visible_to(self.actor).filter(committee=self.proposal.committee_id)
        return found.exclude(minutes="").select_related("committee")

    @property
    def has_minutes(self) -> bool:
        """Whether there are minutes to choose from."""
        return len(self.fields["meeting"].choices) > 1  # type: ignore[attr-defined]  # it chooses

    @override
    def clean(self) -> dict[str, Any]:
        """Find the words in the minutes."""
        said = super().clean() or self.cleaned_data
        meeting, words = said.get("meeting"), said.get("words", "")
        if meeting and words:
            said["place"] = place_in(meeting.minutes, words)
            if said["place"] is None:
                self.add_error("words", _("The minutes don't say this. Copy the words from them."))
        return said

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Attach the words."""
        meeting, (start, end) = self.cleaned_data["meeting"], self.cleaned_data["place"]
        parts.attach_minutes(
            proposal=self.proposal,
            meeting=meeting,
            start=start,
            end=end,
            by=self.actor,
            at=at,
        )
