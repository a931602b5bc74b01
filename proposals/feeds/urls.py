"""The addresses that calendars and feed readers follow."""

from django.urls import path

from proposals.feeds.views import follow

app_name = "feeds"

urlpatterns = [
    path("<str:token>.ics", follow, {"form": "ics"}, name="calendar"),
    path("<str:token>.atom", follow, {"form": "atom"}, name="news"),
]
