"""Findings: what was found in a partner's own articles, and the decisions on it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Body, Label, OptionalChoice, Text
from proposals.api.serializers.links import ArticleLink, PartyLink
from proposals.api.serializers.writing import LONGEST_REASON, NewProposal, WritingBody
from proposals.models import Finding, Proposal
from proposals.status import Status
from proposals.vocabulary import Act, DismissalReason, FindingState, FindingType, Kind, Voice


class CandidateSerializer(Answer):
    """A proposal that the finding may speak of."""

    reference = serializers.CharField(help_text="Its reference.")
    score = serializers.FloatField(help_text="How likely it is meant, from 0 to 1.")


class FindingSerializer(Answer):
    """A proposal, or progress on one, that an article's exact words seem to state."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("api:finding", help_text="Where it is read.")
    article = ArticleLink(help_text="The article in which it was found.")
    type = serializers.ChoiceField(FindingType.choices, help_text="What it would become.")
    type_label = Label("get_type_display")
    quote = serializers.CharField(help_text="The exact words.")
    start = serializers.IntegerField(
        help_text="Where they begin in the article's text, in code points from 0."
    )
    end = serializers.IntegerField(help_text="Where they end: the code point after the last.")
    kind = OptionalChoice(Kind.choices, help_text="What sort of measure it is; null for progress.")
    kind_label = Label("get_kind_display", allow_null=True)
    act = OptionalChoice(Act.choices, help_text="What the proposer did with it; null for progress.")
    act_label = Label("get_act_display", allow_null=True)
    status = OptionalChoice(
        Status.choices, help_text="The status that progress suggests; null for a proposal."
    )
    status_label = Label("get_status_display", allow_null=True)
    proposer = PartyLink(allow_null=True, help_text="Who seems to put it forward.")
    addressee = PartyLink(allow_null=True, help_text="To whom it seems to be put.")
    is_mutual = serializers.BooleanField(help_text="Whether each is proposer and addressee.")
    voice = serializers.ChoiceField(Voice.choices, help_text="Who says so.")
    voice_label = Label("get_voice_display")
    speaker = PartyLink(allow_null=True, help_text="Whose official says so.")
    confidence = serializers.FloatField(help_text="How sure extraction is, from 0 to 1.")
    candidates = serializers.SerializerMethodField(
        help_text="The proposals that it may speak of, the likeliest first, as far as you see them."
    )
    state = serializers.ChoiceField(FindingState.choices, help_text="What was decided on it.")
    state_label = Label("get_state_display")
    proposal = serializers.SerializerMethodField(
        help_text="The reference of the proposal that it became or belongs to."
    )
    is_automatic = serializers.BooleanField(
        help_text="Whether no person decided, but a system; its evidence waits to be confirmed."
    )
    dismissal = OptionalChoice(DismissalReason.choices, help_text="Why it is no proposal.")
    dismissal_label = Label("get_dismissal_display", allow_null=True)
    found_at = serializers.DateTimeField(help_text="When it was found, in UTC.")
    decided_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was decided on, in UTC."
    )

    @extend_schema_field(CandidateSerializer(many=True))
    def get_candidates(self, finding: Finding) -> Any:
        """Give those that the view found within the reader's sight."""
        seen = self.context["references"]
        likely = [
            {"reference": seen[one["proposal"]], "score": one["score"]}
            for one in finding.candidates
            if one["proposal"] in seen
        ]
        return CandidateSerializer(likely, many=True).data

    def get_proposal(self, finding: Finding) -> str | None:
        """Give the reference; who sees the finding sees its proposal."""
        return finding.proposal.reference if finding.proposal else None


class AcceptedFinding(NewProposal):
    """The proposal that a finding becomes."""

    why = None  # type: ignore[assignment]  # the finding's words say it


class AttachedFinding(WritingBody):
    """The proposal that a finding belongs to."""

    proposal = Text(max_length=80, help_text="Its reference.")

    def validate_proposal(self, reference: str) -> Proposal:
        """Find the proposal."""
        return self.found(Proposal.objects.visible_to(self.actor), reference=reference)


class DismissedFinding(Body):
    """Why a finding is no proposal."""

    reason = serializers.ChoiceField(DismissalReason.choices, help_text="Why it is no proposal.")
    note = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="More about it; it stands in the history.",
    )
