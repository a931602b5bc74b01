"""Committees and their meetings."""

from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Names
from proposals.api.serializers.links import CommitteeLink, PartyLink


class CommitteeSerializer(Answer):
    """A standing body of two parties or more."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("api:committee", help_text="Where it is read.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")
    names = Names(help_text="Its names by language.")
    parties = PartyLink(many=True, help_text="Its members.")
    cadence_months = serializers.IntegerField(
        allow_null=True, help_text="How many months the parties agreed on between its meetings."
    )


class MeetingSerializer(Answer):
    """One meeting of a committee."""

    id = serializers.IntegerField(help_text="Its number in this interface.")
    url = serializers.HyperlinkedIdentityField("api:meeting", help_text="Where it is read.")
    name = serializers.CharField(source="__str__", help_text="Its committee and number in words.")
    committee = CommitteeLink(help_text="Whose meeting it is.")
    ordinal = serializers.IntegerField(help_text="The how-manieth of its committee it is.")
    place = serializers.CharField(help_text="Where; empty if unknown.")
    starts_on = serializers.DateField(help_text="Its first day.")
    ends_on = serializers.DateField(help_text="Its last day.")


class MeetingDetailSerializer(MeetingSerializer):
    """One meeting of a committee, with its papers."""

    agenda = serializers.CharField(help_text="The agenda; empty if there is none.")
    minutes = serializers.CharField(help_text="The minutes; empty as long as there are none.")
