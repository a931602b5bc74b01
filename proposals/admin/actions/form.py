"""What every action on a proposal's page has in common."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise

from proposals.models import Proposal
from proposals.rights import Actor

NEW = "new"


class ActionForm(forms.Form):
    """One thing that can be done on a proposal's page.

    ``target`` is what in the proposal it is done to, by its key in the address; ``version`` the
    state of the proposal that the reader saw.
    """

    name: ClassVar[str]
    anchor: ClassVar[str]
    said: ClassVar[str | Promise]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        entered: Any = None,
        *,
        proposal: Proposal,
        actor: Actor,
        target: Any = NEW,
        files: Any = None,
    ) -> None:
        self.proposal, self.actor, self.target = proposal, actor, target
        super().__init__(
            entered,
            files,
            auto_id=f"{self.key}-%s",
            initial={"version": proposal.version, **self.first_values()},
        )

    @classmethod
    def find(cls, proposal: Proposal, key: str, actor: Actor) -> Any:  # noqa: ARG003  # those that find a row need them
        """Give what the key in an address stands for: something new, unless a form finds a row.

        Nothing of another proposal is found.
        """
        if key != NEW:
            raise Http404
        return key

    @property
    def target_key(self) -> str:
        """The target by its key in the address."""
        return str(self.target.pk) if isinstance(self.target, Model) else str(self.target)

    @property
    def key(self) -> str:
        """What tells this form from the others on the page."""
        return f"{self.name}-{self.target_key}"

    @property
    def address(self) -> str:
        """The address at which it is carried out."""
        return reverse(
            "admin:proposals_proposal_act", args=[self.proposal.pk, self.name, self.target_key]
        )

    @property
    def is_offered(self) -> bool:
        """Whether the page shows this form now, and so the reason why it was refused."""
        return True

    def first_values(self) -> dict[str, Any]:
        """Give the values that the form starts with."""
        return {}

    def carry_out(self, *, at: datetime) -> None:
        """Do it; raises RefusedError."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, but for the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def frame(self) -> dict[str, Any]:
        """Who acts, on which state of the proposal."""
        return {"by": self.actor, "version": self.cleaned_data["version"]}


def row_of[M: Model](rows: QuerySet[M], key: str) -> M:
    """Give the row of this key."""
    found = rows.filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise Http404
    return found
