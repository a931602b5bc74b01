"""The staff's site over the record."""

from proposals.admin import (
    articles,
    changes,
    clients,
    committees,
    outlets,
    parties,
    people,
    proposals,
)

__all__ = [
    "articles",
    "changes",
    "clients",
    "committees",
    "outlets",
    "parties",
    "people",
    "proposals",
]
