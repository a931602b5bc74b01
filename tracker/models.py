"""Who is to hear what and when, and each message that is owed to somebody."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proposals.models import Committee, Desk, Proposal, User
from proposals.vocabulary import Kind, Language
from tracker.querysets import DeliveryQuerySet, SubscriptionQuerySet
from tracker.webhooks.models import Attempt, Endpoint, Notice

__all__ = [
    "Attempt",
    "Channel",
    "Delivery",
    "Endpoint",
    "Notice",
    "Reminder",
    "ReminderRule",
    "Subscription",
]


class ReminderRule(models.Model):
    """When whom is reminded of which proposals; an empty scope means all."""

    class Event(models.TextChoices):
        """What a rule counts its days from."""

        BEFORE_DUE = "before_due", _("Days before the due date")
        OVERDUE = "overdue", _("Every so many days once overdue")

    event = models.CharField(_("when"), max_length=16, choices=Event)
    days = models.PositiveSmallIntegerField(_("days"))
    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("desk"), related_name="+", null=True, blank=True
    )
    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        verbose_name=_("committee"),
        related_name="+",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["event", "-days", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, 365)),
                name="tracker_rule_days_are_sane",
                violation_error_message=_("Between one day and a year."),
            ),
            models.UniqueConstraint(
                fields=["event", "days", "desk", "committee", "kind"],
                nulls_distinct=False,
                name="tracker_rule_once",
                violation_error_message=_("There already is such a rule."),
            ),
        ]

    def __str__(self) -> str:
        if self.event == self.Event.OVERDUE:
            text = ngettext("Every day once overdue", "Every %(days)d days once overdue", self.days)
        else:
            text = ngettext(
                "%(days)d day before the due date", "%(days)d days before the due date", self.days
            )
        return text % {"days": self.days}


class Subscription(models.Model):
    """A digest that somebody wants, on a day and an hour of their own.

    ``told_transaction`` is where the next digest goes on in the history: below it, every change was
    in a digest that was sent. ``told_until`` says the same as a time, for readers, and stands in
    for it before the first digest and in a store that was moved to another server.
    """

    class Cadence(models.TextChoices):
        """How often."""

        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")

    class Weekday(models.IntegerChoices):
        """A day of the week, as ISO 8601 counts them."""

        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("subscriber"),
        related_name="subscriptions",
    )
    cadence = models.CharField(
        _("how often"), max_length=8, choices=Cadence, default=Cadence.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Weekday, default=Weekday.MONDAY, help_text=_("For a weekly digest.")
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=8, help_text=_("0 to 23, in the subscriber's time zone.")
    )
    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        verbose_name=_("committee"),
        related_name="+",
        null=True,
        blank=True,
    )
    only_own = models.BooleanField(_("only what they own"), default=False)
    even_if_empty = models.BooleanField(_("also when nothing happened"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    next_at = models.DateTimeField(_("next digest"))
    told_until = models.DateTimeField(_("told about changes until"))
    told_transaction = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["user", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__range=(0, 23)),
                name="tracker_subscription_hour_is_one",
                violation_error_message=_("An hour is between 0 and 23."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="tracker_subscription_weekday_is_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(is_active=True), name="tracker_subscription_next"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_cadence_display()}"


class Delivery(models.Model):
    """One message owed to one recipient. The row is there before anything is sent.

    ``key`` names what it is about and for whom, so that the same message is never owed twice. A
    sender holds the row by ``lease_token`` until ``leased_until``; ``data_started_at`` says that
    the server may have taken the message. Content and date are written down in the same moment, and
    the identity follows from the row's own: a second copy, should a crash make one, is the same to
    the byte. ``about`` names the proposals that the message tells of, and how far a digest reached.
    """

    class Kind(models.TextChoices):
        """What the message is."""

        REMINDER = "reminder", _("Reminder")
        DIGEST = "digest", _("Digest")
        WEBHOOK = "webhook", _("Webhook disabled")

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        UNCERTAIN = "uncertain", _("Uncertain")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Kept, not sent")
        FAILED = "failed", _("Failed")
        QUARANTINED = "quarantined", _("Set aside")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Too late")

    class WhyNot(models.TextChoices):
        """Why a message that was owed is not sent after all."""

        RECIPIENT_LEFT = "recipient_left", _("The recipient no longer works here.")
        NO_ADDRESS = "no_address", _("The recipient has no e-mail address.")
        CLOSED = "closed", _("The proposal is closed or postponed.")
        OTHER_OWNER = "other_owner", _("Somebody else is in charge of the proposal now.")
        OTHER_DATE = "other_date", _("The due date was changed.")
        OVERTAKEN = "overtaken", _("A later reminder says it.")
        HIDDEN = "hidden", _("The recipient may not see the proposal any more.")
        UNSUBSCRIBED = "unsubscribed", _("The subscription was ended.")
        NOTHING_NEW = "nothing_new", _("There was nothing to say.")
        BY_HAND = "by_hand", _("A person cancelled it.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=250, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    recipient = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("recipient"), related_name="deliveries"
    )
    subscription = models.ForeignKey(
        Subscription,
        models.SET_NULL,
        verbose_name=_("subscription"),
        related_name="deliveries",
        null=True,
        blank=True,
    )
    about = models.JSONField(_("about"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    owed_at = models.DateTimeField(_("owed since"))
    not_before = models.DateTimeField(_("not before"))
    stale_after = models.DateTimeField(_("too late after"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    may_be_double = models.BooleanField(_("may have arrived twice"), default=False)
    why_not = models.CharField(_("why not"), max_length=16, choices=WhyNot, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    address = models.EmailField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("plain text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    dated_at = models.DateTimeField(_("dated"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-owed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "sending",
                        "uncertain",
                        "sent",
                        "kept",
                        "failed",
                        "quarantined",
                        "cancelled",
                        "expired",
                    ]
                ),
                name="tracker_delivery_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending")
                | Q(lease_token__isnull=False, leased_until__isnull=False),
                name="tracker_delivery_sending_is_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="tracker_delivery_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["queued", "uncertain"]),
                name="tracker_delivery_due",
            ),
            models.Index(
                fields=["leased_until"],
                condition=Q(state="sending"),
                name="tracker_delivery_leased",
            ),
            models.Index(fields=["recipient", "-owed_at"], name="tracker_delivery_recipient"),
        ]

    def __str__(self) -> str:
        return self.subject or self.key


class Reminder(models.Model):
    """One thing that one person is reminded of, once: a due date, seen from a certain day.

    The day says which of the reminders it is: some days before the due date, or after it. So two
    rules that mean the same day remind once, and a rule that is made anew doesn't remind again.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    due_on = models.DateField(_("due"))
    remind_on = models.DateField(_("day of the reminder"))
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="reminders")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_on", "proposal_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "recipient", "due_on", "remind_on"],
                name="tracker_reminder_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.remind_on}"

    @property
    def is_ahead(self) -> bool:
        """Whether it speaks of a due date that is still to come."""
        return self.remind_on < self.due_on


class Channel(models.Model):
    """A way out for messages; it rests for a while when its server can't be used at all."""

    class Name(models.TextChoices):
        """The ways out."""

        EMAIL = "email", _("E-mail")

    name = models.CharField(_("name"), max_length=8, choices=Name, primary_key=True)
    rests_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.get_name_display()
