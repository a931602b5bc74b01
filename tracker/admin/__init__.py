"""The staff's site over what is owed and collected: deliveries, rules, subscriptions, feeds."""

from proposals.admin.overview import FURTHER
from tracker.admin import (
    addresses,
    deliveries,
    feeds,
    rules,
    subscribers,
    subscriptions,
    waiting,
    webhooks,
)

__all__ = [
    "addresses",
    "deliveries",
    "feeds",
    "rules",
    "subscribers",
    "subscriptions",
    "waiting",
    "webhooks",
]

FURTHER.append(waiting.troubles)
