"""Articles: what is kept, and what a partner sends in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from proposals.api.serializers.fields import Answer, Body, Label, Number, OptionalChoice, Text
from proposals.api.serializers.links import OutletLink
from proposals.models import Article, Outlet
from proposals.services.articles import ADDRESS_LIMIT, Arrival, check_content
from proposals.vocabulary import ArticleState, Failure, Language

# How an article's content is sent, and the type under which it is kept.
CONTENT_TYPES = {"text": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8"}


class ArticleSerializer(Answer):
    """One published text, as it is kept."""

    id = serializers.IntegerField(help_text="Its number.")
    url = serializers.HyperlinkedIdentityField("api:article", help_text="Where it is read.")
    title = serializers.CharField(help_text="Its title; empty until it is known.")
    address = serializers.CharField(help_text="Where it was published; empty if unknown.")
    outlet = OutletLink(allow_null=True, help_text="Who published it.")
    language = serializers.CharField(help_text="Its language (BCP 47); empty until it is known.")
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was published, in UTC."
    )
    received_at = serializers.DateTimeField(help_text="When it came in, in UTC.")
    fetched_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was fetched from its address, in UTC."
    )
    state = serializers.ChoiceField(ArticleState.choices, help_text="How far it has come.")
    state_label = Label("get_state_display")
    failure = OptionalChoice(Failure.choices, help_text="Why it could not be fetched or read.")
    failure_label = Label("get_failure_display", allow_null=True)
    same_as = serializers.SerializerMethodField(
        help_text="The number of the earlier article whose story this one repeats."
    )
    similarity = serializers.SerializerMethodField(
        help_text="How much of that story it shares, from 0 to 1; null where it repeats none."
    )
    previous_version = serializers.SerializerMethodField(
        help_text="The number of the version of the same page that this one follows."
    )
    is_own = serializers.SerializerMethodField(help_text="Whether your client sent it in.")

    def get_same_as(self, article: Article) -> int | None:
        """Give the article it repeats, if the view found it within the reader's sight."""
        return article.same_as.pk if article.same_as else None

    def get_similarity(self, article: Article) -> float | None:
        """Give how like it is to the article it repeats, if the reader sees that one."""
        return article.similarity if article.same_as else None

    def get_previous_version(self, article: Article) -> int | None:
        """Give the version before, if the view found it within the reader's sight."""
        return article.previous_version.pk if article.previous_version else None

    def get_is_own(self, article: Article) -> bool:
        """Tell whether the calling client sent it."""
        return bool(article.sent_by_id == self.context["request"].user.client_id)


class ArticleDetailSerializer(ArticleSerializer):
    """One published text, with its words."""

    text = serializers.CharField(
        help_text="The words that were read; quotes count their offsets in it, in code points."
    )
    quoted_by = serializers.SerializerMethodField(
        help_text="The references of the proposals that quote it, as far as you see them."
    )

    def get_quoted_by(self, article: Article) -> list[str]:
        """Give the references, each once, from the evidence that the view fetched."""
        return sorted({quote.proposal.reference for quote in article.evidence.all()})


class SentArticle(Body):
    """An article that is sent in: its address alone, or its words with what is known of it."""

    address = Text(
        required=False,
        max_length=ADDRESS_LIMIT,
        help_text="Where it was published. Sent alone, the article is fetched from there.",
    )
    text = Text(required=False, trim_whitespace=False, help_text="Its words, as plain text.")
    html = Text(required=False, trim_whitespace=False, help_text="The page it stands on.")
    title = Text(required=False, max_length=500, help_text="Its title.")
    outlet = Number(
        required=False, help_text="Who published it, by number; else it is found by the address."
    )
    published_at = serializers.DateTimeField(
        required=False, help_text="When it was published (ISO 8601); without an offset, in UTC."
    )
    language = serializers.ChoiceField(
        Language.choices,
        required=False,
        help_text="Its language, for where the text is too short to tell.",
    )

    def validate_outlet(self, number: int) -> Outlet:
        """Find the outlet."""
        outlet = Outlet.objects.filter(pk=number).first()
        if outlet is None:
            raise serializers.ValidationError(_("There is no such outlet."))
        return outlet

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse content given twice, or that can't be an article's, beside its field."""
        given = [name for name in CONTENT_TYPES if name in attrs]
        if len(given) > 1:
            raise serializers.ValidationError({"html": [_("Give the text or the HTML, not both.")]})
        for name in given:
            check_content(attrs[name].encode(), name)
        return attrs

    def arrival(self) -> Arrival:
        """Give the article in the words of the service that takes it in."""
        values = dict(self.validated_data)
        for name, content_type in CONTENT_TYPES.items():
            text = values.pop(name, None)
            if text is not None:
                values |= {"content": text.encode(), "content_type": content_type}
        return Arrival(**values)
