"""The staff's site over what is owed: deliveries, reminder rules, subscriptions."""

from tracker.admin import deliveries, rules, subscriptions

__all__ = ["deliveries", "rules", "subscriptions"]
