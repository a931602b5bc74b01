"""What the guide says of webhooks: its receiver verifies, its list of events and tries is true."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tracker.webhooks import calling, signing
from tracker.webhooks.models import TEST, EventType

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
BODY = b'{"type":"webhook.test"}'


@pytest.fixture
def is_from_mithaq() -> Callable[..., bool]:
    """The guide's own receiver."""
    (source,) = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102  # the guide's own example
    found: Callable[..., bool] = names["is_from_mithaq"]
    return found


def test_the_guides_receiver_tells_our_calls_from_others(
    is_from_mithaq: Callable[..., bool],
) -> None:
    secret, other, now = signing.new_secret(), signing.new_secret(), datetime.now(UTC)

    def headers(at: datetime) -> dict[str, str]:
        return signing.headers(identity="msg_1", body=BODY, secrets_valid=[other, secret], at=at)

    assert is_from_mithaq(secret, headers(now), BODY)
    assert not is_from_mithaq(secret, headers(now), BODY + b" ")
    assert not is_from_mithaq(signing.new_secret(), headers(now), BODY)
    assert not is_from_mithaq(secret, headers(now - timedelta(minutes=6)), BODY)


@pytest.mark.parametrize("event", [*EventType.values, TEST])
def test_the_guide_names_every_event(event: str) -> None:
    assert f"`{event}`" in GUIDE


def test_the_guide_says_when_it_is_tried_again() -> None:
    told = re.search(r"after 5 seconds, 30 seconds, (.*?) hours", GUIDE)
    assert told is not None
    minutes, hours = (re.findall(r"\d+", part) for part in told[1].split("minutes"))

    assert (
        5,
        30,
        *(60 * int(number) for number in minutes),
        *(3600 * int(number) for number in hours),
    ) == calling.BACK_OFF
