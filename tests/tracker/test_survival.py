"""Nothing that is owed is lost, whatever is killed: real worker, beat, Redis, store, mail server.

The mail server counts. It is also what kills a worker at the worst moments: when the worker has
taken a row and introduces itself, and between the server's noting a message and its answer.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from proposals.models import Proposal, User
from tests.mail_server import MailServer
from tests.processes import Processes, processes, wait_until
from tracker import digests
from tracker.models import Delivery, Subscription

__all__ = ["processes"]

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

OWED = 60
# How many messages a worker may have in hand at once; a kill may double each of them.
SLOTS = 2
SECONDS = 90
FINAL = ("sent", "failed", "quarantined", "cancelled", "expired")

type Make = Callable[..., Any]


@dataclass
class Crew:
    """A worker and a beat that are started again whenever they are gone, as a host would."""

    processes: Processes
    kills: int = 0

    def __post_init__(self) -> None:
        self.beats = [self.processes.beat()]
        self.worker = self.processes.worker(SLOTS)

    def kill_worker(self) -> None:
        self.kills += self.worker.is_running
        self.worker.kill()

    def revive(self) -> None:
        if not self.worker.is_running:
            self.worker = self.processes.worker(SLOTS)
        self.beats = [beat if beat.is_running else self.processes.beat() for beat in self.beats]

    def work_until(self, is_done: Callable[[], bool], seconds: float = SECONDS) -> None:
        """Keep everything going until something is so; show what was said if it never is."""

        def look() -> bool:
            self.revive()
            return is_done()

        try:
            wait_until(look, seconds, pause=0.1)
        except TimeoutError:
            pytest.fail(f"{states()}\n{self.processes.log()}")


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def settled(count: int = OWED) -> bool:
    return Delivery.objects.filter(state__in=FINAL).count() == count


@pytest.fixture
def crew(processes: Processes, post: MailServer) -> Crew:
    """A crew at work, whose mail goes to the server that counts."""
    processes.environment["MITHAQ_MAIL_URL"] = post.url
    return Crew(processes)


@pytest.fixture
def subscribe(owner: User) -> Callable[[int], None]:
    """Give a function that subscribes the officer so many times to digests due now."""

    def make(count: int) -> None:
        now = timezone.now()
        for _ in range(count):
            subscription = Subscription(user=owner, even_if_empty=True)
            digests.keep(subscription=subscription, at=now - timedelta(days=8))
        Subscription.objects.update(next_at=now)

    return make


def assert_none_lost(post: MailServer, *, kills: int = 0, worst: int = 0) -> None:
    """Every message arrived, and twice only what a killed worker had handed over just then.

    ``worst`` of the kills came for certain between the server's receipt and its answer.
    """
    assert states() == {"sent": OWED}
    sent = dict(Delivery.objects.values_list("message_id", "may_be_double"))
    assert set(post.copies) == set(sent)
    doubled = {message for message, copies in post.copies.items() if copies > 1}
    assert OWED + worst <= len(post.taken) <= OWED + kills * SLOTS
    for message in doubled:
        assert sent[message] is True
        assert len({one.content for one in post.taken if one.message_id == message}) == 1


def test_nothing_is_lost_when_the_worker_is_killed_again_and_again(
    crew: Crew, post: MailServer, subscribe: Callable[[int], None]
) -> None:
    chance = random.Random(time.time_ns())  # noqa: S311  # no secret
    between, greetings = set(chance.sample(range(1, OWED), 2)), {2}
    crew.beats.append(crew.processes.beat())

    def on_taken(count: int) -> None:
        time.sleep(0.02)
        if count in between:
            crew.kill_worker()

    def on_greeted(count: int) -> None:
        if count in greetings:
            crew.kill_worker()

    post.on_taken, post.on_greeted = on_taken, on_greeted
    subscribe(OWED)

    crew.work_until(settled)

    assert crew.kills >= len(between)
    assert_none_lost(post, kills=crew.kills, worst=len(between))


def test_nothing_is_lost_or_doubled_when_redis_is_killed_and_emptied(
    crew: Crew, post: MailServer, subscribe: Callable[[int], None]
) -> None:
    post.on_taken = lambda _count: time.sleep(0.05)
    redis = next(one for one in crew.processes.started if one.name == "redis")
    subscribe(OWED - 10)
    crew.work_until(lambda: len(post.taken) >= OWED // 4)

    redis.kill()
    time.sleep(1)
    crew.processes.redis()
    crew.work_until(lambda: len(post.taken) >= OWED // 2)
    crew.processes.flush_redis()
    crew.work_until(lambda: settled(OWED - 10))
    crew.processes.flush_redis()
    Subscription.objects.update(is_active=False)
    subscribe(10)
    crew.work_until(settled)

    assert_none_lost(post)


def test_a_reminder_comes_from_a_due_date_by_itself(
    crew: Crew, post: MailServer, owner: User, make_rule: Make, make_due: Make
) -> None:
    User.objects.filter(pk=owner.pk).update(quiet_from=0, quiet_until=0, country="")  # at any hour
    make_rule("overdue", 7)
    late: Proposal = make_due(timezone.localdate() - timedelta(days=3))

    crew.work_until(lambda: len(post.taken) == 1)
    crew.work_until(lambda: settled(1))

    assert late.title in str(post.taken[0].message["Subject"])
    assert states() == {"sent": 1}


def test_a_worker_that_is_asked_to_end_does_so_soon_and_leaves_nothing_half_done(
    crew: Crew, post: MailServer, subscribe: Callable[[int], None]
) -> None:
    post.on_taken = lambda _count: time.sleep(0.05)
    subscribe(OWED)
    crew.work_until(lambda: len(post.taken) >= 5)

    assert crew.worker.stop() < 10
    assert states().get("sending", 0) == 0

    crew.work_until(settled)
    assert_none_lost(post)
