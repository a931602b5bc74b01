"""The guide: every example is run as it stands there, and answers what it says."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from proposals.api.filters import ProposalFilters
from proposals.api.problem_types import TYPES
from proposals.models import Client, Proposal
from tests.proposals.api.conftest import ALL_SCOPES
from tests.proposals.api.test_authentication import SECRET

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BETWEEN = "----- next example -----"


def examples() -> list[tuple[str, dict[str, Any] | None]]:
    """Give each example of the guide, with the answer that the guide shows of it."""
    found: list[tuple[str, dict[str, Any] | None]] = []
    for language, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        if language == "sh":
            found.append((text, None))
        else:
            found[-1] = (found[-1][0], json.loads(text))
    return found


def differs(shown: Any, answered: Any, where: str = "$") -> list[str]:
    """Give where an answer isn't what the guide shows of it; “…” stands for anything."""
    if shown == "…":
        return []
    if isinstance(shown, dict) and isinstance(answered, dict):
        return [
            fault
            for name, value in shown.items()
            for fault in differs(value, answered.get(name, "missing"), f"{where}.{name}")
        ]
    if isinstance(shown, list) and isinstance(answered, list) and len(shown) == len(answered):
        return [
            fault
            for index, (one, other) in enumerate(zip(shown, answered, strict=True))
            for fault in differs(one, other, f"{where}[{index}]")
        ]
    return [] if shown == answered else [f"{where}: {shown!r} is {answered!r}"]


@pytest.fixture
def world(
    transactional_db: None,
    client_of: Callable[..., Client],
    make_proposal: Callable[..., Proposal],
    quote: Callable[..., Any],
) -> Client:
    """Give the client of the guide's reader, who finds there what the guide shows."""
    titles = {"ar": "مركز مشترك لعمليات الحدود", "en": "A joint border operations centre"}
    quote(make_proposal(titles=titles, original_language="ar"))
    return client_of(ALL_SCOPES, client_secret=SECRET, hash_client_secret=False)


def test_every_example_answers_what_the_guide_says(
    world: Client, live_server: LiveServer, tmp_path: Path
) -> None:
    (given, _none), *steps = examples()
    assert "CLIENT_SECRET=" in given
    assert shutil.which("curl"), "install curl: the guide's examples are run with it"
    script = "set -eu\n" + "".join(f"{step}\necho; echo '{BETWEEN}'\n" for step, _ in steps)

    done = subprocess.run(  # noqa: S603  # the guide's own examples
        ["/bin/sh", "-c", script],
        cwd=tmp_path,
        env=os.environ
        | {
            "BASE": live_server.url,
            "CLIENT_ID": world.client_id,
            "CLIENT_SECRET": SECRET,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "no_proxy": "*",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers = done.stdout.split(BETWEEN)[:-1]
    assert len(answers) == len(steps)
    for (step, shown), answer in zip(steps, answers, strict=True):
        if shown is not None:
            assert differs(shown, json.loads(answer)) == [], f"{step}\n{answer}"


def test_the_guide_names_every_problem_filter_and_scope() -> None:
    text = GUIDE.read_text(encoding="utf-8")

    for kind in TYPES:
        row = next(line for line in text.splitlines() if line.startswith(f"| {kind.status} |"))
        assert f"`{kind.code}`" in row
    for name in ProposalFilters.get_filters():
        assert re.search(rf"^\|.*`{name}`.*\|", text, re.MULTILINE), name
    for scope in settings.OAUTH2_PROVIDER["SCOPES"]:
        assert f"| `{scope}` |" in text


def test_a_guide_that_lies_is_noticed() -> None:
    assert differs({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}], "d": 3}) == []
    assert differs({"a": "…"}, {"a": {"anything": 1}}) == []
    assert differs({"a": 1}, {"a": 2}) == ["$.a: 1 is 2"]
    assert differs({"a": [1]}, {"a": [1, 2]}) == ["$.a: [1] is [1, 2]"]
    assert differs({"a": 1}, {}) == ["$.a: 1 is 'missing'"]
