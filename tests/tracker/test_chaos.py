"""What is owed survives what can be broken: real store, Redis, workers, beats and mail server.

Each fault is counted at the receiver: lost, doubled, and the time from its end until nothing was
owed any more. ``make chaos`` runs the long form and prints the table; the suite runs the short one.
"""

import json
import os
import random
import shlex
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from proposals.models import User
from proposals.rights import Actor
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tests.processes import Process, Processes, processes, wait_until
from tracker import deliveries, digests
from tracker.models import Delivery, Subscription, TickStep

__all__ = ["processes"]

IS_LONG = os.environ.get("MITHAQ_CHAOS") == "long"
# On a slow or busy machine, the long form with this share of its messages.
SHARE = float(os.environ.get("MITHAQ_CHAOS_SHARE", "1"))
TABLE = os.environ.get("MITHAQ_CHAOS_TABLE", "")
READERS = 10
# How many messages both workers may have in hand at once; a kill may double each of them.
SLOTS = 4
SECONDS = 1200 if IS_LONG else 60
FINAL = ("sent", "failed", "quarantined", "cancelled", "expired")
OPERATOR = Actor.of_system("operator")

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
        try:
            return Delivery.objects.filter(state__in=FINAL).count() == self.owed
        except OperationalError:  # the store is away
            connection.close()
            return False


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


def store_restarted(rig: Rig) -> None:
    """Have PostgreSQL crash and recover, twice: every process and connection of it ends at once."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    program = Path(shlex.split((folder / "postmaster.opts").read_text())[0]).with_name("pg_ctl")
    command: list[str | Path] = [
        program,
        "restart",
        "-D",
        folder,
        "-m",
        "immediate",
        "-w",
        "-l",
        folder / "log",
    ]
    owner = folder.stat().st_uid if os.getuid() == 0 else None
    for share in (0.25, 0.6):
        rig.until_taken(share)
        connection.close()
        subprocess.run(command, user=owner, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603  # our own


def two_beats(rig: Rig) -> None:
    """Nothing breaks: two beats owe what falls due in one minute, two workers send it."""
    rig.until(rig.is_settled)


def disk_full_for_good(rig: Rig) -> None:
    """Refuse for good for a while; then somebody has what was refused sent again."""
    rig.until_taken(0.25)
    rig.post.answers["DATA"] = "552 Disk full"
    rig.until(Delivery.objects.filter(state="failed").exists)
    time.sleep(1)
    del rig.post.answers["DATA"]
    rig.until(rig.is_settled)
    for delivery in Delivery.objects.filter(state="failed"):
        deliveries.send_again(delivery=delivery, by=OPERATOR, at=timezone.now())


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


class Case(NamedTuple):
    """A fault, and how many messages it meets in the short and in the long form (0: it has none).

    ``unsent`` is in what state those end that do not arrive; ``is_unsure`` says that nobody can
    know whether the server took a message. What is not ``owed`` at first, the beats owe.
    """

    fault: Fault
    short: int
    long: int
    unsent: str = ""
    is_unsure: bool = False
    is_owed: bool = True

    @property
    def messages(self) -> int:
        return max(round(self.long * SHARE), min(self.long, 20)) if IS_LONG else self.short


IS_EMBEDDED = settings.DATABASES["default"]["ENGINE"] == "config.embedded"
# test_survival breaks Redis in the suite as well. PostgreSQL is restarted where nobody else is.
FAULTS = {
    "workers killed with -9 at random": Case(workers_killed, 40, 2000),
    "workers killed between the server's acceptance and our record": Case(
        killed_before_the_record, 30, 200
    ),
    "Redis killed, and flushed": Case(redis_killed_and_flushed, 0, 200),
    "the store's connections cut": Case(connections_cut, 30, 200, is_unsure=True),
    "PostgreSQL crashed and recovered, twice": Case(
        store_restarted, 0, 400 * IS_EMBEDDED, is_unsure=True
    ),
    "two beats, two workers, all due at the same minute": Case(
        two_beats, 30, 20_000, is_owed=False
    ),
    "mail server going down (421)": Case(_refusing("MAIL", "421 Going down", 2), 0, 200),
    "greylisting (450)": Case(_refusing("RCPT", "450 Later", 2), 0, 200),
    "mail server's disk full (452)": Case(_refusing("DATA", "452 Disk full", 2), 20, 200),
    "mail server's disk full (552), sent again by a person": Case(disk_full_for_good, 20, 200),
    "mail server hangs": Case(_refusing("MAIL", "hang", 3), 20, 60, is_unsure=True),
    "mail server hangs after DATA": Case(_refusing("DATA", "hang", 1), 0, 60, is_unsure=True),
    "cut off after DATA": Case(_refusing("DATA", "cut", 1), 20, 200, is_unsure=True),
    "one recipient of many refused (550)": Case(one_recipient_refused, 20, 200, "failed"),
    "a template that raises for one recipient": Case(one_that_raises, 20, 200, "quarantined"),
}
FAULTS = {name: case for name, case in FAULTS.items() if case.messages}


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
    case = FAULTS[name]
    rig = Rig(processes, post, case.messages)
    processes.environment["MITHAQ_MAIL_URL"] = f"{post.url}?timeout=2"
    post.on_taken = lambda _count: time.sleep(0.01)
    owe(rig.owed)
    if case.is_owed:
        digests.owe(at=timezone.now())
    rig.revive()

    case.fault(rig)
    over = time.monotonic()
    rig.until(rig.is_settled)

    seconds = time.monotonic() - over
    sent = dict(Delivery.objects.filter(state="sent").values_list("message_id", "may_be_double"))
    lost = set(sent) - set(post.copies)
    doubled = {message for message, copies in post.copies.items() if copies > 1}
    unsent = Delivery.objects.filter(state=case.unsent).count()
    given_up = rig.owed - len(sent) - unsent
    note(name, rig.owed, len(lost) + given_up, len(doubled), seconds)
    assert not lost
    assert set(states()) == {"sent", case.unsent} - {""}
    for message in doubled:  # only where a first copy may have been out, and the same to the byte
        assert sent[message] is True
        assert len({one.content for one in post.taken if one.message_id == message}) == 1
    if not case.is_unsure:
        assert len(doubled) <= rig.kills * SLOTS


def note(name: str, owed: int, lost: int, doubled: int, seconds: float) -> None:
    """Add a line to the table, where one is asked for."""
    if TABLE:
        row = [name, owed, lost, doubled, round(seconds, 1)]
        with Path(TABLE).open("a") as table:
            table.write(json.dumps(row) + "\n")


def test_all_that_is_due_at_the_same_minute_is_owed_once(owe: Callable[[int], None]) -> None:
    """Four ticks at once, whoever runs them."""
    count = round(20_000 * SHARE) if IS_LONG else 500
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


# Five zones whose clocks change in the same nights, at midnight, at one, at two and at three.
ZONES = ("Europe/Paris", "Europe/London", "Asia/Beirut", "Atlantic/Azores", "Europe/Chisinau")
HOURS = (0, 1, 2, 3, 8)
DAY = date.resolution
SPEED = 1200
NIGHTS = {
    "clocks go back in five zones": datetime(2026, 10, 23, 18, tzinfo=UTC),
    "clocks go forward in five zones": datetime(2027, 3, 26, 18, tzinfo=UTC),
}


@pytest.mark.skipif(not IS_LONG, reason="the suite moves the clock in test_digests")
@pytest.mark.parametrize("name", NIGHTS)
def test_clocks_that_change_skip_and_double_nothing(
    processes: Processes, post: MailServer, make_user: Callable[..., User], name: str
) -> None:
    """Two days and a half pass, the night in their middle: a digest an hour, a zone and a day."""
    start, length = NIGHTS[name], timedelta(days=2, hours=12)
    readers = [make_user(f"r{n}", Role.READER, time_zone=zone) for n, zone in enumerate(ZONES)]
    for reader in readers:
        for hour in HOURS:
            wanted = Subscription(user=reader, cadence="daily", hour=hour, even_if_empty=True)
            digests.keep(subscription=wanted, at=start)
    processes.application, running = "tests.swift", processes.folder / "running"
    processes.environment |= {
        "MITHAQ_MAIL_URL": f"{post.url}?timeout=5",
        "MITHAQ_LEASE_SECONDS": str(60 * SPEED),
        "MITHAQ_UNCERTAIN_SECONDS": str(60 * SPEED),
        "SWIFT_FROM": start.isoformat(),
        "SWIFT_SINCE": str(running),
        "SWIFT_SPEED": str(SPEED),
    }
    rig = Rig(processes, post, 0)
    rig.until(TickStep.objects.exists)  # a busy machine takes its time to start them
    running.touch()
    ends = time.monotonic() + length.total_seconds() / SPEED
    rig.until(lambda: time.monotonic() > ends)
    rig.until(lambda: not Delivery.objects.exclude(state="sent").exists())

    # A delivery's key names the local day of its digest, and the subscription.
    days = [key.split(":")[1] for key in Delivery.objects.values_list("key", flat=True)]
    told = Counter(
        day for day in days if day in {str(start.date() + DAY), str(start.date() + 2 * DAY)}
    )
    expected = 2 * len(ZONES) * len(HOURS)
    doubled = len(post.taken) - len(post.copies)
    note(name, expected, expected - told.total(), doubled, 0)
    assert set(told.values()) == {len(ZONES) * len(HOURS)}
    assert len(told) == 2
    assert doubled == 0
