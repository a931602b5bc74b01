"""What an address shows: as much of what it is for as its person may see at the moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from proposals.models import Change, Meeting, Milestone, Proposal
from proposals.querysets import PAPERS
from proposals.rights import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from proposals.models import CalendarAddress
    from proposals.querysets import ChangeQuerySet, MeetingQuerySet, ProposalQuerySet


@dataclass(frozen=True)
class Sight:
    """What may be seen through an address."""

    address: CalendarAddress

    @cached_property
    def actor(self) -> Actor:
        """The person whose address it is, with the rights of this moment."""
        return Actor.of_user(self.address.user)

    @property
    def proposals(self) -> ProposalQuerySet:
        """The proposals."""
        return Proposal.objects.visible_to(self.actor).filter(**self._scope)

    @property
    def milestones(self) -> QuerySet[Milestone]:
        """The steps of the proposals."""
        return Milestone.objects.filter(proposal__in=self.proposals)

    @property
    def meetings(self) -> MeetingQuerySet:
        """The meetings of the committees to which the proposals belong."""
        visible = Meeting.objects.visible_to(self.actor)
        if self.address.only_own:
            return visible.filter(committee__in=self.proposals.values("committee"))
        return visible.filter(**self._scope)

    @property
    def changes(self) -> ChangeQuerySet:
        """What happened to the proposals, newest first."""
        found = Change.objects.filter(proposal_id__in=self.proposals.values("pk"))
        told = found.exclude(subject__in=PAPERS)  # feed readers are programs outside
        return told.order_by("-transaction", "-id")

    @property
    def _scope(self) -> dict[str, Any]:
        committee = {"committee": self.address.committee_id} if self.address.committee_id else {}
        own = {"owner": self.address.user_id} if self.address.only_own else {}
        return committee | own

    @property
    def name(self) -> str:
        """What it is called in the program that follows it."""
        return " · ".join(
            ["Mithaq", *([self.address.committee.name] if self.address.committee else [])]
        )


def absolute(path: str) -> str:
    """Give a page's whole address."""
    return settings.BASE_URL.rstrip("/") + path


def page_of(record: Proposal | Meeting) -> str:
    """Give the whole address of a record's page for staff."""
    options = record._meta  # noqa: SLF001  # Django's own word for it
    return absolute(reverse(f"admin:proposals_{options.model_name}_change", args=[record.pk]))


def host() -> str:
    """Give the installation's name, which makes identifiers unlike those of any other."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
