"""``manage.py deliveries``: what the operator sees and does."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tracker.models import Delivery


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("deliveries", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_owed_or_in_trouble_is_listed(owe_digests: Callable[..., Any]) -> None:
    waits, failed, settled = owe_digests(3)
    Delivery.objects.filter(pk=failed.pk).update(state="failed", last_error="550 Never")
    Delivery.objects.filter(pk=settled.pk).update(state="cancelled", why_not="by_hand")

    lines = run("list").splitlines()

    assert len(lines) == 2
    assert any(str(waits.pk) in line and "queued" in line for line in lines)
    assert any(line.endswith("550 Never") and "nadia" in line for line in lines)
    assert len(run("list", "--all").splitlines()) == 3


def test_one_is_cancelled_and_had_sent_again(owed: Delivery) -> None:
    assert run("cancel", str(owed.pk)).split() == [str(owed.pk), "cancelled"]
    assert run("retry", str(owed.pk)).split() == [str(owed.pk), "queued"]
    assert Delivery.objects.get().state == "queued"


def test_what_is_not_possible_says_why(owed: Delivery) -> None:
    with pytest.raises(CommandError, match="Waiting"):
        run("retry", str(owed.pk))


def test_one_that_there_is_not_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="There is no delivery"):
        run("cancel", "00000000-0000-0000-0000-000000000000")
