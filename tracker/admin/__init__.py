"""The staff's site over what is owed: deliveries, reminder rules, subscriptions."""

from tracker.admin import deliveries, rules, subscriptions, today

__all__ = ["deliveries", "rules", "subscriptions", "today"]
