"""The site itself: Django's admin under our name, with its way around and its languages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, override

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from proposals.admin.bell import bell_for
from proposals.admin.dashboard import give_figure, show_dashboard
from proposals.admin.files import hand_out
from proposals.admin.finding_words import find_words
from proposals.admin.reading_days import reading_days
from proposals.admin.today import today
from proposals.models import User
from proposals.rights import Actor
from proposals.services.people import prefer_language
from proposals.signin.gates import with_second_factor
from proposals.signin.views import DoorView

# The name in each of its scripts; a name is not translated.
NAMES = {"ar": "ميثاق", "fa": "میثاق", "en": "Mithaq"}
# Each language by its own name.
ENDONYMS = {"ar": "العربية", "fa": "فارسی", "en": "English"}
OURS = ("proposals.", "tracker.")
# Pages over the whole record.
OWN_PAGES = ((_("Today"), "index"), (_("Search"), "find"), (_("Dashboard"), "dashboard"))
# Where staff work; everything else stands under "More".
MAIN_PAGES = ("Article", "Proposal", "Committee", "Meeting")


@dataclass(frozen=True)
class Place:
    """A place on the site that the bar at the top leads to."""

    label: str | Promise
    address: str
    is_here: bool


class MithaqSite(AdminSite):
    """Django's admin under our name."""

    site_title = _("Mithaq")
    site_header = _("Mithaq")
    index_title = _("Today")
    site_url = None
    enable_nav_sidebar = False

    @override
    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Take our own pages only: nobody should read the tokens that a library would show."""
        if admin_class is not None and admin_class.__module__.startswith(OURS):
            super().register(model_or_iterable, admin_class, **options)

    @override
    def has_permission(self, request: HttpRequest) -> bool:
        """Every active person has a place here; what each may do, the table of rights says."""
        return request.user.is_authenticated and request.user.is_active

    @override
    def admin_view[V: Callable[..., Any]](self, view: V, cacheable: bool = False) -> V:
        """Let in whoever may and has the factors that their role needs; leaving is always free."""
        is_free = view in (self.logout, self.i18n_javascript)
        return super().admin_view(view if is_free else with_second_factor(view), cacheable)

    @override
    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Add the choice of a language and the search to the addresses of Django's site."""
        return [
            path("language/", choose_language, name="language"),
            path("find/", self.admin_view(self.find_view), name="find"),
            path("dashboard/", self.admin_view(self.dashboard_view), name="dashboard"),
            path(
                "dashboard/<slug:name>.<slug:ending>", self.admin_view(give_figure), name="figure"
            ),
            path("file/<int:pk>/", self.admin_view(hand_out), name="file"),
            path("days/", self.admin_view(self.days_view), name="days"),
            *super().get_urls(),
        ]

    @override
    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Give every page the name, the languages and the way around."""
        context = super().each_context(request)
        language = get_language() or "en"
        return context | {
            "brand": NAMES.get(language, NAMES["en"]),
            "brand_beside": NAMES["ar" if language == "en" else "en"],
            "brand_beside_language": "ar" if language == "en" else "en",
            "names": NAMES,
            "endonyms": ENDONYMS,
            "places": list(_places(request, context["available_apps"])),
            "bell": partial(bell_for, request),  # asked only where a page shows it
        }

    @override
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask who somebody is, by whatever way they have."""
        context = {**self.each_context(request), **(extra_context or {})}
        door: Callable[[HttpRequest], Any] = DoorView.as_view(extra_context=context)
        answer: HttpResponse = door(request)
        return answer

    @override
    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, above the list of all there is."""
        found = today(request, at=timezone.now())
        return super().index(request, {**found, **(extra_context or {})})

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Find words in the whole record."""
        return find_words(request, self.each_context(request))

    def dashboard_view(self, request: HttpRequest) -> HttpResponse:
        """Show the figures over the whole record."""
        return show_dashboard(request, self.each_context(request))

    def days_view(self, request: HttpRequest) -> HttpResponse:
        """Let each person choose how days are written for them."""
        return reading_days(request, self.each_context(request))


@cache
def staff_site() -> MithaqSite:
    """Give the one site: Django asks again while the pages that this package holds register."""
    return MithaqSite()


def _places(request: HttpRequest, available_apps: list[dict[str, Any]]) -> Iterator[Place]:
    for label, name in OWN_PAGES:
        address = reverse(f"admin:{name}")
        yield Place(label, address, request.path == address)
    found = {model["object_name"]: model for app in available_apps for model in app["models"]}
    for name in MAIN_PAGES:
        if name in found and found[name]["admin_url"]:
            address = found[name]["admin_url"]
            yield Place(found[name]["name"], address, request.path.startswith(address))


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Show the site in another language, on the same page; a signed-in person's choice stays."""
    language = request.POST.get("language", "")
    user = request.user
    if isinstance(user, User) and language in NAMES:
        prefer_language(user=user, language=language, by=Actor.of_user(user), at=timezone.now())
    return set_language(request)
