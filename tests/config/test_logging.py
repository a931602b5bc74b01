"""Log lines: JSON for machines in production, readable in development."""

import json
import logging
import logging.config
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings

from config.logging import logging_settings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Set logging up again as the settings have it."""
    yield
    logging_settings(as_json=settings.PRODUCTION)


def line_of(record: logging.LogRecord, *, as_json: bool) -> str:
    """Give the line that a record becomes."""
    formatter = logging_settings(as_json=as_json)["formatters"]["line"]
    made = formatter["()"](
        processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
    )
    return str(made.format(record))


def record_of(message: str, **values: Any) -> logging.LogRecord:
    record = logging.LogRecord("tracker.intake", logging.WARNING, __file__, 7, message, (), None)
    vars(record).update(values)
    return record


def test_a_line_for_machines_says_what_where_and_when() -> None:
    line = json.loads(line_of(record_of("not fetched", article=7), as_json=True))

    assert (line["event"], line["level"], line["logger"]) == (
        "not fetched", "warning", "tracker.intake",
    )  # fmt: skip
    assert line["article"] == 7
    assert line["timestamp"].endswith("Z")  # UTC


def test_a_line_names_its_request() -> None:
    with structlog.contextvars.bound_contextvars(request="abc"):
        line = json.loads(line_of(record_of("not fetched"), as_json=True))

    assert line["request"] == "abc"


def test_a_line_can_be_read_in_its_own_letters() -> None:
    assert "العراق" in line_of(record_of("العراق"), as_json=True)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_fault_keeps_its_traceback_in_one_record(as_json: bool) -> None:
    record = record_of("broken")
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        record.exc_info = sys.exc_info()
    line = line_of(record, as_json=as_json)

    assert "ZeroDivisionError" in line
    assert ("\n" in line) != as_json


def test_a_line_for_people_is_no_json() -> None:
    line = line_of(record_of("not fetched", article=7), as_json=False)

    assert "not fetched" in line
    assert "article=7" in line


def test_the_settings_are_what_logging_takes() -> None:
    chosen = logging_settings(as_json=True)

    logging.config.DictConfigurator(chosen)  # refuses what it does not know
    assert chosen["disable_existing_loggers"] is False
    assert chosen["root"]["level"] == "INFO"
