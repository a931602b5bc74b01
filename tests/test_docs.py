"""The documents say what the code knows."""

import re
from importlib import import_module
from pathlib import Path

from proposals.status import MOVES, Status
from proposals.vocabulary import Act, Kind

ROOT = Path(__file__).parent.parent
OPERATING = (ROOT / "docs/operating.md").read_text()
SETTINGS = (ROOT / "config/settings.py").read_text()
NOT_FOR_OPERATORS = {"MITHAQ_TEST_SUFFIX", "MITHAQ_"}


def settings_in_code() -> set[str]:
    """The environment variables that the settings read."""
    inside = SETTINGS.split('with env.prefixed("MITHAQ_"):\n')[1].split("\n\n\n")[0]
    prefixed = {f"MITHAQ_{name}" for name in re.findall(r'env[.\w]*\("(\w+)"', inside)}
    elsewhere = SETTINGS.replace(inside, "")
    return prefixed | set(re.findall(r'env[.\w]*\("([A-Z_]+)"', elsewhere)) - NOT_FOR_OPERATORS


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", OPERATING, re.MULTILINE))

    assert documented == settings_in_code()


def test_the_compose_file_passes_what_production_must_be_given() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    demanded = re.findall(r"^\| `([A-Z_]+)` \*", OPERATING, re.MULTILINE)

    assert demanded
    for name in demanded:
        assert re.search(rf"^ +{name}: ", compose, re.MULTILINE), name


def test_the_statuses_of_the_documents_are_those_of_the_table() -> None:
    assert {move.target for move in MOVES if move.target} | {Status.PROPOSED} == set(Status)


def test_the_named_files_are_there() -> None:
    named = re.findall(
        r"`([\w./-]+\.(?:py|tsv|md|yml))`", (ROOT / "docs/architecture.md").read_text()
    )

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_services_that_the_interface_leaves_out_are_there() -> None:
    table = (ROOT / "docs/api.md").read_text().split("| service | why not |\n")[1].split("\n\n")[0]
    named = re.findall(r"`(\w+)\.(\w+)`", "".join(row.split("|")[1] for row in table.splitlines()))

    assert len(named) > 20
    for module, service in named:
        assert callable(getattr(import_module(f"proposals.services.{module}"), service))


def test_every_status_kind_and_act_is_mapped_or_said_to_have_no_counterpart() -> None:
    text = (ROOT / "docs/exchange.md").read_text()
    mapped = re.findall(r"^\| `(\w+)` \| \S", text, re.MULTILINE)

    assert mapped == [*Status.values, *Kind.values, *Act.values]
