"""Keeping findings, and deciding on them: accept, attach, dismiss, and back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from proposals.announcements import proposal_changed
from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Article, Change, Evidence, Finding, Party, Proposal
from proposals.rights import Actor
from proposals.services import findings
from proposals.services.proposals import Draft
from proposals.services.recording import recording
from proposals.vocabulary import (
    Act,
    DismissalReason,
    FindingState,
    FindingType,
    Kind,
    Voice,
)

type Make = Callable[..., Proposal]
type Find = Callable[..., Finding]
type See = Callable[..., findings.Sighting]
type Newest = Callable[[], Change]
type Commit = Callable[..., Any]

PROGRESS = "The centre has opened its doors"


@pytest.fixture
def draft(iran: Party, iraq: Party) -> Draft:
    return Draft(
        titles={"en": "A joint border operations centre"},
        kind=Kind.JOINT_BODY,
        act=Act.PROPOSES,
        proposers=[iran],
        addressees=[iraq],
        proposed_on=date(2026, 3, 10),
    )


# Keeping


def test_what_was_seen_is_kept_in_the_records_words(
    article: Article, see: See, iran: Party, iraq: Party, system: Actor, at: datetime
) -> None:
    seen = see(article, why={"cue": "propose"}, is_mutual=True)
    (finding,) = findings.record_findings(article=article, sightings=[seen], by=system, at=at)

    assert (finding.quote, finding.start, finding.end) == (seen.quote, seen.start, seen.end)
    assert (finding.kind, finding.act, finding.type) == ("joint_body", "proposes", "proposal")
    assert (finding.proposer, finding.addressee, finding.speaker) == (iran, iraq, iran)
    assert (finding.confidence, finding.why, finding.is_mutual) == (0.9, {"cue": "propose"}, True)
    assert (finding.state, finding.found_at, finding.decided_at) == ("open", at, None)
    assert list(Finding.objects.open()) == [finding]


def test_seen_again_it_stays_as_it_is(
    finding: Finding, article: Article, see: See, officer: Actor, system: Actor, at: datetime
) -> None:
    findings.dismiss(finding=finding, reason=DismissalReason.PAST, by=officer, at=at)
    again = findings.record_findings(
        article=article, sightings=[see(article, confidence=0.2)], by=system, at=at
    )

    assert [(kept.pk, kept.state, kept.confidence) for kept in again] == [
        (finding.pk, FindingState.DISMISSED, 0.9)
    ]


def test_a_party_that_the_record_does_not_know_is_left_open(
    article: Article, see: See, system: Actor, at: datetime
) -> None:
    seen = see(article, proposer="XX", addressee=None, speaker="XX")
    (finding,) = findings.record_findings(article=article, sightings=[seen], by=system, at=at)

    assert (finding.proposer, finding.addressee, finding.speaker) == (None, None, None)


def test_only_an_officials_side_is_kept(make_finding: Find) -> None:
    assert make_finding(voice=Voice.THIRD_PARTY, speaker="IR").speaker is None


def test_parties_are_looked_up_once_for_all(
    article: Article, see: See, iran: Party, iraq: Party, system: Actor, at: datetime,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    seen = [see(article), see(article, PROGRESS, type=FindingType.UPDATE, status="in_progress")]
    with django_assert_max_num_queries(16) as captured:
        findings.record_findings(article=article, sightings=seen, by=system, at=at)

    assert sum('FROM "proposals_party"' in query["sql"] for query in captured) == 1


def test_words_that_the_article_does_not_say_there_are_all_refused(
    article: Article, see: See, system: Actor, at: datetime
) -> None:
    honest, wrong = see(article), see(article, PROGRESS)
    wrong = findings.Sighting(
        type=wrong.type, start=0, end=4, quote="That", kind="other", act="offers", confidence=0.5
    )
    with pytest.raises(IntegrityError, match="does not say this"), transaction.atomic():
        findings.record_findings(article=article, sightings=[honest, wrong], by=system, at=at)
    assert not Finding.objects.exists()


def test_likely_proposals_are_kept_without_an_entry(
    finding: Finding, proposal: Proposal, system: Actor, at: datetime
) -> None:
    entries = Change.objects.count()
    likely = [{"proposal": proposal.pk, "score": 0.7, "why": {"kind": 0.4}}]
    findings.suggest(finding=finding, candidates=likely, by=system, at=at)

    finding.refresh_from_db()
    assert finding.candidates == likely
    assert Change.objects.count() == entries


# Accepting


def test_an_accepted_finding_becomes_a_proposal_with_its_words_as_evidence(
    finding: Finding, draft: Draft, officer: Actor, at: datetime
) -> None:
    proposal = findings.accept(finding=finding, draft=draft, by=officer, at=at)

    finding.refresh_from_db()
    assert (finding.state, finding.proposal) == (FindingState.ACCEPTED, proposal)
    assert (finding.decided_by, finding.decided_at) == (officer.name, at)
    assert not finding.is_automatic
    evidence = proposal.evidence.get()
    assert (evidence.exact, evidence.confirmed_by) == (finding.quote, officer.name)


def test_its_words_show_where_the_proposer_stands_and_nobody_else(
    finding: Finding, draft: Draft, officer: Actor, at: datetime, iran: Party
) -> None:
    proposal = findings.accept(finding=finding, draft=draft, by=officer, at=at)

    shown = {position.party: position.statement for position in proposal.positions.all()}
    assert shown.pop(iran) == proposal.evidence.get()
    assert list(shown.values()) == [None]


def test_the_proposal_is_given_back_at_its_stored_version(
    finding: Finding, draft: Draft, officer: Actor, at: datetime
) -> None:
    proposal = findings.accept(finding=finding, draft=draft, by=officer, at=at)

    assert proposal.version == Proposal.objects.get().version
    own = Change.objects.of_proposal(proposal).exclude(subject="finding")
    assert proposal.version == own.count()


def test_a_draft_that_is_refused_leaves_the_finding_open(
    finding: Finding, draft: Draft, officer: Actor, at: datetime
) -> None:
    untitled = Draft(**(vars(draft) | {"titles": {}}))
    with pytest.raises(InvalidInputError):
        findings.accept(finding=finding, draft=untitled, by=officer, at=at)

    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN
    assert not Proposal.objects.exists()


# Attaching


def test_an_attached_finding_is_evidence_of_the_proposal(
    finding: Finding, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    changed = findings.attach(finding=finding, proposal=proposal, by=officer, at=at)

    finding.refresh_from_db()
    assert (finding.state, finding.proposal) == (FindingState.ATTACHED, proposal)
    assert (finding.is_automatic, finding.decided_by) == (False, officer.name)
    assert proposal.evidence.get().confirmed_by == officer.name
    assert changed.version == proposal.version + 1 == Proposal.objects.get().version


def test_what_matching_attaches_is_marked_so(attached: Finding, system: Actor) -> None:
    evidence = Evidence.objects.get()

    assert (attached.is_automatic, attached.decided_by) == (True, system.name)
    assert (evidence.is_automatic, evidence.confirmed_at, evidence.score) == (True, None, 0.91)


def test_another_desks_proposal_is_refused(
    finding: Finding, proposal: Proposal, stranger: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowedError):
        findings.attach(finding=finding, proposal=proposal, by=stranger, at=at)
    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


# Dismissing


@pytest.mark.parametrize("reason", DismissalReason.values)
def test_a_finding_is_dismissed_for_a_reason_of_the_list(
    finding: Finding, officer: Actor, at: datetime, last_change: Newest, reason: str
) -> None:
    dismissed = findings.dismiss(
        finding=finding, reason=reason, by=officer, at=at, note="See the minutes"
    )

    assert (dismissed.state, dismissed.dismissal) == (FindingState.DISMISSED, reason)
    assert dismissed.proposal is None
    assert last_change().fields["state"] == ["open", "dismissed"]
    assert (last_change().why, last_change().actor) == ("See the minutes", officer.key)


@pytest.mark.parametrize("reason", ["", "boring"])
def test_another_reason_is_refused(
    finding: Finding, officer: Actor, at: datetime, reason: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        findings.dismiss(finding=finding, reason=reason, by=officer, at=at)
    assert (refused.value.code, list(refused.value.fields)) == ("no_reason", ["reason"])


# Only once


def decisions(proposal: Proposal, draft: Draft, at: datetime) -> dict[str, Callable[..., Any]]:
    return {
        "accept": lambda **who: findings.accept(draft=draft, at=at, **who),
        "attach": lambda **who: findings.attach(proposal=proposal, at=at, **who),
        "dismiss": lambda **who: findings.dismiss(reason="past", at=at, **who),
    }


@pytest.mark.parametrize("second", ["accept", "attach", "dismiss"])
@pytest.mark.parametrize("first", ["accept", "attach", "dismiss"])
def test_a_second_decision_is_told_who_made_the_first(
    finding: Finding, proposal: Proposal, draft: Draft, officer: Actor, head: Actor,
    at: datetime, first: str, second: str,
) -> None:  # fmt: skip
    stale = Finding.objects.get()
    decide = decisions(proposal, draft, at)
    decide[first](finding=finding, by=head)
    proposals = Proposal.objects.count()

    with pytest.raises(RefusedError, match=head.name) as refused:
        decide[second](finding=stale, by=officer)
    assert refused.value.code == "already_decided"
    assert Proposal.objects.count() == proposals


@pytest.mark.parametrize("which", ["accept", "attach", "dismiss"])
@pytest.mark.parametrize("who", ["reader", "partner"])
def test_findings_are_the_desks_work(
    finding: Finding, proposal: Proposal, draft: Draft, at: datetime, who: str, which: str,
    actor_called: Callable[[str], Actor],
) -> None:  # fmt: skip
    with pytest.raises(NotAllowedError):
        decisions(proposal, draft, at)[which](finding=finding, by=actor_called(who))
    with pytest.raises(NotAllowedError):
        findings.undo(finding=finding, by=actor_called(who), at=at)


@pytest.mark.parametrize("which", ["accept", "attach"])
def test_a_decision_that_reaches_a_proposal_is_announced_once_it_is_committed(
    finding: Finding,
    proposal: Proposal,
    draft: Draft,
    officer: Actor,
    at: datetime,
    which: str,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reached = decisions(proposal, draft, at)[which](finding=finding, by=officer)
        assert announced == []

    assert announced == [(proposal_changed, {"proposal_id": reached.pk})]


# And back


def test_a_dismissal_is_taken_back(
    finding: Finding, officer: Actor, head: Actor, at: datetime, last_change: Newest
) -> None:
    findings.dismiss(finding=finding, reason="past", by=officer, at=at)
    again = findings.undo(finding=finding, by=head, at=at)

    assert (again.state, again.dismissal, again.decided_at, again.decided_by) == (
        "open", "", None, "",
    )  # fmt: skip
    assert last_change().fields["state"] == ["dismissed", "open"]
    assert last_change().actor == head.key


def test_an_attachment_is_taken_back_with_its_evidence(
    attached: Finding, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    again = findings.undo(finding=attached, by=officer, at=at)

    assert (again.state, again.proposal, again.is_automatic) == ("open", None, False)
    assert not proposal.evidence.exists()


def test_a_proposal_that_was_made_of_it_stays(
    finding: Finding, draft: Draft, officer: Actor, at: datetime
) -> None:
    findings.accept(finding=finding, draft=draft, by=officer, at=at)

    with pytest.raises(RefusedError, match="withdraw"):
        findings.undo(finding=finding, by=officer, at=at)
    assert Evidence.objects.count() == 1


def test_an_attachment_to_another_desks_proposal_is_not_for_a_stranger(
    attached: Finding, stranger: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowedError):
        findings.undo(finding=attached, by=stranger, at=at)
    assert Evidence.objects.exists()


def test_an_open_finding_has_nothing_to_take_back(
    finding: Finding, officer: Actor, at: datetime
) -> None:
    entries = Change.objects.count()
    findings.undo(finding=finding, by=officer, at=at)

    assert Change.objects.count() == entries


def test_undoing_tells_the_followers_of_the_proposal(
    attached: Finding,
    proposal: Proposal,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        findings.undo(finding=attached, by=officer, at=at)

    assert announced == [(proposal_changed, {"proposal_id": proposal.pk})]


def test_a_decision_inside_a_greater_change_keeps_its_reason(
    finding: Finding, officer: Actor, at: datetime, last_change: Newest
) -> None:
    with recording(by=officer, at=at, why="Clearing the queue"):
        findings.dismiss(finding=finding, reason="past", by=officer, at=at)

    assert last_change().why == "Clearing the queue"
