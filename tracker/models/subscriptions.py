"""Who wants digests: staff and outside subscribers, each on a schedule of their own."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models import Committee, Desk, User
from proposals.vocabulary import Kind, Language
from tracker.models.channels import Channel
from tracker.querysets import SubscriptionQuerySet

# The ways out that lead to a person, not to a system.
TO_PEOPLE = (Channel.Name.EMAIL, Channel.Name.NOTICE)


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
        verbose_name = pgettext_lazy("record", "outside subscriber")
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
    channel = models.CharField(
        _("way out"),
        max_length=8,
        choices=[(way.value, way.label) for way in TO_PEOPLE],
        default=Channel.Name.EMAIL,
    )
    even_if_empty = models.BooleanField(_("also when nothing happened"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    next_at = models.DateTimeField(_("next digest"))
    told_until = models.DateTimeField(_("told about changes until"))
    told_transaction = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "subscription")
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
                condition=Q(channel="email") | Q(channel="notice", user__isnull=False),
                name="tracker_subscription_reaches_its_reader",
                violation_error_message=_("Who is outside is reached by e-mail alone."),
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
