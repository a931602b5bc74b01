"""The client itself."""

from django.conf import settings
from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Label
from proposals.api.serializers.links import CommitteeLink
from proposals.models import Client

SCOPES = list(settings.OAUTH2_PROVIDER["SCOPES"].items())
VISIBILITIES = Client._meta.get_field("visibility").flatchoices  # noqa: SLF001  # Django's own word for it


class MeSerializer(Answer):
    """What the calling client is, and what it may."""

    client_id = serializers.CharField(help_text="Its identifier.")
    name = serializers.CharField(help_text="Its name.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(SCOPES),
        help_text="What this token is for: the scopes that it has and that are still granted.",
    )
    granted_scopes = serializers.ListField(
        child=serializers.ChoiceField(SCOPES), help_text="What the client may ask for."
    )
    expires_at = serializers.DateTimeField(help_text="When this token ends, in UTC.")
    committees = CommitteeLink(many=True, help_text="The committees whose proposals it sees.")
    visibility = serializers.ChoiceField(
        VISIBILITIES, help_text="The narrowest circle of proposals that it sees."
    )
    visibility_label = Label("get_visibility_display")
