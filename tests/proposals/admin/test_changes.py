"""The history of the whole record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.changes import SUBJECTS
from proposals.models import Change, Evidence, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals

LIST = reverse("admin:proposals_change_changelist")


def rows(page: Any) -> list[str]:
    return list(page.texts("//table[@id='result_list']/tbody/tr"))


def test_a_row_says_who_did_what_to_which_and_why(
    proposal: Proposal, officer: Actor, at: Any, open_page: Callable[..., Any]
) -> None:
    values = {"kind": "other", "due_wording": "soon", "due_precision": "event"}
    proposals.edit(proposal=proposal, values=values, by=officer, at=at, why="A slip")
    newest = rows(open_page("proposals_change_changelist"))[0]
    for words in ("Samira", "Proposal", "changed", "Deadline as worded: — to soon", "A slip"):
        assert words in newest


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"subject": "evidence"}, ["Evidence IQ-IR-2026-0001"]),
        ({"subject": "position"}, ["Position IQ-IR-2026-0001"] * 2),
        ({"subject": "position", "operation": "delete"}, []),
        ({"operation": "insert", "subject": "proposal"}, ["Proposal IQ-IR-2026-0001"]),
    ],
)
def test_changes_are_found(
    proposal: Proposal,
    evidence: Evidence,
    open_page: Callable[..., Any],
    query: dict[str, str],
    words: list[str],
) -> None:
    page = open_page("proposals_change_changelist", **query)
    assert page.texts("//td[contains(@class,'field-what')]") == words


def test_a_row_leads_to_what_was_changed(
    evidence: Evidence, proposal: Proposal, open_page: Callable[..., Any]
) -> None:
    page = open_page("proposals_change_changelist")
    leading = set(page.all("//td[contains(@class,'field-what')]//a/@href"))
    assert reverse("admin:proposals_proposal_change", args=[proposal.pk]) in leading
    assert reverse("admin:proposals_article_change", args=[evidence.article_id]) in leading


def test_every_record_that_is_noted_can_be_chosen(
    proposal: Proposal, evidence: Evidence, open_page: Callable[..., Any]
) -> None:
    assert set(Change.objects.values_list("subject", flat=True).distinct()) <= set(SUBJECTS)


def test_what_happened_to_a_restricted_proposal_is_its_desks_alone(
    restricted: Proposal,
    as_officer: Browser,
    as_stranger: Browser,
    as_administrator: Browser,
    read: Callable[..., Any],
) -> None:
    query = {"subject": "proposal"}
    assert rows(read(as_officer.get(LIST, query))) == []
    assert len(rows(read(as_stranger.get(LIST, query)))) == 1
    assert len(rows(read(as_administrator.get(LIST, query)))) == 1


def test_nobody_writes_history(as_administrator: Browser, proposal: Proposal) -> None:
    change = Change.objects.latest("id")
    assert as_administrator.get(reverse("admin:proposals_change_add")).status_code == 403
    address = reverse("admin:proposals_change_change", args=[change.pk])
    assert as_administrator.post(address, {"why": "x"}).status_code == 403
    address = reverse("admin:proposals_change_delete", args=[change.pk])
    assert as_administrator.post(address, {"post": "yes"}).status_code == 403
    assert Change.objects.filter(pk=change.pk, why="").exists()


@pytest.mark.parametrize(("language", "words"), [("ar", "مقترح"), ("fa", "پیشنهاد")])
def test_the_sorts_of_records_are_offered_in_the_readers_language(
    proposal: Proposal, as_officer: Browser, read: Callable[..., Any], language: str, words: str
) -> None:
    User.objects.update(language=language)
    offered = read(as_officer.get(LIST)).texts("//*[@id='changelist-filter']//a")
    assert words in offered
    assert "Proposal" not in offered


def test_a_part_of_mithaq_is_named_for_readers(
    evidence: Evidence, open_page: Callable[..., Any]
) -> None:
    page = open_page("proposals_change_changelist", subject="party")
    assert all("system:" not in row for row in rows(page))
