"""Webhooks, and the attempts to call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Body, Label, OptionalChoice, Text, YesNo
from tracker.webhooks.models import Endpoint, EventType, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENTS = "Of what it is told."
SHOWN_ONCE = (
    "What signs each call. It is shown this once: where an Idempotency-Key repeats an answer, it is"
    " null. Then make a new one."
)


def _events(**options: Any) -> serializers.ListField:
    choice = serializers.ChoiceField(EventType.choices)
    return serializers.ListField(child=choice, help_text=EVENTS, **options)


class WebhookSerializer(Answer):
    """An address of your system that is called when something happens."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("webhooks:webhook", help_text="Where it is read.")
    address = serializers.CharField(help_text="The address that is called.")
    event_types = _events()
    is_enabled = serializers.BooleanField(help_text="Whether it is called.")
    disabled_reason = OptionalChoice(
        Endpoint.WhyDisabled.choices, help_text="Why it is not called; null while it is."
    )
    disabled_reason_label = Label("get_disabled_reason_display", allow_null=True)
    failing_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when it takes nothing, in UTC; null while it does."
    )
    succeeded_at = serializers.DateTimeField(
        allow_null=True, help_text="When it last took something, in UTC."
    )
    made_at = serializers.DateTimeField(help_text="When it was made, in UTC.")
    former_secret_until = serializers.DateTimeField(
        source="former_until",
        allow_null=True,
        help_text="Until when calls are signed with the secret before as well, in UTC.",
    )


class WebhookWithSecret(WebhookSerializer):
    """A webhook with its secret, which is shown this once."""

    secret = serializers.CharField(allow_null=True, help_text=SHOWN_ONCE)


class NewWebhook(Body):
    """A webhook to be made."""

    address = Text(
        max_length=500, help_text="A public https address at port 443, without a user name."
    )
    event_types = _events(required=False, allow_empty=False)


class WebhookChange(Body):
    """What is to change about a webhook; what is left out stays."""

    address = Text(
        required=False,
        max_length=500,
        help_text="A public https address at port 443, without a user name.",
    )
    event_types = _events(required=False, allow_empty=False)
    is_enabled = YesNo(
        required=False,
        help_text="Whether it is called. Enabled again, it is told of all that happened meanwhile.",
    )


class ReplayRequest(Body):
    """From when on a webhook is to be told again."""

    since = serializers.DateTimeField(help_text="What happened at this moment or later, in UTC.")


class TriedNotice(Answer):
    """A notice of nothing that is on its way."""

    notice = serializers.CharField(source="webhook_id", help_text="Its webhook-id.")


class AttemptSerializer(Answer):
    """One attempt to hand a notice over."""

    id = serializers.IntegerField(help_text="Its number.")
    notice = serializers.CharField(
        source="notice.webhook_id", help_text="The webhook-id; the same at each attempt."
    )
    type = serializers.CharField(source="notice.type", help_text="What the notice tells of.")
    at = serializers.DateTimeField(help_text="When, in UTC.")
    status = serializers.IntegerField(
        allow_null=True, help_text="The status that was answered; null where nothing was."
    )
    trouble = serializers.CharField(
        help_text="What went wrong where nothing was answered; empty otherwise."
    )
    milliseconds = serializers.IntegerField(help_text="How long it took.")
    state = serializers.ChoiceField(
        Notice.State.choices, source="notice.state", help_text="How far the notice has come."
    )
    state_label = Label("notice.get_state_display")


def changed_fields(body: WebhookChange) -> Sequence[tuple[str, Any]]:
    """Give what a body changes, field by field."""
    return list(body.validated_data.items())
