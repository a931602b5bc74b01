"""The child of ``tracker.sandbox``: does one job after another, within its limits.

Plain Python: it knows neither Django nor the store.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import IO, Any

from tracker import webpages
from tracker.collecting import parsing

MEMORY = 512 * 1024 * 1024  # bytes of addresses; a page of 5 MB takes some 430 MB at most
CPU_SECONDS = 20

JOBS: dict[str, Callable[..., Any]] = {"article": webpages.read, "feed": parsing.parse}


def main() -> None:
    """Do jobs until there are no more."""
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _say(answers, {"ready": True})
    while line := sys.stdin.buffer.readline():
        header = json.loads(line)
        content = sys.stdin.buffer.read(header["length"])
        _allow_time()
        _say(answers, _done(header["job"], content, header["arguments"]))


def _done(job: str, content: bytes, arguments: dict[str, str]) -> dict[str, Any]:
    try:
        return {"result": JOBS[job](content, **arguments)}
    except parsing.GarbledError as fault:
        return {"fault": str(fault)}
    except Exception as error:  # noqa: BLE001  # whatever a parser trips over ends this job alone
        return {"fault": type(error).__name__}


def _allow_time() -> None:
    """Let the next job take so much of the processor; the system kills what takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _say(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
