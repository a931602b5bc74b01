"""The staff's site over what is owed: deliveries, reminder rules, subscriptions."""

from tracker.admin import deliveries, rules, subscriptions, webhooks

__all__ = ["deliveries", "rules", "subscriptions", "webhooks"]
