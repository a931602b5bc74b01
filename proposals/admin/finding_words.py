"""The one search: what of the record holds the words, with where in it they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proposals.admin.acting import actor_of
from proposals.admin.facets import ARTICLES, FILES, MEETINGS, NOTES, PROPOSALS, Facets
from proposals.admin.waiting import listing
from proposals.models import Article, File, Meeting, Note, Proposal
from proposals.passages import marked, passage
from proposals.search import (
    search,
    search_articles,
    search_files,
    search_meetings,
    search_notes,
)

SHOWN = 12
LONGEST = 200


@dataclass(frozen=True)
class Hit[M]:
    """Something that was found, its title with the words marked, and where else they stand."""

    record: M
    title: SafeString
    passage: SafeString


@dataclass(frozen=True)
class Found[M]:
    """What was found of one sort: the first of them, how many there are, and the list of all."""

    hits: list[Hit[M]]
    count: int
    address: str


def find_words(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show what holds the words of ``q``, as far as the reader may see it."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    actor = actor_of(request)
    shown: dict[str, Any] = {"title": _("Search"), "q": text}
    if text:
        found = {
            PROPOSALS: search(Proposal.objects.visible_to(actor), text),
            ARTICLES: search_articles(Article.objects.visible_to(actor), text),
            NOTES: search_notes(Note.objects.visible_to(actor).standing(), text),
            MEETINGS: search_meetings(Meeting.objects.visible_to(actor), text),
            FILES: search_files(File.objects.visible_to(actor).standing(), text),
        }
        facets = Facets(found, request.GET.dict())
        shown["facets"] = facets.shown()
        shown["is_narrowed"], shown["whole"] = bool(facets.chosen), f"?{urlencode({'q': text})}"
        shown["proposals"] = _proposals(facets, text)
        shown["articles"] = _articles(facets, text)
        shown["notes"] = _notes(facets, text)
        shown["meetings"], shown["files"] = _meetings(facets, text), _files(facets, text)
    return TemplateResponse(request, "admin/find.html", {**context, **shown})


def _proposals(facets: Facets, text: str) -> Found[Proposal]:
    words, found = text.split(), facets.kept(PROPOSALS)
    rows = found.for_reading().prefetch_related("evidence").order_by("-proposed_on", "-pk")
    hits = [Hit(one, marked(one.title, words), passage_of(one, words)) for one in rows[:SHOWN]]
    return Found(hits, facets.count(PROPOSALS), listing("proposal", q=text))


def passage_of(proposal: Proposal, words: Sequence[str]) -> SafeString:
    """Give the first quote or other title of the proposal in which one of the words stands."""
    titles = (proposal.title_ar, proposal.title_fa, proposal.title_en)
    texts = [one.exact for one in proposal.evidence.all()]
    texts += [title for title in titles if title != proposal.title]
    return _first_passage(texts, words)


def _articles(facets: Facets, text: str) -> Found[Article]:
    words, found = text.split(), facets.kept(ARTICLES)
    rows = found.select_related("outlet").order_by("-received_at", "-pk")
    hits = [Hit(one, marked(str(one), words), passage(one.text, words)) for one in rows[:SHOWN]]
    return Found(hits, facets.count(ARTICLES), listing("article", q=text))


def _notes(facets: Facets, text: str) -> Found[Note]:
    words, found = text.split(), facets.kept(NOTES)
    rows = found.select_related("proposal", "author")
    hits = [
        Hit(one, marked(one.proposal.title, words), passage(one.text, words))
        for one in rows[:SHOWN]
    ]
    return Found(hits, facets.count(NOTES), "")


def _meetings(facets: Facets, text: str) -> Found[Meeting]:
    words, found = text.split(), facets.kept(MEETINGS)
    rows = found.select_related("committee").order_by("-starts_on", "-pk")
    hits = [
        Hit(one, marked(str(one), words), _first_passage((one.minutes, one.agenda), words))
        for one in rows[:SHOWN]
    ]
    return Found(hits, facets.count(MEETINGS), "")


def _files(facets: Facets, text: str) -> Found[File]:
    words, found = text.split(), facets.kept(FILES)
    rows = found.select_related("proposal", "meeting__committee").order_by("-added_at", "-pk")
    hits = [Hit(one, marked(one.name, words), SafeString("")) for one in rows[:SHOWN]]
    return Found(hits, facets.count(FILES), "")


def _first_passage(texts: Iterable[str], words: Sequence[str]) -> SafeString:
    return next(filter(None, (passage(one, words) for one in texts)), SafeString(""))
