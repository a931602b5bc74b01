"""Addresses of the partner interface."""

from typing import Any

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from proposals.api.views import (
    articles,
    bulk,
    changes,
    clients,
    committees,
    findings,
    pages,
    parts,
    proposals,
)


class Reference:
    """A proposal's reference in an address."""

    regex = r"[A-Z0-9]+(?:-[A-Z0-9]+)+"

    def to_python(self, value: str) -> str:
        """Give the reference."""
        return value

    def to_url(self, value: str) -> str:
        """Write the reference."""
        return value


register_converter(Reference, "reference")

READ: dict[str, Any] = {"get": "retrieve"}
LIST: dict[str, Any] = {"get": "list"}

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.Index.as_view(), name="index"),
    path("proposals/", proposals.Proposals.as_view(LIST | {"post": "create"}), name="proposals"),
    path(
        "proposals/<reference:reference>/",
        proposals.Proposals.as_view(READ | {"patch": "edit"}),
        name="proposal",
    ),
    path(
        "proposals/<reference:reference>/moves/",
        proposals.Proposals.as_view({"post": "move"}),
        name="proposal-moves",
    ),
    path(
        "proposals/<reference:reference>/positions/<slug:code>/",
        parts.Parts.as_view({"patch": "edit_position"}),
        name="position",
    ),
    path(
        "proposals/<reference:reference>/milestones/",
        parts.Parts.as_view({"post": "add_milestone"}),
        name="milestones",
    ),
    path(
        "proposals/<reference:reference>/milestones/<int:pk>/",
        parts.Parts.as_view({"patch": "edit_milestone", "delete": "remove_milestone"}),
        name="milestone",
    ),
    path(
        "proposals/<reference:reference>/evidence/",
        parts.Parts.as_view({"post": "add_evidence"}),
        name="evidence",
    ),
    path(
        "proposals/<reference:reference>/evidence/<int:pk>/detach/",
        parts.Parts.as_view({"post": "detach_evidence"}),
        name="evidence-detach",
    ),
    path(
        "proposals/<reference:reference>/history/",
        proposals.ProposalHistory.as_view(LIST),
        name="proposal-history",
    ),
    path("proposals/batch/", bulk.Batches.as_view({"post": "create"}), name="batch"),
    path("export/", bulk.Export.as_view({"get": "take"}), name="export"),
    path("changes/", changes.Changes.as_view({"get": "follow"}), name="changes"),
    path("articles/", articles.Articles.as_view(LIST | {"post": "send"}), name="articles"),
    path("articles/<int:pk>/", articles.Articles.as_view(READ), name="article"),
    path(
        "articles/<int:pk>/findings/",
        findings.Findings.as_view({"post": "mark"}),
        name="article-findings",
    ),
    path("findings/", findings.Findings.as_view(LIST), name="findings"),
    path("findings/<int:pk>/", findings.Findings.as_view(READ), name="finding"),
    *(
        path(
            f"findings/<int:pk>/{decision}/",
            findings.Findings.as_view({"post": decision}),
            name=f"finding-{decision}",
        )
        for decision in ("accept", "attach", "dismiss", "undo")
    ),
    path("committees/", committees.Committees.as_view(LIST), name="committees"),
    path("committees/<int:pk>/", committees.Committees.as_view(READ), name="committee"),
    path("meetings/", committees.Meetings.as_view(LIST | {"post": "create"}), name="meetings"),
    path(
        "meetings/<int:pk>/",
        committees.Meetings.as_view(READ | {"patch": "edit"}),
        name="meeting",
    ),
    path("parties/", committees.Parties.as_view(LIST), name="parties"),
    path("parties/<slug:code>/", committees.Parties.as_view(READ), name="party"),
    path("outlets/", committees.Outlets.as_view(LIST), name="outlets"),
    path("outlets/<int:pk>/", committees.Outlets.as_view(READ), name="outlet"),
    path("me/", clients.Me.as_view(READ), name="me"),
    path("schema/", pages.Schema.as_view(), name="schema"),
    path("docs/", pages.Docs.as_view(), name="docs"),
    path("problems/", pages.Problems.as_view(), name="problems"),
    path("problems/<slug:code>/", pages.Problem.as_view(), name="problem"),
    re_path("", pages.Nowhere.as_view(), name="nowhere"),
]
