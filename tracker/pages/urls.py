"""The addresses of the pages that links in messages lead to."""

from django.urls import path

from tracker.pages.answering import answer
from tracker.pages.subscriptions import confirm, preferences, unsubscribe

urlpatterns = [
    path("answer/<str:token>/", answer, name="answer"),
    path("confirm/<str:key>/", confirm, name="confirm"),
    path("preferences/<str:key>/", preferences, name="preferences"),
    path("unsubscribe/<str:key>/", unsubscribe, name="unsubscribe"),
]
