"""Parties, and who publishes."""

from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Label, Names
from proposals.api.serializers.links import PartyLink
from proposals.vocabulary import PartyKind


class PartySerializer(Answer):
    """A state or an organisation."""

    code = serializers.CharField(help_text="ISO 3166-1 alpha-2, or an organisation's code.")
    url = serializers.HyperlinkedIdentityField(
        "api:party", lookup_field="code", help_text="Where it is read."
    )
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")
    names = Names(help_text="Its names by language.")
    kind = serializers.ChoiceField(PartyKind.choices, help_text="What sort of party it is.")
    kind_label = Label("get_kind_display")


class OutletSerializer(Answer):
    """Who publishes articles."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("api:outlet", help_text="Where it is read.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")
    names = Names(help_text="Its names by language.")
    host = serializers.CharField(help_text="The host of its addresses; empty if unknown.")
    party = PartyLink(allow_null=True, help_text="The country it belongs to.")
