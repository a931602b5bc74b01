"""When whom is reminded of which proposals."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from proposals.models import Committee, Desk
from proposals.vocabulary import Kind


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
        verbose_name = pgettext_lazy("record", "reminder rule")
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
