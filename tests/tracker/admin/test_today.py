"""What the first page says of messages that did not go out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html  # type: ignore[import-untyped]  # it has no types

from proposals.models import User
from proposals.vocabulary import Role
from tracker.models import Delivery

ALL = "//a[@class='number-all'][span='Messages in trouble']"


def test_messages_in_trouble_are_counted_and_listed(
    client: Client, make_user: Callable[..., User], owed: Delivery
) -> None:
    Delivery.objects.filter(pk=owed.pk).update(state="failed")
    client.force_login(make_user("root", Role.ADMINISTRATOR))
    (number,) = html.fromstring(client.get("/").content.decode()).xpath(ALL)
    assert number.xpath("strong")[0].text == "1"
    rows = html.fromstring(client.get(number.get("href")).content.decode())
    assert len(rows.xpath("//table[@id='result_list']/tbody/tr")) == 1


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_a_message_on_its_way_is_no_trouble(
    client: Client, make_user: Callable[..., User], owed: Delivery, state: str, at: Any
) -> None:
    Delivery.objects.filter(pk=owed.pk).update(state=state, sent_at=at)
    client.force_login(make_user("root", Role.ADMINISTRATOR))
    page = html.fromstring(client.get("/").content.decode())
    assert [number.xpath("strong")[0].text for number in page.xpath(ALL)] in ([], ["0"])


def test_what_others_were_to_hear_is_not_counted(
    client: Client, officer_user: User, owed: Delivery
) -> None:
    Delivery.objects.filter(pk=owed.pk).update(state="failed")
    client.force_login(officer_user)
    page = html.fromstring(client.get(reverse("admin:index")).content.decode())
    assert [number.xpath("strong")[0].text for number in page.xpath(ALL)] in ([], ["0"])
