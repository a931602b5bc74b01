"""The staff's site over what is owed and collected: deliveries, rules, subscriptions, feeds."""

from tracker.admin import (
    addresses,
    deliveries,
    feeds,
    rules,
    subscribers,
    subscriptions,
    today,
    webhooks,
)

__all__ = [
    "addresses",
    "deliveries",
    "feeds",
    "rules",
    "subscribers",
    "subscriptions",
    "today",
    "webhooks",
]
