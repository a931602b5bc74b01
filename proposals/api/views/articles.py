"""Articles: what a partner sees quoted or sent in itself, and sending one in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.response import Response

from proposals.api.filters import ArticleFilters
from proposals.api.idempotency import idempotent
from proposals.api.serializers.articles import (
    ArticleDetailSerializer,
    ArticleSerializer,
    SentArticle,
)
from proposals.api.views.base import READ, Records
from proposals.models import Article, Evidence
from proposals.services import articles
from proposals.vocabulary import ArticleState

if TYPE_CHECKING:
    from rest_framework.request import Request

    from proposals.querysets import ArticleQuerySet


@extend_schema_view(
    list=extend_schema(
        operation_id="articles_list",
        summary="List articles",
        description=(
            "The articles that a proposal within your sight quotes, and those that your client"
            " sent in. Their texts come with each by itself."
        ),
    ),
    retrieve=extend_schema(
        operation_id="articles_read",
        summary="Read an article",
        description="An article with its text, and the proposals that quote it.",
        parameters=[
            OpenApiParameter("id", int, OpenApiParameter.PATH, description="The article's number.")
        ],
    ),
)
class Articles(Records):
    """Articles."""

    scopes: ClassVar[dict[str, str | None]] = {"*": READ, "send": "articles:write"}
    body_limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    queryset = Article.objects.none()
    filterset_class = ArticleFilters
    orderings = ("-received_at", "published_at")

    def get_queryset(self) -> ArticleQuerySet:
        """Give what the client may see."""
        visible = Article.objects.visible_to(self.actor)
        others = visible.defer("text")
        found = visible.select_related("outlet").prefetch_related(
            Prefetch("same_as", others), Prefetch("previous_version", others)
        )
        if self.action == "list":
            return found.defer("text")
        quotes = Evidence.objects.visible_to(self.actor).select_related("proposal")
        return found.prefetch_related(Prefetch("evidence", quotes))

    def get_serializer_class(self) -> type[ArticleSerializer]:
        """Give the shape: short in the list, whole by itself."""
        return ArticleSerializer if self.action == "list" else ArticleDetailSerializer

    @extend_schema(
        operation_id="articles_send",
        summary="Send an article in",
        description=(
            "Give its address alone, and it is fetched; or give its text or its HTML, with what is"
            " known of it. What is proposed in it is found, and reviewed by staff, afterwards: read"
            " the article again to see how far it has come."
        ),
        request=SentArticle,
        responses={
            201: OpenApiResponse(ArticleDetailSerializer, "It is kept, and waits to be read."),
            202: OpenApiResponse(ArticleDetailSerializer, "It waits to be fetched."),
        },
    )
    @idempotent
    def send(self, request: Request, **_kwargs: Any) -> Response:
        """Take an article in."""
        body = SentArticle(data=request.data)
        body.is_valid(raise_exception=True)
        article = articles.receive(arrival=body.arrival(), by=self.actor, at=timezone.now())
        shown = self.get_serializer(article).data
        waits = article.state == ArticleState.WAITING
        return Response(
            shown,
            status=status.HTTP_202_ACCEPTED if waits else status.HTTP_201_CREATED,
            headers={"Location": str(shown["url"])},  # a plain one, as servers want it
        )
