"""The application's entry for Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    """The record of parties, committees, articles and proposals."""

    name = "proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        """Keep the list of sign-ins, and let the history of a restored store go on in order."""
        from proposals.signin.noting import listen  # noqa: PLC0415  # models are there once apps are

        listen()
        post_migrate.connect(_begin_epoch, sender=self, dispatch_uid="proposals.epoch")


def _begin_epoch(using: str, **_: Any) -> None:
    from proposals.models import Epoch  # noqa: PLC0415  # models are there once apps are

    if using == "default":
        Epoch.present()
