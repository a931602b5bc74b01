"""A proposal's own pages: its story, its form, and what can be done there."""

from typing import Any, cast, override

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.admin.acting import actor_of
from proposals.admin.actions import ACTIONS, ActionForm
from proposals.admin.beside import panels_beside
from proposals.admin.conflicts import entered_again
from proposals.admin.drafting import FIELDS_OF_SERVICE, DraftForm, possible_owners
from proposals.admin.forms import ProposalField, refuse
from proposals.admin.history import entries_of
from proposals.admin.proposal_forms import EditForm
from proposals.admin.proposal_page import ProposalPage
from proposals.admin.records import RecordAdmin
from proposals.errors import ChangedMeanwhileError, RefusedError
from proposals.models import Change, Meeting, Proposal
from proposals.search import search
from proposals.services import proposals

FOUND_AT_ONCE = 12
FORM_PARTS = ("csrfmiddlewaretoken", "version")


class ProposalPages(RecordAdmin):
    """The pages of a proposal."""

    form = EditForm

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the form, the actions and the search by words."""
        view = self.admin_site.admin_view
        return [
            path("find/", view(self.find_view), name="proposals_proposal_find"),
            path("<int:pk>/edit/", view(self.edit_view), name="proposals_proposal_edit"),
            path(
                "<int:pk>/<str:action>/<str:key>/",
                view(self.act_view),
                name="proposals_proposal_act",
            ),
            *super().get_urls(),
        ]

    def _proposal(self, request: HttpRequest, pk: Any) -> Proposal:
        if not str(pk).isdecimal():
            raise Http404
        seen = Proposal.objects.visible_to(actor_of(request)).for_reading()
        belonging = seen.prefetch_related(
            "milestones__party", "evidence__article__outlet", "evidence__meeting__committee",
            "evidence__speaker", "positions__statement",
        )  # fmt: skip
        return get_object_or_404(belonging, pk=pk)

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Tell the proposal's story."""
        return self._story(request, self._proposal(request, object_id))

    def _story(
        self, request: HttpRequest, proposal: Proposal, bound: ActionForm | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        actor, at, opened = actor_of(request), timezone.now(), request.GET.get("move", "")
        page = ProposalPage(proposal, actor, timezone.localdate(at), bound, opened)
        panels = panels_beside(proposal, actor, at=at)
        return self.page(request, "page", proposal=proposal, page=page, panels=panels)

    def page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        """Give one of the proposals' pages."""
        proposal = context.get("proposal")
        known = {
            "title": proposal.title if proposal else "",
            "subtitle": proposal.reference if proposal else None,
            "opts": self.opts,
        }
        context = {**self.admin_site.each_context(request), **known, **context}
        return TemplateResponse(request, f"admin/proposals/proposal/{name}.html", context)

    @override
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Write a new proposal down by hand."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by, at = actor_of(request), timezone.now()
        first = {"proposed_on": timezone.localdate(at), "owner": by.user_id}
        entered = request.POST if request.method == "POST" else None
        form = DraftForm(entered, actor=by, initial=first)
        if form.is_valid():
            try:
                proposal = proposals.create(draft=form.draft(), by=by, at=at)
            except RefusedError as refused:
                refuse(form, refused, FIELDS_OF_SERVICE)
            else:
                self.message_user(request, _("The proposal is recorded."), messages.SUCCESS)
                return HttpResponseRedirect(proposal.get_absolute_url())
        return self.page(request, "add", form=form, title=_("Write a proposal down"))

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change what the proposal says, in the form that Django makes."""
        proposal = self._proposal(request, pk)
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        more = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return self.changeform_view(request, str(pk), "", more)

    @override
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what may be chosen; a proposal is named by its reference."""
        actor = actor_of(request)
        if db_field.name == "parent":
            label, help_text = _("Part of"), _("The reference of the larger proposal.")
            return ProposalField(actor=actor, label=label, help_text=help_text, required=False)
        if db_field.name == "owner":
            kwargs["queryset"] = possible_owners()
        if db_field.name == "meeting":
            meetings = Meeting.objects.visible_to(actor).select_related("committee")
            kwargs["queryset"] = meetings.order_by("committee", "-ordinal")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @override
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: Any) -> None:
        """Change the proposal, unless somebody else did meanwhile."""
        said = form.cleaned_data
        proposals.edit(
            proposal=cast("Proposal", obj),
            values={name: said[name] for name in said if name in proposals.EDITABLE},
            version=said["version"],
            why=said["why"],
            by=actor_of(request),
            at=timezone.now(),
        )

    @override
    def before_again(
        self, request: HttpRequest, object_id: str | None, refused: RefusedError
    ) -> dict[str, Any]:
        """Bring what was entered up to date with what somebody else changed meanwhile."""
        if not isinstance(refused, ChangedMeanwhileError):
            return {}
        proposal = self._proposal(request, object_id)
        fields = self.get_form(request, proposal, change=True)(instance=proposal).fields
        newest, conflict = entered_again(request.POST, fields, proposal, refused, actor_of(request))
        request.POST = newest  # type: ignore[assignment]  # a copy of what was entered
        return {"conflict": conflict}

    @override
    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go back to the proposal's story."""
        self.message_user(request, _("Saved."), messages.SUCCESS)
        return HttpResponseRedirect(obj.get_absolute_url())

    def act_view(self, request: HttpRequest, pk: int, action: str, key: str) -> HttpResponse:
        """Carry out one of the things that can be done on the proposal's page."""
        proposal = self._proposal(request, pk)
        if action not in ACTIONS:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(proposal.get_absolute_url())
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        actor = actor_of(request)
        target = ACTIONS[action].find(proposal, key, actor)
        form = ACTIONS[action](
            request.POST, files=request.FILES, proposal=proposal, actor=actor, target=target
        )
        return self._act(request, proposal, form)

    def _act(self, request: HttpRequest, proposal: Proposal, form: ActionForm) -> HttpResponse:
        if form.is_valid():
            try:
                form.carry_out(at=timezone.now())
            except ChangedMeanwhileError as meanwhile:
                return self._ask_again(request, proposal, form, meanwhile)
            except RefusedError as refused:
                if not form.is_offered:
                    self.tell(request, refused)
                    return HttpResponseRedirect(proposal.get_absolute_url())
                refuse(form, refused)
            else:
                self.message_user(request, str(form.said), messages.SUCCESS)
                address = f"{proposal.get_absolute_url()}#{form.anchor}"
                return HttpResponseRedirect(address)
        return self._story(request, proposal, form)

    def _ask_again(
        self,
        request: HttpRequest,
        proposal: Proposal,
        form: ActionForm,
        meanwhile: ChangedMeanwhileError,
    ) -> HttpResponse:
        """Show what somebody else changed meanwhile, and ask whether to go on."""
        entered = [pair for pair in request.POST.items() if pair[0] not in FORM_PARTS]
        return self.page(
            request,
            "meanwhile",
            proposal=proposal,
            form=form,
            entered=entered,
            version=str(proposal.version),
            entries=entries_of(meanwhile.changes, actor_of(request)),
        )

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Find proposals that the reader sees, by their reference or words of a title."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Proposal.objects.visible_to(actor_of(request))
        found = search(found, request.GET.get("q", "").replace("\0", ""))
        rows = [{"reference": one.reference, "title": one.title} for one in found[:FOUND_AT_ONCE]]
        return JsonResponse({"proposals": rows})

    @override
    def changes_of(self, record: Any) -> QuerySet[Change]:
        """Give the history of the proposal and of what belongs to it."""
        return Change.objects.of_proposal(record).exclude(subject="finding")
