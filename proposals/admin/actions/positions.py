"""Saying where the parties stand."""

from datetime import datetime
from typing import Any, override

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm, row_of
from proposals.admin.forms import RowChoice
from proposals.models import Party, Position, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.vocabulary import Stance


class PositionForm(ActionForm):
    """Says where a party stands."""

    name = "position"
    anchor = "positions"
    said = gettext_lazy("The position is recorded.")
    target: Position
    stance = forms.ChoiceField(label=gettext_lazy("Stance"), choices=Stance.choices)
    responsible_body = forms.CharField(
        label=gettext_lazy("Responsible body"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    is_proposer = forms.BooleanField(label=gettext_lazy("Proposer"), required=False)
    is_addressee = forms.BooleanField(label=gettext_lazy("Addressee"), required=False)

    def __init__(self, entered: Any = None, **options: Any) -> None:
        super().__init__(entered, **options)
        quotes = ((one, Truncator(one.exact).words(12)) for one in self.proposal.evidence.all())
        self.fields["statement"] = RowChoice(
            quotes, label=_("Statement that shows it"), required=False
        )

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> Position:
        """Give the position by its id."""
        return row_of(proposal.positions.select_related("party"), key)

    @override
    def first_values(self) -> dict[str, Any]:
        """Give the position as it is."""
        return {
            name: getattr(self.target, name)
            for name in PositionForm.base_fields
            if name != "version"
        }

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Record the position."""
        parts.set_position(
            proposal=self.proposal, party=self.target.party, values=self.values, at=at, **self.frame
        )


class PartyForm(ActionForm):
    """Adds a party to the proposal."""

    name = "party"
    anchor = "positions"
    said = gettext_lazy("The party is added.")
    party = forms.ModelChoiceField(
        Party.objects.all(), label=gettext_lazy("Party"), empty_label="—"
    )
    stance = forms.ChoiceField(label=gettext_lazy("Stance"), choices=Stance.choices)
    is_proposer = forms.BooleanField(label=gettext_lazy("Proposer"), required=False)
    is_addressee = forms.BooleanField(label=gettext_lazy("Addressee"), required=False)

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Add the party with its position."""
        values = self.values
        party = values.pop("party")
        parts.set_position(proposal=self.proposal, party=party, values=values, at=at, **self.frame)
