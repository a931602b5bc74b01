"""Records as others refer to them: what names them, and no more."""

from rest_framework import serializers

from proposals.api.serializers.fields import Answer


class PartyLink(Answer):
    """A party that another record refers to."""

    code = serializers.CharField(help_text="ISO 3166-1 alpha-2, or an organisation's code.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")


class CommitteeLink(Answer):
    """A committee that another record refers to."""

    id = serializers.IntegerField(help_text="Its number.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")


class MeetingLink(Answer):
    """A meeting that another record refers to."""

    id = serializers.IntegerField(help_text="Its number in this interface.")
    name = serializers.CharField(source="__str__", help_text="Its committee and number in words.")
    starts_on = serializers.DateField(help_text="Its first day.")


class PersonLink(Answer):
    """A member of staff."""

    id = serializers.IntegerField(help_text="The number by which lists are filtered.")
    name = serializers.CharField(source="__str__", help_text="The name.")


class DeskLink(Answer):
    """A unit that looks after proposals."""

    id = serializers.IntegerField(help_text="Its number.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")


class OutletLink(Answer):
    """Who published an article."""

    id = serializers.IntegerField(help_text="Its number.")
    name = serializers.CharField(help_text="Its name in the language of Accept-Language.")


class ArticleLink(Answer):
    """An article that evidence quotes."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("api:article", help_text="Where it is read.")
    title = serializers.CharField(help_text="Its title.")
    address = serializers.CharField(help_text="Where it was published; empty if unknown.")
    outlet = OutletLink(allow_null=True, help_text="Who published it.")
    language = serializers.CharField(help_text="Its language (BCP 47); empty if unknown.")
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was published, in UTC."
    )
