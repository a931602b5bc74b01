"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from config.health import alive, metrics, ready

urlpatterns = [
    path("livez", alive, name="livez"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("account/", include("proposals.signin.urls")),
    path("oauth/", include("config.oauth_urls")),
    path("api/v1/webhooks/", include("tracker.api.urls")),
    path("api/v1/", include("proposals.api.urls")),
    path("mail/", include("tracker.pages.urls")),
    path("feeds/", include("proposals.feeds.urls")),
    path("", admin.site.urls),
]
