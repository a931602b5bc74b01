"""The site itself: who comes in, in which language, and what is registered there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.site import MithaqSite, staff_site
from proposals.models import Proposal, User
from proposals.rights import Actor
from proposals.vocabulary import Role

LOGIN = reverse("admin:login")
HOME = reverse("admin:index")


def test_the_site_is_one_and_it_is_ours() -> None:
    assert staff_site() is staff_site()
    assert isinstance(admin.site, MithaqSite)


def test_every_model_on_the_site_is_ours() -> None:
    assert {model._meta.app_label for model in admin.site._registry} <= {"proposals", "tracker"}
    assert Proposal in admin.site._registry


def test_a_librarys_page_is_not_taken() -> None:
    site = MithaqSite()
    site.register(Group, ModelAdmin)
    site.register(Group)
    assert site._registry == {}


def test_whoever_is_signed_out_is_asked_to_sign_in(client: Browser, db: None) -> None:
    response = client.get(HOME)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{LOGIN}?next={HOME}"


@pytest.mark.parametrize("role", Role.values)
def test_people_of_every_role_sign_in(
    client: Browser, make_user: Callable[..., User], role: Role
) -> None:
    make_user("samira", role)
    response = client.post(LOGIN, {"username": "samira", "password": "a long password"})
    assert response.status_code == 302
    assert client.get(HOME).status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_name(
    client: Browser, make_user: Callable[..., User], read: Callable[..., Any]
) -> None:
    make_user("samira", Role.OFFICER)
    page = read(client.post(LOGIN, {"username": "samira", "password": "a wrong one"}))

    assert "not correct" in page.words
    assert page.entered("//form[@id='login-form']")["username"] == "samira"


def test_whoever_left_does_not_come_in(client: Browser, make_user: Callable[..., User]) -> None:
    user = make_user("samira", Role.OFFICER)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(HOME).status_code == 302


def test_the_sign_in_page_carries_the_name_in_its_three_scripts(
    client: Browser, db: None, read: Callable[..., Any]
) -> None:
    page = read(client.get(LOGIN))
    assert page.all("//h1/span/text()") == ["ميثاق", "میثاق", "Mithaq"]
    assert page.all("//h1/span/@lang") == ["ar", "fa", "en"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_a_stranger_chooses_a_language(
    client: Browser, db: None, read: Callable[..., Any], language: str, direction: str
) -> None:
    chosen = client.post(reverse("admin:language"), {"language": language, "next": LOGIN})
    assert chosen.headers["Location"] == LOGIN

    page = read(client.get(LOGIN))
    assert page.all("/html/@lang") == [language]
    assert page.all("/html/@dir") == [direction]
    assert page.all("//*[@class='languages']/button[@aria-current]/@value") == [language]


def test_a_persons_language_is_remembered_and_the_page_kept(
    as_officer: Browser, officer: Actor, read: Callable[..., Any]
) -> None:
    here = f"{reverse('admin:proposals_proposal_changelist')}?status=open"
    page = read(as_officer.get(here))
    assert page.all("//form[@class='languages']/input[@name='next']/@value") == [here]

    chosen = as_officer.post(reverse("admin:language"), {"language": "fa", "next": here})

    assert chosen.headers["Location"] == here
    assert User.objects.get(username="samira").language == "fa"
    assert read(as_officer.get(here)).all("/html/@dir") == ["rtl"]


def test_an_unknown_language_changes_nothing(as_officer: Browser, officer: Actor) -> None:
    as_officer.post(reverse("admin:language"), {"language": "xx", "next": HOME})
    assert User.objects.get(username="samira").language == "en"


def test_choosing_a_language_leads_to_no_other_site(as_officer: Browser) -> None:
    chosen = as_officer.post(
        reverse("admin:language"), {"language": "ar", "next": "https://evil.example/"}
    )
    assert chosen.headers["Location"] == "/"


def test_merely_looking_at_the_address_changes_nothing(as_officer: Browser, officer: Actor) -> None:
    as_officer.get(reverse("admin:language"), {"language": "ar"})
    assert User.objects.get(username="samira").language == "en"


@pytest.mark.parametrize(
    ("language", "name", "beside"),
    [("ar", "ميثاق", "Mithaq"), ("fa", "میثاق", "Mithaq"), ("en", "Mithaq", "ميثاق")],
)
def test_the_name_stands_in_the_readers_script(
    as_officer: Browser,
    officer: Actor,
    read: Callable[..., Any],
    language: str,
    name: str,
    beside: str,
) -> None:
    User.objects.filter(username="samira").update(language=language)
    page = read(as_officer.get(HOME))
    assert page.texts("//*[@class='brand-name']") == [name]
    assert page.texts("//*[@class='brand-beside']") == [beside]


def test_the_bar_says_where_one_is(open_page: Callable[..., Any]) -> None:
    assert open_page("index").texts("//nav[@class='places']//a[@aria-current]") == ["Today"]
    listed = open_page("proposals_proposal_changelist")
    assert listed.texts("//nav[@class='places']//a[@aria-current]") == ["Proposals"]


@pytest.mark.parametrize(
    ("who", "is_there"), [("as_officer", False), ("as_head", True), ("as_administrator", True)]
)
def test_the_menu_shows_what_one_may_see(
    request: pytest.FixtureRequest, read: Callable[..., Any], who: str, is_there: bool
) -> None:
    page = read(request.getfixturevalue(who).get(HOME))
    assert (reverse("admin:proposals_user_changelist") in page.all("//a/@href")) is is_there


def test_an_unknown_address_has_a_way_back(as_officer: Browser, read: Callable[..., Any]) -> None:
    page = read(as_officer.get("/nowhere/"))
    assert page.status == 404
    assert "There is no such page" in page.words
    assert page.all("//a/@href") == ["/"]


def test_a_page_that_is_not_for_one_says_so(as_officer: Browser, read: Callable[..., Any]) -> None:
    page = read(as_officer.get(reverse("admin:proposals_user_changelist")))
    assert page.status == 403
    assert "You may not do this" in page.words


def test_a_form_from_elsewhere_is_refused_with_a_word(
    officer: Actor, read: Callable[..., Any]
) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(username="samira"))
    User.objects.filter(username="samira").update(language="en")
    page = read(browser.post(reverse("admin:language"), {"language": "fa"}))
    assert page.status == 403
    assert "Nothing was changed" in page.words


def test_signing_out_ends_it(as_officer: Browser) -> None:
    assert as_officer.post(reverse("admin:logout")).status_code == 200
    assert as_officer.get(HOME).status_code == 302
