"""Reminders on a proposal's page: who was told what when, who answered, and ways to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals.admin.acting import actor_of, user_of
from proposals.admin.beside import Panel, stands_beside
from proposals.errors import RefusedError
from proposals.models import Proposal
from tracker import answers
from tracker.models import Answer, Reminder
from tracker.pages.answering import UntilForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.contrib.admin import AdminSite

    from proposals.rights import Actor

SHOWN = 8
ANCHOR = "#reminders"
# What a reminder's message says at length is not needed to tell that it went out.
LONG = ("delivery__text", "delivery__html", "delivery__about")


@dataclass(frozen=True)
class Answering:
    """One answer that the reader may give: its form, and what is said of it."""

    act: Answer.Act
    form: UntilForm


@dataclass(frozen=True)
class Reminded:
    """What of reminders stands on the page of a proposal, for one reader."""

    proposal: Proposal
    reader_id: int
    told: Sequence[Reminder]
    given: Sequence[Answer]
    ways: Sequence[Answering]

    @property
    def key(self) -> str:
        """The proposal's id, as digits alone in every language."""
        return str(self.proposal.pk)


@stands_beside
def reminded(proposal: Proposal, actor: Actor, at: datetime) -> Panel | None:
    """Give the panel to staff; None where nobody was told, said or may say anything."""
    if actor.user_id is None:
        return None
    told = Reminder.objects.filter(proposal=proposal).select_related("recipient", "delivery")
    newest = list(told.defer(*LONG).order_by("-remind_on", "-pk")[:SHOWN])
    given = answers.in_force(proposal, at=at)
    may = proposal.is_open and answers.may_answer(actor, proposal)
    ways = [_way(offer) for offer in answers.offers(at=at)] if may else []
    if not (newest or given or ways):
        return None
    found = Reminded(proposal, actor.user_id, newest, given, ways)
    return Panel("admin/tracker/reminded.html", "tracker/messages.css", found)


def _way(offer: answers.Offer) -> Answering:
    first = {"until": offer.until}
    form = UntilForm(auto_id=f"{offer.act}-%s", act=offer.act, initial=first)
    return Answering(offer.act, form)


class AnswerPages:
    """What takes an answer from the staff's own pages, and takes it back."""

    admin_site: AdminSite

    def answer_urls(self) -> list[URLPattern]:
        """Give the addresses."""
        give, undo = require_POST(self.give_view), require_POST(self.undo_view)
        view, place = self.admin_site.admin_view, "answers/<int:pk>/<str:act>/"
        return [
            path(place, view(give), name="tracker_delivery_answer"),
            path(f"{place}undo/", view(undo), name="tracker_delivery_unanswer"),
        ]

    def give_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Note what somebody says to the reminders of a proposal."""
        proposal, said = _asked(request, pk, act)
        form = UntilForm(request.POST, act=said)
        if not form.is_valid():
            words = [str(one) for one in form.errors.get("until", [])]
            messages.error(request, " ".join(words))
            return _back(request, proposal)
        try:
            answers.give(
                person=user_of(request),
                proposal=proposal,
                act=said,
                until=form.cleaned_data["until"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except RefusedError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Noted."))
        return _back(request, proposal)

    def undo_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Take back what somebody said."""
        proposal, said = _asked(request, pk, act)
        person, by = user_of(request), actor_of(request)
        answers.take_back(person=person, proposal=proposal, act=said, by=by)
        messages.success(request, _("Taken back: reminders go on."))
        return _back(request, proposal)


def _asked(request: HttpRequest, pk: int, act: str) -> tuple[Proposal, Answer.Act]:
    if act not in Answer.Act.values:
        raise Http404
    seen = Proposal.objects.visible_to(actor_of(request))
    return get_object_or_404(seen, pk=pk), Answer.Act(act)


def _back(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Go back to where the answer was given: the notices, or the proposal's page."""
    if request.POST.get("from") == "notices":
        only: dict[str, Any] = {"only": "unread"} if request.POST.get("only") else {}
        return HttpResponseRedirect(reverse("admin:tracker_delivery_notices", query=only))
    return HttpResponseRedirect(proposal.get_absolute_url() + ANCHOR)
