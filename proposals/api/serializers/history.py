"""The history of a proposal."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.api.history import ACTORS, OPERATIONS, SUBJECTS
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
