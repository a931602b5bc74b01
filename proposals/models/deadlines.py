"""Deadlines, kept as they were worded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models.fetched import Fetched
from proposals.vocabulary import Precision


class Deadline(Fetched):
    """A date by which something is due: its own words, how exact they are, the last day they mean.

    Reminders count from ``due_on``. A deadline tied to an event has no day until one is known.
    """

    due_on = models.DateField(_("due"), null=True, blank=True)
    due_wording = models.CharField(
        _("deadline as worded"),
        max_length=200,
        blank=True,
        help_text=_("For example: by the end of the year, before the next meeting."),
    )
    due_precision = models.CharField(_("precision"), max_length=8, choices=Precision, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(due_precision=Precision.EVENT)
                | Q(due_on__isnull=True, due_precision="")
                | (Q(due_on__isnull=False) & ~Q(due_precision="")),
                name="%(app_label)s_%(class)s_deadline_is_whole",
                violation_error_message=_("A deadline needs its last day and its precision."),
            ),
            models.CheckConstraint(
                condition=~Q(due_precision=Precision.EVENT) | ~Q(due_wording=""),
                name="%(app_label)s_%(class)s_event_deadline_is_worded",
                violation_error_message=_("Say before which event it is due."),
            ),
        ]
