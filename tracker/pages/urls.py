"""The addresses of the pages that links in messages lead to."""

from django.urls import path

from tracker.pages.answering import answer

urlpatterns = [
    path("answer/<str:token>/", answer, name="answer"),
]
