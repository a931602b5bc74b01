"""Each message that is owed to somebody."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models import User
from proposals.vocabulary import Language
from tracker.models.channels import Channel
from tracker.models.subscriptions import Subscriber, Subscription
from tracker.querysets import DeliveryQuerySet


class Delivery(models.Model):
    """One message owed to one recipient. The row is there before anything is sent.

    ``key`` names what it is about and for whom, so that the same message is never owed twice. A
    sender holds the row by ``lease_token`` until ``leased_until``; ``data_started_at`` says that
    the server may have taken the message. Content and date are written down in the same moment, and
    the identity follows from the row's own: a second copy, should a crash make one, is the same to
    the byte. ``about`` names the proposals that the message tells of, and how far a digest reached.
    What goes to a person by two ways is two rows: one goes ``along_with`` the other. A notice on
    the site is sent once it is shown; its reader marks it as read (``read_at``).
    """

    class Kind(models.TextChoices):
        """What the message is."""

        REMINDER = "reminder", _("Reminder")
        DIGEST = "digest", _("Digest")
        INVITATION = "invitation", _("Invitation")
        WEBHOOK = "webhook", _("Webhook disabled")
        HANDOVER = "handover", _("Handover")

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
    along_with = models.ForeignKey(
        "self", models.CASCADE, related_name="companions", null=True, blank=True, editable=False
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
                condition=~Q(channel="notice") | Q(recipient__isnull=False),
                name="tracker_delivery_notice_is_for_staff",
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
                fields=["recipient"],
                condition=Q(
                    channel="notice",
                    state="sent",
                    read_at__isnull=True,
                    content_cut_at__isnull=True,
                ),
                name="tracker_delivery_unread",
            ),
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
