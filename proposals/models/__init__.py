"""The record's models, one module a subject."""

from proposals.models.articles import Article, Feed, Original, Outlet
from proposals.models.committees import Committee, Meeting, Membership
from proposals.models.findings import Finding
from proposals.models.history import Change
from proposals.models.parties import Party, PartyName
from proposals.models.people import Client, Desk, User
from proposals.models.proposals import Evidence, Milestone, Position, Proposal, ReferenceCounter
from proposals.models.search import SearchText

__all__ = [
    "Article",
    "Change",
    "Client",
    "Committee",
    "Desk",
    "Evidence",
    "Feed",
    "Finding",
    "Meeting",
    "Membership",
    "Milestone",
    "Original",
    "Outlet",
    "Party",
    "PartyName",
    "Position",
    "Proposal",
    "ReferenceCounter",
    "SearchText",
    "User",
]
