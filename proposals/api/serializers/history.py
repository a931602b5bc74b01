"""The history of a proposal."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.api import changes
from proposals.api.history import ACTORS, OPERATIONS, SUBJECTS, Entry
from proposals.api.serializers.fields import IN_WORDS, Answer, Label

VALUE = (
    "The value {when}: a text, a number, a truth, a day, or the name of another record (a party's"
    " code, a proposal's reference, a number). Null where there {was} none, or where it is out of"
    " your sight."
)


@extend_schema_field({"type": ["string", "number", "boolean", "null"]})
class Value(serializers.JSONField):
    """A value of any field."""


class FieldChangeSerializer(Answer):
    """One field from what to what."""

    field = serializers.CharField(help_text="The field's name.")
    field_label = Label()
    before = Value(help_text=VALUE.format(when="before", was="was"))
    before_label = serializers.CharField(
        allow_null=True, help_text=IN_WORDS + " Null unless the value is a machine's."
    )
    after = Value(help_text=VALUE.format(when="after", was="is"))
    after_label = serializers.CharField(
        allow_null=True, help_text=IN_WORDS + " Null unless the value is a machine's."
    )


class HistoryEntrySerializer(Answer):
    """One entry of the history: who did what, when and why."""

    id = serializers.IntegerField(help_text="The entry's number.")
    at = serializers.DateTimeField(help_text="When, in UTC.")
    actor = serializers.ChoiceField(list(ACTORS.items()), help_text="What sort of actor it was.")
    actor_label = Label()
    who = serializers.CharField(help_text="The actor's name.")
    record = serializers.ChoiceField(
        list(SUBJECTS.items()), help_text="What was changed: the proposal, or what belongs to it."
    )
    record_label = Label()
    record_id = serializers.IntegerField(
        help_text="The number of what was changed, as the proposal's own lists give it."
    )
    operation = serializers.ChoiceField(list(OPERATIONS.items()), help_text="What was done.")
    operation_label = Label()
    why = serializers.CharField(help_text="The reason that was given; empty where none was.")
    changes = FieldChangeSerializer(many=True, help_text="Which fields, from what to what.")


class ChangeSerializer(HistoryEntrySerializer):
    """One change of the feed: who did what to which proposal, when and why."""

    proposal = serializers.SerializerMethodField(help_text="The proposal's reference.")
    operation = serializers.ChoiceField(
        list(changes.OPERATIONS.items()),
        help_text=(
            "What was done. “shown”: the proposal came into your sight, read it whole. “hidden”: it"
            " went out of it, drop your copy; nothing else of such a change is told."
        ),
    )
    operation_label = serializers.SerializerMethodField(  # type: ignore[assignment]  # more words
        help_text="The same in words, in the language of Accept-Language."
    )

    def get_proposal(self, entry: Entry) -> str:
        """Give the reference that the view looked up."""
        reference: str = self.context["references"][entry.proposal_id]
        return reference

    def get_operation_label(self, entry: Entry) -> str:
        """Give the words for what was done."""
        return str(changes.OPERATIONS[entry.operation])


class ChangesSerializer(Answer):
    """One page of the feed."""

    next = serializers.CharField(help_text="Send it as “after” to go on from here.")
    has_more = serializers.BooleanField(
        help_text="Whether there is more already; if not, ask with “wait”."
    )
    read_anew = serializers.BooleanField(
        source="is_anew",
        help_text=(
            "Whether what you may see has changed since the cursor: read everything anew, drop what"
            " you no longer find, then go on from “next”."
        ),
    )
    results = ChangeSerializer(many=True, help_text="The changes, in their order.")
