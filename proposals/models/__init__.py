"""The record's models, one module a subject."""

from proposals.models.addresses import CalendarAddress
from proposals.models.answers import KeptAnswer
from proposals.models.articles import Article, Feed, Fingerprint, Original, Outlet
from proposals.models.committees import Committee, Meeting, Membership
from proposals.models.epochs import Epoch
from proposals.models.findings import Finding
from proposals.models.handovers import HandedOver, Handover
from proposals.models.history import Change
from proposals.models.lists import SavedList
from proposals.models.numbers import ForeignNumber
from proposals.models.papers import File, FileContent, Note
from proposals.models.parties import Party, PartyName
from proposals.models.people import Client, Desk, User
from proposals.models.proposals import Evidence, Milestone, Position, Proposal, ReferenceCounter
from proposals.models.search import SearchText
from proposals.models.signins import SignIn
from proposals.models.wider import Wider

__all__ = [
    "Article",
    "CalendarAddress",
    "Change",
    "Client",
    "Committee",
    "Desk",
    "Epoch",
    "Evidence",
    "Feed",
    "File",
    "FileContent",
    "Finding",
    "Fingerprint",
    "ForeignNumber",
    "HandedOver",
    "Handover",
    "KeptAnswer",
    "Meeting",
    "Membership",
    "Milestone",
    "Note",
    "Original",
    "Outlet",
    "Party",
    "PartyName",
    "Position",
    "Proposal",
    "ReferenceCounter",
    "SavedList",
    "SearchText",
    "SignIn",
    "User",
    "Wider",
]
