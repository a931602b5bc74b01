"""Where partners' systems are called, what each is owed, and each attempt to hand it over."""

import hashlib
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models import Client
from tracker.webhooks.querysets import EndpointQuerySet, NoticeQuerySet


class EventType(models.TextChoices):
    """What an endpoint may be told of."""

    PROPOSAL_RECORDED = "proposal.recorded", _("A proposal was recorded")
    PROPOSAL_MOVED = "proposal.moved", _("The status of a proposal was moved")
    PROPOSAL_EDITED = "proposal.edited", _("A proposal was edited")
    PROPOSAL_SHOWN = "proposal.shown", _("A proposal came into the client's sight")
    POSITION_CHANGED = "position.changed", _("A party's position changed")
    MILESTONE_CHANGED = "milestone.changed", _("A step was added, changed or removed")
    EVIDENCE_CHANGED = "evidence.changed", _("Evidence was attached, confirmed or taken off")


TEST = "webhook.test"


def every_event() -> list[str]:
    """Give all types of events."""
    return list(EventType.values)


class Endpoint(models.Model):
    """An address of a partner's system that is called when something happens.

    ``told_transaction`` and ``told_change`` are where it goes on in the history: everything up to
    there is owed already. ``told_at`` says the same as a time, and stands in for them in a store
    that was moved to another server. The secrets are sealed: they have to be read to sign.
    """

    class WhyDisabled(models.TextChoices):
        """Why an endpoint is not called."""

        BY_HAND = "by_hand", _("It was switched off.")
        GONE = "gone", _("It answered that it is gone for good (410).")
        FAILING = "failing", _("It failed for about a day.")

    client = models.ForeignKey(
        Client, models.CASCADE, verbose_name=_("partner's client"), related_name="endpoints"
    )
    address = models.URLField(
        _("address"), max_length=500, help_text=_("An https address that the partner gave.")
    )
    event_types = ArrayField(
        models.CharField(max_length=32, choices=EventType),
        verbose_name=_("events"),
        default=every_event,
    )
    sealed_secret = models.TextField(editable=False)
    sealed_former = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    disabled_reason = models.CharField(
        _("why it is disabled"), max_length=8, choices=WhyDisabled, blank=True, editable=False
    )
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    succeeded_at = models.DateTimeField(_("last success"), null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    told_transaction = models.BigIntegerField(editable=False)
    told_change = models.BigIntegerField(editable=False)
    told_at = models.DateTimeField(editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["client", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_enabled=True, disabled_reason="")
                | (Q(is_enabled=False) & ~Q(disabled_reason="")),
                name="tracker_endpoint_says_why_it_is_disabled",
            ),
            models.CheckConstraint(
                condition=Q(event_types__len__gt=0), name="tracker_endpoint_is_told_something"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def version(self) -> int:
        """A number that differs wherever the settings do, and not with each call."""
        settings = [self.address, *self.event_types, str(self.is_enabled), self.disabled_reason]
        return int.from_bytes(hashlib.sha256("\n".join(settings).encode()).digest()[:4])


class Notice(models.Model):
    """One event that is owed to one endpoint.

    Its identity follows from the endpoint and the change, so that it is never owed twice and is the
    same however often it is sent. The body is made at each attempt from the history, which never
    changes, with the rights that the client has then.
    """

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", _("Waiting")
        CALLING = "calling", _("Being sent")
        DONE = "done", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, editable=False, default=uuid.uuid4)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="notices")
    type = models.CharField(_("event"), max_length=32)
    transaction = models.BigIntegerField()
    change_id = models.BigIntegerField()
    proposal_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField(_("when it happened"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["transaction", "change_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "calling", "done", "failed", "cancelled"]),
                name="tracker_notice_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="calling")
                | Q(lease_token__isnull=False, leased_until__isnull=False),
                name="tracker_notice_calling_is_leased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "transaction", "change_id"],
                condition=Q(state__in=["queued", "calling"]),
                name="tracker_notice_waiting",
            ),
            models.Index(fields=["endpoint", "happened_at"], name="tracker_notice_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.webhook_id}"

    @property
    def webhook_id(self) -> str:
        """The identity by which a receiver knows it again."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One attempt to hand a notice over, and what the other side answered."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="tries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("when"))
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    trouble = models.CharField(_("trouble"), max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["endpoint", "-id"], name="tracker_attempt_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.status or self.trouble}"

    @property
    def is_success(self) -> bool:
        """Whether the other side took the notice."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004  # 2xx
