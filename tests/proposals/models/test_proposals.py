"""Proposals and what belongs to them: how they call themselves and what they say of themselves."""

from datetime import date

import pytest
from django.utils import translation

from proposals.models import (
    Committee,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Party,
    PartyName,
    Position,
    Proposal,
    ReferenceCounter,
)
from proposals.status import OPEN, Status

TITLED = Proposal(
    reference="IQ-IR-2026-0001", title_ar="مركز", title_en="Centre", original_language="ar"
)
TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(("language", "title"), [("ar", "مركز"), ("en", "Centre"), ("fa", "مركز")])
def test_a_title_is_read_in_ones_language_else_in_the_original(language: str, title: str) -> None:
    with translation.override(language):
        assert TITLED.title == title
        assert str(TITLED) == f"IQ-IR-2026-0001 {title}"
    assert TITLED.titles == {"ar": "مركز", "fa": "", "en": "Centre"}


@pytest.mark.parametrize("status", Status)
def test_work_goes_on_only_on_what_is_open(status: Status) -> None:
    proposal = Proposal(status=status, due_on=date(2026, 3, 1))

    assert proposal.is_open == (status in OPEN)
    assert proposal.is_overdue(on=TODAY) == (status in OPEN)


@pytest.mark.parametrize(
    ("due_on", "is_overdue"),
    [(date(2026, 3, 10), True), (TODAY, False), (date(2026, 3, 12), False), (None, False)],
)
def test_its_last_day_has_to_have_passed(due_on: date | None, is_overdue: bool) -> None:
    assert Proposal(status="agreed", due_on=due_on).is_overdue(on=TODAY) == is_overdue


def test_it_has_a_page(proposal: Proposal) -> None:
    assert proposal.get_absolute_url().endswith(f"/proposals/proposal/{proposal.pk}/change/")


def test_what_belongs_to_it_says_what_it_is() -> None:
    committee = Committee(name_en="Joint committee")
    lines = {
        str(Position(party=Party(name_en="Iraq"), stance="reserves")): (
            "Iraq: Reserves its position"
        ),
        str(Milestone(title="Choose a site")): "Choose a site",
        str(Evidence(exact="We propose")): "We propose",
        str(Finding(quote="We propose")): "We propose",
        str(Meeting(committee=committee, ordinal=2)): "Joint committee, meeting 2",
        str(PartyName(text="Iraqi")): "Iraqi",
        str(ReferenceCounter(pair="IQ-IR", year=2026, last=7)): "IQ-IR-2026: 7",
    }
    assert list(lines) == list(lines.values())
