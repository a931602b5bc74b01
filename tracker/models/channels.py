"""The ways out for messages, and the addresses that refuse them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """A way out for messages; it rests for a while when its server can't be used at all."""

    class Name(models.TextChoices):
        """The ways out."""

        EMAIL = "email", _("E-mail")
        NOTICE = "notice", _("Notice on the site")
        WEBHOOK = "webhook", _("Webhook")

    name = models.CharField(_("name"), max_length=8, choices=Name, primary_key=True)
    rests_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.get_name_display()


class BadAddress(models.Model):
    """An e-mail address that mail came back from; nothing is sent to it until a person says so."""

    address = models.EmailField(_("address"), unique=True)
    reason = models.CharField(_("what was said"), max_length=500)
    noted_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        ordering = ["-noted_at"]

    def __str__(self) -> str:
        return self.address
