"""Bodies by which proposals and what belongs to them are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from proposals.api.serializers.fields import (
    DUE_ON,
    DUE_PRECISION,
    DUE_WORDING,
    Answer,
    Body,
    Number,
    Ordinal,
    Text,
    YesNo,
)
from proposals.models import Committee, Evidence, Meeting, Party, Proposal
from proposals.services.proposals import Draft
from proposals.vocabulary import Act, Kind, Language, Precision, Stance, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model, QuerySet

    from proposals.rights import Actor

LONGEST_REASON = 4000
MOST_PARTIES = 20
MOST_AT_ONCE = 500
DATES = ("due_on", "due_wording", "due_precision", "review_on")
CIRCLES = [(circle.value, circle.label) for circle in (Visibility.SHARED, Visibility.INTERNAL)]


class WritingBody(Body):
    """A body whose references are looked up in what its sender sees."""

    @property
    def actor(self) -> Actor:
        """Who sends it."""
        actor: Actor = self.context["request"].user
        return actor

    def found[M: Model](self, visible: QuerySet[M], **named: Any) -> M:
        """Give the record of this name; refuse one that isn't there or is out of sight."""
        context: Any = self.context
        known: dict[Any, Any] = context.setdefault("known", {})
        key = (visible.model, *named.items())
        record: M | None = known.get(key) or visible.filter(**named).first()
        known[key] = record
        if record is None:
            message = _("There is no such record, or it isn't yours to see.")
            raise serializers.ValidationError(message)
        return record

    def party_of(self, code: str) -> Party:
        """Find a party by its code."""
        return self.found(Party.objects.all(), code=code.upper())


class TitlesBody(Body):
    """A title in each language."""

    ar = Text(required=False, allow_blank=True, max_length=300, help_text="In Arabic.")
    fa = Text(required=False, allow_blank=True, max_length=300, help_text="In Persian.")
    en = Text(required=False, allow_blank=True, max_length=300, help_text="In English.")


class DeadlineBody(WritingBody):
    """A deadline as it was worded."""

    due_on = serializers.DateField(required=False, allow_null=True, help_text=DUE_ON)
    due_wording = Text(required=False, allow_blank=True, max_length=200, help_text=DUE_WORDING)
    due_precision = serializers.ChoiceField(
        Precision.choices, required=False, allow_null=True, help_text=DUE_PRECISION
    )

    def validate_due_precision(self, value: str | None) -> str:
        """Give the word as the record keeps it."""
        return value or ""


class EditedProposal(DeadlineBody):
    """What of a proposal is to be changed; what is left out stays."""

    titles = TitlesBody(required=False, help_text="Its titles; a language left out stays.")
    kind = serializers.ChoiceField(
        Kind.choices, required=False, help_text="What sort of measure it is."
    )
    act = serializers.ChoiceField(
        Act.choices, required=False, help_text="What the proposer did with it."
    )
    committee = Number(required=False, help_text="The committee it belongs to, by number.")
    meeting = Number(
        required=False, allow_null=True, help_text="The meeting at which it was put, by number."
    )
    review_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day on which to look at it again."
    )
    visibility = serializers.ChoiceField(CIRCLES, required=False, help_text="Who may see it.")
    parent = Text(  # type: ignore[assignment]  # the record's word for it
        required=False,
        allow_null=True,
        max_length=80,
        help_text="The reference of the larger proposal that it is a part of.",
    )
    why = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why it is changed; it stands in the history.",
    )

    def validate_committee(self, number: int) -> Committee:
        """Find the committee."""
        return self.found(Committee.objects.visible_to(self.actor), pk=number)

    def validate_meeting(self, number: int | None) -> Meeting | None:
        """Find the meeting."""
        if number is None:
            return None
        return self.found(Meeting.objects.visible_to(self.actor), pk=number)

    def validate_parent(self, reference: str | None) -> Proposal | None:
        """Find the larger proposal."""
        if reference is None:
            return None
        return self.found(Proposal.objects.visible_to(self.actor), reference=reference)

    def values(self) -> dict[str, Any]:
        """Give the fields in the words of the service that changes them."""
        values = dict(self.validated_data)
        values.pop("why", None)
        titles = values.pop("titles", {})
        return values | {f"title_{language}": text for language, text in titles.items()}


class NewProposal(EditedProposal):
    """A proposal that is to be recorded."""

    titles = TitlesBody(help_text="Its titles, in one language at least.")
    kind = serializers.ChoiceField(Kind.choices, help_text="What sort of measure it is.")
    act = serializers.ChoiceField(Act.choices, help_text="What the proposer did with it.")
    committee = Number(help_text="The committee it belongs to, by number.")
    original_language = serializers.ChoiceField(
        Language.choices, required=False, help_text="The language in which it was first put."
    )
    proposers = serializers.ListField(
        child=Text(max_length=12),
        min_length=1,
        max_length=MOST_PARTIES,
        help_text="Who put it forward, by their codes.",
    )
    addressees = serializers.ListField(
        child=Text(max_length=12),
        min_length=1,
        max_length=MOST_PARTIES,
        help_text="To whom it was put, by their codes; a party on both sides speaks for both.",
    )
    proposed_on = serializers.DateField(help_text="The day on which it was put forward.")

    def validate_proposers(self, codes: list[str]) -> list[Party]:
        """Find the parties."""
        return [self.party_of(code) for code in codes]

    def validate_addressees(self, codes: list[str]) -> list[Party]:
        """Find the parties."""
        return [self.party_of(code) for code in codes]

    def draft(self) -> Draft:
        """Give the proposal in the words of the service that records it."""
        return draft_of(self.validated_data)


def draft_of(checked: Mapping[str, Any]) -> Draft:
    """Give a proposal in the words of the service that records it."""
    values = {name: value for name, value in checked.items() if name != "why"}
    dates = {name: values.pop(name) for name in DATES if name in values}
    return Draft(**values, deadline=dates)


class Batch(Body):
    """Proposals that are to be recorded together."""

    proposals = serializers.ListField(
        child=NewProposal(),
        min_length=1,
        max_length=MOST_AT_ONCE,
        help_text=f"The proposals, at most {MOST_AT_ONCE}.",
    )

    def drafts(self) -> Iterator[tuple[Draft, str]]:
        """Give each in the words of the service that records it, with the reason for it."""
        for values in self.validated_data["proposals"]:
            yield draft_of(values), values.get("why", "")


class RecordedProposal(Answer):
    """A proposal that was recorded."""

    reference = serializers.CharField(help_text="Its reference, which never changes.")
    url = serializers.HyperlinkedIdentityField(
        "api:proposal", lookup_field="reference", help_text="Where it is read."
    )


class RecordedSerializer(Answer):
    """What a batch recorded, in its order."""

    proposals = RecordedProposal(many=True, help_text="The proposals.")


class EditedPosition(WritingBody):
    """Where a party stands; what is left out stays."""

    stance = serializers.ChoiceField(
        Stance.choices, required=False, help_text="Where the party stands."
    )
    is_proposer = YesNo(required=False, help_text="Whether the party put the measure forward.")
    is_addressee = YesNo(required=False, help_text="Whether it was put to the party.")
    responsible_body = Text(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Which body of the party is responsible.",
    )
    statement = Number(
        required=False,
        allow_null=True,
        help_text="The number of the evidence, of this proposal, that shows the position.",
    )

    def validate_statement(self, number: int | None) -> Evidence | None:
        """Find the evidence."""
        if number is None:
            return None
        return self.found(Evidence.objects.visible_to(self.actor), pk=number)


class EditedMilestone(DeadlineBody):
    """A step of a proposal; what is left out stays."""

    title = Text(required=False, max_length=300, help_text="What is to be done.")
    party = Text(
        required=False, allow_null=True, max_length=12, help_text="Who is responsible, by code."
    )
    done_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day on which it was done."
    )

    def validate_party(self, code: str | None) -> Party | None:
        """Find the party."""
        return None if code is None else self.party_of(code)


class NewMilestone(EditedMilestone):
    """A step that is to be added."""

    title = Text(max_length=300, help_text="What is to be done.")


class NewEvidence(WritingBody):
    """Words of a meeting's minutes that show something of the proposal."""

    meeting = Number(help_text="The meeting whose minutes they stand in, by number.")
    start = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        help_text="Where they begin in the minutes, in code points from 0.",
    )
    end = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="Where they end: the code point after the last."
    )

    def validate_meeting(self, number: int) -> Meeting:
        """Find the meeting."""
        return self.found(Meeting.objects.visible_to(self.actor), pk=number)


class EditedMeeting(WritingBody):
    """What of a meeting is to be changed; what is left out stays."""

    ordinal = Ordinal(required=False, help_text="The how-manieth of its committee it is.")
    place = Text(required=False, allow_blank=True, max_length=120, help_text="Where.")
    starts_on = serializers.DateField(required=False, help_text="Its first day.")
    ends_on = serializers.DateField(required=False, help_text="Its last day.")
    why = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why it is changed; it stands in the history.",
    )


class NewMeeting(EditedMeeting):
    """A meeting that is to be recorded."""

    committee = Number(help_text="Whose meeting it is, by number.")
    ordinal = Ordinal(help_text="The how-manieth of its committee it is.")
    starts_on = serializers.DateField(help_text="Its first day.")
    ends_on = serializers.DateField(help_text="Its last day.")

    def validate_committee(self, number: int) -> Committee:
        """Find the committee."""
        return self.found(Committee.objects.visible_to(self.actor), pk=number)


class MarkedWords(Body):
    """Words of an article that state a proposal and weren't found."""

    start = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        help_text="Where they begin in the article's text, in code points from 0.",
    )
    end = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="Where they end: the code point after the last."
    )


class Detachment(Body):
    """Why evidence doesn't belong to the proposal."""

    why = Text(max_length=LONGEST_REASON, help_text="Why; it stands in the history.")
