"""Committees and their meetings."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from proposals.days import numerals
from proposals.models.fetched import Fetched
from proposals.models.history import Change, kept_as_it_stood, noted
from proposals.models.names import Named
from proposals.models.parties import Party
from proposals.models.people import Desk
from proposals.querysets import CommitteeQuerySet, MeetingQuerySet


@kept_as_it_stood()
@noted()
class Committee(Named):
    """A standing body of two parties or more."""

    parties = models.ManyToManyField(
        Party,
        verbose_name=_("parties"),
        related_name="committees",
        through="proposals.Membership",
    )
    desk = models.ForeignKey(
        Desk,
        models.PROTECT,
        verbose_name=_("desk"),
        related_name="committees",
        null=True,
        blank=True,
    )
    cadence_months = models.PositiveSmallIntegerField(
        _("months between meetings"),
        null=True,
        blank=True,
        help_text=_("As the parties agreed it; its next meeting counts as overdue after that."),
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("record", "committee")
        verbose_name_plural = _("committees")
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cadence_months__isnull=True) | Q(cadence_months__range=(1, 120)),
                name="proposals_committee_cadence_is_sane",
                violation_error_message=_("Between one month and ten years."),
            ),
        ]


@kept_as_it_stood()
@noted()
class Membership(models.Model):
    """One party's seat in one committee."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")

    class Meta:
        verbose_name = pgettext_lazy("record", "member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["committee", "party"], name="proposals_membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.committee}"


@kept_as_it_stood()
@noted()
class Meeting(Fetched):
    """One meeting of a committee."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name=_("committee"), related_name="meetings"
    )
    ordinal = models.PositiveSmallIntegerField(_("number"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "committee_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "ordinal"],
                name="proposals_meeting_number_once",
                violation_error_message=_("This committee already has a meeting of that number."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1), name="proposals_meeting_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="proposals_meeting_ends_after_start",
                violation_error_message=_("It can't end before it starts."),
            ),
        ]

    @property
    def version(self) -> int:
        """Which state of it this is: how often it was written, by the history."""
        return Change.objects.filter(subject="meeting", subject_id=self.pk).count()

    def __str__(self) -> str:
        return gettext("%(committee)s, meeting %(number)s") % {
            "committee": self.committee,
            "number": numerals(self.ordinal),
        }
