"""The staff's site over what is owed: deliveries, reminder rules, subscriptions, addresses."""

from proposals.admin.overview import FURTHER
from tracker.admin import addresses, deliveries, rules, subscribers, subscriptions, waiting

__all__ = ["addresses", "deliveries", "rules", "subscribers", "subscriptions", "waiting"]

FURTHER.append(waiting.troubles)
