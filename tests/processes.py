"""Real processes for tests that kill them: a Redis of their own, Celery's workers and beats.

All work on the test's own store, so a test that uses them needs real commits. Their logs lie in
``folder``; whatever is still running when the test ends is killed.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection

from config.embedded import redis_executable

START_SECONDS = 20
STOP_SECONDS = 15
# So that what takes minutes in a ministry takes seconds here.
HASTE = {
    "MITHAQ_TICK_SECONDS": "1",
    "MITHAQ_LEASE_SECONDS": "3",
    "MITHAQ_UNCERTAIN_SECONDS": "1",
    "MITHAQ_BACK_OFF": "1,1,2,2,2,2,2,2",
    "MITHAQ_REST_SECONDS": "1",
}


def store_address() -> str:
    """Give the address of the test's store, as the settings of another process want it."""
    at = connection.settings_dict
    place = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    user = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgresql://{user}@{place}/{at['NAME']}"


@dataclass
class Process:
    """One process and all that it started."""

    name: str
    popen: subprocess.Popen[bytes]

    @property
    def is_running(self) -> bool:
        return self.popen.poll() is None

    def kill(self) -> None:
        """Kill it and its children at once, as a power cut would."""
        if self.is_running:
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> float:
        """Ask it to end; give how many seconds that took. Raises TimeoutExpired."""
        began = time.monotonic()
        self.popen.send_signal(signal.SIGTERM)
        self.popen.wait(STOP_SECONDS)
        return time.monotonic() - began


@dataclass
class Processes:
    """Starts, kills and stops what a test needs; ``environment`` is what each is given besides."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    application: str = "config"
    started: list[Process] = field(default_factory=list)

    @property
    def redis_socket(self) -> Path:
        return self.folder / "redis.sock"

    def redis(self) -> Process:
        """Start Redis, with what it had kept if it was killed."""
        self.redis_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.redis_socket),
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        process = self._start("redis", [redis_executable(), *arguments])
        wait_until(lambda: _listens(self.redis_socket))
        return process

    def flush_redis(self) -> None:
        """Empty Redis."""
        with redis.Redis(unix_socket_path=str(self.redis_socket)) as client:
            client.flushall()

    def worker(self, concurrency: int = 2) -> Process:
        """Start a Celery worker for every queue."""
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        queues = ("--queues", "work,fetch", "--concurrency", str(concurrency))
        name = f"worker{len(self.started)}"
        return self._celery(name, "worker", *queues, *quiet, "--hostname", f"{name}@test")

    def beat(self) -> Process:
        """Start a Celery beat."""
        name = f"beat{len(self.started)}"
        return self._celery(name, "beat", "--schedule", str(self.folder / name), "--pidfile=")

    def web(self) -> str:
        """Start the web server as production has it; give its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        program = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
        place = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        threads = ["--blocking-threads", "4", "--log-level", "warning", "--no-access-log"]
        self._start("web", [*program, *place, *threads, "config.wsgi:application"])
        wait_until(lambda: _answers(port))
        return f"http://127.0.0.1:{port}"

    def log(self) -> str:
        """Give the last that every process said."""
        ends = (path.read_text(errors="replace")[-2000:] for path in self.folder.glob("*.log"))
        return "\n".join(ends)

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self.started:
            process.kill()

    def _celery(self, name: str, *arguments: str) -> Process:
        program = [sys.executable, "-m", "celery", "--app", self.application]
        return self._start(name, [*program, *arguments, "--loglevel", "WARNING"])

    def _start(self, name: str, command: list[str]) -> Process:
        environment: Mapping[str, str] = {
            **{key: value for key, value in os.environ.items() if not key.startswith("COV_")},
            **HASTE,
            "DATABASE_URL": store_address(),
            "REDIS_URL": f"unix://{self.redis_socket}",
            **self.environment,
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            popen = subprocess.Popen(  # noqa: S603  # our own command
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = Process(name, popen)
        self.started.append(process)
        return process


def wait_until(
    is_done: Callable[[], bool], seconds: float = START_SECONDS, pause: float = 0.05
) -> None:
    """Wait until something is so. Raises TimeoutError."""
    ends = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > ends:
            message = f"not within {seconds} s"
            raise TimeoutError(message)
        time.sleep(pause)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def processes(transactional_db: None) -> Iterator[Processes]:
    """What starts real processes on this test's store; a Redis runs already."""
    folder = Path(tempfile.mkdtemp(prefix="mithaq-"))  # short: a socket's path has 107 bytes
    found = Processes(folder)
    try:
        found.redis()
        yield found
    finally:
        found.end()
        shutil.rmtree(folder)
