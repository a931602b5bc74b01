"""What the record announces: after the commit, to whoever listens, and at nobody's cost."""

import logging
from typing import Any

import pytest
from django.db import transaction
from django.dispatch import Signal

from proposals.announcements import announce, proposal_changed

type Heard = list[tuple[Signal, dict[str, int]]]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_heard_before_the_commit(announced: Heard) -> None:
    with transaction.atomic():
        with transaction.atomic():
            announce(proposal_changed, proposal_id=7)
        assert announced == []

    assert announced == [(proposal_changed, {"proposal_id": 7})]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_not_announced(announced: Heard) -> None:
    with transaction.atomic():
        announce(proposal_changed, proposal_id=7)
        transaction.set_rollback(True)

    assert announced == []


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_is_noted_and_harms_nobody(
    announced: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: Any) -> None:
        raise ValueError("deaf")

    proposal_changed.connect(fail, weak=False)
    with caplog.at_level(logging.ERROR, "django.dispatch"):
        announce(proposal_changed, proposal_id=7)

    assert announced == [(proposal_changed, {"proposal_id": 7})]
    assert "deaf" in caplog.text
