"""Creating proposals and changing what they say."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from proposals.announcements import proposal_changed
from proposals.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError
from proposals.models import Change, Committee, Desk, Finding, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import parts
from proposals.services.proposals import EDITABLE, edit, leads_back
from proposals.services.records import keep
from proposals.status import Status
from proposals.vocabulary import Act, Precision, Stance, Visibility
from tests.conftest import party

type Make = Callable[..., Proposal]
type Commit = Callable[..., Any]


# Creating


def test_a_new_proposal_is_proposed_under_the_next_reference(
    make_proposal: Make, officer: Actor, at: datetime, desk: Desk
) -> None:
    proposal = make_proposal(by=officer)

    assert proposal.reference == "IQ-IR-2026-0001"
    assert (proposal.pair, proposal.status, proposal.left_status) == ("IQ-IR", "proposed", "")
    assert proposal.status_since == proposal.created_at == proposal.updated_at == at
    assert proposal.desk == desk  # its committee's
    assert proposal.visibility == Visibility.SHARED


def test_its_parties_stand_where_the_first_article_leaves_them(
    proposal: Proposal, iran: Party, iraq: Party
) -> None:
    by_party = {position.party: position for position in proposal.positions.all()}

    assert set(by_party) == {iran, iraq}
    assert (by_party[iran].is_proposer, by_party[iran].is_addressee) == (True, False)
    assert (by_party[iraq].is_proposer, by_party[iraq].is_addressee) == (False, True)
    assert by_party[iran].stance == Stance.PROPOSED
    assert by_party[iraq].stance == Stance.AWAITED


def test_where_both_sides_agree_each_is_both_and_accepts(
    make_proposal: Make, iran: Party, iraq: Party
) -> None:
    both = [iran, iraq]
    proposal = make_proposal(act=Act.AGREES, proposers=both, addressees=both)

    assert [
        (position.is_proposer, position.is_addressee, position.stance)
        for position in proposal.positions.all()
    ] == [(True, True, Stance.ACCEPTS)] * 2


def test_the_history_begins_with_it_and_its_positions(
    make_proposal: Make, officer: Actor, at: datetime
) -> None:
    proposal = make_proposal(by=officer)

    entries = list(Change.objects.of_proposal(proposal).reverse())
    assert [(entry.subject, entry.operation) for entry in entries] == [
        ("proposal", "insert"),
        ("position", "insert"),
        ("position", "insert"),
    ]
    assert {(entry.actor, entry.at) for entry in entries} == {(officer.key, at)}
    assert entries[0].fields["reference"] == [None, "IQ-IR-2026-0001"]


def test_the_version_that_is_given_back_is_the_stored_one(proposal: Proposal) -> None:
    assert proposal.version == Proposal.objects.get().version
    assert proposal.version == Change.objects.of_proposal(proposal).count()


@pytest.mark.parametrize("sides", ["nobody", "one", "the same twice"])
def test_it_stands_between_two_parties(make_proposal: Make, iran: Party, sides: str) -> None:
    proposers, addressees = {
        "nobody": ([], []),
        "one": ([iran], []),
        "the same twice": ([iran], [iran]),
    }[sides]

    with pytest.raises(InvalidInputError, match="two parties") as refused:
        make_proposal(proposers=proposers, addressees=addressees)
    assert refused.value.code == "parties"
    assert list(refused.value.fields) == ["addressee"]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"titles": {"en": "  "}}, ""),
        ({"titles": {"en": "x" * 301}}, "title_en"),
        ({"kind": "weather"}, "kind"),
        ({"act": "wishes"}, "act"),
        ({"visibility": "secret"}, "visibility"),
        ({"original_language": "fr"}, "original_language"),
        ({"deadline": {"due_on": date(2026, 6, 1)}}, ""),
        ({"deadline": {"due_precision": Precision.EVENT}}, ""),
        ({"visibility": Visibility.RESTRICTED, "committee": None}, ""),
    ],
)
def test_what_can_not_be_right_is_refused_beside_its_field(
    make_proposal: Make, values: dict[str, Any], fault: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        make_proposal(**values)
    assert list(refused.value.fields) == [fault]
    assert not Proposal.objects.exists()


def test_a_refused_one_takes_no_number(make_proposal: Make) -> None:
    with pytest.raises(InvalidInputError):
        make_proposal(titles={})

    assert make_proposal().reference == "IQ-IR-2026-0001"


def test_a_reader_records_no_proposals(make_proposal: Make, reader: Actor) -> None:
    with pytest.raises(NotAllowedError):
        make_proposal(by=reader)


@pytest.mark.parametrize("values", [{"committee": None}, {"visibility": "internal"}])
def test_a_partner_records_and_puts_proposals_only_where_it_sees_them(
    make_proposal: Make, partner: Actor, at: datetime, values: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowedError):
        make_proposal(by=partner, **values)
    kept = make_proposal(by=partner)
    with pytest.raises(NotAllowedError):
        edit(proposal=kept, values=values, by=partner, at=at)

    assert list(Proposal.objects.visible_to(partner)) == [kept]


def test_a_meeting_brings_its_committee_along(make_proposal: Make, meeting: Meeting) -> None:
    proposal = make_proposal(committee=None, meeting=meeting)

    assert (proposal.committee, proposal.meeting) == (meeting.committee, meeting)


def test_a_meeting_of_another_committee_is_refused(
    make_proposal: Make, meeting: Meeting, system: Actor, at: datetime
) -> None:
    other = Committee(name_en="Joint water committee")
    keep(other, by=system, at=at)

    with pytest.raises(InvalidInputError, match="another committee") as refused:
        make_proposal(committee=other, meeting=meeting)
    assert list(refused.value.fields) == ["meeting"]


def test_three_parties_share_one_reference(make_proposal: Make, iran: Party, iraq: Party) -> None:
    proposal = make_proposal(proposers=[iran], addressees=[iraq, party("TR", name_en="Türkiye")])

    assert proposal.reference == "IQ-IR-TR-2026-0001"
    assert proposal.positions.count() == 3


def test_it_is_announced_once_it_is_committed(
    make_proposal: Make,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        proposal = make_proposal()
        assert announced == []

    assert announced == [(proposal_changed, {"proposal_id": proposal.pk})]


# Editing


def test_an_edit_changes_what_it_says_and_notes_from_what_to_what(
    proposal: Proposal, officer: Actor, officer_user: User, at: datetime
) -> None:
    values = {
        "title_fa": "مرکز مشترک عملیات مرزی",
        "owner": officer_user,
        "due_on": date(2026, 12, 31),
        "due_wording": "by the end of the year",
        "due_precision": Precision.YEAR,
    }
    changed = edit(proposal=proposal, values=values, by=officer, at=at, why="As translated")

    assert {name: getattr(changed, name) for name in values} == values
    entry = Change.objects.of_proposal(proposal)[0]
    assert entry.fields == {
        "title_fa": ["", "مرکز مشترک عملیات مرزی"],
        "owner_id": [None, officer_user.pk],
        "due_on": [None, "2026-12-31"],
        "due_wording": ["", "by the end of the year"],
        "due_precision": ["", "year"],
    }
    assert (entry.actor, entry.why, entry.at) == (officer.key, "As translated", at)


def test_each_edit_counts_one_version(proposal: Proposal, officer: Actor, at: datetime) -> None:
    changed = edit(
        proposal=proposal,
        values={"title_ar": "مركز"},
        by=officer,
        at=at,
        version=proposal.version,
    )

    assert changed.version == proposal.version + 1
    assert changed.version == Proposal.objects.get().version


def test_an_edit_that_changes_nothing_writes_nothing(
    proposal: Proposal,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    entries = Change.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        same = edit(proposal=proposal, values={"title_en": proposal.title_en}, by=officer, at=at)

    assert (same.version, Change.objects.count()) == (proposal.version, entries)
    assert announced == []


def test_an_edit_of_an_older_version_is_refused_with_all_that_changed_since(
    proposal: Proposal, officer: Actor, head: Actor, at: datetime, iraq: Party
) -> None:
    edit(proposal=proposal, values={"title_ar": "مركز"}, by=head, at=at)
    parts.set_position(
        proposal=proposal, party=iraq, values={"stance": Stance.CONSIDERS}, by=head, at=at
    )

    with pytest.raises(ChangedMeanwhileError) as refused:
        edit(
            proposal=proposal,
            values={"title_en": "Mine"},
            by=officer,
            at=at,
            version=proposal.version,
        )
    assert [entry.fields for entry in refused.value.changes] == [
        {"stance": ["awaited", "considers"]},
        {"title_ar": ["", "مركز"]},
    ]
    assert refused.value.changes[0].actor_name == head.name
    assert Proposal.objects.get().title_en == proposal.title_en


def test_what_changed_is_the_evidence_not_the_decision_on_its_finding(
    proposal: Proposal, attached: Finding, officer: Actor, at: datetime
) -> None:
    """The finding's own entry counts no version, so it must not push the evidence's out."""
    with pytest.raises(ChangedMeanwhileError) as refused:
        edit(proposal=proposal, values={}, by=officer, at=at, version=proposal.version)
    assert [entry.subject for entry in refused.value.changes] == ["evidence"]


def test_a_version_from_the_future_is_refused_too(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    with pytest.raises(ChangedMeanwhileError):
        edit(proposal=proposal, values={}, by=officer, at=at, version=proposal.version + 7)


@pytest.mark.parametrize(
    "field",
    ["status", "left_status", "reference", "pair", "version", "proposed_on", "successor", "pk"],
)
def test_what_has_another_way_is_not_edited(
    proposal: Proposal, officer: Actor, at: datetime, field: str
) -> None:
    assert field not in EDITABLE
    with pytest.raises(InvalidInputError, match=f"can't be changed: {field}"):
        edit(proposal=proposal, values={field: "x", "title_en": "y"}, by=officer, at=at)
    assert Proposal.objects.get().title_en == proposal.title_en


def test_every_editable_field_is_a_field() -> None:
    assert {field.name for field in Proposal._meta.get_fields()} >= EDITABLE


def test_a_meeting_of_another_committee_is_refused_in_an_edit(
    proposal: Proposal, officer: Actor, at: datetime, meeting: Meeting, system: Actor
) -> None:
    edit(proposal=proposal, values={"meeting": meeting}, by=officer, at=at)
    other = Committee(name_en="Joint water committee")
    keep(other, by=system, at=at)

    with pytest.raises(InvalidInputError, match="another committee"):
        edit(proposal=proposal, values={"committee": other}, by=officer, at=at)
    assert edit(
        proposal=proposal, values={"committee": other, "meeting": None}, by=officer, at=at
    ).committee == other  # fmt: skip


def test_restricting_needs_a_desk(proposal: Proposal, system: Actor, at: datetime) -> None:
    with pytest.raises(InvalidInputError, match="needs a desk"):
        edit(
            proposal=proposal,
            values={"visibility": Visibility.RESTRICTED, "desk": None},
            by=system,
            at=at,
        )


def test_a_part_can_not_hold_its_whole(make_proposal: Make, officer: Actor, at: datetime) -> None:
    whole = make_proposal()
    part = make_proposal(parent=whole)
    detail = make_proposal(parent=part)

    for loop in (whole, part, detail):
        with pytest.raises(InvalidInputError) as refused:
            edit(proposal=whole, values={"parent": loop}, by=officer, at=at)
        assert set(refused.value.fields) <= {"parent", ""}
    assert Proposal.objects.get(pk=whole.pk).parent is None
    assert edit(proposal=detail, values={"parent": whole}, by=officer, at=at).parent == whole


def test_leading_back_ends_at_a_ring_that_does_not_hold_it(
    make_proposal: Make, system: Actor, at: datetime
) -> None:
    """However the rows came to it: a ring elsewhere does not hang who asks."""
    first, second, apart = make_proposal(), make_proposal(), make_proposal()
    first.parent, second.parent = second, first

    assert not leads_back(apart, first, "parent")
    assert leads_back(first, second, "parent")


def test_another_desks_officer_may_not(proposal: Proposal, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowedError, match="another desk"):
        edit(proposal=proposal, values={"title_en": "Mine"}, by=stranger, at=at)


def test_its_owner_may_from_whatever_desk(
    proposal: Proposal, stranger: Actor, system: Actor, at: datetime
) -> None:
    owner = User.objects.get(username="kofi")
    edit(proposal=proposal, values={"owner": owner}, by=system, at=at)

    assert edit(
        proposal=proposal, values={"title_en": "Mine"}, by=stranger, at=at
    ).title_en == "Mine"  # fmt: skip


def test_a_reader_is_told_that_it_is_not_for_them(
    proposal: Proposal, reader: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowedError, match="You may not do this"):
        edit(proposal=proposal, values={"title_en": "Mine"}, by=reader, at=at)


def test_refusals_speak_the_readers_language_field_by_field(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    with translation.override("fa"), pytest.raises(InvalidInputError) as refused:
        edit(proposal=proposal, values={"title_en": "x" * 301}, by=officer, at=at)
    (message,) = refused.value.fields["title_en"]
    assert not message.isascii()


def test_an_edit_that_fails_leaves_nothing(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    entries = Change.objects.count()
    with pytest.raises(InvalidInputError):
        edit(
            proposal=proposal,
            values={"title_ar": "مركز", "due_on": date(2026, 6, 1)},
            by=officer,
            at=at,
        )

    assert Proposal.objects.get().title_ar == ""
    assert Change.objects.count() == entries


def test_a_proposal_of_any_status_can_be_corrected(
    proposal: Proposal, officer: Actor, at: datetime, move: Make
) -> None:
    move(proposal, "withdraw", reason="Overtaken")

    changed = edit(proposal=proposal, values={"title_en": "Clearer"}, by=officer, at=at)
    assert (changed.title_en, changed.status) == ("Clearer", Status.WITHDRAWN)
