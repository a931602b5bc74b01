"""Positions, milestones and evidence: what belongs to a proposal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from proposals.announcements import proposal_changed
from proposals.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    NotAllowedError,
    RefusedError,
)
from proposals.models import (
    Change,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Party,
    Position,
    Proposal,
)
from proposals.rights import Actor
from proposals.services import findings, parts
from proposals.services.recording import recording
from proposals.vocabulary import FindingState, FindingType, Precision, Stance, Voice
from tests.conftest import party

type Make = Callable[..., Proposal]
type Commit = Callable[..., Any]
type Newest = Callable[[], Change]


# Positions


def test_a_position_is_changed_and_noted(
    proposal: Proposal, iraq: Party, officer: Actor, at: datetime, last_change: Newest
) -> None:
    values = {"stance": Stance.ACCEPTS, "responsible_body": "Ministry of Interior"}
    position = parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)

    assert (position.stance, position.responsible_body) == ("accepts", "Ministry of Interior")
    change = last_change()
    assert change.fields == {
        "stance": ["awaited", "accepts"],
        "responsible_body": ["", "Ministry of Interior"],
    }
    assert (change.actor, change.at, change.proposal_id) == (officer.key, at, proposal.pk)


def test_a_party_that_is_new_to_it_is_added(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    newcomer = party("TR", name_en="Türkiye")
    parts.set_position(proposal=proposal, party=newcomer, values={}, by=officer, at=at)

    assert proposal.positions.get(party=newcomer).stance == Stance.AWAITED
    assert Proposal.objects.get().reference == proposal.reference


def test_the_same_position_again_writes_nothing(
    proposal: Proposal,
    iraq: Party,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        parts.set_position(
            proposal=proposal, party=iraq, values={"stance": Stance.AWAITED}, by=officer, at=at
        )

    assert Proposal.objects.get().version == proposal.version
    assert announced == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [({"stance": "shrugs"}, "stance"), ({"responsible_body": "x" * 201}, "responsible_body")],
)
def test_a_position_that_can_not_be_is_refused_beside_its_field(
    proposal: Proposal, iraq: Party, officer: Actor, at: datetime, values: Any, fault: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)
    assert list(refused.value.fields) == [fault]


@pytest.mark.parametrize("field", ["proposal", "party", "pk"])
def test_a_position_keeps_its_place(
    proposal: Proposal, iraq: Party, officer: Actor, at: datetime, field: str
) -> None:
    with pytest.raises(InvalidInputError, match=field):
        parts.set_position(proposal=proposal, party=iraq, values={field: None}, by=officer, at=at)


def test_a_position_is_shown_by_evidence_of_the_same_proposal(
    make_proposal: Make, evidence: Evidence, iraq: Party, officer: Actor, at: datetime
) -> None:
    shown = parts.set_position(
        proposal=evidence.proposal, party=iraq, values={"statement": evidence}, by=officer, at=at
    )
    assert shown.statement == evidence

    with pytest.raises(InvalidInputError, match="another proposal") as refused:
        parts.set_position(
            proposal=make_proposal(), party=iraq, values={"statement": evidence},
            by=officer, at=at,
        )  # fmt: skip
    assert list(refused.value.fields) == ["statement"]


# Milestones


@pytest.fixture
def milestone(proposal: Proposal, officer: Actor, at: datetime) -> Milestone:
    values = {"title": "Choose the site", "due_on": date(2026, 6, 1), "due_precision": "day"}
    return parts.add_milestone(proposal=proposal, values=values, by=officer, at=at)


def test_a_milestone_is_added_and_noted(
    milestone: Milestone, proposal: Proposal, officer: Actor, last_change: Newest
) -> None:
    change = last_change()

    assert (change.subject, change.operation, change.actor) == (
        "milestone",
        "insert",
        officer.key,
    )
    assert change.fields["title"] == [None, "Choose the site"]
    assert change.proposal_id == proposal.pk


def test_a_milestone_is_done_on_a_day(
    milestone: Milestone, head: Actor, at: datetime, last_change: Newest
) -> None:
    done = parts.edit_milestone(
        milestone=milestone, values={"done_on": date(2026, 5, 30)}, by=head, at=at
    )

    assert done.done_on == Milestone.objects.get().done_on == date(2026, 5, 30)
    assert last_change().fields == {"done_on": [None, "2026-05-30"]}


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"due_on": date(2026, 6, 1), "due_precision": ""},
        {"due_precision": Precision.EVENT},
    ],
)
def test_a_milestone_that_can_not_be_is_refused(
    milestone: Milestone, officer: Actor, at: datetime, values: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInputError):
        parts.edit_milestone(milestone=milestone, values=values, by=officer, at=at)
    with pytest.raises(InvalidInputError):
        parts.add_milestone(
            proposal=milestone.proposal, values={"title": ""} | values, by=officer, at=at
        )
    assert Milestone.objects.get().title == "Choose the site"


def test_an_edit_changes_only_what_it_names(
    milestone: Milestone, officer: Actor, head: Actor, at: datetime
) -> None:
    """What the caller read earlier does not come back with what it writes now."""
    stale = Milestone.objects.get()
    parts.edit_milestone(milestone=milestone, values={"title": "Fence it"}, by=head, at=at)
    parts.edit_milestone(milestone=stale, values={"done_on": date(2026, 5, 30)}, by=officer, at=at)

    kept = Milestone.objects.get()
    assert (kept.title, kept.done_on) == ("Fence it", date(2026, 5, 30))


def test_a_removed_milestone_stays_in_the_history(
    milestone: Milestone, officer: Actor, at: datetime, last_change: Newest
) -> None:
    parts.remove_milestone(milestone=milestone, by=officer, at=at)

    assert not Milestone.objects.exists()
    assert last_change().operation == "delete"
    assert last_change().fields["title"] == ["Choose the site", None]


def test_a_removed_milestone_does_not_rise_again(
    milestone: Milestone, officer: Actor, at: datetime
) -> None:
    stale = Milestone.objects.get()
    parts.remove_milestone(milestone=milestone, by=officer, at=at)

    with pytest.raises(RefusedError) as refused:
        parts.edit_milestone(milestone=stale, values={"title": "Again"}, by=officer, at=at)
    assert refused.value.code == "removed_meanwhile"
    with pytest.raises(RefusedError):
        parts.remove_milestone(milestone=stale, by=officer, at=at)
    assert not Milestone.objects.exists()


# What positions and milestones share


def calls(proposal: Proposal, iraq: Party, milestone: Milestone) -> dict[str, Callable[..., Any]]:
    """Give each change of a part as a call that lacks only who, when and the version."""
    return {
        "position": lambda **rest: parts.set_position(
            proposal=proposal, party=iraq, values={"stance": Stance.RESERVES}, **rest
        ),
        "new milestone": lambda **rest: parts.add_milestone(
            proposal=proposal, values={"title": "Another"}, **rest
        ),
        "milestone": lambda **rest: parts.edit_milestone(
            milestone=milestone, values={"title": "Another"}, **rest
        ),
        "removal": lambda **rest: parts.remove_milestone(milestone=milestone, **rest),
    }


CALLS = ["position", "new milestone", "milestone", "removal"]


@pytest.mark.parametrize("which", CALLS)
def test_each_change_of_a_part_counts_one_version_of_the_proposal(
    proposal: Proposal, iraq: Party, milestone: Milestone, officer: Actor, at: datetime, which: str
) -> None:
    before = Proposal.objects.get()
    later = at + timedelta(hours=1)
    calls(proposal, iraq, milestone)[which](by=officer, at=later, version=before.version)

    after = Proposal.objects.get()
    assert after.version == before.version + 1
    assert after.updated_at == later


@pytest.mark.parametrize("which", CALLS)
def test_a_change_upon_an_older_version_is_refused(
    proposal: Proposal, iraq: Party, milestone: Milestone, officer: Actor, at: datetime, which: str
) -> None:
    """The milestone came after the version that this officer read."""
    with pytest.raises(ChangedMeanwhileError) as refused:
        calls(proposal, iraq, milestone)[which](by=officer, at=at, version=proposal.version)
    assert [change.subject for change in refused.value.changes] == ["milestone"]


@pytest.mark.parametrize("which", CALLS)
def test_another_desk_may_not_change_a_part(
    proposal: Proposal, iraq: Party, milestone: Milestone, stranger: Actor, at: datetime, which: str
) -> None:
    entries = Change.objects.count()
    with pytest.raises(NotAllowedError):
        calls(proposal, iraq, milestone)[which](by=stranger, at=at)
    assert Change.objects.count() == entries


@pytest.mark.parametrize("which", CALLS)
def test_each_change_of_a_part_is_announced_once_it_is_committed(
    proposal: Proposal,
    iraq: Party,
    milestone: Milestone,
    officer: Actor,
    at: datetime,
    which: str,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        calls(proposal, iraq, milestone)[which](by=officer, at=at)
        assert announced == []

    assert announced == [(proposal_changed, {"proposal_id": proposal.pk})]


# Evidence


def quoted(proposal: Proposal, finding: Finding, by: Actor, at: datetime) -> Evidence:
    with recording(by=by, at=at):
        return parts.attach_quote(proposal=proposal, finding=finding, by=by, at=at, score=0.9)


def test_a_quote_is_pinned_by_words_surroundings_and_place(
    proposal: Proposal, finding: Finding, officer: Actor, at: datetime, iran: Party
) -> None:
    evidence = quoted(proposal, finding, officer, at)

    text = finding.article.text
    assert text[evidence.start : evidence.end] == evidence.exact == finding.quote
    assert text[: evidence.start].endswith(evidence.prefix)
    assert text[evidence.end :].startswith(evidence.suffix)
    assert 0 < len(evidence.prefix) <= parts.CONTEXT_LENGTH
    assert len(evidence.suffix) == parts.CONTEXT_LENGTH
    assert (evidence.voice, evidence.speaker) == (Voice.OFFICIAL, iran)
    assert evidence.dated_on == at.date()


def test_what_a_person_attaches_is_confirmed_by_that(
    proposal: Proposal, finding: Finding, officer: Actor, at: datetime
) -> None:
    evidence = quoted(proposal, finding, officer, at)

    assert (evidence.is_automatic, evidence.confirmed_at) == (False, at)
    assert evidence.confirmed_by == officer.name


@pytest.mark.parametrize("who", ["system", "partner"])
def test_what_a_system_attaches_is_marked_and_waits_for_a_person(
    proposal: Proposal,
    finding: Finding,
    at: datetime,
    actor_called: Callable[[str], Actor],
    who: str,
) -> None:
    evidence = quoted(proposal, finding, actor_called(who), at)

    assert (evidence.is_automatic, evidence.confirmed_at) == (True, None)
    assert (evidence.confirmed_by, evidence.score) == ("", 0.9)
    assert list(Evidence.objects.awaiting_confirmation()) == [evidence]


def test_the_same_words_are_evidence_once(
    proposal: Proposal, finding: Finding, system: Actor, officer: Actor, at: datetime
) -> None:
    automatic = quoted(proposal, finding, system, at)
    by_hand = quoted(proposal, finding, officer, at)

    assert by_hand == automatic
    assert by_hand.confirmed_by == officer.name
    assert proposal.evidence.get().confirmed_at == at


def test_evidence_is_dated_by_its_publication(
    make_article: Callable[..., Any], see: Callable[..., Any], proposal: Proposal, at: datetime,
    officer: Actor,
) -> None:  # fmt: skip
    article = make_article(published_at=at - timedelta(days=9))
    (finding,) = findings.record_findings(
        article=article, sightings=[see(article)], by=officer, at=at
    )

    assert quoted(proposal, finding, officer, at).dated_on == date(2026, 3, 2)


def test_words_of_the_minutes_are_evidence_of_both_sides(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime, last_change: Newest
) -> None:
    evidence = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=0, end=31, by=officer, at=at
    )

    assert evidence.exact == meeting.minutes[0:31] == "Both sides agreed on the centre"
    assert (evidence.article, evidence.meeting) == (None, meeting)
    assert (evidence.voice, evidence.dated_on) == (Voice.JOINT, meeting.ends_on)
    assert (evidence.confirmed_at, evidence.confirmed_by) == (at, officer.name)
    assert last_change().subject == "evidence"


def test_the_same_minutes_are_evidence_once(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    attach = {"proposal": proposal, "meeting": meeting, "start": 0, "by": officer, "at": at}
    first = parts.attach_minutes(end=31, **attach)  # type: ignore[arg-type]  # as above
    again = parts.attach_minutes(end=31, **attach)  # type: ignore[arg-type]  # as above

    assert first == again
    assert proposal.evidence.count() == 1


def test_words_beyond_the_end_of_the_minutes_end_with_them(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    start = meeting.minutes.index("They")
    evidence = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=start, end=9999, by=officer, at=at
    )

    assert evidence.exact == "They meet again in autumn."
    assert (evidence.end, evidence.suffix) == (len(meeting.minutes), "")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (900, 950), (-9, -2), (4, 5)])
def test_minutes_that_say_nothing_there_are_refused(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime, start: int, end: int
) -> None:
    with pytest.raises(InvalidInputError, match="words of the minutes"):
        parts.attach_minutes(
            proposal=proposal, meeting=meeting, start=start, end=end, by=officer, at=at
        )


def test_minutes_brought_by_a_system_wait_for_a_person(
    proposal: Proposal, meeting: Meeting, partner: Actor, at: datetime
) -> None:
    evidence = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=0, end=31, by=partner, at=at
    )

    assert (evidence.is_automatic, evidence.confirmed_at) == (True, None)


def test_a_person_confirms_what_was_attached_automatically(
    evidence: Evidence, officer: Actor, at: datetime, last_change: Newest
) -> None:
    confirmed = parts.confirm_evidence(evidence=evidence, by=officer, at=at)

    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (at, officer.name)
    assert confirmed.is_automatic  # how it came stays known
    assert set(last_change().fields) == {"confirmed_at", "confirmed_by"}


def test_the_first_to_confirm_is_remembered(
    evidence: Evidence, officer: Actor, head: Actor, at: datetime
) -> None:
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    version = Proposal.objects.get().version
    parts.confirm_evidence(evidence=evidence, by=head, at=at + timedelta(days=1))

    assert Evidence.objects.get().confirmed_by == officer.name
    assert Proposal.objects.get().version == version


@pytest.mark.parametrize("who", ["system", "partner", "reader", "stranger"])
def test_nobody_else_confirms(
    evidence: Evidence, at: datetime, actor_called: Callable[[str], Actor], who: str
) -> None:
    with pytest.raises(NotAllowedError):
        parts.confirm_evidence(evidence=evidence, by=actor_called(who), at=at)
    assert Evidence.objects.get().confirmed_at is None


def test_detached_evidence_puts_its_finding_back(
    evidence: Evidence, attached: Finding, officer: Actor, at: datetime, last_change: Newest
) -> None:
    parts.detach_evidence(evidence=evidence, by=officer, at=at, why="Another centre")

    attached.refresh_from_db()
    assert (attached.state, attached.proposal, attached.decided_by) == ("open", None, "")
    assert not attached.is_automatic
    assert not Evidence.objects.exists()
    assert (last_change().operation, last_change().why) == ("delete", "Another centre")


@pytest.mark.parametrize("why", ["", "  "])
def test_detaching_needs_a_reason(
    evidence: Evidence, officer: Actor, at: datetime, why: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parts.detach_evidence(evidence=evidence, by=officer, at=at, why=why)
    assert list(refused.value.fields) == ["why"]
    assert Evidence.objects.exists()


def test_a_position_outlives_the_statement_that_showed_it(
    finding: Finding, make_proposal: Make, officer: Actor, at: datetime, iran: Party
) -> None:
    proposal = make_proposal()
    shown = quoted(proposal, finding, officer, at)
    parts.set_position(
        proposal=proposal, party=iran, values={"statement": shown}, by=officer, at=at
    )
    parts.detach_evidence(evidence=shown, by=officer, at=at, why="A misreading")

    position = Position.objects.get(proposal=proposal, party=iran)
    assert (position.statement, position.stance) == (None, Stance.PROPOSED)
    assert Proposal.objects.get().version == Change.objects.of_proposal(proposal).exclude(
        subject="finding"
    ).count()  # fmt: skip


def completed(proposal: Proposal, iraq: Party, by: Actor, at: datetime, move: Make) -> None:
    parts.set_position(
        proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=by, at=at
    )
    for key in ("discuss", "agree", "start", "complete"):
        move(proposal, key, by)


def test_a_completed_proposal_keeps_its_only_proof(
    evidence: Evidence, attached: Finding, iraq: Party, officer: Actor, at: datetime, move: Make
) -> None:
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    completed(evidence.proposal, iraq, officer, at, move)
    kept = Evidence.objects.get()

    with pytest.raises(RefusedError) as refused:
        parts.detach_evidence(evidence=kept, by=officer, at=at, why="Doubtful")
    assert refused.value.code == "only_proof"
    with pytest.raises(RefusedError, match="only confirmed evidence"):
        findings.undo(finding=attached, by=officer, at=at)
    attached.refresh_from_db()
    assert attached.state == FindingState.ATTACHED


def test_with_another_proof_it_can_be_detached(
    evidence: Evidence, meeting: Meeting, iraq: Party, officer: Actor, at: datetime, move: Make
) -> None:
    proposal = evidence.proposal
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    parts.attach_minutes(proposal=proposal, meeting=meeting, start=0, end=31, by=officer, at=at)
    completed(proposal, iraq, officer, at, move)
    parts.detach_evidence(evidence=evidence, by=officer, at=at, why="Doubtful")

    assert proposal.evidence.get().meeting == meeting


def test_evidence_that_somebody_detached_meanwhile_is_gone(
    evidence: Evidence, officer: Actor, head: Actor, at: datetime
) -> None:
    stale = Evidence.objects.get()
    parts.detach_evidence(evidence=evidence, by=head, at=at, why="Another centre")

    for call in (
        lambda: parts.confirm_evidence(evidence=stale, by=officer, at=at),
        lambda: parts.detach_evidence(evidence=stale, by=officer, at=at, why="Me too"),
    ):
        with pytest.raises(RefusedError) as refused:
            call()
        assert refused.value.code == "removed_meanwhile"


def test_evidence_on_which_two_findings_stand_goes_with_the_last(
    make_finding: Callable[..., Finding], proposal: Proposal, officer: Actor, at: datetime
) -> None:
    as_proposal = make_finding()
    as_progress = make_finding(type=FindingType.UPDATE, kind="", act="", status="in_progress")
    for finding in (as_proposal, as_progress):
        findings.attach(finding=finding, proposal=proposal, by=officer, at=at)

    findings.undo(finding=as_progress, by=officer, at=at)
    assert proposal.evidence.count() == 1
    findings.undo(finding=as_proposal, by=officer, at=at)
    assert proposal.evidence.count() == 0


def test_each_change_of_evidence_is_announced(
    evidence: Evidence,
    meeting: Meeting,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    proposal = evidence.proposal
    for call in (
        lambda: parts.confirm_evidence(evidence=evidence, by=officer, at=at),
        lambda: parts.attach_minutes(
            proposal=proposal, meeting=meeting, start=0, end=31, by=officer, at=at
        ),
        lambda: parts.detach_evidence(evidence=evidence, by=officer, at=at, why="No"),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            call()
        assert announced.pop() == (proposal_changed, {"proposal_id": proposal.pk})
        assert announced == []
