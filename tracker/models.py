"""Who is to hear what and when, and each message that is owed to somebody."""

import uuid
from collections.abc import Callable
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proposals.models import Article, Committee, Desk, Proposal, User
from proposals.vocabulary import Kind, Language
from tracker.collecting.models import Entry, Host, Poll, Watch
from tracker.querysets import DeliveryQuerySet, SubscriptionQuerySet
from tracker.webhooks.models import Attempt, Endpoint, Notice

__all__ = [
    "Attempt",
    "Channel",
    "Delivery",
    "Endpoint",
    "Entry",
    "Host",
    "Notice",
    "Poll",
    "Reminder",
    "ReminderRule",
    "Subscription",
    "Watch",
]


class ReminderRule(models.Model):
    """When whom is reminded of which proposals; an empty scope means all."""

    class Event(models.TextChoices):
        """What a rule counts its days from."""

        BEFORE_DUE = "before_due", _("Days before the due date")
        OVERDUE = "overdue", _("Every so many days once overdue")
        REVIEW = "review", _("Days before the review date")
        MILESTONE = "milestone", _("Days before a step is due")
        NO_CHANGE = "no_change", _("Days without any change")
        POSITION = "position", _("Days for which a party's position is awaited")
        MEETING = "meeting", _("Days before a meeting, where there is no news since the last one")
        FINDING = "finding", _("Every so many days while findings wait for review")
        CADENCE = "cadence", _("Every so many days once a committee's next meeting is overdue")

    event = models.CharField(_("when"), max_length=16, choices=Event)
    days = models.PositiveSmallIntegerField(_("days"))
    escalate_days = models.PositiveSmallIntegerField(
        _("goes up after days"),
        null=True,
        blank=True,
        help_text=_(
            "Unanswered for so many days, the alternate is told as well, and after as many again "
            "the head of the desk. Empty: it goes to nobody else."
        ),
    )
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
            models.CheckConstraint(
                condition=Q(escalate_days__isnull=True) | Q(escalate_days__range=(1, 60)),
                name="tracker_rule_ladder_is_sane",
                violation_error_message=_("Between one day and sixty."),
            ),
            models.UniqueConstraint(
                fields=["event", "days", "desk", "committee", "kind"],
                nulls_distinct=False,
                name="tracker_rule_once",
                violation_error_message=_("There already is such a rule."),
            ),
        ]

    def __str__(self) -> str:
        return str(RULE_WORDS[self.event](self.days)) % {"days": self.days}


RULE_WORDS: dict[str, Callable[[int], str]] = {
    "before_due": lambda days: ngettext(
        "%(days)d day before the due date", "%(days)d days before the due date", days
    ),
    "overdue": lambda days: ngettext(
        "Every day once overdue", "Every %(days)d days once overdue", days
    ),
    "review": lambda days: ngettext(
        "%(days)d day before the review date", "%(days)d days before the review date", days
    ),
    "milestone": lambda days: ngettext(
        "%(days)d day before a step is due", "%(days)d days before a step is due", days
    ),
    "no_change": lambda days: ngettext(
        "%(days)d day without any change", "%(days)d days without any change", days
    ),
    "position": lambda days: ngettext(
        "A position awaited for %(days)d day", "A position awaited for %(days)d days", days
    ),
    "meeting": lambda days: ngettext(
        "%(days)d day before a meeting, without news since the last one",
        "%(days)d days before a meeting, without news since the last one",
        days,
    ),
    "finding": lambda days: ngettext(
        "Every day while findings wait for review",
        "Every %(days)d days while findings wait for review",
        days,
    ),
    "cadence": lambda days: ngettext(
        "Every day once a committee's next meeting is overdue",
        "Every %(days)d days once a committee's next meeting is overdue",
        days,
    ),
}


class Channel(models.Model):
    """A way out for messages; it rests for a while when its server can't be used at all."""

    class Name(models.TextChoices):
        """The ways out."""

        EMAIL = "email", _("E-mail")
        NOTICE = "notice", _("Notice on the site")
        WEBHOOK = "webhook", _("Webhook")

    name = models.CharField(_("name"), max_length=8, choices=Name, primary_key=True)
    rests_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.get_name_display()


class Subscriber(models.Model):
    """Somebody outside who gets digests by e-mail, once they have confirmed that they want them.

    They see what partners of these committees see, and nothing else.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    desk = models.ForeignKey(
        Desk,
        models.PROTECT,
        verbose_name=_("desk"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Looks after them; their answers go there."),
    )
    committees = models.ManyToManyField(
        Committee,
        verbose_name=_("committees"),
        related_name="+",
        help_text=_("They hear of the proposals of these committees that partners may see."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    invited_at = models.DateTimeField(_("invited"), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)

    class Meta:
        verbose_name = _("outside subscriber")
        verbose_name_plural = _("outside subscribers")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="tracker_subscriber_address_once",
                violation_error_message=_("This address is known already."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="tracker_subscriber_language_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Refuse a time zone that this machine does not know."""
        super().clean()
        if self.time_zone not in available_timezones():
            message = _("There is no such time zone; an example is Asia/Baghdad.")
            raise ValidationError({"time_zone": message})


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
        MONTHLY = "monthly", _("Every month")

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
        null=True,
        blank=True,
    )
    outsider = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        verbose_name=_("outside subscriber"),
        related_name="subscriptions",
        null=True,
        blank=True,
    )
    cadence = models.CharField(
        _("how often"), max_length=8, choices=Cadence, default=Cadence.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Weekday, default=Weekday.MONDAY, help_text=_("For a weekly digest.")
    )
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, help_text=_("For a monthly digest, 1 to 28.")
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
    desk = models.ForeignKey(
        Desk, models.CASCADE, verbose_name=_("desk"), related_name="+", null=True, blank=True
    )
    pair = models.CharField(
        _("two parties"), max_length=60, blank=True, help_text=_("Their codes, such as IQ-IR.")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
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
        ordering = ["user", "outsider", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, outsider__isnull=True)
                | Q(user__isnull=True, outsider__isnull=False),
                name="tracker_subscription_has_one_reader",
                violation_error_message=_("Choose one person, of the staff or from outside."),
            ),
            models.CheckConstraint(
                condition=Q(month_day__range=(1, 28)),
                name="tracker_subscription_month_day_is_in_every_month",
                violation_error_message=_("A day that every month has: 1 to 28."),
            ),
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
        return f"{self.reader}, {self.get_cadence_display()}"

    @property
    def reader(self) -> User | Subscriber:
        """Who reads it."""
        reader = self.user or self.outsider
        assert reader is not None  # noqa: S101  # the database holds that there is one
        return reader


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
        INVITATION = "invitation", _("Invitation")
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
        BAD_ADDRESS = "bad_address", _("Mail to this address came back.")
        UNWANTED = "unwanted", _("The recipient has not confirmed, or wants no more.")
        NOTHING_NEW = "nothing_new", _("There was nothing to say.")
        NEWS = "news", _("Something happened meanwhile.")
        ANSWERED = "answered", _("It was answered: the next step has a date.")
        SNOOZED = "snoozed", _("The recipient asked to be reminded later.")
        BY_HAND = "by_hand", _("A person cancelled it.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=250, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    channel = models.CharField(
        _("way out"), max_length=8, choices=Channel.Name, default=Channel.Name.EMAIL
    )
    recipient = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("recipient"),
        related_name="deliveries",
        null=True,
        blank=True,
    )
    outsider = models.ForeignKey(
        Subscriber,
        models.PROTECT,
        verbose_name=_("outside subscriber"),
        related_name="deliveries",
        null=True,
        blank=True,
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
    content_cut_at = models.DateTimeField(_("content removed"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

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
                condition=Q(recipient__isnull=False, outsider__isnull=True)
                | Q(recipient__isnull=True, outsider__isnull=False),
                name="tracker_delivery_has_one_reader",
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
                fields=["not_before", "id"],
                condition=Q(state__in=["queued", "uncertain"]),
                name="tracker_delivery_due",
            ),
            models.Index(
                fields=["leased_until"],
                condition=Q(state="sending"),
                name="tracker_delivery_leased",
            ),
            models.Index(fields=["recipient", "-owed_at"], name="tracker_delivery_recipient"),
            models.Index(
                fields=["owed_at"],
                condition=Q(content_cut_at__isnull=True),
                name="tracker_delivery_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.key

    @property
    def reader(self) -> User | Subscriber:
        """Who is to read it."""
        reader = self.recipient or self.outsider
        assert reader is not None  # noqa: S101  # the database holds that there is one
        return reader


class Reminder(models.Model):
    """One thing that one person is reminded of, once: a date, seen from a certain day.

    It is about a proposal, an article whose findings wait, or a committee that should have met.
    ``due_on`` is the date that it counts from; the day says which of the reminders of that date it
    is. So two rules that mean the same day remind once, and a rule that is made anew doesn't remind
    again. ``rung`` is how far up the ladder it went: 0 to whoever is in charge, 1 to their
    alternate, 2 to the head of the desk.
    """

    class About(models.TextChoices):
        """What a reminder speaks of."""

        DUE = "due", _("Due date")
        REVIEW = "review", _("Review date")
        MILESTONE = "milestone", _("Step")
        NO_CHANGE = "no_change", _("No change")
        POSITION = "position", _("Awaited position")
        MEETING = "meeting", _("Meeting")
        FINDING = "finding", _("Findings to review")
        CADENCE = "cadence", _("Overdue meeting")
        PROMISE = "promise", _("Promised step")
        SNOOZED = "snoozed", _("Asked to be reminded")

    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    about = models.CharField(max_length=12, choices=About, default=About.DUE)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", null=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", null=True)
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", null=True)
    due_on = models.DateField(_("due"))
    remind_on = models.DateField(_("day of the reminder"))
    rung = models.PositiveSmallIntegerField(default=0)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="reminders")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_on", "proposal_id", "article_id", "committee_id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "proposal",
                    "recipient",
                    "due_on",
                    "remind_on",
                    "about",
                    "article",
                    "committee",
                ],
                nulls_distinct=False,
                name="tracker_reminder_once",
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, article__isnull=True, committee__isnull=True)
                | Q(proposal__isnull=True, article__isnull=False, committee__isnull=True)
                | Q(proposal__isnull=True, article__isnull=True, committee__isnull=False),
                name="tracker_reminder_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal or self.article or self.committee}: {self.remind_on}"


class Answer(models.Model):
    """What a person said to the reminders of one proposal: seen, or remind me later.

    "Seen, next step by a date" quiets what repeats, for everybody on the ladder, until that date
    has passed; "later" quiets everything for that person alone, and reminds again afterwards.
    """

    class Act(models.TextChoices):
        """What was said."""

        SEEN = "seen", _("Seen, next step by a date")
        LATER = "later", _("Remind me later")

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    act = models.CharField(_("answer"), max_length=8, choices=Act)
    until = models.DateField(_("until"))
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person", "act"], name="tracker_answer_once"
            )
        ]
        indexes = [models.Index(fields=["act", "until"], name="tracker_answer_until")]

    def __str__(self) -> str:
        return f"{self.person}, {self.proposal}: {self.get_act_display()} {self.until}"


class BadAddress(models.Model):
    """An e-mail address that mail came back from; nothing is sent to it until a person says so."""

    address = models.EmailField(_("address"), unique=True)
    reason = models.CharField(_("what was said"), max_length=500)
    noted_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        ordering = ["-noted_at"]

    def __str__(self) -> str:
        return self.address


class TickStep(models.Model):
    """How the last run of one step of the tick went; what watches over Mithaq reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("step of the tick")
        verbose_name_plural = _("steps of the tick")

    def __str__(self) -> str:
        return self.name
