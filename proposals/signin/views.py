"""The door: one page to sign in, whatever way is used."""

from typing import Any, override

from allauth.account.views import LoginView
from django.conf import settings

from proposals.signin.forms import DoorForm


class DoorView(LoginView):
    """Asks who somebody is, and lets in whoever shows it."""

    form_class = DoorForm
    template_name = "admin/login.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back to the page that was asked for, and the ministry's own sign-in."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "single_sign_on": settings.SINGLE_SIGN_ON,
            "single_sign_on_name": settings.OIDC_NAME,
        }
