"""The dashboard's figures: each count is what a slow walk over the rows gives."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from django.utils import timezone

from proposals import figures
from proposals.figures import AGES, OUTCOMES, of_age, of_outcome
from proposals.models import Desk, Proposal
from proposals.rights import Actor
from proposals.vocabulary import Kind
from tests.conftest import party

TODAY = date(2026, 3, 11)
DAYS_AGO = (0, 1, 29, 30, 31, 89, 90, 179, 180, 364, 365, 366, 900)


@pytest.fixture
def world(
    make_proposal: Callable[..., Proposal], complete: Callable[..., None],
    move: Callable[..., Proposal], officer: Actor, other_desk: Desk,
) -> None:  # fmt: skip
    """Proposals of every age, some late, some completed, some restricted to another desk."""
    turkiye, us = party("TR", name_en="Türkiye"), party("US", name_en="United States")
    others = cycle([None, [turkiye], [us], None, [turkiye, us]])
    kinds = cycle(list(Kind)[:5])
    for number, days in enumerate(DAYS_AGO):
        due = TODAY + timedelta(days=7 * (number % 4) - 12)
        values: dict[str, Any] = {
            "proposed_on": TODAY - timedelta(days=days),
            "kind": next(kinds),
            "deadline": {"due_on": due, "due_precision": "day"} if number % 5 else {},
        }
        if addressees := next(others):
            values |= {"addressees": addressees, "committee": None}
        if number % 6 == 5:
            values |= {"visibility": "restricted", "desk": other_desk}
        proposal = make_proposal(**values)
        if number % 3 == 1:
            at = datetime(2026, 3, 1, 22, 30, tzinfo=UTC) + timedelta(days=number - 3)
            complete(proposal, at)
        elif number % 7 == 3:
            move(proposal, "postpone", reason="Elections first")


# What should be counted, row by row


def outcome(proposal: Proposal, on: date) -> str:
    """Tell what became of a promise: nothing where there is none, or none any more."""
    if proposal.due_on is None or proposal.due_on >= on:
        return ""
    if proposal.is_open:
        return "missed"
    if proposal.status != "completed":
        return ""
    day = timezone.localtime(proposal.status_since).date()
    return "late" if day > proposal.due_on else "in_time"


def age(proposal: Proposal, on: date) -> str:
    """Tell how old a proposal is."""
    days = (on - proposal.proposed_on).days
    return next(name for name, (_least, below) in AGES.items() if below is None or days < below)


def first(day: date) -> date:
    return day.replace(day=1)


def completed_on(proposal: Proposal) -> date:
    return timezone.localtime(proposal.status_since).date()


@pytest.mark.parametrize("who", ["officer", "stranger", "administrator"])
def test_the_figures_count_what_a_walk_over_the_rows_counts(
    world: None, actor_called: Callable[[str], Actor], who: str
) -> None:
    seen = Proposal.objects.visible_to(actor_called(who))
    rows = list(seen)
    done = [row for row in rows if row.status == "completed"]
    fell_due = [row for row in rows if outcome(row, TODAY)]

    assert figures.by_committee_and_status(seen) == Counter(
        (row.committee_id, row.status) for row in rows
    )
    assert figures.by_age_and_status(seen, on=TODAY) == Counter(
        (age(row, TODAY), row.status) for row in rows if row.is_open
    )
    assert figures.proposed_by_month(seen) == Counter(first(row.proposed_on) for row in rows)
    assert figures.completed_by_month(seen) == Counter(first(completed_on(row)) for row in done)
    assert figures.by_outcome_and_month(seen, on=TODAY) == Counter(
        (first(row.due_on), outcome(row, TODAY)) for row in fell_due if row.due_on
    )
    assert figures.by_pair_and_kind(seen) == Counter((row.pair, row.kind) for row in rows)


def test_the_world_has_something_of_everything(world: None) -> None:
    """Or the test above would prove little."""
    rows = list(Proposal.objects.all())
    assert {outcome(row, TODAY) for row in rows} == {"", *OUTCOMES}
    assert {age(row, TODAY) for row in rows if row.is_open} == set(AGES)
    assert len({row.pair for row in rows}) == 4
    assert len({row.committee_id for row in rows}) == 2
    assert len({row.status for row in rows}) == 3


def test_what_is_restricted_is_counted_for_those_alone_who_see_it(
    world: None, officer: Actor, stranger: Actor, administrator: Actor
) -> None:
    def counted(actor: Actor) -> int:
        return sum(figures.by_pair_and_kind(Proposal.objects.visible_to(actor)).values())

    assert counted(administrator) == counted(stranger) == len(DAYS_AGO)
    assert counted(officer) == len(DAYS_AGO) - 2


@pytest.mark.parametrize("count", [
    figures.by_committee_and_status,
    figures.proposed_by_month,
    figures.completed_by_month,
    figures.by_pair_and_kind,
    lambda seen: figures.by_age_and_status(seen, on=TODAY),
    lambda seen: figures.by_outcome_and_month(seen, on=TODAY),
])  # fmt: skip
def test_each_figure_is_one_query(
    world: None, django_assert_num_queries: Callable[[int], Any], officer: Actor,
    count: Callable[[Any], Any],
) -> None:  # fmt: skip
    with django_assert_num_queries(1):
        assert count(Proposal.objects.visible_to(officer))


def test_a_list_by_age_and_by_outcome_holds_what_was_counted(world: None) -> None:
    every = Proposal.objects.all()
    for name in AGES:
        expected = {row.pk for row in every if age(row, TODAY) == name}
        assert set(every.filter(of_age(name, on=TODAY)).values_list("pk", flat=True)) == expected
    for name in OUTCOMES:
        expected = {row.pk for row in every if outcome(row, TODAY) == name}
        found = every.filter(of_outcome(name, on=TODAY))
        assert set(found.values_list("pk", flat=True)) == expected


def test_the_day_of_completion_is_the_readers(
    make_proposal: Callable[..., Proposal], complete: Callable[..., None]
) -> None:
    """What is completed late in the evening at Greenwich is completed the day after in Tehran."""
    proposal = make_proposal(deadline={"due_on": date(2026, 2, 28), "due_precision": "day"})
    complete(proposal, datetime(2026, 2, 28, 22, 30, tzinfo=UTC))
    every = Proposal.objects.all()

    assert figures.completed_by_month(every) == {date(2026, 2, 1): 1}
    assert every.filter(of_outcome("in_time", on=TODAY)).exists()
    with timezone.override("Asia/Tehran"):
        assert figures.completed_by_month(every) == {date(2026, 3, 1): 1}
        assert every.filter(of_outcome("late", on=TODAY)).exists()


def test_every_day_has_one_age() -> None:
    spans = list(AGES.values())
    assert spans[0][0] == 0
    assert spans[-1][1] is None
    assert [below for _least, below in spans[:-1]] == [least for least, _below in spans[1:]]
