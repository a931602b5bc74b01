"""The pages of outside subscribers and of refused addresses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Committee
from proposals.vocabulary import Role
from tracker.models import BadAddress, Delivery, Subscriber

ADD = "admin:tracker_subscriber_add"

type Make = Callable[..., Any]


@pytest.mark.parametrize(("role", "status"), [(Role.HEAD, 302), (Role.OFFICER, 403)])
def test_heads_invite_and_officers_do_not(
    client: Client, make_user: Make, committee: Committee, role: Role, status: int
) -> None:
    client.force_login(make_user("somebody", role))
    wish = {
        "email": "ngo@partner.test",
        "language": "fa",
        "time_zone": "Asia/Tehran",
        "committees": [committee.pk],
        "is_active": "on",
    }

    answer = client.post(reverse(ADD), wish)

    assert answer.status_code == status
    is_invited = status == 302
    assert Subscriber.objects.filter(confirmed_at=None).exists() is is_invited
    assert Delivery.objects.filter(kind="invitation").exists() is is_invited


def test_an_administrator_lets_an_address_off(
    client: Client, make_user: Make, at: datetime
) -> None:
    bad = BadAddress.objects.create(address="a@b.test", reason="550 No such user", noted_at=at)
    client.force_login(make_user("root", Role.ADMINISTRATOR))

    listed = client.get(reverse("admin:tracker_badaddress_changelist")).content.decode()
    client.post(reverse("admin:tracker_badaddress_delete", args=[bad.pk]), {"post": "yes"})

    assert "550 No such user" in listed
    assert not BadAddress.objects.exists()


def test_what_is_in_trouble_stands_on_the_first_page(
    client: Client, make_user: Make, at: datetime
) -> None:
    BadAddress.objects.create(address="a@b.test", reason="550", noted_at=at)
    client.force_login(make_user("root", Role.ADMINISTRATOR))

    assert "Refused addresses" in client.get(reverse("admin:index")).content.decode()
