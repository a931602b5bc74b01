"""What is on its way out says so: with every answer, and in the schema."""

from datetime import UTC, datetime

import pytest
from drf_spectacular.generators import SchemaGenerator

from proposals.api import deprecations
from proposals.api.deprecations import DEPRECATIONS, Deprecation, deprecation_of
from proposals.api.urls import urlpatterns
from tests.proposals.api.conftest import Caller
from tracker.api.urls import urlpatterns as webhooks

SINCE, ENDS = datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)
INSTEAD = "https://mithaq.example/changes-of-the-interface"


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list and a record's method that are on their way out."""
    entries = (
        Deprecation("api:outlets", "GET", SINCE, INSTEAD, ENDS),
        Deprecation("api:proposal", "PATCH", SINCE, INSTEAD),
    )
    monkeypatch.setattr(deprecations, "DEPRECATIONS", entries)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_its_answers_say_since_when_until_when_and_what_instead(
    api: Caller, ending: None, method: str
) -> None:
    headers = api(method, "outlets/").headers

    assert headers["Deprecation"] == "@1782864000"
    assert headers["Sunset"] == "Thu, 01 Jul 2027 12:00:00 GMT"
    assert headers["Link"] == f'<{INSTEAD}>; rel="deprecation"; type="text/html"'


def test_a_refusal_says_so_too_and_no_end_is_told_that_is_not_known(
    api: Caller, nobody: Caller, ending: None
) -> None:
    assert nobody.get("outlets/").headers["Sunset"]
    refused = api("PATCH", "proposals/IQ-IR-1999-0001/", headers={"If-Match": "*"}, body={})
    assert (refused.status_code, refused.headers["Deprecation"]) == (404, "@1782864000")
    assert "Sunset" not in refused.headers


def test_what_stays_says_nothing(api: Caller, ending: None) -> None:
    for path in ("parties/", "proposals/IQ-IR-1999-0001/"):
        assert not {"Deprecation", "Sunset", "Link"} & set(api.get(path).headers)


def test_the_schema_marks_it(ending: None) -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]

    marked = {
        (path, method)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if operation.get("deprecated")
    }
    assert marked == {("/api/v1/outlets/", "get"), ("/api/v1/proposals/{reference}/", "patch")}
    assert INSTEAD in paths["/api/v1/outlets/"]["get"]["description"]
    assert "2027-07-01" in paths["/api/v1/outlets/"]["get"]["description"]


def test_every_entry_names_an_address_and_ends_a_year_ahead() -> None:
    names = {f"api:{getattr(pattern, 'name', '')}" for pattern in urlpatterns}
    names |= {f"webhooks:{pattern.name}" for pattern in webhooks}

    for entry in DEPRECATIONS:
        assert entry.name in names
        assert entry.ends is None or (entry.ends - entry.since).days >= 365
    assert deprecation_of("api:me", "GET") is None
