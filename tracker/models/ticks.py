"""How the tick went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TickStep(models.Model):
    """How the last run of one step of the tick went; what watches over Mithaq reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("step of the tick")
        verbose_name_plural = _("steps of the tick")

    def __str__(self) -> str:
        return self.name
