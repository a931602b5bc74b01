"""What a finding would most likely become."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from proposals.admin.guessing import guess, likely_committee, likely_meeting, short_title
from proposals.models import Committee, Desk, Finding, Meeting, Membership, Party
from proposals.rights import Actor
from proposals.services.recording import recording
from proposals.services.records import keep


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("We propose a centre.", "We propose a centre"),
        ("«نقترح إنشاء مركز»،", "نقترح إنشاء مركز"),
        ("one\n  two\tthree", "one two three"),
        ("…", ""),
    ],
)
def test_a_title_is_the_quote_on_one_line(quote: str, title: str) -> None:
    assert short_title(quote) == title


def test_a_long_title_ends_at_a_word() -> None:
    title = short_title("centre " * 60)
    assert title.endswith("centre…")
    assert len(title) <= 161


def test_a_title_is_the_measure_alone_where_it_is_told(finding: Finding, officer: Actor) -> None:
    start = finding.start + finding.quote.index("joint")
    finding.why = {"measure": {"start": start, "end": finding.end}}
    assert guess(finding, by=officer)["title_en"] == "joint border operations centre"


def test_a_measure_outside_the_quote_is_no_title(finding: Finding, officer: Actor) -> None:
    finding.why = {"measure": {"start": finding.end + 1, "end": finding.end + 30}}
    assert guess(finding, by=officer)["title_en"] == finding.quote


def test_the_draft_takes_over_what_was_found(finding: Finding, officer: Actor) -> None:
    first = guess(finding, by=officer)

    assert first["title_en"] == "We propose a joint border operations centre"
    assert (first["kind"], first["act"]) == ("joint_body", "proposes")
    assert (first["party_0"], first["role_0"]) == (finding.proposer_id, "from")
    assert (first["party_1"], first["role_1"]) == (finding.addressee_id, "to")
    assert first["owner"] == officer.user_id
    assert first["proposed_on"] == finding.article.told_on


def test_of_a_mutual_finding_each_is_both(
    make_finding: Callable[..., Finding], officer: Actor
) -> None:
    first = guess(make_finding(is_mutual=True), by=officer)
    assert (first["role_0"], first["role_1"]) == ("both", "both")


def test_an_addressee_alone_comes_first(
    make_finding: Callable[..., Finding], officer: Actor
) -> None:
    finding = make_finding(proposer=None, speaker=None)
    first = guess(finding, by=officer)
    assert (first["party_0"], first["role_0"]) == (finding.addressee_id, "to")
    assert "party_1" not in first


def test_progress_without_a_kind_still_makes_a_draft(
    make_finding: Callable[..., Finding], officer: Actor
) -> None:
    finding = make_finding(
        "The centre has opened its doors", type="update", kind="", act="", status="completed"
    )
    first = guess(finding, by=officer)
    assert (first["kind"], first["act"]) == ("other", "announces")


def test_an_article_in_another_language_gets_an_english_title(
    finding: Finding, officer: Actor
) -> None:
    finding.article.language = "de"
    assert "title_en" in guess(finding, by=officer)


@pytest.fixture
def make_committee(at: datetime, iraq: Party, iran: Party) -> Callable[..., Committee]:
    def make(name: str, *parties: Party, desk: Desk | None = None) -> Committee:
        found = Committee(name_en=name, desk=desk)
        with recording(by=Actor.of_system("tests"), at=at):
            found.save()
            for one in parties or (iraq, iran):
                Membership.objects.create(committee=found, party=one)
        return found

    return make


def test_the_committee_is_one_in_which_both_sit(
    make_committee: Callable[..., Committee], iraq: Party, iran: Party, officer: Actor
) -> None:
    jordan = Party.objects.get(code="JO")
    make_committee("Another pair", iraq, jordan)
    theirs = make_committee("Theirs")

    assert likely_committee([iran, iraq], officer) == theirs
    assert likely_committee([iran, jordan], officer) is None
    assert likely_committee([iran, None], officer) is None


def test_the_own_desks_committee_goes_before_the_smaller_one(
    make_committee: Callable[..., Committee], iraq: Party, iran: Party, officer: Actor, desk: Desk
) -> None:
    small = make_committee("Small")
    assert likely_committee([iran, iraq], officer) == small

    jordan = Party.objects.get(code="JO")
    own = make_committee("Own", iraq, iran, jordan, desk=desk)
    assert likely_committee([iran, iraq], officer) == own


@pytest.mark.parametrize(
    ("days", "is_found"), [(-2, False), (-1, True), (0, True), (21, True), (22, False)]
)
def test_the_meeting_is_the_one_of_which_the_article_tells(
    committee: Committee, at: datetime, days: int, is_found: bool
) -> None:
    day = date(2026, 3, 8)
    meeting = Meeting(committee=committee, ordinal=2, starts_on=day, ends_on=day)
    keep(meeting, by=Actor.of_system("tests"), at=at)

    found = likely_meeting(committee, day + timedelta(days=days))
    assert found == (meeting if is_found else None)


def test_without_a_committee_there_is_no_meeting() -> None:
    assert likely_meeting(None, date(2026, 3, 8)) is None


def test_committee_and_meeting_are_filled_in(
    finding: Finding, meeting: Meeting, officer: Actor
) -> None:
    first: dict[str, Any] = guess(finding, by=officer)
    assert (first["committee"], first["meeting"]) == (meeting.committee, meeting)
