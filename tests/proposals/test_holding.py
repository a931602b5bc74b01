"""The file of what somebody holds: in the order of the next date, with what waits."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.holding import file_of
from proposals.models import Evidence, Proposal
from proposals.services import parts
from proposals.services.moves import MoveRequest, move
from tests.conftest import SYSTEM

DUE: dict[str, Any] = {"due_on": date(2026, 6, 1), "due_precision": "day"}


def test_open_ones_come_first_by_their_next_date(
    make_proposal: Callable[..., Proposal], at: datetime
) -> None:
    rest = make_proposal(deadline=DUE)
    move(
        proposal=rest,
        request=MoveRequest.of("withdraw", reason="No longer wanted"),
        by=SYSTEM,
        at=at,
    )
    dateless = make_proposal()
    due = make_proposal(deadline=DUE)
    stepping = make_proposal(deadline=DUE)
    step = {"title": "First", "due_on": date(2026, 4, 1), "due_precision": "day"}
    parts.add_milestone(proposal=stepping, values=step, by=SYSTEM, at=at)

    held = file_of(Proposal.objects.all())

    assert [one.proposal for one in held] == [stepping, due, dateless, rest]
    assert [one.next_on for one in held] == [date(2026, 4, 1), date(2026, 6, 1), None, None]
    assert [one.step and one.step.title for one in held] == ["First", None, None, None]


def test_it_tells_the_latest_evidence_and_what_waits(
    evidence: Evidence, make_proposal: Callable[..., Proposal]
) -> None:
    make_proposal()
    first, second = file_of(Proposal.objects.all())

    assert (first.latest, first.unconfirmed, first.waits) == (evidence, 1, True)
    assert (second.latest, second.unconfirmed, second.waits) == (None, 0, False)


def test_a_longer_file_asks_for_no_more(make_proposal: Callable[..., Proposal]) -> None:
    counts = []
    for _ in range(2):
        make_proposal()
        with CaptureQueriesContext(connection) as asked:
            file_of(Proposal.objects.all())
        counts.append(len(asked))
    assert counts[0] == counts[1]
