"""Linking: a finding is attached by itself if that is sure, suggested if likely, else left."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from proposals.admin.review import Review
from proposals.models import Article, Desk, Evidence, Finding, Party, Proposal
from proposals.rights import Actor
from proposals.services import articles, findings, moves, parts
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting
from proposals.services.moves import MoveRequest
from proposals.vocabulary import (
    Act,
    DismissalReason,
    FindingState,
    FindingType,
    Kind,
    Visibility,
    Voice,
)
from tests.conftest import AT, SYSTEM, party
from tracker import linking
from tracker.extraction import Finding as Seen

PAIR = ("IR", "IQ")
ARABIC = "اقترحت طهران على بغداد إنشاء مركز عمليات حدودي مشترك يعمل فيه ضباط ارتباط في مهران"
PERSIAN = "مرکز مشترک عملیات مرزی با حضور افسران رابط در مهران آغاز به کار کرد"
TITLES = {"en": "A joint border operations centre with liaison officers at Mehran"}

type Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def parties(iraq: Party, iran: Party) -> None:
    """The two parties of the tests."""


def article_of(text: str, language: str = "ar", published: datetime = AT) -> Article:
    arrival = Arrival(content=text.encode(), published_at=published)
    article = articles.receive(arrival=arrival, by=SYSTEM, at=AT)
    articles.keep_text(article=article, reading=Reading(text, language), by=SYSTEM, at=AT)
    return article


def seen_in(article: Article, quote: str, **known: Any) -> Seen:
    start = article.text.index(quote)
    values: dict[str, Any] = {
        "type": "proposal",
        "kind": Kind.JOINT_BODY,
        "act": Act.PROPOSES,
        "proposer": "IR",
    }
    values |= {"parties": PAIR} | known
    return Seen(start=start, end=start + len(quote), quote=quote, **values)


def found_in(article: Article, *seen: Seen) -> list[Finding]:
    sightings = [
        Sighting(
            type=FindingType(one.type),
            start=one.start,
            end=one.end,
            quote=one.quote,
            confidence=0.9,
            kind=one.kind,
            act=one.act,
            status=one.status or "",
            voice=Voice.OFFICIAL,
        )
        for one in seen
    ]
    return findings.record_findings(article=article, sightings=sightings, by=SYSTEM, at=AT)


def link(text: str, language: str = "ar", article: Article | None = None, **known: Any) -> Finding:
    """Record what a text says as a finding, link it, and give it as it then stands."""
    article = article or article_of(f"{text}.", language)
    seen = seen_in(article, text, **known)
    (finding,) = found_in(article, seen)
    linking.link(finding=finding, seen=seen, at=AT)
    finding.refresh_from_db()
    return finding


def suggested(finding: Finding) -> list[str]:
    return [one["reference"] for one in finding.candidates]


@pytest.fixture
def centre(make_proposal: Make) -> Proposal:
    """A proposal that was told in English."""
    proposal: Proposal = make_proposal(titles=TITLES)
    return proposal


# Attached


def test_a_later_article_in_another_language_is_attached_and_marked(centre: Proposal) -> None:
    finding = link(ARABIC)

    assert (finding.state, finding.proposal) == (FindingState.ATTACHED, centre)
    assert (finding.is_automatic, finding.decided_by) == (True, "matching")
    evidence = centre.evidence.get()
    assert (evidence.is_automatic, evidence.confirmed_at) == (True, None)
    assert evidence.exact == ARABIC
    assert evidence.score is not None
    assert evidence.score >= 0.9


def test_it_says_why(centre: Proposal) -> None:
    (candidate,) = link(ARABIC).candidates

    assert candidate["proposal"] == centre.pk
    assert candidate["reference"] == centre.reference
    assert candidate["score"] == pytest.approx(centre.evidence.get().score, abs=1e-4)
    assert candidate["why"]["concepts"]["liaison officer"] == ["ضباط ارتباط", "liaison officers"]


def test_a_report_of_progress_is_attached_likewise(centre: Proposal) -> None:
    finding = link(PERSIAN, "fa", type="update", status="in_progress", proposer=None)

    assert (finding.type, finding.proposal) == (FindingType.UPDATE, centre)
    centre.refresh_from_db()
    assert centre.status == "proposed"  # what it means for the status, a person decides


def test_evidence_in_another_language_helps_to_recognise_it(make_proposal: Make) -> None:
    proposal = make_proposal(titles={"en": "Second item of the minutes"})
    first = link(ARABIC)
    assert first.state == FindingState.OPEN
    findings.attach(finding=first, proposal=proposal, by=SYSTEM, at=AT)

    assert link(PERSIAN, "fa", type="update", status="in_progress").proposal == proposal


def test_among_several_the_right_one_is_attached(centre: Proposal, make_proposal: Make) -> None:
    make_proposal(
        titles={"en": "A legal subcommittee on freezing assets"}, kind=Kind.LEGAL_JUDICIAL
    )
    make_proposal(titles={"fa": "دوره‌های آموزشی برای قاضیان عراقی"}, kind=Kind.TRAINING_CAPACITY)
    make_proposal(titles={"ar": "تبادل البصمات بين الشرطتين"}, kind=Kind.INFORMATION_SHARING)

    assert link(ARABIC).proposal == centre


def test_a_proposal_of_three_parties_is_one_between_two_of_them(
    make_proposal: Make, iran: Party, iraq: Party
) -> None:
    both = [iraq, party("TR", name_en="Türkiye")]
    proposal = make_proposal(titles=TITLES, proposers=[iran], addressees=both)

    assert link(ARABIC).proposal == proposal


def test_a_proposal_and_the_report_that_it_is_agreed_are_both_attached(centre: Proposal) -> None:
    words = "Both agreed on the joint border operations centre with liaison officers at Mehran"
    article = article_of(f"{words}.", "en")
    known = {"act": Act.AGREES, "proposer": "both"}
    for type_, status in (("proposal", None), ("update", "agreed")):
        finding = link(words, article=article, type=type_, status=status, **known)
        assert finding.proposal == centre

    assert centre.evidence.count() == 1


def test_a_postponed_proposal_still_takes_evidence(centre: Proposal, head: Actor) -> None:
    request = MoveRequest.of("postpone", reason="Elections first")
    moves.move(proposal=centre, request=request, by=SYSTEM, at=AT)

    assert link(ARABIC).proposal == centre


# Suggested


def test_two_that_fit_alike_are_suggested(make_proposal: Make) -> None:
    twins = [make_proposal(titles=TITLES) for _ in range(2)]
    finding = link(ARABIC)

    assert finding.state == FindingState.OPEN
    assert sorted(suggested(finding)) == sorted(twin.reference for twin in twins)
    assert not Evidence.objects.exists()


def test_what_is_likely_but_not_sure_is_suggested(centre: Proposal, settings: Settings) -> None:
    settings.ATTACH_SCORE = 1.01
    finding = link(ARABIC)

    assert (finding.state, suggested(finding)) == (FindingState.OPEN, [centre.reference])


def test_what_may_be_no_finding_at_all_is_suggested(centre: Proposal, settings: Settings) -> None:
    settings.ATTACH_CONFIDENCE = 1.0
    finding = link(ARABIC)

    assert (finding.state, suggested(finding)) == (FindingState.OPEN, [centre.reference])


def test_the_likeliest_is_suggested_first(make_proposal: Make, settings: Settings) -> None:
    settings.ATTACH_SCORE, settings.SUGGEST_SCORE = 1.01, 0.0
    far = make_proposal(titles={"en": "A joint office for trade"})
    near = make_proposal(titles=TITLES)

    assert suggested(link(ARABIC)) == [near.reference, far.reference]


def test_where_a_person_is_to_decide_the_sure_one_is_suggested_too(centre: Proposal) -> None:
    article = article_of(f"{ARABIC}.")
    seen = seen_in(article, ARABIC)
    (finding,) = found_in(article, seen)
    linking.link(finding=finding, seen=seen, at=AT, attaching=False)

    finding.refresh_from_db()
    assert (finding.state, suggested(finding)) == (FindingState.OPEN, [centre.reference])


def test_a_closed_proposal_is_suggested_but_never_attached(centre: Proposal) -> None:
    request = MoveRequest.of("withdraw", reason="Overtaken")
    moves.move(proposal=centre, request=request, by=SYSTEM, at=AT - timedelta(days=300))
    finding = link(ARABIC)

    assert (finding.state, suggested(finding)) == (FindingState.OPEN, [centre.reference])


def test_an_article_speaks_of_a_measure_once(centre: Proposal) -> None:
    again = "The joint border operations centre at Mehran will have liaison officers"
    article = article_of(f"{ARABIC}. {again}.")

    assert link(ARABIC, article=article).state == FindingState.ATTACHED
    second = link(again, article=article)
    assert (second.state, suggested(second)) == (FindingState.OPEN, [centre.reference])


# Left


def test_something_new_is_left_for_review(centre: Proposal) -> None:
    finding = link("عرض العراق مئتي ألف جرعة من لقاح الكوليرا", kind=Kind.PREVENTION_TREATMENT)

    assert (finding.state, finding.candidates) == (FindingState.OPEN, [])


def test_another_pairs_proposal_is_not_compared(make_proposal: Make, iran: Party) -> None:
    make_proposal(titles=TITLES, proposers=[iran], addressees=[party("TR", name_en="Türkiye")])

    assert link(ARABIC).candidates == []


@pytest.mark.parametrize("pair", [(), ("IR",), ("IR", "IR")])
def test_without_a_pair_nothing_is_compared(centre: Proposal, pair: tuple[str, ...]) -> None:
    assert link(ARABIC, parties=pair).candidates == []


def test_what_was_closed_long_ago_is_not_compared(centre: Proposal) -> None:
    request = MoveRequest.of("withdraw", reason="Overtaken")
    moves.move(proposal=centre, request=request, by=SYSTEM, at=AT - timedelta(days=400))

    assert link(ARABIC).candidates == []


def test_a_report_from_before_the_proposal_is_suggested_at_most(make_proposal: Make) -> None:
    proposal = make_proposal(titles=TITLES, proposed_on=date(2026, 3, 10))
    old = article_of(f"{PERSIAN}.", "fa", published=datetime(2025, 1, 5, tzinfo=UTC))
    finding = link(PERSIAN, article=old, type="update", status="in_progress")

    assert (finding.state, suggested(finding)) == (FindingState.OPEN, [proposal.reference])


def test_what_somebody_decided_stays_decided(centre: Proposal, officer: Actor) -> None:
    article = article_of(f"{ARABIC}.")
    seen = seen_in(article, ARABIC)
    (finding,) = found_in(article, seen)
    dismissed = findings.dismiss(finding=finding, reason=DismissalReason.PAST, by=officer, at=AT)
    linking.link(finding=dismissed, seen=seen, at=AT)

    finding.refresh_from_db()
    assert (finding.state, finding.candidates) == (FindingState.DISMISSED, [])


def test_an_article_in_an_unread_language_is_left(centre: Proposal) -> None:
    finding = link("Teheran schlug ein gemeinsames Grenzzentrum in Mehran vor", "de")

    assert finding.candidates == []


# Rights


def test_a_restricted_proposal_is_suggested_only_to_those_who_see_it(
    make_proposal: Make, officer: Actor, stranger: Actor, settings: Settings, desk: Desk
) -> None:
    settings.ATTACH_SCORE = 1.01
    proposal = make_proposal(titles=TITLES, visibility=Visibility.RESTRICTED, desk=desk)
    finding = link(ARABIC)

    def shown(actor: Actor) -> list[Proposal]:
        cards = Review(finding.article, actor).cards
        return [candidate.proposal for card in cards for candidate in card.candidates]

    assert suggested(finding) == [proposal.reference]
    assert (shown(officer), shown(stranger)) == ([proposal], [])


def test_what_is_attached_to_a_restricted_proposal_is_hidden_with_it(
    make_proposal: Make, officer: Actor, stranger: Actor, desk: Desk
) -> None:
    make_proposal(titles=TITLES, visibility=Visibility.RESTRICTED, desk=desk)
    finding = link(ARABIC)

    assert finding.state == FindingState.ATTACHED
    for actor, is_seen in ((officer, True), (stranger, False)):
        assert Finding.objects.visible_to(actor).filter(pk=finding.pk).exists() is is_seen


# What it costs


def queries_of(seen: Seen, finding: Finding) -> int:
    with CaptureQueriesContext(connection) as queries:
        linking.link(finding=finding, seen=seen, at=AT)
    return len(queries)


def test_the_queries_do_not_grow_with_the_proposals(make_proposal: Make) -> None:
    article = article_of("عرض العراق مئتي ألف جرعة من لقاح الكوليرا. وتحدث عن أمور أخرى.")
    seen = seen_in(article, "عرض العراق مئتي ألف جرعة من لقاح الكوليرا")
    (finding,) = found_in(article, seen)
    make_proposal()
    few = queries_of(seen, finding)
    for number in range(12):
        proposal = make_proposal(titles={"en": f"Measure {number}", "fa": f"طرح {number}"})
        other = link(f"تحدث عن أمر رقم {number}", kind=Kind.OTHER)
        findings.attach(finding=other, proposal=proposal, by=SYSTEM, at=AT)

    assert queries_of(seen, finding) == few <= 6


def test_where_there_are_too_many_those_of_its_kind_come_first(
    make_proposal: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "_MOST_COMPARED", 2)
    old = make_proposal(titles=TITLES, proposed_on=date(2020, 1, 1))
    for year in (2024, 2025):
        make_proposal(titles={"en": "Scholarships"}, kind=Kind.OTHER, proposed_on=date(year, 1, 1))

    assert link(ARABIC).proposal == old


def test_only_the_evidence_that_was_told_first_is_read(centre: Proposal) -> None:
    for number in range(4):
        link(f"{ARABIC} {number}")
    assert centre.evidence.count() == 4
    statement = linking._statement(*_another())
    (found,) = linking._candidates(statement, AT)

    assert [one.text[-1] for one in found.statements[1:]] == ["0", "1"]


@pytest.mark.parametrize("most", [3, 5, 100])
def test_what_is_compared_is_what_the_positions_tell(
    make_proposal: Make, monkeypatch: pytest.MonkeyPatch, iran: Party, iraq: Party, most: int
) -> None:
    """However it is found by its pair: those of more parties count, and parties that came later."""
    monkeypatch.setattr(linking, "_MOST_COMPARED", most)
    turkey = party("TR", name_en="Türkiye")
    sides = [([iran], [iraq]), ([iran], [iraq, turkey]), ([iran], [turkey]), ([iraq], [turkey])]
    for year in (2024, 2025):
        for kind in (Kind.JOINT_BODY, Kind.OTHER):
            for proposers, addressees in sides:
                made = make_proposal(
                    proposers=proposers,
                    addressees=addressees,
                    kind=kind,
                    proposed_on=date(year, 1, 1),
                )
                if year == 2025:
                    parts.set_position(proposal=made, party=iraq, values={}, by=SYSTEM, at=AT)
    statement = linking._statement(*_another())
    told = Proposal.objects.between("IQ", "IR").order_by("-proposed_on", "-pk")
    expected = sorted(told, key=lambda one: one.kind != statement.kind)

    found = linking._candidates(statement, AT)

    assert [one.key for one in found] == [one.pk for one in expected[:most]]
    assert all({"IQ", "IR"} <= one.parties for one in found)


def _another() -> tuple[Finding, Seen]:
    article = article_of(f"{PERSIAN}.", "fa")
    seen = seen_in(article, PERSIAN)
    return found_in(article, seen)[0], seen
