"""Proposals, what belongs to them, and the moves of their status."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.api.serializers.fields import (
    DUE_ON,
    DUE_PRECISION,
    DUE_WORDING,
    Answer,
    Body,
    Label,
    Names,
    OptionalChoice,
    Text,
)
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.api.serializers.links import (
    ArticleLink,
    CommitteeLink,
    DeskLink,
    MeetingLink,
    PartyLink,
    PersonLink,
)
from proposals.models import Proposal
from proposals.services.moves import MoveRequest
from proposals.status import BY_KEY, MOVES, Need, Status
from proposals.vocabulary import Act, Kind, Language, Precision, Stance, Visibility, Voice

HISTORY_SHOWN = 50
LONGEST_REASON = 4000
MOVE_NAMES = [(move.key, move.label) for move in MOVES]
ASKED = [Need.REASON.value, Need.SUCCESSOR.value]


class PositionSerializer(Answer):
    """Where one party stands on the proposal."""

    id = serializers.IntegerField(help_text="The number by which the history speaks of it.")
    party = PartyLink(help_text="Whose position it is.")
    is_proposer = serializers.BooleanField(help_text="Whether the party put the measure forward.")
    is_addressee = serializers.BooleanField(help_text="Whether it was put to the party.")
    stance = serializers.ChoiceField(Stance.choices, help_text="Where the party stands.")
    stance_label = Label("get_stance_display")
    responsible_body = serializers.CharField(
        help_text="Which body of the party is responsible; empty if unknown."
    )
    statement = serializers.IntegerField(
        source="statement_id",
        allow_null=True,
        help_text="The number of the evidence that shows the position.",
    )


class MilestoneSerializer(Answer):
    """A step of the proposal."""

    id = serializers.IntegerField(help_text="The number by which the history speaks of it.")
    title = serializers.CharField(help_text="What is to be done.")
    party = PartyLink(allow_null=True, help_text="Who is responsible.")
    due_on = serializers.DateField(allow_null=True, help_text=DUE_ON)
    due_wording = serializers.CharField(help_text=DUE_WORDING)
    due_precision = OptionalChoice(Precision.choices, help_text=DUE_PRECISION)
    due_precision_label = Label("get_due_precision_display", allow_null=True)
    done_on = serializers.DateField(allow_null=True, help_text="The day on which it was done.")


class EvidenceSerializer(Answer):
    """The exact words of an article, or of a meeting's minutes, that bear on the proposal."""

    id = serializers.IntegerField(help_text="The number by which the history speaks of it.")
    quote = serializers.CharField(source="exact", help_text="The exact words.")
    prefix = serializers.CharField(help_text="What stands before them.")
    suffix = serializers.CharField(help_text="What stands after them.")
    start = serializers.IntegerField(
        help_text="Where they begin in the source's text, in code points from 0."
    )
    end = serializers.IntegerField(help_text="Where they end: the code point after the last.")
    article = ArticleLink(allow_null=True, help_text="The article that they are quoted from.")
    meeting = MeetingLink(allow_null=True, help_text="The meeting whose minutes they stand in.")
    voice = serializers.ChoiceField(Voice.choices, help_text="Who says so.")
    voice_label = Label("get_voice_display")
    speaker = PartyLink(allow_null=True, help_text="Whose official says so.")
    dated_on = serializers.DateField(help_text="The day on which it was said.")
    is_automatic = serializers.BooleanField(
        help_text="Whether Mithaq attached it by itself, rather than a person."
    )
    is_confirmed = serializers.SerializerMethodField(
        help_text="Whether a person stands behind it; only that proves a completion."
    )
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was confirmed, in UTC."
    )

    def get_is_confirmed(self, evidence: Any) -> bool:
        """Tell whether a person confirmed it."""
        return evidence.confirmed_at is not None


class OfferedMoveSerializer(Answer):
    """A move of the status that your token may make now."""

    move = serializers.ChoiceField(MOVE_NAMES, source="move.key", help_text="The move's name.")
    move_label = Label("move.label")
    leads_to = OptionalChoice(
        Status.choices,
        source="move.target",
        help_text="The status it leads to; null where that is the one that was left.",
    )
    asks_for = serializers.ListField(
        child=serializers.ChoiceField(ASKED), help_text="What the request has to give."
    )
    lacks = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the record still lacks for it, in words; empty when it can be made.",
    )


class ProposalSerializer(Answer):
    """A concrete measure that one side put to the other."""

    reference = serializers.CharField(help_text="Its reference, which never changes.")
    url = serializers.HyperlinkedIdentityField(
        "api:proposal", lookup_field="reference", help_text="Where it is read."
    )
    version = serializers.IntegerField(
        help_text="Grows with every change of it or of what belongs to it; the ETag begins with it."
    )
    title = serializers.CharField(
        help_text="Its title in the language of Accept-Language, else in its original one."
    )
    titles = Names(help_text="Its titles by language.")
    original_language = OptionalChoice(
        Language.choices, help_text="The language in which it was first put."
    )
    kind = serializers.ChoiceField(Kind.choices, help_text="What sort of measure it is.")
    kind_label = Label("get_kind_display")
    act = serializers.ChoiceField(Act.choices, help_text="What the proposer did with it.")
    act_label = Label("get_act_display")
    status = serializers.ChoiceField(Status.choices, help_text="What was decided about it.")
    status_label = Label("get_status_display")
    status_since = serializers.DateTimeField(help_text="Since when it has the status, in UTC.")
    status_reason = serializers.CharField(
        help_text="The reason for the status; empty where none was needed."
    )
    proposed_on = serializers.DateField(help_text="The day on which it was put forward.")
    due_on = serializers.DateField(allow_null=True, help_text=DUE_ON)
    due_wording = serializers.CharField(help_text=DUE_WORDING)
    due_precision = OptionalChoice(Precision.choices, help_text=DUE_PRECISION)
    due_precision_label = Label("get_due_precision_display", allow_null=True)
    is_overdue = serializers.SerializerMethodField(
        help_text="Whether its last day has passed, by the day in UTC, while it is still open."
    )
    review_on = serializers.DateField(
        allow_null=True, help_text="The day on which staff mean to look at it again."
    )
    committee = CommitteeLink(allow_null=True, help_text="The committee it belongs to.")
    meeting = MeetingLink(allow_null=True, help_text="The meeting at which it was put forward.")
    owner = PersonLink(allow_null=True, help_text="Who looks after it.")
    desk = DeskLink(allow_null=True, help_text="The desk that looks after it.")
    visibility = serializers.ChoiceField(Visibility.choices, help_text="Who may see it.")
    visibility_label = Label("get_visibility_display")
    parent = serializers.CharField(  # type: ignore[assignment]  # the record's word for it
        source="visible_parent",
        allow_null=True,
        help_text="The reference of the larger proposal it is a part of, if you may see it.",
    )
    successor = serializers.CharField(
        source="visible_successor",
        allow_null=True,
        help_text="The reference of the proposal that took its place, if you may see it.",
    )
    positions = PositionSerializer(many=True, help_text="Where each party stands.")
    created_at = serializers.DateTimeField(help_text="When it was recorded, in UTC.")
    updated_at = serializers.DateTimeField(
        help_text="When it, or what belongs to it, was last changed, in UTC."
    )

    def get_is_overdue(self, proposal: Proposal) -> bool:
        """Tell whether it is overdue on the view's day."""
        return proposal.is_overdue(on=self.context["today"])


class ProposalListSerializer(ProposalSerializer):
    """A proposal as a list shows it, with what “include” names."""

    evidence = EvidenceSerializer(
        many=True, required=False, help_text="What shows it, the oldest first; with “include”."
    )
    milestones = MilestoneSerializer(
        many=True, required=False, help_text="Its steps, as they fall due; with “include”."
    )


class ProposalDetailSerializer(ProposalSerializer):
    """A proposal with all that belongs to it."""

    parts = serializers.SerializerMethodField(
        help_text="The references of the proposals that are parts of it, as far as you see them."
    )
    evidence = EvidenceSerializer(many=True, help_text="What shows it, the oldest first.")
    milestones = MilestoneSerializer(many=True, help_text="Its steps, in the order they fall due.")
    moves = serializers.SerializerMethodField(
        help_text="What your token may do with its status now."
    )
    history = serializers.SerializerMethodField(
        help_text=(
            f"The newest {HISTORY_SHOWN} entries of its history, the newest first, since it came"
            " into your sight; …/history/ lists them all."
        )
    )

    def get_parts(self, proposal: Proposal) -> list[str]:
        """Give the references of the parts that the view fetched."""
        if "parts" in self.context:
            found: list[str] = self.context["parts"]
            return found
        return [part.reference for part in proposal.shown_parts]  # type: ignore[attr-defined]  # gathered

    @extend_schema_field(OfferedMoveSerializer(many=True))
    def get_moves(self, _proposal: Proposal) -> Any:
        """Give the moves that the view found."""
        return OfferedMoveSerializer(self.context["moves"], many=True).data

    @extend_schema_field(HistoryEntrySerializer(many=True))
    def get_history(self, _proposal: Proposal) -> Any:
        """Give the entries that the view found."""
        return HistoryEntrySerializer(self.context["history"], many=True).data


class StatusMove(Body):
    """A move of the status, with what it needs."""

    move = serializers.ChoiceField(
        MOVE_NAMES, help_text="The move's name, as the proposal's “moves” list it."
    )
    reason = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why; some moves need it, every move keeps it.",
    )
    successor = Text(
        required=False,
        max_length=80,
        help_text="The reference of the proposal that takes its place, to supersede it.",
    )

    def validate_successor(self, reference: str) -> Proposal:
        """Find the successor among what the caller may see."""
        visible = Proposal.objects.visible_to(self.context["request"].user)
        found = visible.filter(reference=reference).first()
        if found is None:
            message = _("There is no such proposal, or it isn't yours to see.")
            raise serializers.ValidationError(message)
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a successor for a move that has none."""
        if "successor" in attrs and Need.SUCCESSOR not in BY_KEY[attrs["move"]].needs:
            message = _("Only a proposal that is superseded has a successor.")
            raise serializers.ValidationError({"successor": [message]})
        return attrs

    def as_request(self) -> MoveRequest:
        """Give the move in the words of the service that makes it."""
        values = dict(self.validated_data)
        return MoveRequest.of(values.pop("move"), **values)
