"""What every page of a record has in common: it changes by the services, and shows its history."""

from collections.abc import Callable, Iterable
from typing import Any, override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db.models import CharField, DateField, DateTimeField, Model, QuerySet, TextField
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.first_steps import THEN, TODAY
from proposals.admin.forms import DayField, refuse
from proposals.admin.history import entries_of
from proposals.admin.terms import TERMS
from proposals.days import shown_day, shown_moment
from proposals.errors import RefusedError
from proposals.models import Change
from proposals.services.records import keep, remove

CHANGES_PER_PAGE = 100


def _as_day(field: Any) -> Callable[[Model], Any] | None:
    """Give what writes a field's day or moment in a list; None for a field of another sort."""
    if not isinstance(field, DateField):
        return None
    write: Callable[[Any], Any] = shown_moment if isinstance(field, DateTimeField) else shown_day

    @admin.display(
        description=field.verbose_name,
        ordering=field.name,
        empty_value=RecordAdmin.empty_value_display,
    )
    def shown(record: Model) -> Any:
        return write(field.value_from_object(record)) or None

    shown.__name__ = field.name  # names the column's class
    return shown


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at runtime
    """A record's form, which also shows why a service refused what was entered."""

    refused: RefusedError | None = None

    @override
    def clean(self) -> dict[str, Any]:
        """Check what was entered; say again what the service said."""
        cleaned = super().clean() or self.cleaned_data
        if self.refused is not None:
            refuse(self, self.refused)
        return cleaned


class PlainFields:
    """Gives each field as the browser itself draws it, without windows that open others."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the form's field for a record's field."""
        if isinstance(db_field, DateField) and not isinstance(db_field, DateTimeField):
            kwargs["form_class"] = DayField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # the admin's
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(db_field, CharField | TextField) and not db_field.choices:
            field.widget.attrs.setdefault("dir", "auto")
        return field


class RecordAdmin(PlainFields, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at runtime
    """Pages over a record that people keep: nothing is written but by the services."""

    form = RecordForm
    list_per_page = 50
    empty_value_display = "—"
    save_on_top = False
    show_full_result_count = False
    # What an empty list says: what will stand in it, and what to do next.
    when_empty = gettext_lazy("There is nothing here yet.")
    # How many rows there are, with the noun as it stands after a number.
    counted = npgettext_lazy("rows", "%(count)s row", "%(count)s rows", "count")
    # Whether the database notes each change; Django's own log stands in where it does not.
    is_noted = True

    @override
    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        """Give the form, which knows of a refusal in this request."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", None)  # type: ignore[attr-defined]  # RecordForm
        return form

    @override
    def get_list_display(self, request: HttpRequest) -> Any:
        """Give the columns, days among them in the reader's calendar."""
        return self.with_days(super().get_list_display(request))

    def with_days(self, names: Iterable[Any]) -> list[Any]:
        """Give the columns of these names; a day or a moment is written as the reader likes it."""
        fields = {one.name: one for one in self.opts.concrete_fields}
        return [_as_day(fields.get(name)) or name for name in names]

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under the records' own name."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form; a refusal shows it again, with all that was entered and the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RefusedError as refused:
            request.refused = refused  # type: ignore[attr-defined]  # ours
            more = {**(extra_context or {}), **self.before_again(request, object_id, refused)}
            return super().changeform_view(request, object_id, form_url, more)

    def before_again(
        self,
        request: HttpRequest,  # noqa: ARG002  # for those who need it
        object_id: str | None,  # noqa: ARG002
        refused: RefusedError,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Give what the form's page shows besides, when it is shown again after a refusal."""
        return {}

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the form's field, which says what a term of art means."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and not field.help_text:
            field.help_text = TERMS.get(f"{self.opts.model_name}.{db_field.name}", "")
        return field

    @override
    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on as usual, or back to the first page where its first steps led here."""
        if request.GET.get(THEN) != TODAY or "_save" not in request.POST:
            return super().response_add(request, obj, post_url_continue)
        # Some pages would go on to a form for more, and say so: here it leads back.
        admin.ModelAdmin.response_add(self, request, obj, post_url_continue)
        return HttpResponseRedirect(reverse("admin:index"))

    @override
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: Any) -> None:
        """Keep the record."""
        keep(obj, by=actor_of(request), at=timezone.now())

    @override
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Keep what belongs to the record, and remove what was taken off it."""
        by, at = actor_of(request), timezone.now()
        rows = formset.save(commit=False)
        remove(*formset.deleted_objects, by=by, at=at)
        keep(*rows, by=by, at=at)

    @override
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Remove the record."""
        remove(obj, by=actor_of(request), at=timezone.now())

    @override
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Remove the records, all of them or none."""
        remove(*queryset, by=actor_of(request), at=timezone.now())

    @override
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask before the record is removed; say why where it can't be."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except RefusedError as refused:
            self.tell(request, refused)
            return self.response_post_save_change(request, None)

    def tell(self, request: HttpRequest, refused: RefusedError) -> None:
        """Show a refusal as messages on the next page."""
        for message in refused.messages:
            self.message_user(request, message, messages.ERROR)

    @override
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave it to the database's own history, where there is one."""
        return None if self.is_noted else super().log_addition(request, obj, message)

    @override
    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave it to the database's own history, where there is one."""
        return None if self.is_noted else super().log_change(request, obj, message)

    @override
    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Leave it to the database's own history, where there is one."""
        return None if self.is_noted else super().log_deletions(request, queryset)

    @override
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed the record, when, from what to what, and why."""
        if not self.is_noted:
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        pages = Paginator(self.changes_of(record), CHANGES_PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(record),
            "entries": entries_of(list(page), actor_of(request)),
            "page": page,
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def changes_of(self, record: Any) -> QuerySet[Change]:
        """Give the entries of a record's history, newest first."""
        found = Change.objects.filter(subject=self.opts.model_name, subject_id=record.pk)
        return found.order_by("-transaction", "-id")


class RowsFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # not generic at runtime
    """Rows of a record, each of whose controls says what it is for."""

    @override
    def add_fields(self, form: Any, index: Any) -> None:
        """Name the controls: a column's head is not read with them."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", capfirst(str(field.label)))


class RecordInline(PlainFields, admin.TabularInline):  # type: ignore[type-arg]  # not generic at runtime
    """Rows that belong to a record: whoever may change the record may change them."""

    extra = 1
    formset = RowsFormSet

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the record may be seen."""
        return request.user.has_perm(self._right("view"))

    @override
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the record may be changed, or added where it is new."""
        return request.user.has_perm(self._right("change" if obj else "add"))

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the record may be changed, or added where it is new."""
        return request.user.has_perm(self._right("change" if obj else "add"))

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the record may be changed and its rows removed."""
        return request.user.has_perm(self._right("change")) and super().has_delete_permission(
            request, obj
        )

    def _right(self, verb: str) -> str:
        options = self.parent_model._meta  # noqa: SLF001  # Django's own word for it
        return f"{options.app_label}.{verb}_{options.model_name}"


class ShownAdmin(RecordAdmin):
    """Rows that Mithaq itself writes, to be read: what happened, happened."""

    actions = None

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: nobody writes here."""
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: nobody writes here."""
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what happened, happened."""
        return False


class OwnAdmin(RecordAdmin):
    """Rows of which each is one person's own: everybody finds the page, and theirs on it."""

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody may see what is theirs."""
        return request.user.is_active

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everybody finds the page."""
        return request.user.is_active
