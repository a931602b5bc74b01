"""Who publishes: outlets and their feeds."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.badges import own_direction
from proposals.admin.records import RecordAdmin, RecordInline
from proposals.models import Feed, Outlet


class Feeds(RecordInline):
    """The addresses of an outlet that are polled."""

    model = Feed


@admin.register(Outlet)
class OutletAdmin(RecordAdmin):
    """Newspapers, agencies and ministries that publish."""

    when_empty = _(
        "No outlet yet. One is added by itself with the first article that comes from it."
    )
    counted = npgettext_lazy("rows", "%(count)s outlet", "%(count)s outlets", "count")
    list_display = ("called", "host", "party")
    list_select_related = ("party",)
    search_fields = ("name_ar", "name_fa", "name_en", "host")
    inlines = (Feeds,)
    fields = ("name_ar", "name_fa", "name_en", "host", "party", "encoding")

    @admin.display(description=_("name"))
    def called(self, outlet: Outlet) -> str:
        """Show the name in its own direction."""
        return own_direction(outlet.name)


@admin.register(Feed)
class FeedAdmin(RecordAdmin):
    """RSS and Atom addresses."""

    counted = npgettext_lazy("rows", "%(count)s feed", "%(count)s feeds", "count")
    list_display = ("address", "outlet", "is_active", "every_minutes")
    list_filter = ("is_active",)
    list_select_related = ("outlet",)
    search_fields = ("address", "outlet__name_ar", "outlet__name_fa", "outlet__name_en")
