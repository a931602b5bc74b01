"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from config.health import alive, ready

urlpatterns = [
    path("livez", alive, name="livez"),
    path("readyz", ready, name="readyz"),
    path("oauth/", include("config.oauth_urls")),
    path("api/v1/webhooks/", include("tracker.api.urls")),
    path("api/v1/", include("proposals.api.urls")),
    path("feeds/", include("proposals.feeds.urls")),
    path("", admin.site.urls),
]
