"""The OAuth 2.0 addresses that a partner's system needs: a token, and its revocation."""

from django.urls import path
from oauth2_provider import views

from proposals.api.views.tokens import over_https

app_name = "oauth2_provider"

urlpatterns = [
    path("token/", over_https(views.TokenView.as_view()), name="token"),
    path("revoke/", over_https(views.RevokeTokenView.as_view()), name="revoke-token"),
]
