"""The addresses about one's own account: second factors, confirming who one is, single sign-on."""

from allauth.account import views
from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

to_the_door = RedirectView.as_view(pattern_name="admin:login", query_string=True)

urlpatterns = [
    path("login/", to_the_door, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("factors/", include("allauth.mfa.urls")),
]
if settings.SINGLE_SIGN_ON:
    urlpatterns += [
        path("cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
        path("refused/", social.login_error, name="socialaccount_login_error"),
        path("unknown/", social.signup, name="socialaccount_signup"),
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
