"""The decisions on a finding, each a small form that carries itself out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, override

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.drafting import FIELDS_OF_SERVICE, DraftForm, optional_choices
from proposals.admin.forms import ProposalField, RowChoice
from proposals.models import Article, Finding, Proposal
from proposals.rights import Actor
from proposals.services import findings
from proposals.vocabulary import DismissalReason


class AcceptForm(DraftForm):
    """The finding becomes a new proposal."""

    fields_of_service = FIELDS_OF_SERVICE

    def decide(self, finding: Finding, *, by: Actor, at: datetime) -> str:
        """Accept the finding."""
        proposal = findings.accept(finding=finding, draft=self.draft(), by=by, at=at)
        return told(_("It is now the proposal {proposal}."), proposal)


class AttachForm(forms.Form):
    """The finding's words become evidence of a proposal that is there."""

    fields_of_service: dict[str, str] = {}

    def __init__(
        self, *args: Any, actor: Actor, candidates: Mapping[Proposal, float], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.scores = {proposal.pk: score for proposal, score in candidates.items()}
        named = [(proposal, proposal.reference) for proposal in candidates]
        self.fields["candidate"] = RowChoice(named, required=False)
        self.fields["reference"] = ProposalField(
            actor=actor,
            label=_("Another proposal"),
            required=False,
            help_text=_("Type its reference, or words of its title."),
        )

    @override
    def clean(self) -> dict[str, Any]:
        """Ask for a proposal."""
        said = super().clean() or self.cleaned_data
        if not said.get("candidate") and not said.get("reference") and not self.errors:
            self.add_error("reference", _("Choose the proposal that it belongs to."))
        return said

    def decide(self, finding: Finding, *, by: Actor, at: datetime) -> str:
        """Attach the finding; a reference that was typed counts before a candidate."""
        proposal = self.cleaned_data["reference"] or self.cleaned_data["candidate"]
        score = self.scores.get(proposal.pk)
        kept = findings.attach(finding=finding, proposal=proposal, by=by, at=at, score=score)
        if not finding.status or finding.status == kept.status:
            return told(_("Attached to {proposal}."), kept)
        message = _(
            "Attached to {proposal}. It reports “{status}”: move the proposal if you agree."
        )
        return told(message, kept, status=finding.get_status_display())


class DismissForm(forms.Form):
    """The finding is no proposal."""

    fields_of_service: dict[str, str] = {}
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=optional_choices(list(DismissalReason.choices))
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def decide(self, finding: Finding, *, by: Actor, at: datetime) -> str:
        """Dismiss the finding."""
        said = self.cleaned_data
        findings.dismiss(finding=finding, reason=said["reason"], note=said["note"], by=by, at=at)
        return _("Dismissed.")


class UndoForm(forms.Form):
    """The finding waits for a decision again."""

    fields_of_service: dict[str, str] = {}

    def decide(self, finding: Finding, *, by: Actor, at: datetime) -> str:
        """Take the decision back."""
        findings.undo(finding=finding, by=by, at=at)
        return _("Taken back: it waits for a decision again.")


type DecisionForm = AcceptForm | AttachForm | DismissForm | UndoForm


class SightingForm(forms.Form):
    """Words that a person marked in an article, because extraction missed them."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)

    def __init__(self, *args: Any, text: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text

    @override
    def clean(self) -> dict[str, Any]:
        """Leave out the white space around the words; refuse what marks none."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        quote = self.text[said["start"] : said["end"]]
        start = said["start"] + len(quote) - len(quote.lstrip())
        said |= {"quote": quote.strip(), "start": start, "end": start + len(quote.strip())}
        if not said["quote"]:
            raise forms.ValidationError(_("Mark the words that say it."))
        return said

    def keep(self, article: Article, *, by: Actor, at: datetime) -> Finding:
        """Keep the words as a finding."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return findings.mark(article=article, start=start, end=end, by=by, at=at)


def told(message: str, proposal: Proposal, **words: str) -> str:
    """Give a message that leads to a proposal."""
    link = format_html(
        '<a href="{}"><bdi>{}</bdi></a>', proposal.get_absolute_url(), proposal.reference
    )
    return format_html(message, proposal=link, **words)
