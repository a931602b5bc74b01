"""Who signed in, when and how, to be read: one's own, and for administrators everybody's."""

from typing import override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.badges import own_direction
from proposals.admin.records import OwnAdmin, ShownAdmin
from proposals.models import SignIn
from proposals.wording import listed


@admin.register(SignIn)
class SignInAdmin(ShownAdmin, OwnAdmin):
    """Sign-ins, refusals and changes of second factors."""

    is_noted = False
    counted = npgettext_lazy("rows", "%(count)s sign-in", "%(count)s sign-ins", "count")
    list_display = ("at", "whose", "step", "how", "address")
    list_display_links = None
    list_filter = ("step", "at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    search_help_text = _("Search the names.")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[SignIn]:
        """Start at what the reader may see."""
        return SignIn.objects.visible_to(actor_of(request))

    @admin.display(description=_("person"), ordering="user__first_name")
    def whose(self, sign_in: SignIn) -> str:
        """Show who it was."""
        return own_direction(str(sign_in.user))

    @admin.display(description=_("how"))
    def how(self, sign_in: SignIn) -> str:
        """Name the ways that were used."""
        return listed(str(way.label) for way in sign_in.ways_used)
