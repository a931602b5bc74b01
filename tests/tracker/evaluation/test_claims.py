"""Labels and findings in one form."""

import pytest

from tests.tracker.evaluation.conftest import CENTRE, STORY, claim, label
from tracker.evaluation.claims import FIELDS, Claim
from tracker.extraction import Finding
from tracker.matching import PROPOSAL, UPDATE


def test_a_label_is_sure_and_says_what_it_says() -> None:
    said = Claim.of_label(label(CENTRE, proposer=None), PROPOSAL)

    assert STORY[said.start : said.end] == CENTRE
    assert (said.kind, said.act, said.proposer, said.addressee) == (
        "joint_body", "proposes", None, "IQ",
    )  # fmt: skip
    assert (said.status, said.confidence) == (None, 1.0)


def test_an_updates_status_is_taken_over() -> None:
    said = Claim.of_label({"start": 0, "end": 4, "status": "completed"}, UPDATE)

    assert (said.type, said.status, said.kind) == (UPDATE, "completed", None)


def test_a_finding_is_as_sure_as_it_says() -> None:
    finding = Finding("proposal", 3, 9, "quoted", "other", "offers", "IR", "IQ", confidence=0.7)
    assert Claim.of_finding(finding) == Claim(
        PROPOSAL, 3, 9, "other", "offers", "IR", "IQ", None, 0.7
    )


@pytest.mark.parametrize(
    ("start", "end", "shared"), [(0, 10, 10), (5, 15, 5), (10, 20, 0), (12, 20, -2), (3, 4, 1)]
)
def test_what_two_share_is_counted_in_characters(start: int, end: int, shared: int) -> None:
    assert claim(0, 10).shares(claim(start, end)) == shared
    assert claim(start, end).shares(claim(0, 10)) == shared


def test_only_what_is_asked_for_is_compared() -> None:
    one, other = claim(0, 10), claim(0, 10, kind="other", addressee=None)

    assert one.differs(other, FIELDS) == ["kind", "addressee"]
    assert one.differs(other, ["act"]) == []
