"""What ``make run`` says before it starts anything, and what it keeps between two starts.

That it starts and stops everything: the newcomer's walk, with real processes.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port at which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_one_line_that_says_what_to_do(taken_port: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "config.run"],
        cwd=ROOT, env=os.environ | {"PORT": str(taken_port)}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout) == (1, "")  # it did not start anything
    (line,) = ran.stderr.splitlines()
    assert f"Port {taken_port} is in use" in line
    assert f"make run PORT={taken_port + 1}" in line


@pytest.mark.parametrize("word", ["abc", "0", "65536", "-1", ""])
def test_a_port_that_is_none_is_one_line(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", word)

    with pytest.raises(embedded.CannotStartError, match="PORT is a number from 1 to 65535"):
        run._port()


def test_nobody_is_ready_where_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert not run._is_ready(port)
    run._require_free(port)  # and so it could be started there


def test_the_demos_partner_keeps_its_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded, "VAR", tmp_path)
    secret = run._demo_secret()

    assert len(secret) >= 32
    assert run._demo_secret() == secret
    assert (tmp_path / "demo_client_secret").stat().st_mode & 0o777 == 0o600


def test_the_processes_are_those_of_production() -> None:
    manager = run._processes(8123)

    assert set(manager._processes) == {"web", "worker", "fetcher", "beat"}
    web = manager._processes["web"]["obj"].cmd
    assert "--host 127.0.0.1 --port 8123" in web
    assert "config.wsgi:application" in web


def test_whoever_is_greeted_can_sign_in() -> None:
    """The names that the greeting shows are those that the demo makes."""
    made = "".join(path.read_text() for path in (ROOT / "tracker" / "demo").rglob("*.toml"))

    assert [name for name, _ in run.PEOPLE if f'username = "{name}"' not in made] == []
