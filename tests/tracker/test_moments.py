"""Which reminders come due for whom: every event, the ladder, absence, and what answers quiet."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from proposals.models import (
    Committee,
    Desk,
    Finding,
    Meeting,
    Milestone,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.services import articles, findings, moves, parts, people, proposals
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting
from proposals.services.moves import MoveRequest
from proposals.services.recording import recording
from proposals.vocabulary import FindingType, Role, Stance
from tracker import answers, moments, reminders
from tracker.messages import Letter, NotOwedError, read_by
from tracker.models import Answer, Delivery, Reminder, ReminderRule

TODAY = date(2026, 3, 11)
MORNING = datetime(2026, 3, 11, 8, tzinfo=UTC)
SYSTEM = Actor.of_system("tests")
DAY = timedelta(days=1)
QUOTE = "We propose a joint border operations centre"
Event = ReminderRule.Event

type Make = Callable[..., Any]


def letter_of(delivery: Delivery, at: datetime) -> Letter:
    with read_by(delivery.reader):
        return reminders.letter(delivery=delivery, at=at)


def newest(at: datetime) -> Letter:
    """Owe what is due at a moment; give the message that tells of it."""
    assert reminders.owe(at=at) == 1
    return letter_of(Delivery.objects.get(owed_at=at), at)


def told_on(days: range, at: datetime = MORNING) -> list[tuple[int, str, int]]:
    """Let the mornings pass; give on which day who was told, and from which rung."""
    for day in days:
        reminders.owe(at=at + day * DAY)
    told = Reminder.objects.order_by("remind_on", "rung", "pk").select_related("recipient")
    return [((one.remind_on - TODAY).days, one.recipient.username, one.rung) for one in told]


@pytest.fixture
def alternate(owner: User, make_user: Make, desk: Desk) -> User:
    """Who stands in for the owner."""
    found: User = make_user("tarek", Role.OFFICER, desk)
    User.objects.filter(pk=owner.pk).update(alternate=found)
    owner.refresh_from_db()
    return found


@pytest.fixture
def make_meeting(committee: Committee) -> Make:
    """Give a function that records a meeting of the committee on a day."""

    def make(day: date, ordinal: int = 2) -> Meeting:
        meeting = Meeting(committee=committee, ordinal=ordinal, starts_on=day, ends_on=day)
        with recording(by=SYSTEM, at=MORNING):
            meeting.save()
        return meeting

    return make


@pytest.fixture
def make_finding(iraq: Party, iran: Party) -> Callable[..., Finding]:
    """Give a function that has a proposal of Iran to Iraq found in an article, at a moment."""

    def make(at: datetime) -> Finding:
        arrival = Arrival(content=f"{QUOTE}.".encode())
        article = articles.receive(arrival=arrival, by=SYSTEM, at=at)
        articles.keep_text(article=article, reading=Reading(f"{QUOTE}.", "en"), by=SYSTEM, at=at)
        sighting = Sighting(
            type=FindingType.PROPOSAL,
            start=0,
            end=len(QUOTE),
            quote=QUOTE,
            confidence=0.9,
            kind="joint_body",
            act="proposes",
            proposer="IR",
            addressee="IQ",
        )
        found = findings.record_findings(article=article, sightings=[sighting], by=SYSTEM, at=at)
        return found[0]

    return make


class TestEvents:
    def test_a_review_is_announced_before_its_day(self, make_rule: Make, make_due: Make) -> None:
        make_rule(Event.REVIEW, 2)
        proposal: Proposal = make_due(None)
        values = {"review_on": TODAY + 2 * DAY}
        proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MORNING)

        assert reminders.owe(at=MORNING - DAY) == 0
        letter = newest(MORNING)
        assert letter.sections[0].heading == "Time to review"
        assert "Its review is set for Friday, 13 March 2026." in letter.sections[0].entries[0].lines

    def test_a_review_that_was_moved_is_not_told(self, make_rule: Make, make_due: Make) -> None:
        make_rule(Event.REVIEW, 2)
        proposal: Proposal = make_due(None)
        for day in (2, 9):
            values = {"review_on": TODAY + day * DAY}
            proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MORNING)
            reminders.owe(at=MORNING)

        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING)
        assert refused.value.why == "other_date"

    def test_a_step_is_announced_until_it_is_done(self, make_rule: Make, make_due: Make) -> None:
        make_rule(Event.MILESTONE, 3)
        proposal: Proposal = make_due(None)
        deadline = {"due_on": TODAY + 3 * DAY, "due_precision": "day"}
        with recording(by=SYSTEM, at=MORNING):
            step = Milestone.objects.create(proposal=proposal, title="Draft the text", **deadline)

        letter = newest(MORNING)
        assert letter.sections[0].heading == "Steps that fall due"
        assert letter.subject.startswith("Steps that fall due, 14 March: A joint border")
        assert letter.sections[0].entries[0].mark == "Due in 3 days"
        assert letter.sections[0].entries[0].lines[0] == (
            "Next step: Draft the text, due on Saturday, 14 March 2026."
        )
        with recording(by=SYSTEM, at=MORNING):
            Milestone.objects.filter(pk=step.pk).update(done_on=TODAY)
        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING)
        assert refused.value.why == "other_date"

    def test_silence_is_noticed_once_and_ends_with_a_change(
        self, make_rule: Make, make_due: Make, at: datetime
    ) -> None:
        make_rule(Event.NO_CHANGE, 20)
        proposal: Proposal = make_due(None, at=at)
        silent = MORNING + 20 * DAY

        assert reminders.owe(at=silent - DAY) == 0
        letter = newest(silent)
        assert reminders.owe(at=silent + DAY) == 0
        assert letter.sections[0].heading == "Nothing has changed for long"
        assert letter.sections[0].entries[0].lines[0] == (
            "Nothing about it has changed since Wednesday, 11 March 2026."
        )
        values = {"title_en": "Another title"}
        proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=silent)
        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), silent)
        assert refused.value.why == "news"

    def test_an_awaited_position_is_asked_for_until_it_comes(
        self, make_rule: Make, make_due: Make
    ) -> None:
        make_rule(Event.POSITION, 1)
        proposal: Proposal = make_due(None)

        letter = newest(MORNING)
        assert letter.sections[0].heading == "Position awaited"
        assert letter.subject.startswith("Position awaited (since 10 March): A joint border")
        assert letter.sections[0].entries[0].lines == [
            "It was proposed on Tuesday, 10 March 2026.",
            "The position of Iraq is still awaited.",
        ]
        party = proposal.positions.get(stance=Stance.AWAITED).party
        values = {"stance": Stance.CONSIDERS}
        parts.set_position(proposal=proposal, party=party, values=values, by=SYSTEM, at=MORNING)
        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING)
        assert refused.value.why == "news"

    def test_before_a_meeting_what_has_no_news_is_told_and_the_rest_not(
        self, make_rule: Make, make_due: Make, make_meeting: Make
    ) -> None:
        make_rule(Event.MEETING, 14)
        make_meeting(TODAY - 5 * DAY, ordinal=1)
        make_meeting(TODAY + 14 * DAY)
        old = make_due(None, at=MORNING - 30 * DAY)
        make_due(None, at=MORNING - DAY)

        letter = newest(MORNING)
        assert letter.proposals == {old.pk}
        assert letter.sections[0].heading == "Before the meeting: no news"
        assert letter.sections[0].entries[0].lines[0] == (
            "The committee meets on Wednesday, 25 March 2026; "
            "there is no news since its last meeting."
        )

    def test_a_meeting_that_was_moved_is_not_told(
        self, make_rule: Make, make_due: Make, make_meeting: Make
    ) -> None:
        make_rule(Event.MEETING, 14)
        meeting = make_meeting(TODAY + 14 * DAY)
        make_due(None, at=MORNING - 200 * DAY)
        reminders.owe(at=MORNING)
        with recording(by=SYSTEM, at=MORNING):
            Meeting.objects.filter(pk=meeting.pk).update(
                starts_on=TODAY + 60 * DAY, ends_on=TODAY + 60 * DAY
            )

        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING)
        assert refused.value.why == "other_date"

    def test_findings_that_wait_are_told_to_the_heads_of_the_committees_desk(
        self,
        make_rule: Make,
        make_finding: Make,
        committee: Committee,
        head: Actor,
        make_user: Make,
        other_desk: Desk,
    ) -> None:
        make_user("amina", Role.HEAD, other_desk)
        make_rule(Event.FINDING, 7)
        finding: Finding = make_finding(at=MORNING)

        assert reminders.owe(at=MORNING + 6 * DAY) == 0
        letter = newest(MORNING + 7 * DAY)
        assert Delivery.objects.get().recipient_id == head.user_id
        assert letter.sections[0].heading == "Findings wait for review"
        assert letter.heading == "1 matter needs you"
        assert letter.sections[0].entries[0].links == ()
        with recording(by=SYSTEM, at=MORNING):
            Finding.objects.filter(pk=finding.pk).update(
                state="dismissed", dismissal="other", decided_at=MORNING
            )
        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING + 7 * DAY)
        assert refused.value.why == "news"

    def test_a_committee_that_should_have_met_is_told_until_a_meeting_is_set(
        self, make_rule: Make, make_meeting: Make, head: Actor, committee: Committee
    ) -> None:
        make_rule(Event.CADENCE, 30)
        make_meeting(date(2025, 9, 10), ordinal=1)  # and every six months

        assert reminders.owe(at=MORNING - DAY) == 0
        letter = newest(MORNING)
        assert Delivery.objects.get().recipient_id == head.user_id
        assert letter.sections[0].heading == "The next meeting is overdue"
        assert letter.sections[0].entries[0].lines == [
            "By its cadence it should have met by Tuesday, 10 March 2026."
        ]
        assert letter.subject == (
            "The next meeting is overdue (since 10 March): Joint counter-narcotics committee"
        )
        make_meeting(TODAY + 40 * DAY)
        assert reminders.owe(at=MORNING + 30 * DAY) == 0
        with pytest.raises(NotOwedError) as refused:
            letter_of(Delivery.objects.get(), MORNING)
        assert refused.value.why == "news"

    @pytest.mark.parametrize("event", [*Event])
    def test_no_event_reminds_of_what_is_closed(
        self, make_rule: Make, make_due: Make, make_meeting: Make, event: str
    ) -> None:
        make_rule(event, 1)
        values = {"review_on": TODAY + DAY}
        proposal = make_due(TODAY + DAY, at=MORNING - 100 * DAY)
        proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MORNING - DAY)
        make_meeting(TODAY + DAY)
        request = MoveRequest.of("withdraw", reason="Elections")
        moves.move(proposal=proposal, request=request, by=SYSTEM, at=MORNING - DAY)

        for day in range(4):
            assert reminders.owe(at=MORNING + day * DAY) == 0

    def test_one_thing_that_several_events_name_is_told_once_with_all_of_it(
        self, make_rule: Make, make_due: Make
    ) -> None:
        make_rule(Event.OVERDUE, 7)
        make_rule(Event.POSITION, 1)
        make_due(TODAY - DAY)

        letter = newest(MORNING)
        assert [section.heading for section in letter.sections] == ["Overdue"]
        assert letter.sections[0].entries[0].lines == [
            "It was proposed on Tuesday, 10 March 2026.",
            "Due on Tuesday, 10 March 2026.",
            "The position of Iraq is still awaited.",
        ]


class TestLadder:
    def test_unanswered_it_goes_to_the_alternate_and_then_to_the_head(
        self, make_rule: Make, make_due: Make, alternate: User, head: Actor
    ) -> None:
        make_rule(Event.OVERDUE, 30, escalate_days=3)
        make_due(TODAY - DAY)

        assert told_on(range(12)) == [(0, "nadia", 0), (3, "tarek", 1), (6, "leila", 2)]
        letters = [
            letter_of(one, MORNING + 6 * DAY) for one in Delivery.objects.order_by("owed_at")
        ]
        assert [letter.sections[0].entries[0].lines[-1] for letter in letters[1:]] == [
            "Nadia has not answered; you are told as the alternate.",
            "Nadia has not answered; you are told as the head of the desk.",
        ]

    def test_a_rule_that_does_not_climb_tells_only_who_is_in_charge(
        self, make_rule: Make, make_due: Make, alternate: User, head: Actor
    ) -> None:
        make_rule(Event.OVERDUE, 30)
        make_due(TODAY - DAY)

        assert told_on(range(12)) == [(0, "nadia", 0)]

    def test_seen_stops_it_for_all_and_a_promise_that_passes_goes_on(
        self, make_rule: Make, make_due: Make, alternate: User, head: Actor, owner: User
    ) -> None:
        make_rule(Event.OVERDUE, 60, escalate_days=3)
        proposal = make_due(TODAY - DAY)
        reminders.owe(at=MORNING)
        by = Actor.of_user(owner)
        answers.give(
            person=owner,
            proposal=proposal,
            act=Answer.Act.SEEN,
            until=TODAY + 20 * DAY,
            by=by,
            at=MORNING,
        )

        assert told_on(range(1, 30)) == [
            (0, "nadia", 0),
            (21, "nadia", 0),
            (24, "tarek", 1),
            (27, "leila", 2),
        ]
        last = letter_of(Delivery.objects.order_by("owed_at")[1], MORNING + 21 * DAY)
        assert last.sections[0].heading == "The promised day has passed"

    def test_while_the_owner_is_away_the_alternate_is_told(
        self, make_rule: Make, make_due: Make, alternate: User, owner: User
    ) -> None:
        make_rule(Event.OVERDUE, 5)
        make_due(TODAY - DAY)
        people.go_away(
            user=owner,
            first_day=TODAY,
            last_day=TODAY + 6 * DAY,
            alternate=alternate,
            by=Actor.of_user(owner),
            at=MORNING,
        )

        # Who comes back hears of the last one too.
        assert told_on(range(12)) == [
            (0, "tarek", 0),
            (5, "tarek", 0),
            (5, "nadia", 0),
            (10, "nadia", 0),
        ]

    def test_where_all_are_away_and_no_head_is_there_administrators_are_told(
        self, make_rule: Make, make_due: Make, owner: User, administrator: Actor
    ) -> None:
        make_rule(Event.OVERDUE, 30)
        make_due(TODAY - DAY)
        User.objects.filter(pk=owner.pk).update(absent_from=TODAY - DAY)

        assert told_on(range(3)) == [(0, "root", 0)]
        assert letter_of(Delivery.objects.get(), MORNING).proposals

    def test_nobody_on_the_ladder_is_told_of_what_they_may_not_see(
        self, make_rule: Make, make_due: Make, owner: User, make_user: Make, other_desk: Desk,
        desk: Desk,
    ) -> None:  # fmt: skip
        stranger = make_user("kofi", Role.OFFICER, other_desk)
        User.objects.filter(pk=owner.pk).update(alternate=stranger, absent_from=TODAY)
        make_rule(Event.OVERDUE, 30)
        make_due(TODAY - DAY, visibility="restricted", desk=desk)

        assert told_on(range(2)) == []


class TestAnswers:
    def test_later_quiets_one_person_and_reminds_again_after_it(
        self, make_rule: Make, make_due: Make, owner: User
    ) -> None:
        make_rule(Event.OVERDUE, 2)
        proposal = make_due(TODAY - DAY)
        act, by = Answer.Act.LATER, Actor.of_user(owner)
        answers.give(
            person=owner, proposal=proposal, act=act, until=TODAY + 5 * DAY, by=by, at=MORNING
        )

        assert told_on(range(6)) == []
        letter = newest(MORNING + 6 * DAY)
        assert letter.proposals == {proposal.pk}
        assert {one.about for one in Reminder.objects.all()} == {"due", "snoozed"}

    def test_seen_does_not_hide_a_date_that_comes_near(
        self, make_rule: Make, make_due: Make, owner: User
    ) -> None:
        make_rule(Event.BEFORE_DUE, 7)
        proposal = make_due(TODAY + 7 * DAY)
        act, by = Answer.Act.SEEN, Actor.of_user(owner)
        answers.give(
            person=owner, proposal=proposal, act=act, until=TODAY + 30 * DAY, by=by, at=MORNING
        )

        assert newest(MORNING).proposals == {proposal.pk}

    def test_an_answer_given_between_owing_and_sending_counts(
        self, make_rule: Make, make_due: Make, owner: User
    ) -> None:
        make_rule(Event.OVERDUE, 7)
        proposal = make_due(TODAY - DAY)
        reminders.owe(at=MORNING)
        by = Actor.of_user(owner)
        for act, why in ((Answer.Act.SEEN, "answered"), (Answer.Act.LATER, "snoozed")):
            answers.give(
                person=owner, proposal=proposal, act=act, until=TODAY + DAY, by=by, at=MORNING
            )
            with pytest.raises(NotOwedError) as refused:
                letter_of(Delivery.objects.get(), MORNING)
            assert refused.value.why == why


class TestRecalling:
    def test_a_rule_shows_whom_it_would_have_told_on_a_day_gone_by(
        self, make_rule: Make, make_due: Make, owner: User
    ) -> None:
        rule = make_rule(Event.BEFORE_DUE, 7)
        proposal = make_due(TODAY + 7 * DAY, at=MORNING - 40 * DAY)
        reminders.owe(at=MORNING)

        told = moments.would_have_been(rule, at=MORNING)
        assert [(one.recipient_id, one.proposal_id) for one in told] == [(owner.pk, proposal.pk)]
        assert moments.would_have_been(rule, at=MORNING + DAY) == []

    def test_what_was_closed_since_then_was_open_on_that_day(
        self, make_rule: Make, make_due: Make
    ) -> None:
        rule = make_rule(Event.BEFORE_DUE, 7)
        proposal = make_due(TODAY + 7 * DAY, at=MORNING - 40 * DAY)
        request = MoveRequest.of("withdraw", reason="Elections")
        moves.move(proposal=proposal, request=request, by=SYSTEM, at=MORNING + 3 * DAY)

        assert len(moments.would_have_been(rule, at=MORNING)) == 1
