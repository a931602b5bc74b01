"""The pages of subscriptions: everybody's own, and the next digest as it would be now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.models import User
from proposals.vocabulary import Role
from tracker import digests
from tracker.models import Delivery, Subscription

LIST, ADD = "admin:tracker_subscription_changelist", "admin:tracker_subscription_add"
WISH = {
    "cadence": "weekly",
    "weekday": "4",
    "month_day": "1",
    "hour": "7",
    "channel": "email",
    "is_active": "on",
}

type Make = Callable[..., Any]


@pytest.fixture
def own(owner: User) -> Subscription:
    """The officer's subscription."""
    subscription = Subscription(user=owner)
    digests.keep(subscription=subscription, at=timezone.now() - timedelta(days=1))
    return subscription


@pytest.fixture
def owners_client(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def page_of(subscription: Subscription, page: str) -> str:
    return reverse(f"admin:tracker_subscription_{page}", args=[subscription.pk])


def test_everybody_subscribes_for_themselves(owners_client: Client, owner: User) -> None:
    answer = owners_client.post(reverse(ADD), WISH)

    assert answer.status_code == 302
    subscription = Subscription.objects.get()
    assert subscription.user == owner
    assert subscription.next_at > timezone.now()
    assert (subscription.next_at.isoweekday(), subscription.next_at.hour) == (4, 7)


def test_nobody_subscribes_somebody_else(
    owners_client: Client, owner: User, officer_user: User
) -> None:
    owners_client.post(reverse(ADD), WISH | {"user": str(officer_user.pk)})

    assert Subscription.objects.get().user == owner


def test_an_administrator_subscribes_anybody(
    client: Client, make_user: Make, officer_user: User
) -> None:
    client.force_login(make_user("root", Role.ADMINISTRATOR))
    client.post(reverse(ADD), WISH | {"user": str(officer_user.pk)})

    assert Subscription.objects.get().user == officer_user


def test_another_day_moves_the_next_digest(owners_client: Client, own: Subscription) -> None:
    owners_client.post(page_of(own, "change"), WISH | {"weekday": "2", "hour": "23"})

    own.refresh_from_db()
    assert (own.next_at.isoweekday(), own.next_at.hour) == (2, 23)


def test_an_hour_that_there_is_not_is_refused(owners_client: Client) -> None:
    assert owners_client.post(reverse(ADD), WISH | {"hour": "24"}).status_code == 200
    assert not Subscription.objects.exists()


def test_what_is_somebody_elses_is_not_found(
    client: Client, own: Subscription, officer_user: User
) -> None:
    client.force_login(officer_user)

    assert str(own.user) not in client.get(reverse(LIST)).content.decode()
    for page in ("preview", "message"):
        assert client.get(page_of(own, page)).status_code == 404
    assert client.post(page_of(own, "change"), WISH).status_code == 302
    own.refresh_from_db()
    assert own.weekday == 1


def test_a_subscription_ends_where_its_owner_wants(
    owners_client: Client, own: Subscription
) -> None:
    owners_client.post(page_of(own, "delete"), {"post": "yes"})

    assert not Subscription.objects.exists()


def test_the_next_digest_is_shown_and_nothing_is_owed(
    owners_client: Client, own: Subscription, make_due: Make
) -> None:
    make_due(timezone.localdate() - timedelta(days=2), titles={"en": "A legal subcommittee"})

    page = owners_client.get(page_of(own, "preview")).content.decode()
    assert "1 overdue" in page
    assert f'src="{page_of(own, "message")}"' in page
    message = owners_client.get(page_of(own, "message"))
    assert "A legal subcommittee" in message.content.decode()
    assert "default-src 'none'" in message["Content-Security-Policy"]
    text = owners_client.get(page_of(own, "preview") + "?as=text").content.decode()
    assert "A legal subcommittee" in text
    assert not Delivery.objects.exists()
    own.refresh_from_db()
    assert own.told_transaction is None


def test_the_page_of_a_subscription_leads_to_the_preview(
    owners_client: Client, own: Subscription
) -> None:
    page = owners_client.get(page_of(own, "change")).content.decode()

    assert page_of(own, "preview") in page


def test_nobody_who_is_not_signed_in_sees_a_digest(client: Client, own: Subscription) -> None:
    for page in ("preview", "message", "change"):
        assert client.get(page_of(own, page)).status_code == 302
