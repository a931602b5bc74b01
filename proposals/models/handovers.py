"""Handovers: who was handed which proposals by whom, so that the new owner gets the whole file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.people import User
from proposals.models.proposals import Proposal
from proposals.querysets import HandoverQuerySet


class Handover(models.Model):
    """What one act of one actor handed over to one person, however many proposals it was.

    The history notes each change of an owner; this is what the new owner is told of at once.
    """

    context_id = models.UUIDField(editable=False)
    receiver = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("new owner"), related_name="handovers"
    )
    actor = models.CharField(_("who"), max_length=80)
    actor_name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["context_id", "receiver"], name="proposals_handover_once_an_act"
            )
        ]

    def __str__(self) -> str:
        return _("Handover to %(name)s") % {"name": self.receiver}


class HandedOver(models.Model):
    """One proposal of a handover: who had it before, and its version right after."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="handed_over")
    former = models.ForeignKey(
        User, models.SET_NULL, related_name="gave_away", null=True, blank=True
    )
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("proposal handed over")
        verbose_name_plural = _("proposals handed over")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "proposal"], name="proposals_handedover_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.proposal)

    @property
    def is_as_given(self) -> bool:
        """Whether nobody has acted on it since."""
        return self.proposal.version == self.version
