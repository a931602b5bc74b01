"""Lists under a name, and the choice of columns: what each person makes of the list."""

from typing import Any, override

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from proposals.admin.acting import actor_of, user_of
from proposals.admin.columns import COLUMNS, IN_ADDRESS, in_address, of_names, usual, wanted
from proposals.admin.proposal_list import CHANGING, WorkingList
from proposals.errors import RefusedError
from proposals.models import SavedList
from proposals.services import lists, people

# Parts of an address that belong to the moment.
PASSING = ("p", "e", CHANGING)


class SaveListForm(forms.Form):
    """A name for the list as it is shown."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Share it with my desk"), required=False)


class SavedLists(WorkingList):
    """Keeps lists and choices of columns."""

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add what is kept of the list."""
        view = self.admin_site.admin_view
        return [
            path(
                "lists/", view(require_POST(self.save_list_view)), name="proposals_proposal_lists"
            ),
            path(
                "lists/<int:pk>/remove/",
                view(require_POST(self.remove_list_view)),
                name="proposals_proposal_unlist",
            ),
            path(
                "columns/", view(require_POST(self.columns_view)), name="proposals_proposal_columns"
            ),
            *super().get_urls(),
        ]

    @override
    def get_list_display(self, request: HttpRequest) -> Any:
        """Show the columns that this reader wants, and what opens a row."""
        tools = ["tools"] if self.has_change_permission(request) else []
        return self.with_days([*(column.shows for column in wanted(request)), *tools])

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with the reader's own choices beside it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = wanted(request)
        saved = SavedList.objects.visible_to(actor_of(request)).select_related("user")
        more = {
            "saved_lists": saved,
            "save_list_form": SaveListForm(auto_id="keep-%s"),
            "columns": [(one, one in chosen) for one in COLUMNS if not one.is_fixed],
            "shown_address": request.GET.urlencode(),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def save_list_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the list under a name."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = kept_query(request)
        form = SaveListForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("Give the list a name."), messages.ERROR)
            return _back(query)
        try:
            lists.save_list(
                user=user_of(request),
                query=query.urlencode(),
                by=actor_of(request),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            self.message_user(request, _("The list is saved."), messages.SUCCESS)
        return _back(query)

    def remove_list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove a list that the reader keeps."""
        saved = SavedList.objects.visible_to(actor_of(request)).filter(pk=pk).first()
        if saved is None:
            raise Http404
        try:
            lists.remove_list(saved=saved, by=actor_of(request))
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            self.message_user(request, _("The list is removed."), messages.SUCCESS)
        return _back(kept_query(request))

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        """Remember the columns that the reader wants from now on."""
        chosen = of_names([*request.POST.getlist("column"), "reference"])
        names = [] if chosen == usual() else [column.name for column in chosen]
        by, at = actor_of(request), timezone.now()
        people.choose_columns(user=user_of(request), columns=names, by=by, at=at)
        query = kept_query(request)
        query.pop(IN_ADDRESS, None)
        query.pop("o", None)
        return _back(query)


def kept_query(request: HttpRequest) -> QueryDict:
    """Give what the list's address said, without what belongs to the moment.

    An order counts columns, so an address with one names the columns as well.
    """
    query = QueryDict(request.POST.get("address", "")[:1000], mutable=True)
    for name in PASSING:
        query.pop(name, None)
    if "o" in query and IN_ADDRESS not in query:
        query[IN_ADDRESS] = in_address(of_names(user_of(request).columns) or usual())
    return query


def _back(query: QueryDict) -> HttpResponse:
    """Go back to the list."""
    address = reverse("admin:proposals_proposal_changelist")
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
