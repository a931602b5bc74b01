"""Moving the status."""

from datetime import datetime
from typing import Any, override

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.actions.form import ActionForm
from proposals.admin.forms import ProposalField
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import moves
from proposals.services.moves import MoveRequest, OfferedMove, offered_moves
from proposals.status import BY_KEY, NEED_MESSAGES, Need


def ask(form: forms.BaseForm, offered: OfferedMove, actor: Actor) -> None:
    """Let a form ask for what the mover has to give: a reason, a successor."""
    if Need.REASON.value in offered.asks_for:
        form.fields["reason"] = forms.CharField(
            label=_("Reason"),
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            error_messages={"required": str(NEED_MESSAGES[Need.REASON])},
        )
    if Need.SUCCESSOR.value in offered.asks_for:
        form.fields["successor"] = ProposalField(
            actor=actor,
            label=_("The proposal that takes its place"),
            help_text=_("Type its reference, or words of its title."),
            error_messages={"required": str(NEED_MESSAGES[Need.SUCCESSOR])},
        )


class MoveForm(ActionForm):
    """Moves the status; asks only for what the move needs."""

    name = "move"
    anchor = "top"
    said = gettext_lazy("The status has changed.")
    target: OfferedMove

    def __init__(self, entered: Any = None, **options: Any) -> None:
        super().__init__(entered, **options)
        ask(self, self.target, self.actor)

    @override
    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> OfferedMove:
        """Give the move by its key; one that isn't offered now is refused later, with why."""
        if key not in BY_KEY:
            raise Http404
        offered = {one.move.key: one for one in offered_moves(proposal, actor)}
        return offered.get(key, OfferedMove(BY_KEY[key], []))

    @property
    @override
    def target_key(self) -> str:
        """The move's key."""
        return self.target.move.key

    @property
    @override
    def is_offered(self) -> bool:
        """Whether the move has a button now."""
        keys = {one.move.key for one in offered_moves(self.proposal, self.actor)}
        return self.target_key in keys

    @override
    def carry_out(self, *, at: datetime) -> None:
        """Make the move."""
        request = MoveRequest.of(self.target_key, **self.values)
        moves.move(proposal=self.proposal, request=request, at=at, **self.frame)
