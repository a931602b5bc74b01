"""The command that serves the demo's fresh articles, as a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from tracker.seeding import library

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 30


@pytest.fixture
def served() -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start the command on a free port; give it and the addresses that it prints."""
    command = [sys.executable, "manage.py", "serve_articles", "--port", "0"]
    with subprocess.Popen(  # noqa: S603  # our own words
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, [process.stdout.readline().strip() for _article in library.fresh()]
        process.kill()


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_what_it_prints_until_it_is_stopped(
    served: tuple[subprocess.Popen[str], list[str]], number: signal.Signals
) -> None:
    process, addresses = served
    assert process.stdout is not None

    place = urlsplit(addresses[0]).netloc
    assert f"MITHAQ_FETCH_ALLOWED has {place}" in process.stdout.readline()
    for address in addresses:
        parts = urlsplit(address)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        connection.request("GET", parts.path)
        assert connection.getresponse().status == 200
        connection.close()
    process.send_signal(number)
    assert process.wait(SECONDS) == 0


def test_a_port_that_is_no_port_is_refused() -> None:
    with pytest.raises((CommandError, OverflowError)):
        call_command("serve_articles", port=70_000, stdout=StringIO())
