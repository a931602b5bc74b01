"""An article's own page by how far it has come, and what can be done there."""

from typing import Any, override

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from proposals.admin.acting import actor_of
from proposals.admin.arriving import ContentForm, DescriptionForm
from proposals.admin.badges import language_name
from proposals.admin.deciding import DecisionForm, SightingForm, UndoForm
from proposals.admin.forms import refuse
from proposals.admin.records import RecordAdmin
from proposals.admin.review import DECISIONS, Review, address_of
from proposals.admin.stories import Story
from proposals.errors import RefusedError
from proposals.models import Article, Finding
from proposals.services import articles
from proposals.vocabulary import ArticleState


class ArticlePages(RecordAdmin):
    """The page of an article: it waits, it failed, or it is under review."""

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add what can be done with an article."""
        views: dict[str, Any] = {
            "state": self.state_view,
            "decisions": self.decisions_view,
            "again": self.again_view,
            "check": self.check_view,
            "text": self.text_view,
            "describe": self.describe_view,
            "mark": self.mark_view,
            "findings/<int:finding>/<str:decision>": self.decide_view,
        }
        own = [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view),
                name=f"proposals_article_{address.split('/')[0]}",
            )
            for address, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the article: what it waits for, why it failed, or its findings for review."""
        article, asked = self._article(request, object_id), request.GET.get("finding", "")
        return self._show(request, article, chosen=int(asked) if asked.isdecimal() else None)

    def _article(self, request: HttpRequest, pk: Any) -> Article:
        if not str(pk).isdecimal():
            raise Http404
        seen = Article.objects.visible_to(actor_of(request))
        article = get_object_or_404(seen.select_related("outlet", "same_as"), pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def _to_change(self, request: HttpRequest, pk: int) -> Article:
        article = self._article(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _show(
        self,
        request: HttpRequest,
        article: Article,
        *,
        chosen: int | None = None,
        bound: dict[str, DecisionForm] | None = None,
        form: forms.Form | None = None,
    ) -> HttpResponse:
        """Show the page of an article by how far it has come."""
        if article.state == ArticleState.READ:
            review = Review(article, actor_of(request), chosen, bound or {})
            story = Story.of(article, actor_of(request))
            return self.page(request, "review", article=article, review=review, story=story)
        name = "failed" if article.state == ArticleState.FAILED else "waiting"
        return self.page(request, name, article=article, form=form or ContentForm())

    def page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        """Give one of the articles' pages."""
        article = context.get("article")
        known = {
            "title": str(article or ""),
            "opts": self.opts,
            "language_name": language_name(article.language) if article else "",
            "may_change": self.has_change_permission(request, article),
        }
        context = {**self.admin_site.each_context(request), **known, **context}
        return TemplateResponse(request, f"admin/proposals/article/{name}.html", context)

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell how far the article has come, for the page that waits for it."""
        return JsonResponse({"state": self._article(request, pk).state})

    def decisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell how far each finding has come, for the page that shows what others decide."""
        found = Finding.objects.visible_to(actor_of(request)).filter(article=pk)
        states = {str(key): state for key, state in found.values_list("pk", "state")}
        return JsonResponse({"findings": states})

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have an article that failed fetched or read again."""
        article = self._to_change(request, pk)
        if request.method == "POST" and article.state == ArticleState.FAILED:
            articles.try_again(article=article, by=actor_of(request), at=timezone.now())
        return HttpResponseRedirect(address_of(article))

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have a page that was read looked for again: it may have been corrected."""
        article = self._to_change(request, pk)
        if request.method == "POST":
            try:
                articles.check_again(article=article, by=actor_of(request), at=timezone.now())
            except RefusedError as refused:
                self.tell(request, refused)
            else:
                said = _("The page is fetched again. If it was corrected, the new version is kept.")
                self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(address_of(article))

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the text of an article that failed, pasted by a person."""
        article = self._to_change(request, pk)
        if request.method != "POST" or article.state != ArticleState.FAILED:
            return HttpResponseRedirect(address_of(article))
        form = ContentForm(request.POST)
        if form.is_valid():
            try:
                form.give(article, by=actor_of(request), at=timezone.now())
                return HttpResponseRedirect(address_of(article))
            except RefusedError as refused:
                refuse(form, refused, {"content": "text"})
        return self._show(request, article, form=form)

    def describe_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put right the article's title, outlet or date."""
        article = self._to_change(request, pk)
        entered = request.POST if request.method == "POST" else None
        form = DescriptionForm(entered, initial=DescriptionForm.of(article))
        if form.is_valid():
            articles.describe(
                article=article, values=form.values, by=actor_of(request), at=timezone.now()
            )
            return HttpResponseRedirect(address_of(article))
        return self.page(request, "describe", article=article, form=form)

    def mark_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a finding of words that a person marked in the text."""
        article = self._to_change(request, pk)
        form = SightingForm(request.POST, text=article.text)
        if request.method != "POST" or not form.is_valid():
            return HttpResponseRedirect(address_of(article))
        finding = form.keep(article, by=actor_of(request), at=timezone.now())
        return HttpResponseRedirect(address_of(article, finding))

    def decide_view(
        self, request: HttpRequest, pk: int, finding: int, decision: str
    ) -> HttpResponse:
        """Carry out a decision on a finding, and go on to the next one."""
        article = self._to_change(request, pk)
        review = Review(article, actor_of(request), finding)
        chosen = review.chosen_finding
        if chosen is None or chosen.pk != finding or decision not in {*DECISIONS, "undo"}:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(address_of(article, chosen))
        if decision == "undo":
            return self._undo(request, chosen)
        return self._decide(request, review, chosen, decision)

    def _undo(self, request: HttpRequest, finding: Finding) -> HttpResponse:
        try:
            said = UndoForm(request.POST).decide(finding, by=actor_of(request), at=timezone.now())
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(address_of(finding.article, finding))

    def _decide(
        self, request: HttpRequest, review: Review, finding: Finding, decision: str
    ) -> HttpResponse:
        form = review.bind(decision, finding, request.POST)
        if form.is_valid():
            try:
                said = form.decide(finding, by=actor_of(request), at=timezone.now())
            except RefusedError as refused:
                if refused.code == "already_decided":
                    self.tell(request, refused)
                    return HttpResponseRedirect(address_of(review.article, finding))
                refuse(form, refused, form.fields_of_service)
            else:
                self.message_user(request, said, messages.SUCCESS)
                return self._go_on(request, review, finding)
        return self._show(request, review.article, chosen=finding.pk, bound={decision: form})

    def _go_on(self, request: HttpRequest, review: Review, finding: Finding) -> HttpResponse:
        """Lead to the next finding; after an article's last one to the next article, if any."""
        after = review.after(finding)
        following = None if after else review.next_article()
        if following is None:
            return HttpResponseRedirect(address_of(review.article, after))
        said = _("All findings of {article} are decided. This is the next article.")
        link = format_html(
            '<a href="{}"><bdi>{}</bdi></a>', address_of(review.article, finding), review.article
        )
        self.message_user(request, format_html(said, article=link), messages.INFO)
        return HttpResponseRedirect(address_of(following))
