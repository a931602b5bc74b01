"""Addresses of webhooks in the partner interface."""

from django.urls import URLPattern, path

from tracker.api.views import Attempts, Webhooks

app_name = "webhooks"
urlpatterns: list[URLPattern] = [
    path("", Webhooks.as_view({"get": "list", "post": "create"}), name="webhooks"),
    path(
        "<int:pk>/",
        Webhooks.as_view({"get": "retrieve", "patch": "change", "delete": "remove"}),
        name="webhook",
    ),
    path("<int:pk>/secret/", Webhooks.as_view({"post": "renew_secret"}), name="secret"),
    path("<int:pk>/test/", Webhooks.as_view({"post": "try_out"}), name="test"),
    path("<int:pk>/replay/", Webhooks.as_view({"post": "replay"}), name="replay"),
    path("<int:pk>/attempts/", Attempts.as_view({"get": "list"}), name="attempts"),
]
