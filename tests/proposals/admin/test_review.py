"""The review screen: marks in the text, a card a finding, and one of them open for a decision."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Committee, Evidence, Finding, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import findings
from proposals.services.recording import recording
from tests.proposals.conftest import SYSTEM, sighting

QUOTE = "We propose a joint border operations centre"
OFFER = "We are ready to hold training courses for Iraqi officers"
PROGRESS = "The centre has opened its doors"
ACCEPT, ATTACH, DISMISS = (
    f"//form[@data-decision='{name}']" for name in ("accept", "attach", "dismiss")
)


@pytest.fixture
def three(make_finding: Callable[..., Finding]) -> list[Finding]:
    """Two proposals and a report of progress in one article."""
    return [
        make_finding(),
        make_finding(OFFER, kind="training_capacity", act="offers"),
        make_finding(PROGRESS, type="update", kind="", act="", status="completed"),
    ]


# The text


def test_each_finding_is_marked_in_the_text(
    article: Article, three: list[Finding], article_page: Callable[..., Any]
) -> None:
    page = article_page(article)
    assert page.texts("//article[@data-text]//mark") == [f"1{QUOTE}", f"2{OFFER}", f"3{PROGRESS}"]


def test_marks_and_cards_lead_to_each_other(
    article: Article, three: list[Finding], article_page: Callable[..., Any]
) -> None:
    page = article_page(article)
    for finding in three:
        anchor = f"finding-{finding.pk}"
        assert page.all(f"//article[@data-text]//*[@id='{anchor}']")
        assert f"#{anchor}" in page.all(f"//*[@id='card-{finding.pk}']//a/@href")
        assert f"?finding={finding.pk}#card-{finding.pk}" in "".join(
            page.all("//mark/a[@class='pin']/@href")
        )


def test_the_text_stays_whole_under_its_marks(
    article: Article, make_finding: Callable[..., Finding], article_page: Callable[..., Any]
) -> None:
    make_finding()
    make_finding("joint border operations centre. We are ready")
    page = article_page(article)
    for pin in page.all("//article//a[@class='pin']"):
        pin.text = ""
    assert page.texts("//article[@data-text]/p") == [article.text]


def test_overlapping_findings_share_their_words(
    article: Article, make_finding: Callable[..., Finding], article_page: Callable[..., Any]
) -> None:
    first = make_finding()
    second = make_finding("joint border operations centre. We are ready")
    page = article_page(article)
    shared = page.all("//mark[contains(@data-cards, ' finding-')]")
    assert [one.get("data-cards").split() for one in shared] == [
        [f"finding-{first.pk}", f"finding-{second.pk}"]
    ]
    assert page.texts("//mark[contains(@data-cards, ' finding-')]/span") == [
        "joint border operations centre"
    ]


def test_pieces_say_where_they_start_for_marking_by_hand(
    article: Article, finding: Finding, article_page: Callable[..., Any]
) -> None:
    page = article_page(article)
    assert page.all("//article//span/@data-start") == [
        "0",
        str(finding.start),
        str(finding.end),
    ]


def test_the_article_reads_in_its_own_direction(
    make_article: Callable[..., Article], article_page: Callable[..., Any]
) -> None:
    article = make_article("نقترح إنشاء مركز.", title="اجتماع")
    page = article_page(article)
    assert page.all("//article[@data-text]/p/@dir") == ["auto"]
    assert page.all("//article[@data-text]/@lang") == ["en"]


def test_hostile_words_in_an_article_stay_words(
    make_article: Callable[..., Article],
    see: Callable[..., Any],
    iran: Any,
    iraq: Any,
    at: Any,
    article_page: Callable[..., Any],
) -> None:
    text = 'He said <script>alert(1)</script> & <img src=x onerror="alert(2)"> loudly.'
    article = make_article(text, title="<b onclick=alert(3)>Bold</b>")
    quote = "<script>alert(1)</script> & <img"
    findings.record_findings(
        article=article, sightings=[see(article, quote)], by=Actor.of_system("tests"), at=at
    )
    page = article_page(article)
    assert page.texts("//mark") == [f"1{quote}"]
    assert "<script>alert" not in page.source
    assert not page.all("//*[@onerror or @onclick]")
    assert page.texts("//h1") == ["<b onclick=alert(3)>Bold</b>"]


def test_evidence_and_its_finding_share_their_mark(
    article: Article, evidence: Evidence, attached: Finding, article_page: Callable[..., Any]
) -> None:
    page = article_page(article)
    assert page.all(f"//*[@id='evidence-{evidence.pk}']")
    assert page.all(f"//*[@id='finding-{attached.pk}']")
    assert len(page.all("//mark")) == 1


def test_evidence_without_a_finding_is_marked_too(
    article: Article,
    evidence: Evidence,
    attached: Finding,
    at: Any,
    article_page: Callable[..., Any],
) -> None:
    with recording(by=Actor.of_system("tests"), at=at):
        attached.delete()
    page = article_page(article)
    assert page.texts("//mark[contains(@class,'is-evidence')]") == [QUOTE]
    assert page.all(f"//*[@id='evidence-{evidence.pk}']")
    assert not page.all("//a[@class='pin']")


# The cards


def test_a_card_says_what_it_would_become(
    article: Article, finding: Finding, article_page: Callable[..., Any]
) -> None:
    (card,) = article_page(article).texts("//article[contains(@class,'card')]")
    for words in ("Iran to Iraq", "proposes", "Joint body", "90%", "An official of one side: Iran"):
        assert words in card


def test_a_card_of_progress_names_the_status(
    article: Article, three: list[Finding], article_page: Callable[..., Any]
) -> None:
    page = article_page(article, three[2])
    assert "Progress: Completed" in page.texts("//*[contains(@class,'is-chosen')]//h2")[0]


def test_a_card_says_why_it_was_found(
    article: Article, make_finding: Callable[..., Finding], article_page: Callable[..., Any]
) -> None:
    make_finding(why={"cue": "propose", "kinds": {"joint_body": 3.5}, "new_clue": ["x"]})
    why = article_page(article).texts("//*[@class='reasons']")[0]
    for words in ("Words that signal it", "propose", "Joint body: 3.5", "New clue"):
        assert words in why


def test_the_first_undecided_finding_is_open_unless_another_is_asked_for(
    article: Article, three: list[Finding], article_page: Callable[..., Any]
) -> None:
    chosen = "//article[contains(@class,'is-chosen')]/@id"
    assert article_page(article).all(chosen) == [f"card-{three[0].pk}"]
    assert article_page(article, three[1]).all(chosen) == [f"card-{three[1].pk}"]


@pytest.mark.parametrize("asked", ["0", "abc", "9" * 30, ""])
def test_an_unknown_finding_opens_the_first(
    article: Article,
    three: list[Finding],
    as_officer: Browser,
    read: Callable[..., Any],
    asked: str,
) -> None:
    address = reverse("admin:proposals_article_change", args=[article.pk])
    page = read(as_officer.get(address, {"finding": asked}))
    assert page.all("//article[contains(@class,'is-chosen')]/@id") == [f"card-{three[0].pk}"]


def test_what_was_found_in_vain_says_so(article: Article, article_page: Callable[..., Any]) -> None:
    page = article_page(article)
    assert "Nothing was found that one side proposes to the other." in page.words
    assert not page.all("//mark")


def test_the_next_article_is_the_oldest_that_waits(
    article: Article,
    finding: Finding,
    make_article: Callable[..., Article],
    article_page: Callable[..., Any],
) -> None:
    other = make_article("Nothing to decide here.")
    page = article_page(other)
    address = reverse("admin:proposals_article_change", args=[article.pk])
    assert page.all("//a[@data-key='n']/@href") == [address]
    assert article_page(article).all("//a[@data-key='n']") == []


def test_after_the_last_finding_comes_the_next_article(
    article: Article,
    finding: Finding,
    make_article: Callable[..., Article],
    make_finding: Callable[..., Finding],
    as_officer: Browser,
    read: Callable[..., Any],
) -> None:
    other = make_article("We propose a second centre.", title="The third meeting")
    seen = sighting(other, "We propose a second centre")
    findings.record_findings(article=other, sightings=[seen], by=SYSTEM, at=other.received_at)
    address = reverse("admin:proposals_article_findings", args=[article.pk, finding.pk, "dismiss"])
    page = read(as_officer.post(address, {"dismiss-reason": "domestic"}, follow=True))
    assert page.response.redirect_chain[-1][0] == reverse(
        "admin:proposals_article_change", args=[other.pk]
    )
    assert "All findings of The second meeting are decided." in page.words
    assert f"?finding={finding.pk}#card-{finding.pk}" in "".join(
        page.all("//*[@class='messagelist']//a/@href")
    )


def test_the_page_asks_how_far_the_findings_have_come(
    article: Article,
    three: list[Finding],
    officer: Actor,
    at: datetime,
    as_officer: Browser,
    article_page: Callable[..., Any],
) -> None:
    (address,) = article_page(article).all("//@data-live")
    findings.dismiss(finding=three[1], reason="domestic", note="", by=officer, at=at)
    assert as_officer.get(address).json() == {
        "findings": {
            str(three[0].pk): "open",
            str(three[1].pk): "dismissed",
            str(three[2].pk): "open",
        }
    }


# Accepting


def test_the_form_is_filled_in_from_the_finding(
    article: Article,
    finding: Finding,
    meeting: Meeting,
    officer: Actor,
    article_page: Callable[..., Any],
) -> None:
    entered = article_page(article).entered(ACCEPT)
    assert entered["accept-title_en"] == QUOTE
    assert (entered["accept-kind"], entered["accept-act"]) == ("joint_body", "proposes")
    assert (entered["accept-party_0"], entered["accept-role_0"]) == (
        str(finding.proposer_id),
        "from",
    )
    assert (entered["accept-committee"], entered["accept-meeting"]) == (
        str(meeting.committee_id),
        str(meeting.pk),
    )
    assert entered["accept-owner"] == str(officer.user_id)
    assert entered["accept-proposed_on"] == "2026-03-11"


def test_accepted_as_it_stands_it_becomes_a_proposal(
    article: Article,
    three: list[Finding],
    committee: Committee,
    as_officer: Browser,
    officer: Actor,
    article_page: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = article_page(article, three[0])
    (address,) = page.all(f"{ACCEPT}/@action")
    response = as_officer.post(address, page.entered(ACCEPT))

    proposal = Proposal.objects.get()
    assert proposal.title_en == QUOTE
    assert (proposal.owner_id, proposal.committee) == (officer.user_id, committee)
    assert proposal.original_language == "en"
    assert proposal.evidence.get().confirmed_by == "Samira"
    three[0].refresh_from_db()
    assert (three[0].state, three[0].proposal) == ("accepted", proposal)
    following = read(as_officer.get(response.headers["Location"]))
    assert f"It is now the proposal {proposal.reference}." in following.words
    assert following.all("//article[contains(@class,'is-chosen')]/@id") == [f"card-{three[1].pk}"]


def test_what_the_officer_changes_counts(
    article: Article,
    finding: Finding,
    as_officer: Browser,
    article_page: Callable[..., Any],
    decide: Callable[..., Any],
) -> None:
    entered = {
        "title_en": "A centre",
        "title_ar": "مركز",
        "kind": "border_security",
        "act": "offers",
        "party_0": finding.addressee_id,
        "role_0": "both",
        "party_1": finding.proposer_id,
        "role_1": "both",
        "role_2": "to",
        "proposed_on": "2026-02-01",
        "visibility": "internal",
        "due_on": "2026-12-31",
        "due_wording": "by the end of the year",
        "due_precision": "year",
    }
    decide(as_officer, finding, "accept", **entered)

    proposal = Proposal.objects.get()
    assert (proposal.title_ar, proposal.title_en) == ("مركز", "A centre")
    assert (proposal.kind, proposal.act, proposal.visibility) == (
        "border_security",
        "offers",
        "internal",
    )
    assert (str(proposal.due_on), proposal.due_precision) == ("2026-12-31", "year")
    assert proposal.reference == "IQ-IR-2026-0001"
    assert all(row.is_proposer and row.is_addressee for row in proposal.positions.all())
    assert (proposal.owner, proposal.committee) == (None, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title_en": ""}, "Give a title in at least one language."),
        ({"party_1": ""}, "A proposal stands between two parties; name both."),
        ({"proposed_on": "soon"}, "There is no such day."),
        ({"kind": "poetry"}, "Select a valid choice"),
        ({"visibility": "restricted", "committee": ""}, "needs a desk that may see it"),
        ({"due_wording": "soon", "due_precision": "month"}, "needs its last day"),
        ({"parent": "IQ-IR-1999-0001"}, "There is no proposal IQ-IR-1999-0001."),
    ],
)
def test_a_refused_draft_is_shown_again_with_all_that_was_entered(
    article: Article,
    finding: Finding,
    committee: Committee,
    as_officer: Browser,
    article_page: Callable[..., Any],
    read: Callable[..., Any],
    changed: dict[str, str],
    words: str,
) -> None:
    page = article_page(article)
    (address,) = page.all(f"{ACCEPT}/@action")
    entered = page.entered(ACCEPT) | {f"accept-{name}": value for name, value in changed.items()}
    entered["accept-due_wording"] = changed.get("due_wording", "")
    again = read(as_officer.post(address, entered))

    assert words in " ".join(again.texts(ACCEPT))
    kept = again.entered(ACCEPT)
    if "title_en" not in changed:
        assert kept["accept-title_en"] == QUOTE
    for name in set(changed) - {"kind"}:
        assert kept[f"accept-{name}"] == changed[name]
    assert not Proposal.objects.exists()
    finding.refresh_from_db()
    assert finding.state == "open"


# Attaching


def test_likely_proposals_are_offered_with_how_likely_and_why(
    article: Article,
    finding: Finding,
    make_proposal: Callable[..., Proposal],
    suggest: Callable[..., None],
    article_page: Callable[..., Any],
) -> None:
    near = make_proposal(titles={"en": "The near one"})
    far = make_proposal(titles={"en": "The far one"})
    suggest(
        finding,
        {"proposal": far.pk, "score": 0.31, "why": None},
        {"proposal": near.pk, "score": 0.78, "why": {"concepts": ["liaison officer"]}},
    )
    page = article_page(article)
    first, second = page.texts(f"{ATTACH}//label[@class='candidate']")
    assert "The near one" in first
    assert "78%" in first
    assert "The far one" in second
    assert "liaison officer" in page.words
    assert page.entered(ATTACH)["attach-candidate"] == str(near.pk)
    assert page.all("//input[@name='decision'][@checked]/@value") == ["attach"]


@pytest.mark.parametrize("candidate", [{}, {"proposal": 10**12, "score": 1}, {"score": 0.4}])
def test_candidates_of_an_odd_shape_do_no_harm(
    article: Article,
    finding: Finding,
    suggest: Callable[..., None],
    article_page: Callable[..., Any],
    candidate: dict[str, Any],
) -> None:
    suggest(finding, candidate)
    page = article_page(article)
    assert page.status == 200
    assert not page.all("//label[@class='candidate']")


def test_a_restricted_candidate_is_not_offered_nor_taken(
    article: Article,
    finding: Finding,
    restricted: Proposal,
    suggest: Callable[..., None],
    as_officer: Browser,
    article_page: Callable[..., Any],
    decide: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    suggest(finding, {"proposal": restricted.pk, "score": 0.9})
    assert restricted.title_en not in article_page(article).words

    for entered in ({"candidate": restricted.pk}, {"reference": restricted.reference}):
        page = read(decide(as_officer, finding, "attach", **entered))
        assert restricted.title_en not in page.words
    assert not restricted.evidence.exists()


def test_a_finding_is_attached_to_a_candidate(
    finding: Finding,
    proposal: Proposal,
    suggest: Callable[..., None],
    as_officer: Browser,
    decide: Callable[..., Any],
) -> None:
    suggest(finding, {"proposal": proposal.pk, "score": 0.78})
    decide(as_officer, finding, "attach", candidate=proposal.pk)

    finding.refresh_from_db()
    evidence = proposal.evidence.get()
    assert (finding.state, finding.proposal) == ("attached", proposal)
    assert (evidence.score, evidence.is_automatic) == (0.78, False)


def test_a_typed_reference_counts_before_a_candidate(
    finding: Finding,
    make_proposal: Callable[..., Proposal],
    suggest: Callable[..., None],
    as_officer: Browser,
    decide: Callable[..., Any],
) -> None:
    likely, meant = make_proposal(), make_proposal()
    suggest(finding, {"proposal": likely.pk, "score": 0.9})
    reference = f"{meant.reference.lower()} A joint border"
    decide(as_officer, finding, "attach", candidate=likely.pk, reference=reference)

    finding.refresh_from_db()
    assert finding.proposal == meant
    assert meant.evidence.get().score is None


def test_attached_progress_points_to_the_move(
    article: Article,
    three: list[Finding],
    proposal: Proposal,
    as_officer: Browser,
    decide: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    response = decide(as_officer, three[2], "attach", reference=proposal.reference)
    page = read(as_officer.get(response.headers["Location"]))
    assert f"Attached to {proposal.reference}. It reports “Completed”" in page.words


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({}, "Choose the proposal that it belongs to."),
        ({"reference": "nonsense"}, "There is no proposal NONSENSE."),
        ({"candidate": "99"}, "Select a valid choice"),
    ],
)
def test_attaching_to_nothing_is_refused(
    finding: Finding,
    as_officer: Browser,
    decide: Callable[..., Any],
    read: Callable[..., Any],
    entered: dict[str, str],
    words: str,
) -> None:
    page = read(decide(as_officer, finding, "attach", **entered))
    assert page.status == 200
    assert words in page.words or "candidate" in entered
    finding.refresh_from_db()
    assert finding.state == "open"


def test_another_desks_proposal_is_not_added_to(
    finding: Finding,
    proposal: Proposal,
    as_stranger: Browser,
    decide: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = read(decide(as_stranger, finding, "attach", reference=proposal.reference))
    assert "This proposal belongs to another desk." in page.words
    assert not proposal.evidence.exists()


# Dismissing


def test_a_finding_is_dismissed_with_a_reason_and_a_note(
    article: Article,
    finding: Finding,
    as_officer: Browser,
    decide: Callable[..., Any],
    article_page: Callable[..., Any],
) -> None:
    decide(as_officer, finding, "dismiss", reason="domestic", note="Only about roads at home")

    finding.refresh_from_db()
    assert (finding.state, finding.dismissal, finding.decided_by) == (
        "dismissed",
        "domestic",
        "Samira",
    )
    (card,) = article_page(article).texts("//article[contains(@class,'card')]")
    for words in ("Dismissed", "One state's own affair", "Samira", "Only about roads at home"):
        assert words in card


@pytest.mark.parametrize("reason", ["", "boredom"])
def test_dismissing_needs_a_reason_and_keeps_the_note(
    finding: Finding,
    as_officer: Browser,
    decide: Callable[..., Any],
    read: Callable[..., Any],
    reason: str,
) -> None:
    page = read(decide(as_officer, finding, "dismiss", reason=reason, note="Half a note"))
    assert page.entered(DISMISS)["dismiss-note"] == "Half a note"
    assert page.all("//input[@name='decision'][@checked]/@value") == ["dismiss"]
    finding.refresh_from_db()
    assert finding.state == "open"


# Undoing, and two at once


@pytest.mark.parametrize("decision", ["dismiss", "attach"])
def test_a_decision_is_taken_back(
    article: Article,
    finding: Finding,
    proposal: Proposal,
    as_officer: Browser,
    decide: Callable[..., Any],
    article_page: Callable[..., Any],
    decision: str,
) -> None:
    decide(as_officer, finding, decision, reason="past", reference=proposal.reference)
    assert article_page(article).all("//form[@class='undo']")

    decide(as_officer, finding, "undo")

    finding.refresh_from_db()
    assert (finding.state, finding.proposal) == ("open", None)
    assert not proposal.evidence.exists()


def test_an_accepted_finding_is_not_taken_back(
    article: Article,
    finding: Finding,
    as_officer: Browser,
    decide: Callable[..., Any],
    article_page: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    entered = article_page(article).entered(ACCEPT)
    decide(
        as_officer,
        finding,
        "accept",
        **{name.removeprefix("accept-"): value for name, value in entered.items()},
    )
    assert not article_page(article).all("//form[@class='undo']")
    page = read(as_officer.get(decide(as_officer, finding, "undo").headers["Location"]))
    assert "It became a proposal; withdraw that one instead." in page.words


def test_anothers_attachment_offers_no_undo_to_a_stranger(
    article: Article, attached: Finding, as_stranger: Browser, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_article_change", args=[article.pk])
    assert not read(as_stranger.get(address)).all("//form[@class='undo']")


@pytest.mark.parametrize("decision", ["accept", "attach", "dismiss"])
def test_the_second_of_two_officers_is_told_and_sees_the_decision(
    article: Article,
    finding: Finding,
    head: Actor,
    at: Any,
    proposal: Proposal,
    as_officer: Browser,
    article_page: Callable[..., Any],
    read: Callable[..., Any],
    decision: str,
) -> None:
    page = article_page(article)
    form = f"//form[@data-decision='{decision}']"
    entered = page.entered(form) | {
        "attach-reference": proposal.reference,
        "dismiss-reason": "past",
    }
    findings.dismiss(finding=finding, reason="denied", by=head, at=at)

    again = read(as_officer.post(page.all(f"{form}/@action")[0], entered, follow=True))

    assert again.status == 200
    assert "already decided on it: Dismissed." in again.words
    assert "Denied or hypothetical" in again.words
    assert Proposal.objects.count() == 1


# Who may


def test_a_reader_sees_the_findings_without_forms(
    article: Article, finding: Finding, as_reader: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_reader.get(reverse("admin:proposals_article_change", args=[article.pk])))
    assert len(page.all("//mark")) == 1
    assert not page.all("//form[@data-decision or @data-by-hand]")


@pytest.mark.parametrize("decision", ["accept", "attach", "dismiss", "undo"])
def test_a_reader_decides_nothing(
    finding: Finding, as_reader: Browser, decide: Callable[..., Any], decision: str
) -> None:
    assert decide(as_reader, finding, decision, reason="past").status_code == 403
    finding.refresh_from_db()
    assert finding.state == "open"


def test_a_finding_of_a_restricted_proposal_is_hidden(
    article: Article,
    finding: Finding,
    restricted: Proposal,
    as_officer: Browser,
    as_stranger: Browser,
    at: Any,
    decide: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    system = Actor.of_system("matching")
    findings.attach(finding=finding, proposal=restricted, by=system, at=at)
    address = reverse("admin:proposals_article_change", args=[article.pk])

    assert not read(as_officer.get(address)).all("//mark")
    assert decide(as_officer, finding, "undo").status_code == 404
    assert restricted.reference in read(as_stranger.get(address)).words


@pytest.mark.parametrize("decision", ["accept", "undo"])
def test_merely_looking_at_a_decision_does_nothing(
    finding: Finding, as_officer: Browser, decision: str
) -> None:
    address = reverse(
        "admin:proposals_article_findings", args=[finding.article_id, finding.pk, decision]
    )
    assert as_officer.get(address).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "open"


def test_an_unknown_decision_or_another_articles_finding_is_not_found(
    finding: Finding,
    make_article: Callable[..., Article],
    as_officer: Browser,
    decide: Callable[..., Any],
) -> None:
    assert decide(as_officer, finding, "bless").status_code == 404
    other = make_article("Another text.")
    address = reverse("admin:proposals_article_findings", args=[other.pk, finding.pk, "dismiss"])
    assert as_officer.post(address, {"dismiss-reason": "past"}).status_code == 404


# How sure


def test_the_surest_finding_stands_on_top_and_is_open_first(
    article: Article, make_finding: Callable[..., Finding], article_page: Callable[..., Any]
) -> None:
    less, most = make_finding(confidence=0.6), make_finding(OFFER, confidence=0.95)
    page = article_page(article)
    assert page.all("//section[@class='cards']/article/@id") == [
        f"card-{most.pk}",
        f"card-{less.pk}",
    ]
    assert page.all("//article[contains(@class, 'is-chosen')]/@id") == [f"card-{most.pk}"]


def test_an_unlikely_finding_is_folded_away(
    article: Article,
    make_finding: Callable[..., Finding],
    article_page: Callable[..., Any],
    settings: Any,
) -> None:
    settings.FOLD_BELOW = 0.5
    make_finding()
    unlikely = make_finding(OFFER, confidence=0.3)
    page = article_page(article)
    assert page.all("//details[@class='folded']/article/@id") == [f"card-{unlikely.pk}"]
    assert page.texts("//details[@class='folded']/summary") == ["1 less likely finding"]


def test_a_folded_finding_that_is_asked_for_stands_open(
    article: Article,
    make_finding: Callable[..., Finding],
    article_page: Callable[..., Any],
    settings: Any,
) -> None:
    settings.FOLD_BELOW = 0.5
    make_finding()
    unlikely = make_finding(OFFER, confidence=0.3)
    page = article_page(article, unlikely)
    assert page.all("//details[@class='folded']") == []
    assert f"card-{unlikely.pk}" in page.all("//section[@class='cards']/article/@id")
