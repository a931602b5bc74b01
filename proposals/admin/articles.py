"""The articles: the list, and adding one."""

from typing import Any, override

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.arriving import ArrivalForm
from proposals.admin.article_pages import ArticlePages
from proposals.admin.badges import badge, language_name, own_direction
from proposals.admin.filters import LanguageFilter, ReviewFilter
from proposals.admin.forms import refuse
from proposals.admin.review import address_of
from proposals.days import shown_day
from proposals.errors import AlreadyKeptError, RefusedError
from proposals.models import Article
from proposals.search import search_articles
from proposals.services import articles
from proposals.vocabulary import ArticleState, FindingState

TONES = {
    ArticleState.WAITING: "wait",
    ArticleState.KEPT: "wait",
    ArticleState.READ: "good",
    ArticleState.FAILED: "bad",
}


@admin.register(Article)
class ArticleAdmin(ArticlePages):
    """Articles, from their arrival to the last decision."""

    when_empty = gettext_lazy(
        "No article yet. Add one by its address or its text, and Mithaq looks for proposals in it."
    )
    actions = None
    counted = npgettext_lazy("rows", "%(count)s article", "%(count)s articles", "count")
    list_display = ("headline", "outlet", "in_language", "how_far", "to_decide", "published")
    list_filter = (ReviewFilter, "state", LanguageFilter, ("outlet", RelatedOnlyFieldListFilter))
    search_fields = ("title", "address", "outlet__name_ar", "outlet__name_fa", "outlet__name_en")
    search_help_text = gettext_lazy("Search the titles, the texts, the addresses and the outlets.")
    ordering = ("-received_at", "-pk")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Start at what the reader may see."""
        seen = Article.objects.visible_to(actor_of(request)).defer("text")
        open_findings = Count("findings", filter=Q(findings__state=FindingState.OPEN))
        return seen.select_related("outlet").annotate(open_findings=open_findings)

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Find the words in title and text however they are written; or address and outlet."""
        named, is_double = super().get_search_results(request, queryset, search_term)
        told = search_articles(Article.objects.all(), search_term)
        both = Q(pk__in=named.values("pk")) | Q(pk__in=told.values("pk"))
        return queryset.filter(both) if search_term else queryset, is_double

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def headline(self, article: Article) -> str:
        """Show the title in its own direction, and whether it is a copy or a later version."""
        beside = ""
        if article.previous_version_id:
            beside = badge(_("new version"), "quiet")
        elif article.same_as_id:
            beside = badge(_("copy"), "quiet")
        return format_html("{} {}", own_direction(str(article)), beside)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def in_language(self, article: Article) -> str:
        """Name the language."""
        return language_name(article.language) if article.state == ArticleState.READ else ""

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_far(self, article: Article) -> str:
        """Show how far it has come."""
        return badge(article.get_state_display(), TONES[ArticleState(article.state)])

    @admin.display(description=gettext_lazy("to decide"), ordering="open_findings")
    def to_decide(self, article: Any) -> str:
        """Show how many findings wait for a decision."""
        return badge(str(article.open_findings), "count") if article.open_findings else ""

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, article: Article) -> Any:
        """Show the day on which it was published."""
        return shown_day(article.published_at) if article.published_at else None

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep every article: what was published was published."""
        return False

    @override
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take an article in, by its address, its text or a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, "add", title=_("Add an article"), form=ArrivalForm())
        form = ArrivalForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self._receive(request, form)
            except RefusedError as refused:
                refuse(form, refused, form.fields_of_service)
        return self.page(request, "add", title=_("Add an article"), form=form)

    def _receive(self, request: HttpRequest, form: ArrivalForm) -> HttpResponse:
        by, at = actor_of(request), timezone.now()
        try:
            article = articles.receive(arrival=form.arrival(), by=by, at=at)
        except AlreadyKeptError as known:
            self.tell(request, known)
            article = known.article
        return HttpResponseRedirect(address_of(article))
