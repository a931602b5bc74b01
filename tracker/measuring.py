"""Measures for whoever watches: what is owed, sent and failed, how late, and how the tick goes.

They are read from the store in the moment of asking, so every process gives the same numbers.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min, Q
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from tracker.models import Channel, Delivery, TickStep
from tracker.querysets import TROUBLED, WAITING
from tracker.webhooks.models import Notice

# What a webhook's notice is called where all messages are counted.
STATES_OF_NOTICES = {
    Notice.State.QUEUED: Delivery.State.QUEUED,
    Notice.State.CALLING: Delivery.State.SENDING,
    Notice.State.DONE: Delivery.State.SENT,
    Notice.State.FAILED: Delivery.State.FAILED,
    Notice.State.CANCELLED: Delivery.State.CANCELLED,
}

type Families = Iterator[GaugeMetricFamily | CounterMetricFamily]


def lateness(*, at: datetime) -> dict[str, float]:
    """Give for each way out how many seconds the longest waiting message is late; 0 for none.

    A message that waits for its time, or for another try, is not late; nor is one to a partner's
    system that is switched off or rests.
    """
    due = Q(state="queued", not_before__lte=at, stale_after__gt=at)
    forgotten = Q(state="sending", leased_until__lte=at) | Q(state="uncertain", not_before__lte=at)
    found = Delivery.objects.filter(due | forgotten).values("channel").annotate(Min("not_before"))
    oldest = {one["channel"]: one["not_before__min"] for one in found}
    notices = Notice.objects.late(at=at).aggregate(Min("not_before"))
    oldest[Channel.Name.WEBHOOK] = notices["not_before__min"]
    late = {channel: (at - when).total_seconds() for channel, when in oldest.items() if when}
    return {channel: max(late.get(channel, 0.0), 0.0) for channel in Channel.Name.values}


def _counts() -> dict[tuple[str, str], int]:
    """Give how many messages there are, by way out and state."""
    counts = {
        (one["channel"], one["state"]): one["count"]
        for one in Delivery.objects.values("channel", "state").annotate(count=Count("pk"))
    }
    for one in Notice.objects.order_by().values("state").annotate(count=Count("pk")):
        state = STATES_OF_NOTICES[Notice.State(one["state"])]
        counts[Channel.Name.WEBHOOK.value, state.value] = one["count"]
    return counts


class Measures(Collector):
    """Everything that is measured, as Prometheus collects it."""

    def __init__(self, at: datetime) -> None:
        """Measure as of this moment."""
        self.at = at

    def collect(self) -> Families:
        """Give every measure."""
        yield from self._messages()
        yield from self._steps()

    def _messages(self) -> Families:
        counts = _counts()
        owed = GaugeMetricFamily("mithaq_owed", "Messages owed.", labels=["channel"])
        late = GaugeMetricFamily(
            "mithaq_oldest_owed_seconds",
            "Lateness of the message that waits longest.",
            labels=["channel"],
        )
        sent = CounterMetricFamily("mithaq_sent", "Messages handed over.", labels=["channel"])
        failed = GaugeMetricFamily(
            "mithaq_troubled", "Messages that a person should look at.", labels=["channel", "state"]
        )
        for channel, seconds in lateness(at=self.at).items():
            owed.add_metric([channel], sum(counts.get((channel, state), 0) for state in WAITING))
            sent.add_metric([channel], counts.get((channel, "sent"), 0))
            late.add_metric([channel], seconds)
            for state in TROUBLED:
                failed.add_metric([channel, state], counts.get((channel, state), 0))
        yield from (owed, sent, failed, late)

    def _steps(self) -> Families:
        took = GaugeMetricFamily(
            "mithaq_tick_seconds", "How long the last run of a step took.", labels=["step"]
        )
        age = GaugeMetricFamily(
            "mithaq_tick_age_seconds", "How long ago a step last ran.", labels=["step"]
        )
        failures = CounterMetricFamily(
            "mithaq_tick_failures", "How often a step failed.", labels=["step"]
        )
        for step in TickStep.objects.order_by("name"):
            took.add_metric([step.name], step.seconds)
            failures.add_metric([step.name], step.failures)
            if step.ended_at is not None:
                age.add_metric([step.name], (self.at - step.ended_at).total_seconds())
        yield from (took, age, failures)


def exposition(*, at: datetime) -> bytes:
    """Give every measure in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(Measures(at))
    return generate_latest(registry)
