"""What a proposal's page tells."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Evidence, Finding, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import findings, moves, parts, proposals
from proposals.services.moves import MoveRequest

TODAY = date(2026, 3, 11)


def due(days: int) -> dict[str, Any]:
    return {"due_on": TODAY + timedelta(days=days), "due_wording": "", "due_precision": "day"}


def test_the_head_says_where_it_stands(
    make_proposal: Callable[..., Proposal], officer_user: User, story: Callable[..., Any]
) -> None:
    deadline = due(-9) | {"due_wording": "قبل نهاية الشهر", "due_precision": "month"}
    page = story(make_proposal(owner=officer_user, deadline=deadline))
    (standing,) = page.texts("//section[contains(@class,'standing')]")
    for words in (
        "Proposed since 11 March 2026",
        "2 March 2026 9 days late",
        "قبل نهاية الشهر",
        "Samira",
        "Near East desk",
    ):
        assert words in standing


def test_what_is_open_says_so(proposal: Proposal, story: Callable[..., Any]) -> None:
    (standing,) = story(proposal).texts("//section[contains(@class,'standing')]")
    assert "no day set" in standing
    assert "nobody" in standing


def test_the_title_is_the_readers_with_the_original_beside(
    make_proposal: Callable[..., Proposal], story: Callable[..., Any]
) -> None:
    titles = {"ar": "إنشاء مركز", "en": "A centre"}
    page = story(make_proposal(titles=titles, original_language="ar"))
    assert page.texts("//h1") == ["A centre"]
    assert page.texts("//*[@class='title-beside']") == ["إنشاء مركز"]


def test_a_title_in_the_readers_language_stands_alone(
    make_proposal: Callable[..., Proposal], story: Callable[..., Any]
) -> None:
    page = story(make_proposal(titles={"en": "A centre"}, original_language="en"))
    assert page.texts("//h1") == ["A centre"]
    assert not page.all("//*[@class='title-beside']")


# Positions


def test_positions_stand_side_by_side(
    proposal: Proposal, iraq: Party, officer: Actor, at: Any, story: Callable[..., Any]
) -> None:
    values = {"stance": "accepts", "responsible_body": "وزارة الداخلية"}
    parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)
    first, second = story(proposal).texts("//*[@class='positions']/li")
    assert "Iran proposer Proposed it" in first
    assert "Iraq addressee Accepts وزارة الداخلية" in second


@pytest.mark.parametrize(
    ("stance", "differ"), [("declines", True), ("reserves", True), ("considers", False)]
)
def test_positions_that_differ_are_flagged(
    proposal: Proposal,
    iraq: Party,
    officer: Actor,
    at: Any,
    story: Callable[..., Any],
    stance: str,
    differ: bool,
) -> None:
    parts.set_position(proposal=proposal, party=iraq, values={"stance": stance}, by=officer, at=at)
    assert ("The parties' positions differ" in story(proposal).words) is differ


# Evidence


def test_evidence_leads_to_its_place_in_the_text(
    proposal: Proposal,
    evidence: Evidence,
    article: Article,
    as_officer: Browser,
    story: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = story(proposal)
    (link,) = page.all("//figure//figcaption/a/@href")
    address, _hash, anchor = link.partition("#")
    assert address == reverse("admin:proposals_article_change", args=[article.pk])
    assert len(read(as_officer.get(address)).all(f"//*[@id='{anchor}']")) == 1


def test_evidence_says_who_what_when_and_whether_it_is_sure(
    proposal: Proposal, evidence: Evidence, story: Callable[..., Any]
) -> None:
    (proof,) = story(proposal).texts("//figure")
    for words in (
        "spoke in Baghdad. We propose a joint border operations centre. We are",
        "The second meeting",
        "11 March 2026",
        "An official of one side: Iran",
        "Attached automatically 91% sure",
    ):
        assert words in proof


def test_confirmed_evidence_says_by_whom(
    proposal: Proposal, evidence: Evidence, officer: Actor, at: Any, story: Callable[..., Any]
) -> None:
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    page = story(proposal)
    assert "Confirmed Samira, 11 March 2026" in page.texts("//figure")[0]
    assert not page.all("//form[contains(@action,'/confirm/')]")


def test_words_of_minutes_lead_to_their_meeting(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: Any, story: Callable[..., Any]
) -> None:
    quote = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=0, end=33, by=officer, at=at
    )
    page = story(proposal)
    assert "Both sides agreed on the centre." in page.texts("//figure")[0]
    there = reverse("admin:proposals_meeting_change", args=[meeting.pk])
    assert page.all("//figure//figcaption/a/@href") == [f"{there}#evidence-{quote.pk}"]


def test_what_one_side_alone_has_said_is_flagged(
    proposal: Proposal,
    evidence: Evidence,
    meeting: Meeting,
    officer: Actor,
    at: Any,
    story: Callable[..., Any],
) -> None:
    flag = "Only one side has ever said so"
    assert flag not in story(proposal).words
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    assert flag in story(proposal).words
    parts.attach_minutes(proposal=proposal, meeting=meeting, start=0, end=33, by=officer, at=at)
    assert flag not in story(proposal).words


def test_hostile_quotes_stay_words(
    make_article: Callable[..., Article],
    see: Callable[..., Any],
    proposal: Proposal,
    as_officer: Browser,
    decide: Callable[..., Any],
    at: Any,
    story: Callable[..., Any],
) -> None:
    quote = "<script>alert(1)</script>"
    article = make_article(f"They said {quote} & left.")
    seen = [see(article, quote)]
    system = Actor.of_system("tests")
    (finding,) = findings.record_findings(article=article, sightings=seen, by=system, at=at)
    decide(as_officer, finding, "attach", reference=proposal.reference)
    page = story(proposal)
    assert page.texts("//figure//*[@class='exact']") == [quote]
    assert quote not in page.source


# Milestones


def test_steps_tell_what_is_done_and_what_is_late(
    proposal: Proposal, iraq: Party, officer: Actor, at: Any, story: Callable[..., Any]
) -> None:
    for title, days, done in (("Site chosen", -30, TODAY), ("Centre opened", -2, None)):
        values = {"title": title, "party": iraq, "done_on": done, **due(days)}
        parts.add_milestone(proposal=proposal, values=values, by=officer, at=at)
    page = story(proposal)
    first, second = page.texts("//ol[@class='steps']/li")
    assert "Site chosen done 11 March 2026" in first
    assert "Centre opened 2 days late Iraq" in second
    assert "1 of 2 done" in page.words
    assert (page.all("//progress/@value"), page.all("//progress/@max")) == (["1"], ["2"])


# Kin


def test_it_names_what_it_belongs_with(
    make_proposal: Callable[..., Proposal],
    move: Callable[..., Proposal],
    story: Callable[..., Any],
) -> None:
    whole = make_proposal(titles={"en": "The whole"})
    old = make_proposal(titles={"en": "The old one"}, parent=whole)
    new = make_proposal(titles={"en": "The new one"})
    move(old, "supersede", successor=new)

    assert "Its parts The old one" in story(whole).words
    kin = story(old).words
    assert "Its place was taken by The new one" in kin
    assert "Part of The whole" in kin
    assert "It takes the place of The old one" in story(new).words


def test_hidden_kin_is_not_named(
    make_proposal: Callable[..., Proposal], other_desk: Any, story: Callable[..., Any]
) -> None:
    whole = make_proposal(titles={"en": "The whole"})
    make_proposal(
        titles={"en": "A quiet part"}, parent=whole, visibility="restricted", desk=other_desk
    )
    assert "Belongs with" not in story(whole).words


# What happened


def test_the_history_says_who_what_and_why(
    proposal: Proposal, officer: Actor, at: Any, story: Callable[..., Any]
) -> None:
    request = MoveRequest.of("postpone", reason="Elections first")
    moves.move(proposal=proposal, request=request, by=officer, at=at)
    newest, *_older = story(proposal).texts("//ol[@class='entries']/li")
    for words in ("Samira", "Status", "Proposed to Postponed", "Elections first", "11 March 2026"):
        assert words in newest


def test_the_whole_history_is_a_page_of_its_own(
    proposal: Proposal, officer: Actor, at: Any, open_page: Callable[..., Any]
) -> None:
    proposals.edit(proposal=proposal, values={"kind": "other"}, by=officer, at=at, why="A slip")
    page = open_page("proposals_proposal_history", proposal.pk)
    first, *others = page.texts("//ol[@class='entries']/li")
    assert "Kind: Joint body to Other A slip" in first
    assert any("Proposal added" in entry for entry in others)


# Who may


def test_a_reader_sees_the_story_without_buttons(
    proposal: Proposal, evidence: Evidence, as_reader: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_reader.get(proposal.get_absolute_url()))
    assert "A joint border operations centre" in page.words
    assert page.all("//main//form[@method='post']") == []


def test_a_stranger_sees_the_story_without_buttons(
    proposal: Proposal, evidence: Evidence, as_stranger: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_stranger.get(proposal.get_absolute_url()))
    assert page.all("//main//form[@method='post']") == []


def test_a_restricted_story_is_not_found(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser
) -> None:
    addresses = [
        restricted.get_absolute_url(),
        reverse("admin:proposals_proposal_edit", args=[restricted.pk]),
        reverse("admin:proposals_proposal_history", args=[restricted.pk]),
    ]
    for address in addresses:
        assert as_officer.get(address).status_code == 404
        assert as_stranger.get(address).status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "9" * 30])
def test_a_proposal_that_is_not_there_is_not_found(as_officer: Browser, db: None, pk: str) -> None:
    assert as_officer.get(f"/proposals/proposal/{pk}/change/").status_code == 404


def test_a_decided_finding_is_no_noise_in_the_history(
    proposal: Proposal, attached: Finding, story: Callable[..., Any]
) -> None:
    entries = story(proposal).texts("//ol[@class='entries']/li")
    assert any("Evidence added" in entry for entry in entries)
    assert not any("Decision" in entry for entry in entries)


@pytest.fixture
def tell(
    make_article: Callable[..., Article], see: Callable[..., Any], at: Any, iraq: Party, iran: Party
) -> Callable[..., None]:
    """Give a function that has an article, so many days later, tell of a proposal again."""
    system = Actor.of_system("tests")

    def make(proposal: Proposal, days: int, words: str = "") -> None:
        quote = "We propose a joint centre"
        text = f"{words or f'Day {days}.'} {quote}."
        address = f"https://news.example/{days}"
        article = make_article(text, address=address, published_at=at + timedelta(days=days))
        article.refresh_from_db()
        seen = [see(article, quote)]
        (found,) = findings.record_findings(article=article, sightings=seen, by=system, at=at)
        findings.attach(finding=found, proposal=proposal, by=system, at=at, score=0.9)

    return make


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([3], ""),
        ([3, 9], "Announced again once, and its status has not moved"),
        ([3, 9, 20], "Announced again 2 times, and its status has not moved"),
        ([-20, -9], ""),
    ],
)
def test_what_is_announced_again_without_moving_is_counted(
    proposal: Proposal,
    tell: Callable[..., None],
    story: Callable[..., Any],
    days: list[int],
    words: str,
) -> None:
    for day in days:
        tell(proposal, day)
    flags = story(proposal).texts("//a[@class='flag']")
    assert [flag for flag in flags if flag.startswith("Announced")] == ([words] if words else [])


def test_copies_of_one_text_are_one_story(
    proposal: Proposal, tell: Callable[..., None], story: Callable[..., Any]
) -> None:
    for day in (3, 9):
        tell(proposal, day, words="The agency reports:")
    assert "Announced again" not in story(proposal).words


def test_a_closed_proposal_is_not_counted_on(
    proposal: Proposal,
    tell: Callable[..., None],
    move: Callable[..., Proposal],
    story: Callable[..., Any],
) -> None:
    for day in (3, 9):
        tell(proposal, day)
    move(proposal, "reject", reason="No budget")
    assert "Announced again" not in story(proposal).words
