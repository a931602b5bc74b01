"""The form in which one row of the list is changed where it stands."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from proposals.admin.drafting import possible_owners
from proposals.admin.forms import DayField
from proposals.admin.history import Entry
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import rows
from proposals.services.moves import offered_moves
from proposals.status import BY_KEY
from proposals.vocabulary import Precision

# The form stands outside of the table; each of its controls says by this that it belongs to it.
FORM = "row-form"


class RowForm(forms.Form):
    """The status, the owner and the last day of one proposal.

    A move that needs a reason or a successor is left to the proposal's own page: ``asks_further``.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    move = forms.ChoiceField(required=False)
    owner = forms.ModelChoiceField(possible_owners(), required=False, empty_label="—")
    due_on = DayField(required=False)

    def __init__(self, entered: Any = None, *, proposal: Proposal, actor: Actor) -> None:
        self.proposal, self.actor = proposal, actor
        self.meanwhile: list[Entry] = []
        initial = {name: getattr(proposal, name) for name in ("version", "due_on", "owner")}
        super().__init__(entered, auto_id=f"row-{proposal.pk}-%s", initial=initial)
        self.offered = {one.move.key: one for one in offered_moves(proposal, actor)}
        self.fields["move"].choices = [  # type: ignore[attr-defined]  # it is a choice
            ("", proposal.get_status_display()),
            *((key, self._label(key)) for key in self.offered),
        ]
        self._name_controls()

    def _name_controls(self) -> None:
        """Name the controls: the head of a column is not read with them."""
        names = {"move": _("Status"), "owner": _("Owner"), "due_on": _("Due")}
        for name, label in names.items():
            says = _("%(what)s of %(reference)s") % {
                "what": label,
                "reference": self.proposal.reference,
            }
            self.fields[name].widget.attrs |= {"form": FORM, "aria-label": says}
        self.fields["version"].widget.attrs["form"] = FORM

    def _label(self, key: str) -> str:
        label = str(BY_KEY[key].label)
        return f"{label}…" if self.offered[key].asks_for else label

    @property
    def asks_further(self) -> str:
        """The chosen move, if it needs more than a row has room for."""
        key = self.cleaned_data.get("move") or ""
        return key if key and self.offered[key].asks_for else ""

    @property
    def values(self) -> dict[str, Any]:
        """What was changed, by the record's names; a bare day is exact to the day."""
        said = self.cleaned_data
        changed: dict[str, Any] = {
            name: said[name] for name in ("owner", "due_on") if name in self.changed_data
        }
        precision = self.proposal.due_precision
        if changed.get("due_on") and not precision:
            changed["due_precision"] = Precision.DAY
        elif "due_on" in changed and not changed["due_on"] and precision != Precision.EVENT:
            changed["due_precision"] = ""
        return changed

    def carry_out(self, *, at: datetime) -> Proposal:
        """Do it, all or nothing, but for what is asked further; raises RefusedError."""
        return rows.change_row(
            proposal=self.proposal,
            values=self.values,
            move_key="" if self.asks_further else self.cleaned_data["move"],
            by=self.actor,
            at=at,
            version=self.cleaned_data["version"],
        )

    def show_again(self, entries: list[Entry], version: int) -> None:
        """Show what somebody else changed meanwhile; sent again, what was entered holds."""
        self.meanwhile = entries
        newest: Any = self.data
        self.data = newest.dict() | {"version": str(version)}


def form_of(row: Any) -> RowForm | None:
    """Give the form that is open in a row of the list."""
    return getattr(row, "form", None)
