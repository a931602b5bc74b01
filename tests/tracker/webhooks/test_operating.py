"""What an operator sees of partners' notices, and does with them: as with all that is owed."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from proposals.errors import NotAllowedError, RefusedError
from proposals.models import User
from proposals.rights import Actor
from tests.conftest import SYSTEM
from tests.tracker.test_measuring import measured
from tests.tracker.webhooks.conftest import Receiver
from tracker.webhooks import calling, owing
from tracker.webhooks.models import Endpoint, Notice

MINUTE = timedelta(minutes=1)


@pytest.fixture
def notice(endpoint: Endpoint, at: datetime) -> Notice:
    """A notice that is owed and due."""
    return owing.owe_test(endpoint=endpoint, at=at)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("deliveries", *arguments, stdout=out)
    return out.getvalue()


def call(notice: Notice, at: datetime) -> None:
    calling.call_due(endpoint_id=notice.endpoint_id, at=lambda: at)


def test_notices_are_counted_by_state(notice: Notice, at: datetime) -> None:
    found = measured(at)
    assert (found["mithaq_owed", "webhook"], found["mithaq_sent_total", "webhook"]) == (1, 0)

    call(notice, at)

    found = measured(at)
    assert (found["mithaq_owed", "webhook"], found["mithaq_sent_total", "webhook"]) == (0, 1)
    Notice.objects.update(state="failed")
    assert measured(at)["mithaq_troubled", "webhook", "failed"] == 1


def test_one_that_lies_says_how_late_it_is(notice: Notice, at: datetime) -> None:
    assert measured(at + 7 * MINUTE)["mithaq_oldest_owed_seconds", "webhook"] == 420


@pytest.mark.parametrize(
    "values", [{"is_enabled": False, "disabled_reason": "by_hand"}, {"rests": True}]
)
def test_a_partner_that_is_off_or_rests_makes_nothing_late(
    notice: Notice, at: datetime, values: dict[str, Any]
) -> None:
    rests = {"rests_until": at + 60 * MINUTE} if values.pop("rests", False) else {}
    Endpoint.objects.update(**values, **rests)

    assert measured(at + 7 * MINUTE)["mithaq_oldest_owed_seconds", "webhook"] == 0


def test_one_that_waits_for_another_try_is_not_late(
    notice: Notice, receiver: Receiver, at: datetime
) -> None:
    receiver.answers.append(500)
    call(notice, at)

    assert measured(at)["mithaq_oldest_owed_seconds", "webhook"] == 0
    assert measured(at)["mithaq_owed", "webhook"] == 1


def test_the_command_lists_what_is_owed_and_what_failed(notice: Notice, at: datetime) -> None:
    assert str(notice.pk) in run("list")
    assert notice.endpoint.address in run("list")
    call(notice, at)

    assert run("list") == ""
    assert "done" in run("list", "--all")


def test_the_command_cancels_one_and_has_it_sent_again(
    notice: Notice, receiver: Receiver, at: datetime
) -> None:
    assert run("cancel", str(notice.pk)).split() == [str(notice.pk), "cancelled"]
    call(notice, at)
    assert receiver.calls == []

    assert run("retry", str(notice.pk)).split() == [str(notice.pk), "queued"]
    later = Notice.objects.get().not_before
    call(notice, later)
    assert [one.identity for one in receiver.calls] == [notice.webhook_id]


def test_what_is_on_its_way_or_done_is_left_alone(notice: Notice, at: datetime) -> None:
    call(notice, at)

    with pytest.raises(CommandError, match="Sent"):
        run("cancel", str(notice.pk))
    with pytest.raises(RefusedError):
        owing.send_again(notice=notice, by=SYSTEM, at=at)


def test_officers_do_neither(notice: Notice, officer_user: User, at: datetime) -> None:
    officer = Actor.of_user(officer_user)

    with pytest.raises(NotAllowedError):
        owing.cancel(notice=notice, by=officer)
    with pytest.raises(NotAllowedError):
        owing.send_again(notice=notice, by=officer, at=at)
