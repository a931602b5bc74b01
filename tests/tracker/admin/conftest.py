"""What the tests of the trackers' pages ask for besides: an owner who signs in and was told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from proposals.models import Proposal, User
from tracker import deliveries, reminders

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
TODAY, DAY = date(2026, 3, 11), timedelta(days=1)

type Make = Callable[..., Any]


@pytest.fixture
def late(make_rule: Make, make_due: Make, owner: User) -> Proposal:
    """A proposal of which the site told its owner."""
    User.objects.filter(pk=owner.pk).update(reached_by="site")
    make_rule("overdue", 7)
    found: Proposal = make_due(TODAY - DAY)
    reminders.owe(at=AT)
    deliveries.send_due(at=lambda: AT)
    return found


@pytest.fixture
def browser(client: Client, owner: User) -> Client:
    """The browser of the owner, who is signed in."""
    client.force_login(owner)
    return client
