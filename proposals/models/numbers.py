"""The numbers under which others know our proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.proposals import Proposal


class ForeignNumber(models.Model):
    """A number that a partner's own register gives a proposal; an import finds it by that again."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name=_("proposal"), related_name="foreign_numbers"
    )
    number = models.CharField(_("partner's number"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("partner's number")
        verbose_name_plural = _("partners' numbers")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number=""), name="proposals_foreignnumber_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return self.number
