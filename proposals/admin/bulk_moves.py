"""Moving many proposals at once: what would move and what not, what did, and a way back."""

from collections.abc import Callable
from typing import Any, cast, override

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.admin.acting import actor_of
from proposals.admin.actions.moves import ask
from proposals.admin.saved_lists import SavedLists
from proposals.days import numerals
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import rows
from proposals.services.moves import MoveRequest, OfferedMove
from proposals.status import BY_KEY, MOVES, Move

MOVED_AT_ONCE = 200
CHOSEN = "chosen"
BETWEEN = ":"


class BulkMoveForm(forms.Form):
    """What a move asks for, once for all the proposals."""

    def __init__(self, entered: Any = None, *, wanted: Move, actor: Actor) -> None:
        super().__init__(entered, auto_id="bulk-%s")
        ask(self, OfferedMove(wanted, []), actor)


def _beginning(wanted: Move) -> Callable[..., HttpResponse | None]:
    """Give the list's action that begins a move of the rows that were ticked."""

    @admin.action(description=cast("Any", wanted.label), permissions=["change"])
    def begin(
        pages: "BulkMoves", request: HttpRequest, queryset: QuerySet[Proposal]
    ) -> HttpResponse | None:
        return pages.begin_move(request, queryset, wanted)

    begin.__name__ = f"move_{wanted.key}"
    return begin


class BulkMoves(SavedLists):
    """Moves the rows that were ticked."""

    actions = [_beginning(wanted) for wanted in MOVES]

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the move itself, and the way back."""
        view = self.admin_site.admin_view
        return [
            path("undo/", view(self.undo_view), name="proposals_proposal_undo"),
            path("moves/<str:key>/", view(self.bulk_view), name="proposals_proposal_bulk"),
            *super().get_urls(),
        ]

    def begin_move(
        self, request: HttpRequest, queryset: QuerySet[Proposal], wanted: Move
    ) -> HttpResponse | None:
        """Show what the move would do, unless there are too many to look at."""
        proposals = list(queryset[: MOVED_AT_ONCE + 1])
        if len(proposals) > MOVED_AT_ONCE:
            said = numerals(
                _("Move at most %(count)d proposals at once.") % {"count": MOVED_AT_ONCE}
            )
            self.message_user(request, said, messages.WARNING)
            return None
        form = BulkMoveForm(wanted=wanted, actor=actor_of(request))
        return self._preview(request, wanted, proposals, form)

    def _preview(
        self, request: HttpRequest, wanted: Move, proposals: list[Proposal], form: BulkMoveForm
    ) -> HttpResponse:
        found = rows.forecast(proposals, wanted, actor_of(request))
        return self.page(
            request,
            "bulk",
            title=wanted.label,
            form=form,
            will=[one.proposal for one in found if not one.hindrances],
            wont=[one for one in found if one.hindrances],
            chosen=as_chosen(one.proposal for one in found if not one.hindrances),
            address=reverse("admin:proposals_proposal_bulk", args=[wanted.key]),
        )

    def bulk_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """Make the move, once it was looked at."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if key not in BY_KEY:
            raise Http404
        versions = chosen_in(request)
        if not versions:
            return HttpResponseRedirect(reverse("admin:proposals_proposal_changelist"))
        proposals = list(self.get_queryset(request).filter(pk__in=versions))
        form = BulkMoveForm(request.POST, wanted=BY_KEY[key], actor=actor_of(request))
        if not form.is_valid():
            return self._preview(request, BY_KEY[key], proposals, form)
        outcomes = rows.move_each(
            proposals=proposals,
            versions=versions,
            request=MoveRequest.of(key, **form.cleaned_data),
            by=actor_of(request),
            at=timezone.now(),
        )
        return self._result(request, str(BY_KEY[key].label), outcomes)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Lead the proposals back to where they stood."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        versions = chosen_in(request)
        if not versions:
            return HttpResponseRedirect(reverse("admin:proposals_proposal_changelist"))
        proposals = list(self.get_queryset(request).filter(pk__in=versions))
        outcomes = rows.undo_each(
            proposals=proposals, versions=versions, by=actor_of(request), at=timezone.now()
        )
        return self._result(request, _("Undo"), outcomes)

    def _result(
        self, request: HttpRequest, title: str, outcomes: list[rows.Outcome]
    ) -> HttpResponse:
        undoable = [one.proposal for one in outcomes if one.can_be_undone]
        return self.page(
            request,
            "moved",
            title=title,
            done=[one for one in outcomes if one.is_done],
            refused=[one for one in outcomes if not one.is_done],
            undoable=as_chosen(undoable),
        )


def as_chosen(proposals: Any) -> list[str]:
    """Give proposals as a form sends them: each with the state of it that was shown."""
    return [f"{one.pk}{BETWEEN}{one.version}" for one in proposals]


def chosen_in(request: HttpRequest) -> dict[int, int]:
    """Give the proposals that a form sent, each with the state of it that was shown."""
    pairs = [one.partition(BETWEEN) for one in request.POST.getlist(CHOSEN)[:MOVED_AT_ONCE]]
    return {int(pk): int(version) for pk, _colon, version in pairs if (pk + version).isdecimal()}
