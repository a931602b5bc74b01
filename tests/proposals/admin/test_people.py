"""People and their desks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.people import time_zones
from proposals.models import Desk, User
from proposals.vocabulary import Role
from tests.proposals.admin.conftest import Page

ADD = reverse("admin:proposals_user_add")
NEW = {
    "username": "dariush",
    "usable_password": "true",
    "password1": "a long password of mine",
    "password2": "a long password of mine",
    "first_name": "داریوش",
    "role": "officer",
    "language": "fa",
    "time_zone": "Asia/Tehran",
    "calendar": "solar_hijri",
    "is_active": "on",
}


def test_a_person_is_invited_and_signs_in(
    as_administrator: Browser, desk: Desk, client: Browser
) -> None:
    as_administrator.post(ADD, NEW | {"desk": desk.pk})
    person = User.objects.get(username="dariush")
    assert (person.role, person.desk, person.language, person.time_zone) == (
        "officer",
        desk,
        "fa",
        "Asia/Tehran",
    )
    entered = {"username": "dariush", "password": "a long password of mine"}
    assert client.post(reverse("admin:login"), entered).status_code == 302


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password2": "another long password"}, "The two password fields didn’t match."),
        ({"password1": "short", "password2": "short"}, "must contain at least 12 characters"),
        ({"username": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice."),
        ({"role": "emperor"}, "Select a valid choice."),
    ],
)
def test_a_wrong_person_is_shown_again(
    as_administrator: Browser, read: Callable[..., Any], changed: dict[str, str], words: str
) -> None:
    page = read(as_administrator.post(ADD, NEW | changed))
    assert words in page.words
    assert page.entered("//form[@id='user_form']")["first_name"] == "داریوش"
    assert not User.objects.filter(username="dariush").exists()


def test_role_and_desk_are_changed(
    as_administrator: Browser, officer_user: User, other_desk: Desk, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_user_change", args=[officer_user.pk])
    entered = read(as_administrator.get(address)).entered("//form[@id='user_form']")
    as_administrator.post(address, entered | {"role": "head", "desk": other_desk.pk})
    officer_user.refresh_from_db()
    assert (officer_user.role, officer_user.desk) == ("head", other_desk)
    assert officer_user.check_password("a long password")


def test_nothing_of_a_password_is_shown(
    as_administrator: Browser, officer_user: User, read: Callable[..., Any]
) -> None:
    page = read(
        as_administrator.get(reverse("admin:proposals_user_change", args=[officer_user.pk]))
    )
    assert officer_user.password not in page.source
    assert "password" not in page.entered("//form[@id='user_form']")


def test_rights_come_from_the_role_alone(
    as_administrator: Browser, officer_user: User, read: Callable[..., Any]
) -> None:
    page = read(
        as_administrator.get(reverse("admin:proposals_user_change", args=[officer_user.pk]))
    )
    for field in ("is_superuser", "is_staff", "groups", "user_permissions"):
        assert not page.all(f"//*[@name='{field}']")


def test_a_head_looks_and_changes_nothing(
    as_head: Browser, officer_user: User, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_user_change", args=[officer_user.pk])
    page = read(as_head.get(address))
    assert "samira" in page.words
    assert officer_user.password not in page.source
    assert as_head.post(address, {"role": "administrator"}).status_code == 403
    assert as_head.get(ADD).status_code == 403


@pytest.mark.parametrize("who", ["as_reader", "as_officer"])
def test_others_see_nobody(request: pytest.FixtureRequest, officer_user: User, who: str) -> None:
    browser = request.getfixturevalue(who)
    for address in (
        reverse("admin:proposals_user_changelist"),
        reverse("admin:proposals_user_change", args=[officer_user.pk]),
        reverse("admin:proposals_user_history", args=[officer_user.pk]),
        reverse("admin:auth_user_password_change", args=[officer_user.pk]),
    ):
        assert browser.get(address).status_code == 403


def test_one_changes_ones_own_password(as_officer: Browser, officer_user: User) -> None:
    entered = {
        "old_password": "a long password",
        "new_password1": "quite another password",
        "new_password2": "quite another password",
    }
    assert as_officer.post(reverse("admin:password_change"), entered).status_code == 302
    officer_user.refresh_from_db()
    assert officer_user.check_password("quite another password")


def test_every_time_zone_exists_and_utc_comes_first() -> None:
    names = [name for name, _label in time_zones()]
    assert names[0] == "UTC"
    assert {"Asia/Baghdad", "Asia/Tehran", "Europe/London"} <= set(names)
    assert not [name for name in names if name.startswith("Etc/")]


def test_a_desk_is_set_up(as_administrator: Browser, read: Callable[..., Any]) -> None:
    as_administrator.post(reverse("admin:proposals_desk_add"), {"name_fa": "میز خاور نزدیک"})
    assert Desk.objects.get().name_fa == "میز خاور نزدیک"
    page = read(as_administrator.get(reverse("admin:proposals_desk_changelist")))
    assert "میز خاور نزدیک" in page.words


def test_people_name_their_absence_and_who_stands_in(
    as_officer: Browser, officer_user: User, make_user: Callable[..., User], desk: Desk,
    read: Callable[..., Page],
) -> None:  # fmt: skip
    colleague = make_user("dariush", Role.OFFICER, desk)
    address = reverse("admin:proposals_user_away", args=[officer_user.pk])
    menu = read(as_officer.get(reverse("admin:index"))).all("//a/@href")
    days = {"absent_from": "2026-04-01", "absent_until": "2026-03-01"}
    refused = read(as_officer.post(address, days))
    said = {"alternate": colleague.pk, "absent_from": "2026-04-01", "absent_until": ""}
    kept = read(as_officer.post(address, said, follow=True))

    assert address in menu
    assert "An absence ends after it began." in refused.words
    assert "Saved." in kept.words
    officer_user.refresh_from_db()
    assert (officer_user.alternate, str(officer_user.absent_from)) == (colleague, "2026-04-01")


def test_who_stands_in_sees_for_whom(
    as_officer: Browser, officer_user: User, make_user: Callable[..., User], desk: Desk,
    read: Callable[..., Page],
) -> None:  # fmt: skip
    make_user("dariush", Role.OFFICER, desk, first_name="Dariush", alternate=officer_user)
    address = reverse("admin:proposals_user_away", args=[officer_user.pk])

    assert "Stands in for Dariush" in read(as_officer.get(address)).words
