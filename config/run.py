"""What ``make run`` does: start everything, say when it is ready, stop everything on Ctrl-C.

The processes of production (web, worker, beat) run side by side on embedded servers, or on those
that DATABASE_URL and REDIS_URL name.
"""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from config import embedded
from config.celery import app

PASSWORD = "mithaq-demo-2026"  # noqa: S105  # the demo's, on loopback alone
CLIENT_ID = "partner-registry"
BIN = Path(sys.executable).parent
READY_SECONDS = 120
LAST_PORT = 65535
PEOPLE = (
    ("samira", "desk officer, reads Arabic"),
    ("dariush", "desk officer, reads Persian"),
    ("claire", "head of desk, reads English"),
    ("admin", "administrator"),
)


def main() -> int:
    """Run until Ctrl-C or until one of the processes ends; give the exit status."""
    try:
        port = _port()
        _require_free(port)
        _start_stores(port)
    except embedded.CannotStartError as fault:
        print(f"run: {fault}", file=sys.stderr)  # noqa: T201  # this is a command
        return 1
    say("bringing the database up to date")
    _manage("migrate", "--verbosity", "0")
    secret = _demo_secret()
    say("filling an empty database with the demo")
    _manage(
        "seed_demo", "--if-empty", "--password", PASSWORD,
        f"--client-id={CLIENT_ID}", f"--client-secret={secret}", "--verbosity", "0",
    )  # fmt: skip
    manager = _processes(port)
    threading.Thread(target=_greet, args=(port, secret), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in {0, 130, 143} else 1


def say(line: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(f"run: {line}", flush=True)  # noqa: T201  # this is a command


def _port() -> int:
    """Give the port that the environment names."""
    word = os.environ.get("PORT", "8000")
    if not word.isdecimal() or not 1 <= int(word) <= LAST_PORT:
        raise embedded.CannotStartError(f"PORT is a number from 1 to {LAST_PORT}, not {word!r}")
    return int(word)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            message = f"Port {port} is not for everybody. Take one above 1023: make run PORT=8000"
            raise embedded.CannotStartError(message) from error
        except OSError as error:
            message = f"Port {port} is in use. Stop what uses it, or run: make run PORT={port + 1}"
            raise embedded.CannotStartError(message) from error


def _start_stores(port: int) -> None:
    """Start the embedded servers that are wanted, and tell the other processes what they need."""
    if "DATABASE_URL" not in os.environ:
        say("starting PostgreSQL")
        embedded.address_of(embedded.POSTGRES)
    if "REDIS_URL" not in os.environ:
        say("starting Redis")
        os.environ["REDIS_URL"] = embedded.address_of(embedded.REDIS)
    os.environ.setdefault("MITHAQ_BASE_URL", f"http://127.0.0.1:{port}")
    # The newcomer who works as root, as in a container, needs no lecture at each start.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    os.environ.setdefault("MITHAQ_FETCH_ALLOWED", "127.0.0.1:8009,localhost:8009")


def _manage(*arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, check=True)  # noqa: S603  # our own words


def _demo_secret() -> str:
    """Give this checkout's secret for the demo's partner, made at the first run."""
    path = embedded.VAR / "demo_client_secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def _processes(port: int) -> Manager:
    manager = Manager(Printer(sys.stdout))
    manager.add_process(
        "web",
        f"exec {BIN}/granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1"
        " --blocking-threads 4 --no-access-log --log-level warning config.wsgi:application",
    )
    celery = f"exec {BIN}/celery --quiet -A config"
    # Fetching has a worker of its own: a slow site delays no mail.
    manager.add_process(
        "worker",
        f"{celery} worker --queues work --concurrency 2 --loglevel WARNING --hostname worker@%h",
    )
    manager.add_process(
        "fetcher",
        f"{celery} worker --queues fetch --concurrency 2 --loglevel WARNING --hostname fetcher@%h",
    )
    schedule = embedded.VAR / "beat-schedule"
    manager.add_process("beat", f"{celery} beat --schedule {schedule} --loglevel WARNING")
    return manager


def _greet(port: int, secret: str) -> None:
    """Say that the site is ready once it is, with all that a newcomer needs to try it."""
    deadline = time.monotonic() + READY_SECONDS
    while not (_is_ready(port) and app.control.ping(timeout=1)):
        if time.monotonic() > deadline:
            say(f"not ready after {READY_SECONDS} s; the lines above say why")
            return
        time.sleep(0.2)
    url = f"http://127.0.0.1:{port}"
    people = "\n".join(f"  {name:<8} {PASSWORD}   {what}" for name, what in PEOPLE)
    print(  # noqa: T201  # this is a command
        f"""Ready: {url}/
Sign in as one of
{people}
Read as a partner's system:
  TOKEN=$(curl -s -u {CLIENT_ID}:{secret} -d grant_type=client_credentials \\
    {url}/oauth/token/ | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
  curl -s -H "Authorization: Bearer $TOKEN" {url}/api/v1/proposals/
Articles whose addresses can be pasted in:
  .venv/bin/python manage.py serve_articles
Ctrl-C stops everything and keeps the data in var/.""",
        flush=True,
    )


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200  # noqa: PLR2004  # HTTP OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
