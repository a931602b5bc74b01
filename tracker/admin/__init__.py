"""The staff's site over what is owed: deliveries, reminder rules, subscriptions; and the feeds."""

from tracker.admin import deliveries, feeds, rules, subscriptions

__all__ = ["deliveries", "feeds", "rules", "subscriptions"]
