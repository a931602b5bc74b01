"""Reads what strangers wrote in a child process, which may break, hang or swell and harm nobody.

The child lives on from one job to the next, since it takes a second to start; it is killed when a
job takes too long, and replaced. It is given nothing of this process: no connection, no secret.
A job is a line of JSON and then so many bytes; its answer is one line of JSON.
"""

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

DEADLINE_SECONDS = 25
START_SECONDS = 20
MOST_JOBS = 500
ROOT = Path(__file__).resolve().parent.parent


class SandboxError(Exception):
    """A job that its child did not survive, or could not do; ``reason`` says how it ended."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Sandbox:
    """One child process and the jobs it is given, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._jobs = 0

    def run(self, job: str, content: bytes, **arguments: str) -> Any:
        """Have a job done and give its result. Raises SandboxError."""
        with self._lock:
            child = self._ready()
            header = {"job": job, "length": len(content), "arguments": arguments}
            try:
                answer = _exchange(child, json.dumps(header).encode() + b"\n" + content)
            except (OSError, TimeoutError) as error:
                self.close()
                raise SandboxError(type(error).__name__) from error
        if "fault" in answer:
            raise SandboxError(answer["fault"])
        return answer["result"]

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child = self._child, None
        if child is not None and self._owner == os.getpid():
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                with suppress(OSError):
                    _open(stream).close()

    def _ready(self) -> subprocess.Popen[bytes]:
        """Give a child of this very process that is fit for a job; a fork has none yet."""
        is_fit = self._child is not None and self._child.poll() is None
        if self._child is None or not is_fit or self._jobs >= MOST_JOBS or not self._is_ours():
            self.close()
            self._child, self._owner, self._jobs = _started(), os.getpid(), 0
        self._jobs += 1
        return self._child

    def _is_ours(self) -> bool:
        return self._owner == os.getpid()


def _started() -> subprocess.Popen[bytes]:
    child = subprocess.Popen(  # our own module
        [sys.executable, "-m", "tracker.sandboxed"],
        cwd=ROOT,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    _line(_open(child.stdout), START_SECONDS)
    return child


def _open[T](stream: T | None) -> T:
    """Give a stream that was asked for as a pipe, and so is there."""
    assert stream is not None  # noqa: S101  # for the type checker
    return stream


def _exchange(child: subprocess.Popen[bytes], job: bytes) -> Any:
    stdin = _open(child.stdin)
    stdin.write(job)
    stdin.flush()
    return json.loads(_line(_open(child.stdout), DEADLINE_SECONDS))


def _line(stream: IO[bytes], seconds: float) -> bytes:
    """Read a line within so many seconds. Raises TimeoutError, or OSError where the child died."""
    ends, found = time.monotonic() + seconds, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while not found.endswith(b"\n"):
            if not selector.select(max(0.0, ends - time.monotonic())):
                raise TimeoutError
            chunk = os.read(stream.fileno(), 1 << 20)
            if not chunk:
                raise BrokenPipeError
            found += chunk
    return bytes(found)


sandbox = Sandbox()
atexit.register(sandbox.close)
