"""The checklist of an installation that is empty as yet."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.first_steps import first_steps
from proposals.admin.terms import TERMS
from proposals.models import Article, Desk, Finding, Party, Proposal
from proposals.rights import Actor


def done(actor: Actor) -> dict[str, bool]:
    return {one.address.split("/")[2]: one.is_done for one in first_steps(actor)}


def test_each_step_knows_whether_it_is_done(
    administrator: Actor, iraq: Party, iran: Party, desk: Desk
) -> None:
    known = done(administrator)
    assert known == {
        "party": True,
        "desk": True,
        "committee": False,
        "user": known["user"],
        "article": False,
    }


def test_a_form_of_the_first_steps_leads_back_to_them(
    as_administrator: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get("/"))
    (address,) = page.all("//li/a[contains(@href,'desk/add')]/@href")
    assert page.texts("//h1") == ["First steps"]
    entered = {"name_en": "Neighbours", "name_ar": "", "name_fa": "", "_save": "on"}
    answer = as_administrator.post(address, entered)
    assert answer.headers["Location"] == "/"
    there = reverse("admin:proposals_desk_changelist")
    (row,) = read(as_administrator.get("/")).texts(f"//ol//li[a/@href='{there}']")
    assert "Done" in row


def test_who_asks_for_another_form_gets_one(as_administrator: Browser) -> None:
    address = f"{reverse('admin:proposals_desk_add')}?then=today"
    entered = {"name_en": "Neighbours", "name_ar": "", "name_fa": "", "_addanother": "on"}
    answer = as_administrator.post(address, entered)
    assert answer.headers["Location"] != "/"


def test_a_person_added_first_leads_back_too_and_promises_no_form(
    as_administrator: Browser, read: Callable[..., Any]
) -> None:
    address = f"{reverse('admin:proposals_user_add')}?then=today"
    form = read(as_administrator.get(address)).entered("//form[@id='user_form']")
    password = {"password1": "a-long-first-word-9", "password2": "a-long-first-word-9"}
    page = read(
        as_administrator.post(
            address, form | password | {"username": "layla", "_save": "on"}, follow=True
        )
    )
    assert "was added successfully" in page.words
    assert "again below" not in page.words


def test_a_form_opened_otherwise_leads_to_its_list(as_administrator: Browser) -> None:
    address = reverse("admin:proposals_desk_add")
    answer = as_administrator.post(address, {"name_en": "Neighbours", "name_ar": "", "name_fa": ""})
    assert answer.headers["Location"] == reverse("admin:proposals_desk_changelist")


def test_after_the_first_article_a_finding_is_accepted(
    administrator: Actor, finding: Finding
) -> None:
    assert first_steps(administrator)[-1].address.endswith("/article/?review=open")


def test_the_steps_are_gone_with_the_first_proposal(
    proposal: Proposal, as_administrator: Browser, read: Callable[..., Any]
) -> None:
    assert not read(as_administrator.get("/")).all("//*[contains(@class,'first-steps')]")


def test_terms_of_art_are_explained_on_the_form(
    article: Article, as_administrator: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get(reverse("admin:proposals_committee_add")))
    assert str(TERMS["committee.desk"]) in page.words


def test_each_term_belongs_to_a_field_that_is_there() -> None:
    for term in TERMS:
        model, field = term.split(".")
        assert _field(model, field) is not None


def _field(model: str, name: str) -> Any:
    return apps.get_model("proposals", model)._meta.get_field(name)  # Django's own word
