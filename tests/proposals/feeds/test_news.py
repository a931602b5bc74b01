"""The Atom feed: what happened, by the rules of RFC 4287, as a second parser reads it too."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from proposals.models import Note, Proposal, User
from proposals.services import proposals as services
from tests.conftest import SYSTEM
from tests.proposals.feeds.conftest import Follower

type Make = Callable[..., Any]
ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 4151: the authority's name and a day on which it was its own, then what it names.
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d{2}-\d{2}:[\w-]+")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


@pytest.fixture
def english(officer_user: User) -> None:
    User.objects.filter(pk=officer_user.pk).update(language="en")
    officer_user.refresh_from_db()


def read(follower: Follower) -> ET.Element:
    return ET.fromstring(follower.get("news").content)  # noqa: S314  # our own


def titles(follower: Follower) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in read(follower).iter(f"{ATOM}entry")]


def test_it_tells_what_happened_newest_first(
    follow: Make, english: None, proposal: Proposal, move: Make, officer: Any
) -> None:
    move(proposal, "discuss", officer, reason="On the agenda")

    newest = next(read(follow()).iter(f"{ATOM}entry"))

    assert newest.findtext(f"{ATOM}title") == "A joint border operations centre: Status"
    summary = newest.findtext(f"{ATOM}summary") or ""
    assert "Under discussion" in summary
    assert "before: Proposed" in summary
    assert "On the agenda" in summary
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Samira"
    category = newest.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == "under_discussion"


def test_notes_stay_on_the_site(
    follow: Make, english: None, note: Note, move: Make, officer: Any
) -> None:
    """Whoever follows a feed reads it in a program of somebody else's."""
    move(note.proposal, "discuss", officer)
    answer = follow().get("news").content.decode()
    assert "Under discussion" in answer
    assert note.text not in answer


def test_it_keeps_the_rules_of_rfc_4287(follow: Make, proposal: Proposal, move: Make) -> None:
    move(proposal, "postpone", reason="Elections")
    follower = follow()
    answer = follower.get("news")
    feed = read(follower)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert (own.get("href") or "").endswith(f"/feeds/{follower.token}.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) >= 2
    for node in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1, name
        assert TAG.fullmatch(node.findtext(f"{ATOM}id", ""))
        assert MOMENT.fullmatch(node.findtext(f"{ATOM}updated", ""))
        assert node.findtext(f"{ATOM}author/{ATOM}name")
    for entry in entries:
        (alternate,) = entry.findall(f"{ATOM}link")
        assert alternate.get("rel", "alternate") == "alternate"
        (summary,) = entry.findall(f"{ATOM}summary")
        assert summary.get("type") == "html"
    identities = [node.findtext(f"{ATOM}id") for node in (feed, *entries)]
    assert len(set(identities)) == len(identities)
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert feed.findtext(f"{ATOM}updated") == max(map(str, moments))


def test_a_second_parser_finds_nothing_wrong(follow: Make, make_proposal: Make, move: Make) -> None:
    proposal = make_proposal(titles={"ar": "مركز <مشترك> & آخر", "en": "A centre"})
    move(proposal, "postpone", reason="<script>alert(1)</script>")

    found = feedparser.parse(follow().get("news").content)

    assert not found.bozo
    assert found.version == "atom10"
    assert "مركز <مشترك> & آخر" in found.entries[0].title.replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&amp;", "&")
    assert "<script" not in found.entries[0].summary


def test_an_entry_keeps_its_identity(follow: Make, english: None, proposal: Proposal) -> None:
    follower = follow()
    before = [node.findtext(f"{ATOM}id") for node in read(follower).iter(f"{ATOM}entry")]

    later = datetime(2026, 4, 1, tzinfo=UTC)
    services.edit(proposal=proposal, values={"title_en": "Renamed"}, by=SYSTEM, at=later)
    after = [node.findtext(f"{ATOM}id") for node in read(follower).iter(f"{ATOM}entry")]

    assert after[1:] == before


def test_what_was_done_to_two_proposals_at_once_is_told_of_each(
    follow: Make, english: None, make_proposal: Make
) -> None:
    for title in ("First", "Second"):
        make_proposal(titles={"en": title})

    found = titles(follow())

    assert sum(title.startswith("First:") for title in found) == 1
    assert sum(title.startswith("Second:") for title in found) == 1


def test_what_no_xml_can_hold_is_left_out(follow: Make, english: None, make_proposal: Make) -> None:
    make_proposal(titles={"en": "A \x0bcentre\ufffe"})

    assert any(title.startswith("A centre:") for title in titles(follow()))


def test_a_feed_with_nothing_in_it_is_one_too(follow: Make, at: datetime) -> None:
    feed = read(follow())

    assert feed.findall(f"{ATOM}entry") == []
    updated = datetime.fromisoformat(feed.findtext(f"{ATOM}updated", ""))
    assert updated - at < timedelta(seconds=1)
