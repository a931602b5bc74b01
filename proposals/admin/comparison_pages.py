"""Two days compared, of the list and of a proposal: on a page, or as a file."""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import batched
from typing import Any, override

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import looking_back
from proposals.admin.acting import actor_of
from proposals.admin.columns import IN_ADDRESS
from proposals.admin.comparing import CELLS, SORTS, between, differences, told
from proposals.admin.exporting import GIVERS, ROWS_AT_ONCE
from proposals.admin.past import AS_OF, DAYS, PASSING, SINCE, UNTIL, DaysForm, Past, without
from proposals.admin.past_pages import LIST, PastPages, not_recorded_yet, present_address
from proposals.looking_back import PastProposals
from proposals.models import Proposal
from proposals.rights import Actor

DIFFERENCES_PER_PAGE = 100


class ComparisonPages(PastPages):
    """Compares two days."""

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the comparisons of two days, of a proposal and of the list."""
        view = self.admin_site.admin_view
        files = [
            path(
                f"compare.{ending}",
                view(self.compare_view),
                {"ending": ending},
                f"proposals_proposal_compare_{ending}",
            )
            for ending in GIVERS
        ]
        return [
            *files,
            path("compare/", view(self.compare_view), name="proposals_proposal_compare"),
            path(
                "<int:pk>/compare/",
                view(self.differences_view),
                name="proposals_proposal_differences",
            ),
            *super().get_urls(),
        ]

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare a proposal as it stood on two days, field by field."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal, actor = self.seen(request, pk), actor_of(request)
        form = DaysForm(request.GET, auto_id="past-%s")
        shown: dict[str, Any] = {}
        if form.is_valid():
            days = _days(form)
            before, after = (_restored(proposal, actor, day) for day in days)
            hindrance = not_recorded_yet(proposal, days[0]) if before is None else ""
            groups = differences(before, after) if before and after else []
            shown = {"days": days, "groups": groups, "hindrance": hindrance}
        return self.page(
            request,
            "differences",
            proposal=proposal,
            form=form,
            past_tools=self.tools_for_story(request, proposal),
            **shown,
        )

    def compare_view(self, request: HttpRequest, ending: str = "") -> HttpResponseBase:
        """Compare the list as it stood on two days: on a page, or as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form, actor = DaysForm(request.GET, auto_id="past-%s"), actor_of(request)
        if not form.is_valid():
            return self._comparison(request, form=form)
        days = _days(form)
        try:
            rows = between(*(self._rows_of(request, day) for day in days))
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse(LIST))
        found = [(sort, pk) for sort, numbers in rows.items() for pk in numbers]
        if ending:
            return GIVERS[ending](_told_in_turn(found, actor, days), CELLS)
        page = Paginator(found, DIFFERENCES_PER_PAGE).get_page(request.GET.get("p"))
        return self._comparison(
            request,
            form=form,
            days=days,
            page=page,
            rows=told(list(page), actor, days),
            counts=[(SORTS[sort], len(numbers)) for sort, numbers in rows.items()],
            nothing_yet=self.nothing_yet(days[0]),
        )

    def _comparison(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        query = without(request.GET, ("p",))
        return self.page(
            request,
            "compare",
            title=_("Two days compared"),
            past_tools=self.tools_for_list(request),
            present=present_address(request, reverse(LIST)),
            shown_address=query.urlencode(),
            is_filtered=bool(without(query, (*DAYS, IN_ADDRESS, "o"))),
            **shown,
        )

    def _rows_of(self, request: HttpRequest, day: Past) -> PastProposals:
        """Give the rows that the list had at the end of a day, by the address's filters."""
        asked = copy(request)
        query = without(request.GET, (*DAYS, *PASSING))
        query[AS_OF] = day.day.isoformat()
        asked.GET = query  # type: ignore[assignment]  # a copy of the address's own
        rows: PastProposals = self.get_changelist_instance(asked).get_queryset(asked)
        return rows


def _days(form: DaysForm) -> tuple[Past, Past]:
    """Give the two days of a form that is right."""
    said, now = form.cleaned_data, timezone.now()
    return Past.of(said[SINCE], now=now), Past.of(said[UNTIL], now=now)


def _restored(proposal: Proposal, actor: Actor, day: Past) -> Proposal | None:
    """Give a proposal as it stood when a day ended; None where there was none yet."""
    rows = looking_back.standing(actor, day.at).filter(id=proposal.pk)
    return next(iter(looking_back.restored(rows, actor, day.at)), None)


def _told_in_turn(
    found: Sequence[tuple[str, int]], actor: Actor, days: tuple[Past, Past]
) -> Iterator[Any]:
    for some in batched(found, ROWS_AT_ONCE):
        yield from told(some, actor, days)
