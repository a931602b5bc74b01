"""The staff's site over the record."""

from proposals.admin import (
    articles,
    calendar_addresses,
    changes,
    clients,
    committees,
    outlets,
    parties,
    people,
    proposals,
    signins,
)

__all__ = [
    "articles",
    "calendar_addresses",
    "changes",
    "clients",
    "committees",
    "outlets",
    "parties",
    "people",
    "proposals",
    "signins",
]
