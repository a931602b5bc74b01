"""Handing proposals over: choosing, what will happen, the new owner's file, and the way back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, override

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from proposals.admin.acting import actor_of, user_of
from proposals.admin.bulk_moves import MOVED_AT_ONCE, as_chosen, chosen_in
from proposals.admin.comparison_pages import ComparisonPages
from proposals.admin.deadlines import time_left
from proposals.admin.drafting import possible_owners
from proposals.admin.forms import refuse
from proposals.admin.history import Entry, entries_of
from proposals.admin.past_pages import LIST
from proposals.admin.proposal_page import place_of
from proposals.days import numerals
from proposals.errors import RefusedError
from proposals.holding import Held, file_of
from proposals.models import Change, Handover, Proposal, User
from proposals.querysets import ProposalQuerySet
from proposals.rights import Actor
from proposals.services import handovers
from proposals.services.rows import Outcome
from proposals.vocabulary import Reach

CHANGES_SHOWN = 20
HAND_OVER = "admin:proposals_proposal_handing"


class HandOverForm(forms.Form):
    """To whom, and what the new owner should know."""

    receiver = forms.ModelChoiceField(possible_owners(), label=gettext_lazy("New owner"))
    note = forms.CharField(
        label=gettext_lazy("What the new owner should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("It stands in the message and in the history of each proposal."),
    )


class HandoverPages(ComparisonPages):
    """Hands proposals over."""

    actions = ["begin_handing_over", *ComparisonPages.actions]

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the handing over, the files, and the way back."""
        view = self.admin_site.admin_view
        return [
            path("hand-over/", view(self.handing_view), name="proposals_proposal_handing"),
            path(
                "handovers/<int:pk>/", view(self.handover_view), name="proposals_proposal_handover"
            ),
            path(
                "handovers/<int:pk>/undo/",
                view(require_POST(self.take_back_view)),
                name="proposals_proposal_takeback",
            ),
            path("files/<int:pk>/", view(self.file_view), name="proposals_proposal_file"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Hand over to somebody else"), permissions=["change"])
    def begin_handing_over(
        self, request: HttpRequest, queryset: QuerySet[Proposal]
    ) -> HttpResponse | None:
        """Ask to whom the rows that were ticked go, unless there are too many to look at."""
        proposals = list(queryset[: MOVED_AT_ONCE + 1])
        if len(proposals) > MOVED_AT_ONCE:
            said = numerals(
                _("Hand over at most %(count)d proposals at once.") % {"count": MOVED_AT_ONCE}
            )
            self.message_user(request, said, messages.WARNING)
            return None
        return self._ask(request, proposals, HandOverForm())

    def handing_view(self, request: HttpRequest) -> HttpResponse:
        """Ask to whom, say what will happen, and do it once that was looked at."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            proposals = self._named(request)
            return self._ask(request, proposals, HandOverForm(initial=_likely(proposals)))
        versions = chosen_in(request)
        proposals = list(self.get_queryset(request).filter(pk__in=versions))
        form = HandOverForm(request.POST)
        if not proposals or not form.is_valid():
            return self._ask(request, proposals, form)
        if "confirmed" not in request.POST:
            return self._ask(request, proposals, form, receiver=form.cleaned_data["receiver"])
        return self._carry_out(request, proposals, versions, form)

    def _named(self, request: HttpRequest) -> list[Proposal]:
        """Give the proposal that the address names, or all that are open of the person it names."""
        seen, owner = self.get_queryset(request), request.GET.get("owner", "")
        if owner.isdecimal():
            return list(_open_of(seen, int(owner))[:MOVED_AT_ONCE])
        pk = request.GET.get("proposal", "")
        return list(seen.filter(pk=pk)) if pk.isdecimal() else []

    def _ask(
        self,
        request: HttpRequest,
        proposals: list[Proposal],
        form: HandOverForm,
        receiver: User | None = None,
    ) -> HttpResponse:
        hindered = {one.pk: handovers.hindrance(one, actor_of(request)) for one in proposals}
        will = [one for one in proposals if not hindered[one.pk]]
        return self.page(
            request,
            "hand_over",
            title=_("Hand over"),
            form=form,
            will=will,
            wont=[(one, hindered[one.pk]) for one in proposals if hindered[one.pk]],
            chosen=as_chosen(will),
            receiver=receiver,
            is_own=receiver is not None and receiver.pk == user_of(request).pk,
            way=Reach(receiver.reached_by).label if receiver else "",
        )

    def _carry_out(
        self,
        request: HttpRequest,
        proposals: list[Proposal],
        versions: dict[int, int],
        form: HandOverForm,
    ) -> HttpResponse:
        try:
            outcomes = handovers.hand_over(
                proposals=proposals,
                versions=versions,
                by=actor_of(request),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RefusedError as refused:
            refuse(form, refused)
            return self._ask(request, proposals, form)
        self._tell_refused(request, outcomes)
        return self._after(request, [one.proposal for one in outcomes if one.is_done], form)

    def _tell_refused(self, request: HttpRequest, outcomes: Iterable[Outcome]) -> None:
        """Say of each proposal that stayed where it was why."""
        for one in outcomes:
            for why in one.refused:
                said = f"{one.proposal.reference}: {why}"
                self.message_user(request, said, messages.WARNING)

    def _after(
        self, request: HttpRequest, given: list[Proposal], form: HandOverForm
    ) -> HttpResponse:
        """Go to the file that was handed over, or back to the list where nothing was."""
        if not given:
            return HttpResponseRedirect(reverse(LIST))
        text = ngettext(
            "%(count)s proposal is handed over to %(name)s.",
            "%(count)s proposals are handed over to %(name)s.",
            len(given),
        )
        said = text % {"count": numerals(len(given)), "name": form.cleaned_data["receiver"]}
        self.message_user(request, said, messages.SUCCESS)
        made = Handover.objects.filter(items__proposal=given[0]).first()
        receiver = form.cleaned_data["receiver"]
        page, pk = "file", receiver.pk
        if made is not None and made.receiver_id == receiver.pk:  # else taken over by oneself
            page, pk = "handover", made.pk
        return HttpResponseRedirect(reverse(f"admin:proposals_proposal_{page}", args=[pk]))

    def handover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the whole file of a handover on one page, as it stands now."""
        handover = self._handover(request, pk)
        actor = actor_of(request)
        seen = Proposal.objects.visible_to(actor).filter(handed_over__handover=handover)
        is_theirs = handover.actor == actor.key or actor.sees_everything
        may_undo = is_theirs and handover.taken_back_at is None
        return self.page(
            request,
            "file",
            title=str(handover),
            handover=handover,
            may_undo=may_undo and any(item.is_as_given for item in handover.items.all()),
            **_file(seen, actor),
        )

    def _handover(self, request: HttpRequest, pk: int) -> Handover:
        if not self.has_view_permission(request):
            raise PermissionDenied
        seen = Handover.objects.visible_to(actor_of(request)).select_related("receiver")
        return get_object_or_404(seen.prefetch_related("items__proposal"), pk=pk)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give everything of a handover back on which nobody has acted."""
        handover = self._handover(request, pk)
        try:
            outcomes = handovers.take_back(
                handover=handover, by=actor_of(request), at=timezone.now()
            )
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            self._tell_refused(request, outcomes)
            self.message_user(request, _("The handover is taken back."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:proposals_proposal_handover", args=[pk]))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show all that is open in somebody's hands, as far as the reader sees it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=pk, is_active=True)
        actor = actor_of(request)
        seen = _open_of(Proposal.objects.visible_to(actor), person.pk)
        return self.page(
            request,
            "file",
            title=_("In the hands of %(name)s") % {"name": person},
            holder=person,
            may_hand_over=self.has_change_permission(request),
            **_file(seen, actor),
        )


def _likely(proposals: list[Proposal]) -> dict[str, Any]:
    """Give to whom these probably go: to who stands in for their owner, where they have one."""
    owners = {one.owner for one in proposals}
    owner = owners.pop() if len(owners) == 1 else None
    return {"receiver": owner.alternate_id} if owner else {}


def _open_of(proposals: Any, pk: int) -> Any:
    """Keep what is open in somebody's hands."""
    return proposals.open().filter(owner=pk)


def _file(proposals: ProposalQuerySet, actor: Actor) -> dict[str, Any]:
    """Give what a file's page shows."""
    on = timezone.localdate()
    held = [_shown(one, on) for one in file_of(proposals)]
    return {
        "open_ones": [one for one in held if one["held"].proposal.is_open],
        "at_rest": [one for one in held if not one["held"].proposal.is_open],
        "waiting": [one for one in held if one["held"].waits],
        "lately": _lately([one["held"].proposal for one in held], actor),
    }


def _lately(proposals: list[Proposal], actor: Actor) -> list[tuple[Proposal, list[Entry]]]:
    """Give the last changes of these proposals, those of one together, the newest first."""
    known: dict[int | None, Proposal] = {one.pk: one for one in proposals}
    changes = Change.objects.filter(proposal_id__in=known).exclude(subject="finding")
    newest = list(changes.order_by("-transaction", "-id")[:CHANGES_SHOWN])
    told: dict[int | None, list[Entry]] = defaultdict(list)
    for entry in entries_of(newest, actor):
        told[entry.newest.proposal_id].append(entry)
    return [(known[pk], entries) for pk, entries in told.items()]


def _shown(held: Held, on: Any) -> dict[str, Any]:
    """Give one proposal of a file with how long is left and where its latest evidence stands."""
    left = time_left(held.next_on, on=on) if held.next_on else None
    return {"held": held, "left": left, "place": place_of(held.latest) if held.latest else ""}
