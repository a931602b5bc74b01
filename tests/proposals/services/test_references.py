"""References: gapless for each pair of parties and year (at once: test_at_once.py)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from proposals.models import Party, Proposal, ReferenceCounter
from proposals.services.references import next_reference, pair_of
from tests.conftest import party

type Make = Callable[..., Proposal]


@pytest.mark.parametrize(
    ("codes", "pair"),
    [
        (["IR", "IQ"], "IQ-IR"),
        (["IQ", "IR", "IQ"], "IQ-IR"),
        (["TR", "IQ", "GCC"], "GCC-IQ-TR"),
    ],
)
def test_a_pair_has_one_name_whoever_speaks_first(codes: list[str], pair: str) -> None:
    assert pair_of(codes) == pair
    assert pair_of(reversed(codes)) == pair


def test_references_are_gapless(make_proposal: Make) -> None:
    assert [make_proposal().reference for _ in range(3)] == [
        "IQ-IR-2026-0001",
        "IQ-IR-2026-0002",
        "IQ-IR-2026-0003",
    ]


def test_each_pair_and_each_year_counts_for_itself(
    make_proposal: Make, iran: Party, iraq: Party
) -> None:
    turkiye = party("TR", name_en="Türkiye")
    make_proposal()

    assert make_proposal(addressees=[turkiye]).reference == "IR-TR-2026-0001"
    assert make_proposal(proposed_on=date(2025, 12, 31)).reference == "IQ-IR-2025-0001"
    assert make_proposal(proposers=[iraq], addressees=[iran]).reference == "IQ-IR-2026-0002"


def test_a_number_goes_back_with_the_transaction_that_took_it(db: None) -> None:
    with transaction.atomic():
        assert next_reference(pair="IQ-IR", year=2026) == "IQ-IR-2026-0001"
        transaction.set_rollback(True)

    assert next_reference(pair="IQ-IR", year=2026) == "IQ-IR-2026-0001"


def test_the_ten_thousandth_still_fits(db: None) -> None:
    ReferenceCounter.objects.create(pair="IQ-IR", year=2026, last=9999)

    assert next_reference(pair="IQ-IR", year=2026) == "IQ-IR-2026-10000"
