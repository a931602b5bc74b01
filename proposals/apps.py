"""The application's entry for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    """The record of parties, committees, articles and proposals."""

    name = "proposals"
    verbose_name = _("Proposals")
