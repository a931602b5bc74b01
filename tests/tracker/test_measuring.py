"""What is measured: owed, sent, in trouble, how late, and how the tick goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tracker import claiming, deliveries, measuring, ticking
from tracker.models import Delivery

type Make = Callable[..., Any]


def measured(at: datetime) -> dict[tuple[str, ...], float]:
    """Read the exposition as Prometheus does."""
    text = measuring.exposition(at=at).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_messages_are_counted_by_way_out_and_state(
    owe_digests: Make, post: Any, at: datetime
) -> None:
    owe_digests(3)
    assert measured(at)["mithaq_owed", "email"] == 3
    first = claiming.claim(at=at)
    assert first is not None
    Delivery.objects.filter(pk=first.pk).update(state="failed")
    deliveries.send_due(at=lambda: at)

    found = measured(at)
    assert found["mithaq_owed", "email"] == 0
    assert found["mithaq_sent_total", "email"] == 2
    assert found["mithaq_troubled", "email", "failed"] == 1
    assert found["mithaq_owed", "webhook"] == 0


def test_the_longest_waiting_message_says_how_late_it_is(owed: Delivery, at: datetime) -> None:
    later = at + timedelta(minutes=7)

    assert measured(later)["mithaq_oldest_owed_seconds", "email"] == 420
    Delivery.objects.update(not_before=later)
    assert measured(later)["mithaq_oldest_owed_seconds", "email"] == 0


def test_a_message_that_waits_for_another_try_is_not_late(owed: Delivery, at: datetime) -> None:
    Delivery.objects.update(not_before=at + timedelta(hours=4))

    assert measuring.lateness(at=at + timedelta(hours=1))["email"] == 0


def test_the_steps_of_the_tick_say_when_and_how_long(db: None, at: datetime) -> None:
    ticking.tick(at=at, ring=lambda *_, **__: None)

    found = measured(at + timedelta(seconds=90))
    assert found["mithaq_tick_age_seconds", "owe reminders"] == 90
    assert found["mithaq_tick_seconds", "owe reminders"] > 0
    assert found["mithaq_tick_failures_total", "owe reminders"] == 0
