"""Who works with the record: desks, their people, and partners' systems."""

from datetime import date, datetime
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from oauth2_provider.models import AbstractApplication

from proposals.models.fetched import Fetched
from proposals.models.names import Named
from proposals.vocabulary import Calendar, Language, Numerals, Reach, Role, Visibility


class Desk(Named):
    """A unit of the ministry that looks after committees and their proposals."""

    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Answers to its people's mail go there.")
    )

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("record", "desk")
        verbose_name_plural = _("desks")


class User(Fetched, AbstractUser):
    """A member of staff, with what they prefer to read and when."""

    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.READER)
    desk = models.ForeignKey(
        Desk, models.PROTECT, verbose_name=_("desk"), related_name="people", null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    calendar = models.CharField(
        _("calendar"), max_length=16, choices=Calendar, default=Calendar.GREGORIAN
    )
    calendar_beside = models.CharField(
        _("calendar beside it"),
        max_length=16,
        choices=Calendar,
        blank=True,
        help_text=_("Beside another calendar, the Gregorian day always stands."),
    )
    numerals = models.CharField(
        _("numerals"),
        max_length=8,
        choices=Numerals,
        blank=True,
        help_text=_("Without a choice, pages have Latin ones and messages those of the language."),
    )
    country = models.CharField(
        _("country of work"),
        max_length=2,
        blank=True,
        help_text=_("Its weekends and public holidays are kept free of reminders."),
    )
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=20)
    quiet_until = models.PositiveSmallIntegerField(
        _("quiet until"),
        default=7,
        help_text=_("Hours of the own day, 0 to 23. The same hour twice means never quiet."),
    )
    reached_by = models.CharField(
        _("told of what needs them"), max_length=8, choices=Reach, default=Reach.BOTH
    )
    alternate = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("alternate"),
        related_name="stands_in_for",
        null=True,
        blank=True,
        help_text=_("Is told while this person is away, and after a reminder went unanswered."),
    )
    absent_from = models.DateField(_("away from"), null=True, blank=True)
    absent_until = models.DateField(_("away until"), null=True, blank=True)
    # The columns of the list of proposals, by name; empty for those that everybody gets.
    columns = models.JSONField(_("columns"), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("record", "person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="proposals_user_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values),
                name="proposals_user_language_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(reached_by__in=Reach.values),
                name="proposals_user_reach_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(calendar__in=Calendar.values)
                & models.Q(calendar_beside__in=["", *Calendar.values])
                & models.Q(numerals__in=["", *Numerals.values]),
                name="proposals_user_manner_of_days_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__lt=24, quiet_until__lt=24),
                name="proposals_user_quiet_hours_are_hours",
                violation_error_message=_("An hour is between 0 and 23."),
            ),
            models.CheckConstraint(
                condition=models.Q(alternate__isnull=True) | ~models.Q(alternate=models.F("id")),
                name="proposals_user_is_not_their_own_alternate",
                violation_error_message=_("Nobody is their own alternate."),
            ),
            models.CheckConstraint(
                condition=models.Q(absent_until__isnull=True)
                | models.Q(absent_from__isnull=False, absent_until__gte=models.F("absent_from")),
                name="proposals_user_comes_back_after_leaving",
                violation_error_message=_("An absence ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def is_away(self, *, on: date) -> bool:
        """Tell whether this person is absent on a day."""
        if self.absent_from is None or on < self.absent_from:
            return False
        return self.absent_until is None or on <= self.absent_until

    def clean(self) -> None:
        """Refuse a time zone that this machine does not know: every page is shown in it."""
        super().clean()
        if self.time_zone not in available_timezones():
            message = _("There is no such time zone; an example is Asia/Baghdad.")
            raise ValidationError({"time_zone": message})


class Client(AbstractApplication):
    """A partner's system: an OAuth 2.0 client, and the part of the record it may see."""

    committees = models.ManyToManyField(
        "proposals.Committee",
        verbose_name=_("committees"),
        related_name="clients",
        blank=True,
        help_text=_("It sees the proposals of these committees and nothing else."),
    )
    visibility = models.CharField(
        _("visibility"),
        max_length=16,
        choices=[
            (Visibility.SHARED.value, Visibility.SHARED.label),
            (Visibility.INTERNAL.value, Visibility.INTERNAL.label),
        ],
        default=Visibility.SHARED,
        help_text=_("The narrowest circle it belongs to."),
    )
    allowed_scopes = models.TextField(
        _("scopes"),
        default="proposals:read",
        help_text=_("What it may ask for, separated by spaces."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    # While a partner changes over to a new secret, the former one is good as well.
    former_secret = models.CharField(max_length=255, blank=True)
    former_secret_until = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta(AbstractApplication.Meta):
        verbose_name = pgettext_lazy("record", "partner's client")
        verbose_name_plural = _("partners' clients")

    @property
    def granted(self) -> frozenset[str]:
        """The scopes that it may ask for."""
        return frozenset(self.allowed_scopes.split())

    def has_former_secret(self, *, at: datetime) -> bool:
        """Tell whether the secret before the present one is still good."""
        return bool(self.former_secret) and at < (self.former_secret_until or at)

    def is_usable(self, request: object) -> bool:  # noqa: ARG002  # the library's form
        """Tell whether it gets tokens and its tokens count: not while it is switched off."""
        return self.is_active
