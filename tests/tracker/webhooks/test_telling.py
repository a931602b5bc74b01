"""The message that an endpoint is not called any more."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from proposals.models import User
from proposals.rights import Actor
from proposals.vocabulary import Role
from tests.conftest import SYSTEM
from tests.mail_server import MailServer
from tracker import deliveries
from tracker.messages import NotOwedError, read_by
from tracker.models import Delivery
from tracker.webhooks import endpoints
from tracker.webhooks.models import Endpoint

WHY = Endpoint.WhyDisabled


@pytest.fixture
def disabled(endpoint: Endpoint, administrator: Actor, at: datetime) -> Endpoint:
    endpoints.disable(endpoint, why=WHY.FAILING, at=at)
    endpoint.refresh_from_db()
    return endpoint


def test_each_administrator_is_told_once(
    disabled: Endpoint, make_user: Callable[..., User], at: datetime
) -> None:
    endpoints.disable(disabled, why=WHY.GONE, at=at)  # it already is

    assert [str(told.reader) for told in Delivery.objects.all()] == ["root"]
    disabled.refresh_from_db()
    assert disabled.disabled_reason == "failing"


def test_who_left_and_who_is_no_administrator_is_not_told(
    endpoint: Endpoint, make_user: Callable[..., User], head: Actor, at: datetime
) -> None:
    make_user("gone", Role.ADMINISTRATOR, is_active=False)

    endpoints.disable(endpoint, why=WHY.GONE, at=at)

    assert not Delivery.objects.exists()


def test_the_message_arrives_and_says_which_and_why(
    disabled: Endpoint, post: MailServer, at: datetime
) -> None:
    deliveries.send_due(at=lambda: at)

    told = Delivery.objects.get()
    assert told.state == "sent"
    assert told.subject == "Partner registry is not called any more"
    for words in (disabled.address, "It failed for about a day."):
        assert words in told.text
    assert f"/tracker/endpoint/{disabled.pk}/change/" in told.text


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_it_speaks_the_readers_language(disabled: Endpoint, language: str, at: Any) -> None:
    User.objects.update(language=language)
    delivery = Delivery.objects.select_related("recipient").get()

    with read_by(delivery.reader):
        letter = deliveries.letter_of(delivery, at=at)

    said = f"{letter.subject} {letter.heading} {letter.lead} {letter.footnote}"
    assert "any more" not in said


def test_it_is_not_sent_once_it_is_called_again(disabled: Endpoint, at: datetime) -> None:
    disabled.is_enabled = True
    endpoints.change(endpoint=disabled, by=SYSTEM, at=at)
    delivery = Delivery.objects.select_related("recipient").get()

    with read_by(delivery.reader), pytest.raises(NotOwedError):
        deliveries.letter_of(delivery, at=at)
