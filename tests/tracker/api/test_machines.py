"""Schemathesis tries the whole interface by its own schema, as one partner after another.

The server is the real one, in a process of its own. MITHAQ_FUZZ_SECONDS says for how long all of
them try together and MITHAQ_FUZZ_SEED from where they begin; `make fuzz` takes its time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from proposals.models import Article, Client, Committee, Meeting, Proposal
from proposals.rights import Actor
from proposals.services.articles import Arrival, receive
from proposals.services.records import keep
from tests.conftest import SYSTEM
from tests.processes import Processes, processes
from tests.proposals.api.conftest import (
    ALL_SCOPES,
    make_article,
    other_committee,
    quote,
    token_of,
)

__all__ = ["make_article", "other_committee", "processes", "quote"]
ROOT = Path(__file__).resolve().parents[3]
CONFIG = Path(__file__).with_name("schemathesis.toml")
PARTNERS = ("whole", "reading", "elsewhere")
SECONDS = int(os.environ.get("MITHAQ_FUZZ_SECONDS", "60"))
SEED = os.environ.get("MITHAQ_FUZZ_SEED", "6")
# So many requests a partner makes in its time at the least, on a machine that is busy.
FEWEST = 100


@pytest.fixture
def tokens(client_of: Callable[..., Client], other_committee: Committee, tmp_path: Path) -> Path:
    """The partners' tokens, in the file that Schemathesis reads: each is granted one committee."""
    whole = client_of(ALL_SCOPES, name="Whole", visibility="internal")
    elsewhere = client_of(ALL_SCOPES, name="Elsewhere")
    elsewhere.committees.set([other_committee])
    clients = (whole, client_of("proposals:read", name="Reading"), elsewhere)
    entries = [
        {
            "name": name,
            "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token_of(client)}"}],
        }
        for name, client in zip(PARTNERS, clients, strict=True)
    ]
    path = tmp_path / "partners.json"
    path.write_text(json.dumps({"auth": entries}))
    return path


@pytest.fixture
def record(
    make_proposal: Callable[..., Proposal],
    quote: Callable[..., Article],
    committee: Committee,
    other_committee: Committee,
    at: datetime,
) -> None:
    """Something of everything: for both committees, and some that is for staff alone."""
    days = {"starts_on": date(2026, 3, 8), "ends_on": date(2026, 3, 9)}
    minutes = "Both sides agreed on the centre. They meet again in autumn."
    for body in (committee, other_committee):
        meeting = Meeting(committee=body, ordinal=1, minutes=minutes, **days)
        keep(meeting, by=SYSTEM, at=at)
        for _ in range(2):
            quote(make_proposal(committee=body, meeting=meeting))
    make_proposal(visibility="restricted")
    whole = Actor.of_client(Client.objects.get(name="Whole"))
    receive(arrival=Arrival(address="https://news.example/waits"), by=whole, at=at)


@pytest.mark.processes
@pytest.mark.timeout(SECONDS + 300)
def test_no_machine_finds_a_fault(
    processes: Processes, tokens: Path, record: None, tmp_path: Path
) -> None:
    processes.environment |= {"MITHAQ_API_READS": "1000000", "MITHAQ_API_WRITES": "1000000"}
    address = processes.web()

    for partner in PARTNERS:
        report = tmp_path / f"{partner}.json"
        tried = subprocess.run(  # noqa: S603  # our own words
            [
                str(Path(sys.executable).with_name("schemathesis")),
                f"--config-file={CONFIG}",
                "run",
                f"{address}/api/v1/schema/",
                f"--auth-wfc-user={partner}",
                f"--max-time={max(SECONDS // len(PARTNERS), 1)}",
                f"--seed={SEED}",
                f"--report-json-path={report}",
                "--no-color",
            ],
            cwd=ROOT,
            env=os.environ | {"MITHAQ_FUZZ_PARTNERS": str(tokens), "no_proxy": "*"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert tried.returncode == 0, tried.stdout + tried.stderr + processes.log()
        found = json.loads(report.read_text())
        assert found["operations"]["tested"] == found["operations"]["total"]
        assert found["test_cases"]["generated"] >= FEWEST
        print(f"{partner}: {found['test_cases']}")  # noqa: T201  # for whoever runs it with -s
