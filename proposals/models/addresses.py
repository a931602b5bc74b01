"""The addresses at which people's calendars and feed readers follow the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.committees import Committee
from proposals.models.people import User
from proposals.querysets import OwnQuerySet


class CalendarAddress(models.Model):
    """An unguessable address by which one person follows what they may see.

    Programs that read calendars and feeds can't sign in, so whoever has the address may read. Only
    its digest is kept: the address itself is shown once, and deleting the row ends it.
    """

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="calendar_addresses"
    )
    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        verbose_name=_("committee"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Left empty, it holds all that the person may see."),
    )
    only_own = models.BooleanField(_("only what they own"), default=False)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    last_used_at = models.DateTimeField(_("last read"), null=True, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["user", "id"]

    def __str__(self) -> str:
        scope = self.committee or _("all committees")
        return f"{self.user}, {scope}"
