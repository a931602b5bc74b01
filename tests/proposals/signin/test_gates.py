"""What a session must still satisfy at each request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import User
from proposals.signin import gates
from proposals.vocabulary import Role
from tests.proposals.signin.conftest import DOOR, FACTORS, HOME, add_app, sign_in

PROPOSALS = reverse("admin:proposals_proposal_changelist")


def test_a_session_that_nobody_uses_ends(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        clock.shift(settings.SESSION_IDLE_SECONDS - 1)
        assert client.get(HOME).status_code == 200
        clock.shift(settings.SESSION_IDLE_SECONDS - 1)
        assert client.get(HOME).status_code == 200  # it was used in between
        clock.shift(settings.SESSION_IDLE_SECONDS)
        answer = client.get(PROPOSALS)
    assert answer.headers["Location"] == f"{DOOR}?next=%2Fproposals%2Fproposal%2F"


def test_whoever_was_signed_out_learns_why_and_comes_back_to_the_page(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        clock.shift(settings.SESSION_IDLE_SECONDS)
        door = client.get(PROPOSALS, follow=True)
        assert "signed out after a while" in door.content.decode()
        assert sign_in(client, "samira", next=PROPOSALS) == PROPOSALS


def test_what_was_being_sent_is_not_sent_again_after_signing_in(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        clock.shift(settings.SESSION_IDLE_SECONDS)
        answer = client.post(reverse("admin:logout"))
    assert answer.headers["Location"] == f"{DOOR}?next=%2F"


def test_a_page_that_only_looks_on_keeps_no_session_alive(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        clock.shift(settings.SESSION_IDLE_SECONDS - 1)
        looking_on = {"Mithaq-Watching": "1"}
        assert client.get(HOME, headers=looking_on).status_code == 200
        clock.shift(1)
        assert client.get(HOME, headers=looking_on).status_code == 302


def test_a_session_ends_however_busy_it_is(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 3600
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        for _ in range(5):
            clock.shift(timedelta(minutes=30))
            assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=30))
        assert client.get(HOME).status_code == 302
    assert not Session.objects.exists()


def test_a_session_from_before_is_measured_from_now_on(
    client: Browser, samira: User, at: datetime, settings: Any
) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client.force_login(samira)
        session = client.session
        del session[gates.BEGAN]
        session.save()
        assert client.get(HOME).status_code == 200
        clock.shift(settings.SESSION_IDLE_SECONDS)
        assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMINISTRATOR])
def test_whoever_is_in_charge_needs_a_second_factor(
    client: Browser, make_user: Callable[..., User], settings: Any, role: Role
) -> None:
    settings.SECOND_FACTOR = True
    person = make_user("claire", role)
    client.force_login(person)

    assert client.get(PROPOSALS).headers["Location"] == FACTORS
    assert "Your role needs a second factor" in client.get(FACTORS).content.decode()
    add_app(person)
    assert client.get(PROPOSALS).status_code == 200


@pytest.mark.parametrize("role", [Role.READER, Role.OFFICER])
def test_others_choose_for_themselves(
    client: Browser, make_user: Callable[..., User], settings: Any, role: Role
) -> None:
    settings.SECOND_FACTOR = True
    client.force_login(make_user("samira", role))
    assert client.get(HOME).status_code == 200


def test_the_demonstration_asks_nobody(client: Browser, boss: User, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(boss)
    assert client.get(HOME).status_code == 200


def test_a_superuser_is_in_charge(samira: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    assert not gates.needs_second_factor(samira)
    samira.is_superuser = True
    assert gates.needs_second_factor(samira)


@pytest.mark.parametrize("name", ["logout", "jsi18n", "language"])
def test_one_without_a_factor_may_still_leave_and_choose_a_language(
    client: Browser, boss: User, settings: Any, name: str
) -> None:
    settings.SECOND_FACTOR = True
    client.force_login(boss)
    assert client.post(reverse(f"admin:{name}")).headers.get("Location") != FACTORS


def test_the_gates_look_once_for_a_factor(
    client: Browser, boss: User, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.SECOND_FACTOR = True
    add_app(boss)
    client.force_login(boss)
    client.get(FACTORS)
    client.get(reverse("admin:jsi18n"))
    client.get(PROPOSALS)
    assert client.session[gates.HAS_FACTOR] is True
    with django_assert_num_queries(2):  # the session and its person
        client.get(reverse("admin:logout"))
