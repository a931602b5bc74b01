"""The pages of reminder rules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.vocabulary import Role
from tracker.models import ReminderRule

LIST, ADD = "admin:tracker_reminderrule_changelist", "admin:tracker_reminderrule_add"
RULE = {"event": "before_due", "days": "14", "is_active": "on"}

type Make = Callable[..., Any]


@pytest.fixture
def heads_client(client: Client, make_user: Make, make_rule: Make) -> Client:
    """A head of desk at work, where there is no rule."""
    client.force_login(make_user("leila", Role.HEAD))
    return client


def test_a_head_makes_a_rule(heads_client: Client) -> None:
    answer = heads_client.post(reverse(ADD), RULE)

    assert answer.status_code == 302
    assert str(ReminderRule.objects.get()) == "14 days before the due date"


@pytest.mark.parametrize("days", ["0", "366", "-1", ""])
def test_days_that_make_no_sense_are_refused(heads_client: Client, days: str) -> None:
    answer = heads_client.post(reverse(ADD), RULE | {"days": days})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not ReminderRule.objects.exists()


def test_the_same_rule_is_not_made_twice(heads_client: Client) -> None:
    heads_client.post(reverse(ADD), RULE)
    answer = heads_client.post(reverse(ADD), RULE)

    assert "There already is such a rule." in answer.content.decode()
    assert ReminderRule.objects.count() == 1


def test_a_rule_is_switched_off_not_deleted(heads_client: Client, make_rule: Make) -> None:
    rule = make_rule("overdue", 7)
    page = reverse("admin:tracker_reminderrule_change", args=[rule.pk])
    heads_client.post(page, {"event": "overdue", "days": "7"})
    rule.refresh_from_db()
    assert rule.is_active is False

    delete = reverse("admin:tracker_reminderrule_delete", args=[rule.pk])
    assert heads_client.post(delete, {"post": "yes"}).status_code == 403


def test_an_officer_sees_the_rules_and_changes_none(
    client: Client, make_user: Make, make_rule: Make
) -> None:
    make_rule("overdue", 7)
    client.force_login(make_user("omar", Role.OFFICER))

    page = client.get(reverse(LIST)).content.decode()
    assert "Every 7 days once overdue" in page
    assert ">all</td>" in page
    assert client.post(reverse(ADD), RULE).status_code == 403


@pytest.fixture
def told(make_rule: Make, make_due: Make, owner: User) -> ReminderRule:
    """A rule that would have told the officer of a proposal ten days ago."""
    found: ReminderRule = make_rule("before_due", 7)
    long_ago = timezone.now() - timedelta(days=60)
    make_due(timezone.localdate() - timedelta(days=3), at=long_ago)
    return found


def test_a_rule_shows_whom_it_would_have_told(
    client: Client, make_user: Make, told: ReminderRule, owner: User
) -> None:
    client.force_login(make_user("leila", Role.HEAD))

    page = client.get(reverse("admin:tracker_reminderrule_recall", args=[told.pk]))

    text = page.content.decode()
    assert "1 reminder, as the record tells those days now." in text
    assert str(owner) in text
    assert "A joint border operations centre" in text


def test_it_names_nothing_that_the_reader_may_not_see(
    client: Client, make_user: Make, told: ReminderRule, desk: Desk, other_desk: Desk
) -> None:
    values = {"visibility": "restricted", "desk": desk}
    by, at = Actor.of_system("tests"), timezone.now()
    proposals.edit(proposal=Proposal.objects.get(), values=values, by=by, at=at)
    client.force_login(make_user("amina", Role.HEAD, other_desk))

    page = client.get(reverse("admin:tracker_reminderrule_recall", args=[told.pk]))

    assert "A joint border operations centre" not in page.content.decode()


def test_what_a_rule_would_have_told_is_asked_for_in_few_queries(
    client: Client, make_user: Make, told: ReminderRule, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make_user("leila", Role.HEAD))

    with django_assert_max_num_queries(200):  # two a day
        client.get(reverse("admin:tracker_reminderrule_recall", args=[told.pk]))
