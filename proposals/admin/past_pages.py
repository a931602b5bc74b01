"""The proposals as they stood: the list and each page of a past day, read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import batched
from typing import Any, override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import looking_back
from proposals.admin.acting import actor_of
from proposals.admin.exporting import ROWS_AT_ONCE
from proposals.admin.history import Entry, entries_of
from proposals.admin.import_pages import ImportPages
from proposals.admin.past import (
    AS_OF,
    DAYS,
    Past,
    PastTools,
    fault_in,
    in_words,
    look_back,
    often_wanted,
    past_asked_for,
    tools_for,
    without,
)
from proposals.admin.proposal_page import CHANGES_SHOWN, ProposalPage
from proposals.looking_back import PastProposals
from proposals.models import Change, Proposal
from proposals.rights import Actor

DIFFERENCES_PER_PAGE = 100
COMMITTEE = "committee__id__exact"
LIST = "admin:proposals_proposal_changelist"
COMPARE = "admin:proposals_proposal_compare"
COMPARE_STORY = "admin:proposals_proposal_differences"


@dataclass
class PastPage(ProposalPage):
    """A proposal as it stood when a day ended: nothing can be done there."""

    past: Past | None = None

    @cached_property
    def may_change(self) -> bool:
        """Nobody changes the past."""
        return False

    @property
    def _at(self) -> Any:
        return self.past.at if self.past else None

    @cached_property
    def kin(self) -> dict[str, list[Proposal]]:
        """The proposals that it belonged with, as far as the reader sees them."""
        return looking_back.kin_of(self.proposal, self.actor, self._at)

    @cached_property
    def entries(self) -> list[Entry]:
        """What had happened by then, newest first."""
        changes = Change.objects.of_proposal(self.proposal).exclude(subject="finding")
        return entries_of(list(changes.filter(at__lte=self._at)[:CHANGES_SHOWN]), self.actor)


class PastPages(ImportPages):
    """Shows the list and each proposal as they stood on the day that the address names."""

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the reader may add a proposal; not to the past."""
        return AS_OF not in request.GET and super().has_add_permission(request)

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the reader may change proposals; not those of the past."""
        return AS_OF not in request.GET and super().has_change_permission(request, obj)

    @override
    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Give the list of the day that the address names."""
        look_back(request)
        return super().get_changelist_instance(request)

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, of now or of a past day."""
        if fault := fault_in(request):
            return self._to_the_present(request, fault, reverse(LIST))
        past = past_asked_for(request)
        more = {
            "past": past,
            "past_tools": self.tools_for_list(request),
            "nothing_yet": self.nothing_yet(past),
            "present": present_address(request, reverse(LIST)),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def tools_for_list(self, request: HttpRequest) -> PastTools:
        """Give what the list offers for looking back."""
        committee = request.GET.get(COMMITTEE, "")
        number = int(committee) if committee.isdecimal() else None
        days = often_wanted(actor_of(request), number, on=timezone.localdate())
        return tools_for(request, reverse(LIST), reverse(COMPARE), days)

    def nothing_yet(self, past: Past | None) -> str:
        """Say from when on there is something, where the day shown was before."""
        first = looking_back.first_of_all() if past else None
        if past is None or first is None or first <= past.at:
            return ""
        day = timezone.localdate(first)
        return _("Nothing was recorded yet. The record begins on %(day)s.") % {"day": in_words(day)}

    def _to_the_present(self, request: HttpRequest, fault: str, address: str) -> HttpResponse:
        """Say why there is no such day, and show the present instead."""
        self.message_user(request, fault, messages.WARNING)
        return HttpResponseRedirect(present_address(request, address))

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Tell the proposal's story, as it is or as it was."""
        if AS_OF not in request.GET:
            return super().change_view(request, object_id, form_url, extra_context)
        proposal = self.seen(request, object_id)
        past = past_asked_for(request)
        if past is None:
            return self._to_the_present(request, fault_in(request), proposal.get_absolute_url())
        return self._story_of(request, proposal, past)

    def seen(self, request: HttpRequest, pk: Any) -> Proposal:
        """Give a proposal of now that the reader sees."""
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(Proposal.objects.visible_to(actor_of(request)), pk=pk)

    def _story_of(self, request: HttpRequest, proposal: Proposal, past: Past) -> HttpResponse:
        actor = actor_of(request)
        rows = looking_back.standing(actor, past.at).filter(id=proposal.pk)
        found = looking_back.restored(rows, actor, past.at)
        shown: dict[str, Any] = {
            "past": past,
            "past_tools": self.tools_for_story(request, proposal),
            "present": proposal.get_absolute_url(),
        }
        if not found:
            why = not_recorded_yet(proposal, past)
            return self.page(request, "not_yet", proposal=proposal, hindrance=why, **shown)
        page = PastPage(found[0], actor, past.day, past=past)
        return self.page(request, "page", proposal=found[0], page=page, **shown)

    def tools_for_story(self, request: HttpRequest, proposal: Proposal) -> PastTools:
        """Give what a proposal's pages offer for looking back."""
        actor, on = actor_of(request), timezone.localdate()
        recorded = timezone.localdate(proposal.created_at)
        days = [(_("When it was recorded"), recorded)]
        days += [
            one for one in often_wanted(actor, proposal.committee_id, on=on) if one[1] > recorded
        ]
        compares = reverse(COMPARE_STORY, args=[proposal.pk])
        return tools_for(request, proposal.get_absolute_url(), compares, days)

    @override
    def page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        """Give one of the proposals' pages; that of a proposal offers its past."""
        if name == "page" and "past_tools" not in context:
            context["past_tools"] = self.tools_for_story(request, context["proposal"])
        return super().page(request, name, **context)

    @override
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history, with the ways to look back."""
        tools = self.tools_for_story(request, self.seen(request, object_id))
        return super().history_view(
            request, object_id, {"past_tools": tools, **(extra_context or {})}
        )


def not_recorded_yet(proposal: Proposal, past: Past) -> str:
    """Say that a proposal was not there yet, and from when on it was."""
    text = _("%(reference)s was not recorded yet on %(day)s; it was on %(first)s.")
    return text % {
        "reference": proposal.reference,
        "day": in_words(past.day),
        "first": in_words(timezone.localdate(looking_back.first_of(proposal))),
    }


def restored_rows(rows: QuerySet[Any], actor: Actor) -> Iterator[Proposal]:
    """Give a list's proposals one after the other; those of the past as they stood."""
    every = rows.iterator(chunk_size=ROWS_AT_ONCE)
    if not isinstance(rows, PastProposals):
        yield from every
        return
    for some in batched(every, ROWS_AT_ONCE):
        yield from looking_back.restored(some, actor, rows.at)


def present_address(request: HttpRequest, address: str) -> str:
    """Give an address without the day in it."""
    query = without(request.GET, DAYS).urlencode()
    return f"{address}?{query}" if query else address
