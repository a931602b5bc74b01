"""What extraction gives."""

import dataclasses

import pytest

from tracker.extraction import Finding


def finding(**changes: object) -> Finding:
    plain = {
        "type": "proposal",
        "start": 0,
        "end": 4,
        "quote": "Iran",
        "kind": "other",
        "act": "offers",
    }
    return Finding(**(plain | changes))  # type: ignore[arg-type]  # the test's own keywords


def test_a_finding_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding().quote = "Iraq"  # type: ignore[misc]  # that is the test


def test_findings_are_equal_by_what_they_say_and_not_by_why() -> None:
    assert finding() == finding(why={"cue": "x"})
    assert finding() != finding(start=1)


def test_a_proposal_has_no_status() -> None:
    assert finding().status is None
    assert finding().parties == ()
    assert finding().voice == "official"
