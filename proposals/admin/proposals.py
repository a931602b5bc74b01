"""The proposals: the list, and who may do what there."""

from typing import Any, cast, override

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.badges import badge, own_direction, sides
from proposals.admin.columns import ALL, EVERYTHING, IN_ADDRESS, cells_of, wanted
from proposals.admin.deadlines import time_left
from proposals.admin.exporting import GIVERS
from proposals.admin.figure_filters import (
    AgeFilter,
    CompletedFilter,
    LastDayFilter,
    OutcomeFilter,
    PairFilter,
    ProposedFilter,
)
from proposals.admin.filters import (
    EvidenceFilter,
    LatenessFilter,
    NewsFilter,
    OwnerFilter,
    StatusFilter,
)
from proposals.admin.handover_pages import HandoverPages
from proposals.admin.past import looked_back_to
from proposals.admin.past_pages import restored_rows
from proposals.admin.row_forms import FORM, form_of
from proposals.days import shown_day
from proposals.looking_back import PastProposals, standing
from proposals.models import Proposal
from proposals.rights import may_change
from proposals.search import search


@admin.register(Proposal)
class ProposalAdmin(HandoverPages):
    """Proposals, from the first words to the last status."""

    when_empty = gettext_lazy(
        "No proposal yet. Accept one that Mithaq found in an article, or add one by hand."
    )
    counted = npgettext_lazy("rows", "%(count)s proposal", "%(count)s proposals", "count")
    list_display_links = ("shown_reference", "headline")
    list_filter = (
        # Those that links set: they stand there only then.
        ProposedFilter,
        CompletedFilter,
        LastDayFilter,
        PairFilter,
        StatusFilter,
        LatenessFilter,
        NewsFilter,
        OwnerFilter,
        "kind",
        ("committee", RelatedOnlyFieldListFilter),
        ("desk", RelatedOnlyFieldListFilter),
        EvidenceFilter,
        AgeFilter,
        OutcomeFilter,
    )
    search_fields = ("reference", "title_ar", "title_fa", "title_en")
    search_help_text = gettext_lazy("Search the references, the titles and the quotes.")
    ordering = ("-proposed_on", "-pk")
    change_list_template = "admin/proposals/proposal/list.html"
    fieldsets = (
        (gettext_lazy("Title"), {"fields": ("title_ar", "title_fa", "title_en", "version")}),
        (
            gettext_lazy("Measure"),
            {"fields": (("kind", "act"), ("committee", "meeting"), "parent")},
        ),
        (
            gettext_lazy("Deadline"),
            {"fields": ("due_wording", ("due_on", "due_precision"), "review_on")},
        ),
        (gettext_lazy("In our house"), {"fields": (("owner", "desk"), "visibility", "why")}),
    )

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the list as a file."""
        view = self.admin_site.admin_view
        files = [
            path(
                f"export.{ending}",
                view(self.export_view),
                {"ending": ending},
                f"proposals_proposal_{ending}",
            )
            for ending in GIVERS
        ]
        return [*files, *super().get_urls()]

    def export_view(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """Give the rows that the list shows at this address, all pages of it, as a file.

        It holds the columns that the list shows, or all there are where the address says so.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:proposals_proposal_changelist"))
        everything = request.GET.get(IN_ADDRESS) == ALL
        cells = EVERYTHING if everything else cells_of(wanted(request))
        return GIVERS[ending](restored_rows(rows, actor_of(request)), cells)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """Start at what the reader may see, or at how it stood on the day that the list is of."""
        if past := looked_back_to(request):
            return standing(actor_of(request), past.at)
        return Proposal.objects.visible_to(actor_of(request)).for_reading()

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Proposal], search_term: str
    ) -> tuple[QuerySet[Proposal], bool]:
        """Find the words however their letters are written."""
        if isinstance(queryset, PastProposals):
            return queryset.saying(search_term), False
        return search(cast("Any", queryset), search_term), False

    @admin.display(description=gettext_lazy("reference"), ordering="reference")
    def shown_reference(self, proposal: Proposal) -> str:
        """Show the reference, whole in any direction."""
        row, reference = f"row-{proposal.pk}", proposal.reference
        return format_html('<bdi class="reference" id="{}">{}</bdi>', row, reference)

    @admin.display(description=gettext_lazy("title"))
    def headline(self, proposal: Proposal) -> str:
        """Show the title in its own direction, and what kind of measure it is."""
        title = own_direction(proposal.title)
        return format_html("{}<small>{}</small>", title, proposal.get_kind_display())

    @admin.display(description=gettext_lazy("parties"))
    def who(self, proposal: Proposal) -> str:
        """Show who puts it to whom."""
        return sides(proposal.positions.all())

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def where(self, proposal: Proposal) -> str:
        """Show where it stands, or the moves to choose from."""
        if form := form_of(proposal):
            return str(form["move"])
        return badge(proposal.get_status_display(), proposal.status)

    @admin.display(description=gettext_lazy("due"), ordering="due_on")
    def due(self, proposal: Proposal) -> str:
        """Show by when it is due, and how long is left while it is open."""
        if form := form_of(proposal):
            return str(form["due_on"])
        if proposal.due_on is None:
            return format_html('<span class="quiet">{}</span>', proposal.due_wording or "—")
        day = shown_day(proposal.due_on)
        if not proposal.is_open:
            return day
        shown_on = getattr(proposal, "shown_on", None) or timezone.localdate()
        left = time_left(proposal.due_on, on=shown_on)
        return format_html('{} <span class="until {}">{}</span>', day, left.tone, left.words)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__first_name")
    def holder(self, proposal: Proposal) -> str:
        """Show who looks after it."""
        if form := form_of(proposal):
            return str(form["owner"])
        return own_direction(str(proposal.owner)) if proposal.owner else ""

    @admin.display(description=gettext_lazy("change"))
    def tools(self, proposal: Proposal) -> str:
        """Show what opens the row, or what closes it again."""
        row: Any = proposal
        if not hasattr(row, "opened_at"):
            return ""
        context = {"row": row, "form": form_of(proposal), "form_id": FORM}
        return render_to_string("mithaq/row_tools.html", context)

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the reader may change proposals at all, or this one."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(actor_of(request), obj))

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep every proposal: references have no gaps."""
        return False
