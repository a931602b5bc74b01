"""The list of proposals as people work in it: rows change where they stand, columns are chosen."""

from typing import Any, override

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from proposals.admin.acting import actor_of
from proposals.admin.columns import ALL, IN_ADDRESS
from proposals.admin.forms import refuse
from proposals.admin.history import entries_of
from proposals.admin.past import DAYS, looked_back_to
from proposals.admin.proposal_pages import ProposalPages
from proposals.admin.row_forms import RowForm
from proposals.errors import ChangedMeanwhileError, RefusedError
from proposals.looking_back import PastProposals, restored
from proposals.models import Proposal
from proposals.rights import may, may_change

# The part of an address that names the row which is being changed.
CHANGING = "change"
# The column that the history doesn't keep: it follows from its entries.
NOT_KEPT = "updated_at"


class ProposalList(ChangeList):
    """One page of the list, each row with what the reader may do in it."""

    row_form: RowForm | None = None
    address_beside = ""

    @override
    def get_filters_params(self, params: Any = None) -> Any:
        """Leave out what filters nothing: the columns, the row that is being changed, the day."""
        found = super().get_filters_params(params)
        return {name: found[name] for name in found if name not in {IN_ADDRESS, CHANGING, *DAYS}}

    @override
    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Give an address of this list, in which no row is being changed unless it says so."""
        return super().get_query_string({CHANGING: None, **(new_params or {})}, remove)

    @override
    def get_results(self, request: HttpRequest) -> None:
        """Fetch the rows, and give each the address that opens it, or the form that is open."""
        super().get_results(request)
        actor = actor_of(request)
        rows: list[Any] = list(self.result_list)
        if past := looked_back_to(request):
            self.result_list = restored(rows, actor, past.at)
            self.address_beside = past.query
            for row in self.result_list:
                row.shown_on = past.day
            return
        for row in rows:
            if may(actor, "change", "proposal") and may_change(actor, row):
                self._open(row, request)
        self.result_list = rows

    @override
    def get_ordering_field(self, field_name: Any) -> Any:
        """Give what a column orders by; of the past, the last change orders nothing."""
        found = super().get_ordering_field(field_name)
        is_past = isinstance(self.root_queryset, PastProposals)
        return None if is_past and found == NOT_KEPT else found

    @override
    def get_ordering(self, request: HttpRequest, queryset: Any) -> Any:
        """Give the order; a row of the past has a number of its own beside its proposal's."""
        found = super().get_ordering(request, queryset)
        if not isinstance(queryset, PastProposals):
            return found
        return [{"pk": "id", "-pk": "-id"}.get(str(one), one) for one in found]

    @override
    def apply_select_related(self, qs: Any) -> Any:
        """Fetch what belongs to the rows; those of the past are restored later."""
        return qs if isinstance(qs, PastProposals) else super().apply_select_related(qs)

    @override
    def url_for_result(self, result: Any) -> str:
        """Give the address of a proposal, as it stood on the day that the list shows."""
        return f"{super().url_for_result(result)}{self.address_beside}"

    @property
    def with_every_column(self) -> str:
        """The address of these rows with all that a file can hold of them."""
        return self.get_query_string({IN_ADDRESS: ALL})

    def _open(self, row: Any, request: HttpRequest) -> None:
        bound: RowForm | None = getattr(request, "row_form", None)
        if bound is not None and bound.proposal.pk == row.pk:
            self.row_form = row.form = bound
        elif bound is None and request.GET.get(CHANGING) == str(row.pk):
            self.row_form = row.form = RowForm(proposal=row, actor=actor_of(request))
        row.opened_at = f"{self.get_query_string({CHANGING: str(row.pk)})}#row-{row.pk}"
        row.closed_at = f"{self.get_query_string()}#row-{row.pk}"


class WorkingList(ProposalPages):
    """The list's own view: a row that was changed in it is written by the services."""

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ProposalList]:
        """Give our own list."""
        return ProposalList

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; write the row that was changed in it first."""
        if request.method == "POST" and "row" in request.POST:
            answer = self._change_row(request, self._proposal(request, request.POST["row"]))
            if answer:
                return answer
        return super().changelist_view(request, extra_context)

    def _change_row(self, request: HttpRequest, proposal: Proposal) -> HttpResponse | None:
        """Write a row and go back to the list; give nothing where the row is to be shown again."""
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        form = RowForm(request.POST, proposal=proposal, actor=actor_of(request))
        request.row_form = form  # type: ignore[attr-defined]  # ours
        if not form.is_valid():
            return None
        try:
            form.carry_out(at=timezone.now())
        except ChangedMeanwhileError as meanwhile:
            entries = entries_of(meanwhile.changes, actor_of(request))
            form.show_again(entries, Proposal.objects.get(pk=proposal.pk).version)
            self.tell(request, meanwhile)
            return None
        except RefusedError as refused:
            refuse(form, refused)
            self.tell(request, refused)
            return None
        return self._after_row(request, form)

    def _after_row(self, request: HttpRequest, form: RowForm) -> HttpResponse:
        """Go back to the list, or on to the proposal where the move asks for more."""
        proposal = form.proposal
        if form.asks_further:
            address = f"{proposal.get_absolute_url()}?{urlencode({'move': form.asks_further})}"
            return HttpResponseRedirect(f"{address}#top")
        said = _("%(reference)s is saved.") % {"reference": proposal.reference}
        self.message_user(request, said, messages.SUCCESS)
        query = request.GET.copy()
        query.pop(CHANGING, None)
        address = reverse("admin:proposals_proposal_changelist")
        return HttpResponseRedirect(f"{address}?{query.urlencode()}#row-{proposal.pk}")
