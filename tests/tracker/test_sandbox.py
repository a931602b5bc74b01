"""The child process: it may break, hang or swell; the next job finds another one."""

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.processes import wait_until
from tests.tracker.collecting.conftest import rss
from tracker import sandbox as module
from tracker.sandbox import Sandbox, SandboxError

FEED = rss("https://a.example/1")


@pytest.fixture
def box() -> Iterator[Sandbox]:
    found = Sandbox()
    yield found
    found.close()


def child_of(box: Sandbox) -> psutil.Process:
    assert box._child is not None
    return psutil.Process(box._child.pid)


def test_the_child_lives_on_from_job_to_job(box: Sandbox) -> None:
    assert len(box.run("feed", FEED)) == 1
    first = child_of(box).pid
    assert len(box.run("feed", FEED)) == 1

    assert child_of(box).pid == first


def test_the_child_is_replaced_after_many_jobs(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_JOBS", 1)
    box.run("feed", FEED)
    first = child_of(box)
    box.run("feed", FEED)

    assert child_of(box).pid != first.pid
    assert not first.is_running()


def test_a_child_that_was_killed_is_replaced(box: Sandbox) -> None:
    box.run("feed", FEED)
    child_of(box).send_signal(signal.SIGKILL)

    wait_until(lambda: box._child is not None and box._child.poll() is not None)
    assert len(box.run("feed", FEED)) == 1


def test_a_job_that_takes_too_long_is_cut_off(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.run("feed", FEED)
    child = child_of(box)
    child.suspend()
    monkeypatch.setattr(module, "DEADLINE_SECONDS", 0.3)
    began = time.monotonic()

    with pytest.raises(SandboxError, match="TimeoutError"):
        box.run("feed", FEED)

    assert time.monotonic() - began < 5
    assert not child.is_running()
    monkeypatch.undo()
    assert len(box.run("feed", FEED)) == 1


def test_the_child_is_given_no_secret(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITHAQ_SECRET_KEY", "secret")
    box.run("feed", FEED)

    assert set(child_of(box).environ()) <= {"PATH", "LC_ALL", "PYTHONPATH"}


def test_the_child_may_not_swell(box: Sandbox) -> None:
    box.run("feed", FEED)
    limits = Path(f"/proc/{child_of(box).pid}/limits").read_text()

    assert re.search(rf"Max address space +{512 * 1024**2} ", limits)


def test_the_child_ends_with_its_parent(box: Sandbox) -> None:
    """A worker that is killed closes its end of the pipe."""
    box.run("feed", FEED)
    child = child_of(box)
    assert box._child is not None
    assert box._child.stdin is not None
    box._child.stdin.close()

    wait_until(lambda: child.status() == psutil.STATUS_ZOMBIE)


def test_a_fault_of_a_job_is_told_and_the_child_goes_on(box: Sandbox) -> None:
    with pytest.raises(SandboxError, match="KeyError"):
        box.run("no such job", b"")
    first = child_of(box).pid

    box.run("feed", FEED)
    assert child_of(box).pid == first
