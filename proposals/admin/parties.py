"""The parties and their further names."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.records import RecordAdmin, RecordInline
from proposals.models import Party, PartyName


class FurtherNames(RecordInline):
    """The names by which articles speak of a party."""

    model = PartyName


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    """States and organisations."""

    when_empty = _("No party yet. Add the states and organisations whose proposals you follow.")
    counted = npgettext_lazy("rows", "%(count)s party", "%(count)s parties", "count")
    list_display = ("code", "name_ar", "name_fa", "name_en", "kind")
    list_display_links = ("code", "name_ar", "name_fa", "name_en")
    list_filter = ("kind",)
    search_fields = ("code", "name_ar", "name_fa", "name_en", "further_names__text")
    search_help_text = _("Search the codes and all names.")
    inlines = (FurtherNames,)
    fields = ("code", "kind", "name_ar", "name_fa", "name_en")
