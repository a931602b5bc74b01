"""Who is to hear what and when, and each message that is owed to somebody; a module a subject."""

from tracker.collecting.models import Entry, Host, Poll, Watch
from tracker.models.channels import BadAddress, Channel
from tracker.models.deliveries import Delivery
from tracker.models.reminders import Answer, Reminder
from tracker.models.rules import RULE_WORDS, ReminderRule
from tracker.models.subscriptions import Subscriber, Subscription
from tracker.models.ticks import TickStep
from tracker.webhooks.models import Attempt, Endpoint, Notice

__all__ = [
    "RULE_WORDS",
    "Answer",
    "Attempt",
    "BadAddress",
    "Channel",
    "Delivery",
    "Endpoint",
    "Entry",
    "Host",
    "Notice",
    "Poll",
    "Reminder",
    "ReminderRule",
    "Subscriber",
    "Subscription",
    "TickStep",
    "Watch",
]
