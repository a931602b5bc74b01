"""What is owed survives what can be broken: real store, Redis, workers, beats and mail server.

Each fault is counted at the receiver: lost, doubled, and the time from its end until nothing was
owed any more. ``make chaos`` runs the long form and prints the table; the suite runs the short one.
"""

import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from proposals.models import User
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tests.processes import Process, Processes, processes, wait_until
from tracker import deliveries, digests
from tracker.models import Delivery, Subscription

__all__ = ["processes"]

IS_LONG = os.environ.get("MITHAQ_CHAOS") == "long"
TABLE = os.environ.get("MITHAQ_CHAOS_TABLE", "")
READERS = 10
# How many messages both workers may have in hand at once; a kill may double each of them.
SLOTS = 4
SECONDS = 600 if IS_LONG else 60
FINAL = ("sent", "failed", "quarantined", "cancelled", "expired")

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(SECONDS + 120),
]


@dataclass
class Rig:
    """Two workers and two beats, started again whenever they are gone, as a host would."""

    processes: Processes
    post: MailServer
    owed: int
    chance: random.Random = field(default_factory=random.Random)
    workers: list[Process] = field(default_factory=list)
    beats: list[Process] = field(default_factory=list)
    kills: int = 0

    def revive(self) -> None:
        alive = [worker for worker in self.workers if worker.is_running]
        self.workers = [*alive, *(self.processes.worker(2) for _ in range(2 - len(alive)))]
        beats = [beat for beat in self.beats if beat.is_running]
        self.beats = [*beats, *(self.processes.beat() for _ in range(2 - len(beats)))]

    def until(self, is_so: Callable[[], bool]) -> None:
        """Keep everything going until something is so."""

        def look() -> bool:
            self.revive()
            return is_so()

        try:
            wait_until(look, SECONDS, pause=0.1)
        except TimeoutError:
            pytest.fail(f"{states()}\n{self.processes.log()}")

    def until_taken(self, share: float) -> None:
        """Wait until the receiver has this share of all messages."""
        self.until(lambda: len(self.post.taken) >= share * self.owed or self.is_settled())

    def is_settled(self) -> bool:
        return Delivery.objects.filter(state__in=FINAL).count() == self.owed


type Fault = Callable[[Rig], None]


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def workers_killed(rig: Rig) -> None:
    """Kill -9 a worker at random moments."""
    for kill in range(12 if IS_LONG else 3):
        rig.until_taken((kill + rig.chance.random()) / (14 if IS_LONG else 4))
        victim = rig.chance.choice(rig.workers)
        rig.kills += victim.is_running
        victim.kill()


def killed_before_the_record(rig: Rig) -> None:
    """Kill -9 both workers between the server's noting a message and its answer."""
    moments = {rig.owed // 4, rig.owed // 2}

    def on_taken(count: int) -> None:
        if count in moments:
            moments.discard(count)
            for worker in rig.workers:
                rig.kills += worker.is_running
                worker.kill()

    rig.post.on_taken = on_taken
    rig.until(lambda: not moments)


def redis_killed_and_flushed(rig: Rig) -> None:
    """Kill Redis and start it again; then empty it."""
    rig.until_taken(0.25)
    next(one for one in rig.processes.started if one.name == "redis").kill()
    time.sleep(1)
    rig.processes.redis()
    rig.until_taken(0.5)
    rig.processes.flush_redis()


def connections_cut(rig: Rig) -> None:
    """Cut every connection to the store but our own, again and again."""
    for cut in range(10 if IS_LONG else 3):
        rig.until_taken((cut + 1) / (12 if IS_LONG else 5))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _refusing(command: str, answer: str, seconds: float) -> Fault:
    def refuse(rig: Rig) -> None:
        rig.until_taken(0.25)
        rig.post.answers[command] = answer
        time.sleep(seconds)
        del rig.post.answers[command]

    return refuse


def one_recipient_refused(rig: Rig) -> None:
    """Refuse one recipient of many for good."""
    rig.post.answers["reader0@mithaq.test"] = "550 No such user"
    rig.until(rig.is_settled)


def one_that_raises(rig: Rig) -> None:
    """Make one message impossible to write."""
    poisoned = Delivery.objects.filter(state="queued").order_by("pk").values("pk")[:1]
    Delivery.objects.filter(pk__in=poisoned).update(about={"below": "nonsense"})
    rig.until(rig.is_settled)


# Each fault, how many messages it meets in the short and in the long form (0: it has no short one;
# test_survival breaks Redis as well), and in what state those end that do not arrive.
FAULTS: dict[str, tuple[Fault, int, int, str]] = {
    "workers killed with -9 at random": (workers_killed, 40, 2000, ""),
    "workers killed between the server's acceptance and our record": (
        killed_before_the_record,
        30,
        200,
        "",
    ),
    "Redis killed, and flushed": (redis_killed_and_flushed, 0, 200, ""),
    "the store's connections cut": (connections_cut, 30, 200, ""),
    "mail server going down (421)": (_refusing("MAIL", "421 Going down", 2), 0, 200, ""),
    "greylisting (450)": (_refusing("RCPT", "450 Later", 2), 0, 200, ""),
    "mail server's disk full (452)": (_refusing("DATA", "452 Disk full", 2), 20, 200, ""),
    "mail server hangs after DATA": (_refusing("DATA", "hang", 1), 0, 60, ""),
    "cut off after DATA": (_refusing("DATA", "cut", 1), 20, 200, ""),
    "one recipient of many refused (550)": (one_recipient_refused, 20, 200, "failed"),
    "one message that can't be written": (one_that_raises, 20, 200, "quarantined"),
}
FAULTS = {name: fault for name, fault in FAULTS.items() if fault[2 if IS_LONG else 1]}


@pytest.fixture
def owe(db: None, make_user: Callable[..., User]) -> Callable[[int], None]:
    """Give a function that owes so many digests, to ten readers, all at the same minute."""

    def make(count: int) -> None:
        now = timezone.now()
        readers = [make_user(f"reader{n}", Role.READER) for n in range(READERS)]
        for number in range(count):
            subscription = Subscription(user=readers[number % READERS], even_if_empty=True)
            digests.keep(subscription=subscription, at=now - timedelta(days=8))
        Subscription.objects.update(next_at=now)

    return make


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_or_doubled(
    processes: Processes, post: MailServer, owe: Callable[[int], None], name: str
) -> None:
    fault, short, long, unsent = FAULTS[name]
    rig = Rig(processes, post, long if IS_LONG else short)
    processes.environment["MITHAQ_MAIL_URL"] = post.url
    post.on_taken = lambda _count: time.sleep(0.01)
    owe(rig.owed)
    digests.owe(at=timezone.now())
    rig.revive()

    fault(rig)
    over = time.monotonic()
    rig.until(rig.is_settled)

    seconds = time.monotonic() - over
    sent = dict(Delivery.objects.filter(state="sent").values_list("message_id", "may_be_double"))
    lost = set(sent) - set(post.copies)
    doubled = {message for message, copies in post.copies.items() if copies > 1}
    note(name, rig.owed, len(lost), len(doubled), seconds)
    assert not lost
    assert set(states()) == {"sent", unsent} - {""}
    for message in doubled:  # only where a first copy may have been out, and the same to the byte
        assert sent[message] is True
        assert len({one.content for one in post.taken if one.message_id == message}) == 1
    if fault not in UNSURE:
        assert len(doubled) <= rig.kills * SLOTS


# Faults after which nobody can know whether the server took a message.
UNSURE = {FAULTS[name][0] for name in FAULTS if "after DATA" in name or "connections" in name}


def note(name: str, owed: int, lost: int, doubled: int, seconds: float) -> None:
    """Add a line to the table, where one is asked for."""
    if TABLE:
        row = [name, owed, lost, doubled, round(seconds, 1)]
        with Path(TABLE).open("a") as table:
            table.write(json.dumps(row) + "\n")


def test_all_that_is_due_at_the_same_minute_is_owed_once(owe: Callable[[int], None]) -> None:
    """Four ticks at once, whoever runs them."""
    count = 20_000 if IS_LONG else 500
    owe(count)
    at, barrier = timezone.now(), Barrier(4)

    def tick() -> None:
        barrier.wait()
        digests.owe(at=at)
        connection.close()

    began = time.monotonic()
    threads = [Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    owed = Delivery.objects.count()
    note("digests due at the same minute, four ticks at once", count, count - owed, 0,
         time.monotonic() - began)  # fmt: skip
    assert owed == count


def test_after_a_pause_of_three_days_each_is_owed_once(
    owe: Callable[[int], None], post: MailServer
) -> None:
    owe(30)
    Subscription.objects.update(cadence="daily")
    start = timezone.now()
    for subscription in Subscription.objects.all():
        digests.keep(subscription=subscription, at=start)
    Subscription.objects.update(next_at=start)

    for at in (start, start + timedelta(days=3), start + timedelta(days=3, minutes=1)):
        digests.owe(at=at)
        deliveries.sweep(at=at)
        moment = at
        while deliveries.send_due(at=lambda moment=moment: moment):  # type: ignore[misc]  # bound
            pass

    note("a pause of three days", 60, 60 - len(set(post.copies)), 0, 0)
    assert states() == {"sent": 60}
    assert set(post.copies.values()) == {1}
