"""Reminders: who is told of what on which day, once, and what is looked at again before sending."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import moves, proposals
from proposals.services.moves import MoveRequest
from proposals.vocabulary import Role
from tracker import moments, reminder_letter, reminders
from tracker.messages import Letter, NotOwedError, read_by
from tracker.models import Delivery, Reminder, ReminderRule

TODAY = date(2026, 3, 11)
MORNING = datetime(2026, 3, 11, 8, tzinfo=UTC)
SYSTEM = Actor.of_system("tests")
BEFORE, OVERDUE = ReminderRule.Event.BEFORE_DUE, ReminderRule.Event.OVERDUE
DAY = timedelta(days=1)

type Make = Callable[..., Any]


def letter_of(delivery: Delivery, at: datetime = MORNING) -> Letter:
    with read_by(delivery.reader):
        return reminders.letter(delivery=delivery, at=at)


def days_told() -> list[tuple[date, date]]:
    """Give each reminder that is owed, as the day it is of and the due date."""
    told = Reminder.objects.order_by("remind_on", "due_on")
    return list(told.values_list("remind_on", "due_on"))


def change(proposal: Proposal, by: Actor = SYSTEM, at: datetime = MORNING, **values: Any) -> None:
    proposals.edit(proposal=proposal, values=values, by=by, at=at)


def test_a_reminder_is_owed_on_the_morning_of_its_day_and_once(
    make_rule: Make, make_due: Make
) -> None:
    make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY)

    assert reminders.owe(at=MORNING - timedelta(seconds=1)) == 0
    assert reminders.owe(at=MORNING) == 1
    assert reminders.owe(at=MORNING + timedelta(minutes=1)) == 0
    assert reminders.owe(at=MORNING + DAY) == 0

    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.state, delivery.owed_at) == ("reminder", "queued", MORNING)


def test_the_morning_is_that_of_the_recipients_zone(
    make_rule: Make, make_due: Make, owner: User
) -> None:
    User.objects.filter(pk=owner.pk).update(time_zone="Asia/Baghdad")
    make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY)

    assert reminders.owe(at=MORNING - timedelta(hours=3, seconds=1)) == 0
    assert reminders.owe(at=MORNING - timedelta(hours=3)) == 1


def test_a_zone_that_there_is_none_of_stops_nobody(
    make_rule: Make, make_due: Make, make_user: Make, owner: User
) -> None:
    lost = make_user("lost", Role.OFFICER, time_zone="Nowhere/Land")
    make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY)
    make_due(TODAY + 7 * DAY, owner=lost)

    assert reminders.owe(at=MORNING) == 2


@pytest.mark.parametrize("late", [1, 3, 7])
def test_a_missed_run_loses_no_reminder(make_rule: Make, make_due: Make, late: int) -> None:
    make_rule(BEFORE, 30)
    make_due(TODAY + 30 * DAY)

    assert reminders.owe(at=MORNING + late * DAY) == 1
    assert days_told() == [(TODAY, TODAY + 30 * DAY)]


def test_a_reminder_whose_day_passed_long_ago_is_not_owed_as_if_new(
    make_rule: Make, make_due: Make
) -> None:
    make_rule(BEFORE, 30)
    make_due(TODAY + 30 * DAY)

    assert reminders.owe(at=MORNING + 8 * DAY) == 0


def test_of_several_missed_reminders_of_one_date_only_the_newest_is_owed(
    make_rule: Make, make_due: Make
) -> None:
    make_rule(BEFORE, 7)
    make_rule(BEFORE, 4)
    make_due(TODAY + 4 * DAY)

    assert reminders.owe(at=MORNING) == 1
    assert days_told() == [(TODAY, TODAY + 4 * DAY)]


def test_overdue_reminds_the_day_after_and_then_every_so_many_days(
    make_rule: Make, make_due: Make
) -> None:
    make_rule(OVERDUE, 7)
    make_due(TODAY)

    for day in range(16):
        reminders.owe(at=MORNING + day * DAY)

    assert days_told() == [(TODAY + n * DAY, TODAY) for n in (1, 8, 15)]


def test_what_is_due_today_is_not_overdue(make_rule: Make, make_due: Make) -> None:
    make_rule(OVERDUE, 7)
    make_due(TODAY)

    assert reminders.owe(at=MORNING + timedelta(hours=15)) == 0


def test_two_rules_for_the_same_day_remind_once(
    make_rule: Make, make_due: Make, desk: Desk
) -> None:
    make_rule(BEFORE, 7)
    make_rule(BEFORE, 7, desk=desk)
    make_due(TODAY + 7 * DAY)

    assert reminders.owe(at=MORNING) == 1
    assert Reminder.objects.count() == 1


def test_a_rule_that_is_made_anew_does_not_remind_again(make_rule: Make, make_due: Make) -> None:
    rule = make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY)
    reminders.owe(at=MORNING)

    rule.delete()
    make_rule(BEFORE, 7)

    assert reminders.owe(at=MORNING) == 0


def test_what_one_tick_finds_for_a_person_is_one_message(make_rule: Make, make_due: Make) -> None:
    make_rule(BEFORE, 7)
    make_rule(OVERDUE, 7)
    late, ahead = make_due(TODAY - DAY), make_due(TODAY + 7 * DAY)

    assert reminders.owe(at=MORNING) == 1

    letter = letter_of(Delivery.objects.get())
    assert [section.heading for section in letter.sections] == ["Overdue", "Due soon"]
    assert letter.proposals == {late.pk, ahead.pk}


@pytest.mark.parametrize(
    ("scope", "is_met"),
    [
        ({}, True),
        ({"desk": "own"}, True),
        ({"desk": "other"}, False),
        ({"kind": "joint_body"}, True),
        ({"kind": "trade_economic"}, False),
        ({"is_active": False}, False),
    ],
)
def test_a_rule_keeps_to_its_scope(
    make_rule: Make, make_due: Make, desk: Desk, other_desk: Desk, scope: Any, is_met: bool
) -> None:
    desks = {"own": desk, "other": other_desk}
    make_rule(BEFORE, 7, **scope | ({"desk": desks[scope["desk"]]} if "desk" in scope else {}))
    make_due(TODAY + 7 * DAY)

    assert reminders.owe(at=MORNING) == int(is_met)


def test_a_rule_of_another_committee_does_not_concern_it(
    make_rule: Make, make_due: Make, committee: Any
) -> None:
    make_rule(BEFORE, 7, committee=committee)
    make_due(TODAY + 7 * DAY, committee=None)

    assert reminders.owe(at=MORNING) == 0


@pytest.mark.parametrize("key", ["postpone", "reject", "withdraw", "lapse"])
def test_what_is_closed_or_rests_is_never_reminded_of(
    make_rule: Make, make_due: Make, key: str
) -> None:
    make_rule(OVERDUE, 7)
    request = MoveRequest.of(key, reason="Elections")
    moves.move(proposal=make_due(TODAY - DAY), request=request, by=SYSTEM, at=MORNING)

    assert reminders.owe(at=MORNING) == 0


def test_without_an_owner_the_heads_of_its_desk_are_told(
    make_rule: Make, make_due: Make, head: Actor, stranger: Actor, make_user: Make, other_desk: Desk
) -> None:
    make_user("amina", Role.HEAD, other_desk)
    make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY, owner=None)

    assert reminders.owe(at=MORNING) == 1
    assert Delivery.objects.get().recipient_id == head.user_id


def test_an_owner_who_left_is_not_told_but_the_heads_are(
    make_rule: Make, make_due: Make, head: Actor, owner: User
) -> None:
    make_rule(BEFORE, 7)
    make_due(TODAY + 7 * DAY)
    User.objects.filter(pk=owner.pk).update(is_active=False)

    assert reminders.owe(at=MORNING) == 1
    assert Delivery.objects.get().recipient_id == head.user_id


def test_a_date_that_is_set_close_is_reminded_of_at_once(
    make_rule: Make, make_due: Make, owner: User
) -> None:
    make_rule(BEFORE, 7)
    at = MORNING + timedelta(hours=2)
    make_due(TODAY + DAY, by=Actor.of_user(owner), at=at)

    assert reminders.owe(at=at) == 1
    assert letter_of(Delivery.objects.get(), at).subject.startswith("Due tomorrow")


def test_a_date_that_was_moved_is_reminded_of_anew(make_rule: Make, make_due: Make) -> None:
    make_rule(BEFORE, 7)
    proposal = make_due(TODAY + 7 * DAY)
    reminders.owe(at=MORNING)

    change(proposal, due_on=TODAY + 8 * DAY)
    reminders.owe(at=MORNING + DAY)

    assert days_told() == [(TODAY, TODAY + 7 * DAY), (TODAY + DAY, TODAY + 8 * DAY)]


@pytest.fixture
def owed(make_rule: Make, make_due: Make) -> tuple[Proposal, Delivery]:
    """A proposal that is due in a week, and the reminder of it that is owed."""
    make_rule(BEFORE, 7)
    proposal = make_due(TODAY + 7 * DAY)
    reminders.owe(at=MORNING)
    return proposal, Delivery.objects.get()


def refusal(delivery: Delivery) -> str:
    with pytest.raises(NotOwedError) as refused:
        letter_of(Delivery.objects.get(pk=delivery.pk))
    return refused.value.why


def test_a_reminder_of_what_was_closed_meanwhile_is_not_sent(
    owed: tuple[Proposal, Delivery],
) -> None:
    request = MoveRequest.of("postpone", reason="Elections")
    moves.move(proposal=owed[0], request=request, by=SYSTEM, at=MORNING)

    assert refusal(owed[1]) == "closed"


def test_a_reminder_of_another_due_date_is_not_sent(owed: tuple[Proposal, Delivery]) -> None:
    change(owed[0], due_on=TODAY + 60 * DAY)

    assert refusal(owed[1]) == "other_date"


def test_a_reminder_to_who_no_longer_owns_it_is_not_sent(
    owed: tuple[Proposal, Delivery], make_user: Make, desk: Desk
) -> None:
    change(owed[0], owner=make_user("omar", Role.OFFICER, desk))

    assert refusal(owed[1]) == "other_owner"


def test_a_reminder_of_what_the_recipient_may_not_see_any_more_is_not_sent(
    owed: tuple[Proposal, Delivery], make_user: Make, other_desk: Desk
) -> None:
    other = make_user("omar", Role.OFFICER, other_desk)
    change(owed[0], owner=other, desk=other_desk, visibility="restricted")

    assert refusal(owed[1]) == "hidden"


def test_a_reminder_that_a_later_one_overtook_is_not_sent(
    owed: tuple[Proposal, Delivery], make_rule: Make
) -> None:
    ReminderRule.objects.create(event=BEFORE, days=1)
    reminders.owe(at=MORNING + 6 * DAY)
    later = Delivery.objects.exclude(pk=owed[1].pk).get()

    assert refusal(owed[1]) == "overtaken"
    assert letter_of(later, MORNING + 6 * DAY).subject.startswith("Due tomorrow")


def test_of_several_only_what_still_holds_is_told(make_rule: Make, make_due: Make) -> None:
    make_rule(BEFORE, 7)
    stays, goes = make_due(TODAY + 7 * DAY), make_due(TODAY + 7 * DAY)
    reminders.owe(at=MORNING)
    change(goes, due_on=TODAY + 60 * DAY)

    assert letter_of(Delivery.objects.get()).proposals == {stays.pk}


def test_a_late_reminder_says_how_it_is_now(owed: tuple[Proposal, Delivery]) -> None:
    letter = letter_of(owed[1], MORNING + 3 * DAY)

    assert letter.sections[0].entries[0].mark == "Due in 4 days"


def test_of_many_the_first_are_told_and_the_rest_counted(
    make_rule: Make, make_due: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminder_letter, "SHOWN", 2)
    make_rule(OVERDUE, 7)
    for _ in range(3):
        make_due(TODAY - DAY)
    reminders.owe(at=MORNING)

    letter = letter_of(Delivery.objects.get())
    section = letter.sections[0]
    assert (len(section.entries), section.total, section.rest) == (2, 3, "and 1 more")
    assert section.address.endswith("?due=overdue&owner=me")
    assert letter.heading == "3 proposals need you"


def test_a_subject_says_what_and_when(make_rule: Make, make_due: Make) -> None:
    make_rule(BEFORE, 7)
    make_rule(OVERDUE, 7)
    make_due(TODAY + 7 * DAY)
    reminders.owe(at=MORNING)
    first = Delivery.objects.get()
    assert letter_of(first).subject == (
        "Due in 7 days: A joint border operations centre (IQ-IR-2026-0001)"
    )

    make_due(TODAY + 7 * DAY)
    make_due(TODAY - DAY, titles={"en": "A legal subcommittee"})
    reminders.owe(at=MORNING + timedelta(minutes=1))
    second = Delivery.objects.exclude(pk=first.pk).get()
    assert letter_of(second).subject == "Overdue by 1 day: A legal subcommittee, and 1 more"


def test_an_entry_tells_the_deadline_as_it_was_worded_and_who_is_awaited(
    make_rule: Make, make_due: Make
) -> None:
    make_rule(BEFORE, 7)
    deadline = {
        "due_on": TODAY + 7 * DAY,
        "due_precision": "event",
        "due_wording": "before the next meeting",
    }
    make_due(None, deadline=deadline)
    reminders.owe(at=MORNING)

    entry = letter_of(Delivery.objects.get()).sections[0].entries[0]
    assert entry.lines == [
        "Due on Wednesday, 18 March 2026.",
        "As it was worded: “before the next meeting”.",
        "The position of Iraq is still awaited.",
    ]
    assert list(entry.facts) == [
        "IQ-IR-2026-0001",
        "Joint counter-narcotics committee",
        "Proposed",
    ]


def test_the_usual_rules_are_made_once_and_never_again(db: None) -> None:
    ReminderRule.objects.all().delete()
    reminders.ensure_default_rules()
    reminders.ensure_default_rules()
    made = ReminderRule.objects.values_list("event", "days")
    assert {(BEFORE, 30), (BEFORE, 7), (BEFORE, 1), (OVERDUE, 7)} < set(made)
    assert {event for event, _days in made} == set(ReminderRule.Event)

    ReminderRule.objects.filter(event=BEFORE).delete()
    left = ReminderRule.objects.count()
    reminders.ensure_default_rules()
    assert ReminderRule.objects.count() == left


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_moment_owe_each_reminder_once(make_rule: Make, make_due: Make) -> None:
    make_rule(BEFORE, 7)
    for _ in range(20):
        make_due(TODAY + 7 * DAY)
    barrier = Barrier(4)

    def tick() -> None:
        barrier.wait()
        reminders.owe(at=MORNING)
        connection.close()

    threads = [Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Reminder.objects.count() == 20
    assert Delivery.objects.filter(reminders__isnull=True).count() == 0
    assert Reminder.objects.filter(delivery__state="queued").count() == 20


def test_finding_what_is_due_takes_one_query_an_event_whatever_is_not_concerned(
    make_rule: Make, make_due: Make, django_assert_num_queries: Any
) -> None:
    make_rule(BEFORE, 7)
    for _ in range(5):
        make_due(TODAY + 100 * DAY)

    with django_assert_num_queries(5):  # zones, events, and one each for the rule and the answers
        assert list(moments.untold(at=MORNING)) == []
