"""Who signed in, when, and how."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.people import User
from proposals.querysets import OwnQuerySet


class Way(models.TextChoices):
    """A way in which a person shows who they are."""

    PASSWORD = "password", _("password")
    CODE = "totp", _("code of an app")
    PASSKEY = "webauthn", _("passkey")
    RECOVERY = "recovery_codes", _("recovery code")
    SINGLE_SIGN_ON = "socialaccount", _("single sign-on")


class Step(models.TextChoices):
    """What happened."""

    SIGNED_IN = "signed_in", _("signed in")
    REFUSED = "refused", _("refused")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")


class SignIn(models.Model):
    """A sign-in of a person, one that was refused, or a change of their second factors.

    Of names that nobody has nothing is kept: people type passwords there by mistake.
    """

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="sign_ins", editable=False
    )
    at = models.DateTimeField(_("when"), editable=False)
    step = models.CharField(_("what"), max_length=16, choices=Step, editable=False)
    ways = models.CharField(_("how"), max_length=100, blank=True, editable=False)
    address = models.GenericIPAddressField(_("from"), null=True, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step__in=Step.values), name="proposals_signin_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_step_display()}"

    @property
    def ways_used(self) -> list[Way]:
        """The ways that were used, in their order."""
        return [Way(way) for way in self.ways.split()]
