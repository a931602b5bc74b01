"""What somebody was reminded of, and what they said to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models import Article, Committee, Proposal, User
from tracker.models.deliveries import Delivery


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
