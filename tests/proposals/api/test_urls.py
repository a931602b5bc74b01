"""Every address and method, walked as every sort of caller; one without a row here fails."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from proposals.api.urls import urlpatterns
from proposals.models import Article, Client, Committee, Finding, Meeting, Outlet, Proposal
from proposals.rights import Actor
from proposals.services.parts import add_milestone
from proposals.services.records import keep
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Who calls, with the statuses below in this order. The last three have a good token, and ask for
# a record of a committee that they weren't granted, for one kept from them, and for their own.
CALLERS = ("nobody", "bad", "expired", "inactive", "scopeless", "foreign", "hidden", "own")

PUBLIC = (200,) * 8
FOR_ALL = (401, 401, 401, 401, 403, 200, 200, 200)
LIST = FOR_ALL
RECORD = (401, 401, 401, 401, 403, 404, 404, 200)
ADDED = (*RECORD[:-1], 201)
NOT_THERE = (404,) * 8
WALK: dict[tuple[str, str], tuple[int, ...]] = {
    ("index", "GET"): PUBLIC,
    ("proposals", "GET"): LIST,
    ("proposal", "GET"): RECORD,
    ("proposals", "POST"): (401, 401, 401, 401, 403, 422, 422, 201),
    ("proposal", "PATCH"): RECORD,
    ("proposal-moves", "POST"): RECORD,
    ("position", "PATCH"): RECORD,
    ("milestones", "POST"): ADDED,
    ("milestone", "PATCH"): RECORD,
    ("milestone", "DELETE"): RECORD,
    ("evidence", "POST"): ADDED,
    ("evidence-detach", "POST"): RECORD,
    ("proposal-history", "GET"): RECORD,
    ("batch", "POST"): (401, 401, 401, 401, 403, 422, 422, 201),
    ("export", "GET"): LIST,
    ("changes", "GET"): LIST,
    ("articles", "GET"): LIST,
    ("articles", "POST"): (401, 401, 401, 401, 403, 409, 409, 201),
    ("article", "GET"): RECORD,
    ("findings", "GET"): LIST,
    ("finding", "GET"): RECORD,
    ("finding-accept", "POST"): RECORD,
    ("finding-attach", "POST"): RECORD,
    ("finding-dismiss", "POST"): RECORD,
    ("finding-undo", "POST"): RECORD,
    ("article-findings", "POST"): ADDED,
    ("committees", "GET"): LIST,
    ("committee", "GET"): RECORD,
    ("meetings", "GET"): LIST,
    ("meeting", "GET"): RECORD,
    ("meetings", "POST"): (401, 401, 401, 401, 403, 422, 422, 201),
    ("meeting", "PATCH"): RECORD,
    ("parties", "GET"): LIST,
    ("party", "GET"): FOR_ALL,
    ("outlets", "GET"): LIST,
    ("outlet", "GET"): FOR_ALL,
    ("me", "GET"): (401, 401, 401, 401, 200, 200, 200, 200),
    ("schema", "GET"): PUBLIC,
    ("docs", "GET"): PUBLIC,
    ("problems", "GET"): PUBLIC,
    ("problem", "GET"): PUBLIC,
    **{("nowhere", method): NOT_THERE for method in METHODS},
}


def body_of(name: str, method: str, record: dict[str, Any]) -> dict[str, Any] | None:
    """Give what is sent to an address: what makes sense for the record."""
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        ("proposals", "POST"): {
            "titles": {"en": "A new measure"},
            "kind": "joint_body",
            "act": "proposes",
            "proposers": ["IR"],
            "addressees": ["IQ"],
            "proposed_on": "2026-03-10",
            "committee": record["committee"],
        },
        ("proposal", "PATCH"): {"titles": {"en": "A better title"}},
        ("proposal-moves", "POST"): {"move": "postpone", "reason": "Elections first"},
        ("position", "PATCH"): {"stance": "considers"},
        ("milestones", "POST"): {"title": "Choose a site"},
        ("milestone", "PATCH"): {"done_on": "2026-03-11"},
        ("evidence", "POST"): {"meeting": record["meeting"], "start": 0, "end": 5},
        ("evidence-detach", "POST"): {"why": "A mistake"},
        ("articles", "POST"): {"text": record.get("text", "We propose a new centre.")},
    }
    bodies["meetings", "POST"] = {
        "committee": record["committee"],
        "ordinal": 77,
        "starts_on": "2026-09-07",
        "ends_on": "2026-09-08",
    }
    bodies["meeting", "PATCH"] = {"place": "Basra"}
    bodies["article-findings", "POST"] = {"start": 0, "end": 13}
    bodies["finding-accept", "POST"] = bodies["proposals", "POST"]
    bodies["finding-attach", "POST"] = {"proposal": record["reference"]}
    bodies["finding-dismiss", "POST"] = {"reason": "past"}
    bodies["batch", "POST"] = {"proposals": [bodies["proposals", "POST"]]}
    return bodies.get((name, method))


# What no answer to somebody else may hold.
SECRETS = ("Secret committee", "A hidden measure", "An internal measure", "secret words")


def endpoints() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every address by name, with the methods that it takes."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name
        callback: Any = pattern.callback
        taken = getattr(callback, "actions", None) or {
            method.lower() for method in METHODS if hasattr(callback.cls, method.lower())
        }
        methods = {method.upper() for method in taken} - {"HEAD", "OPTIONS"}
        yield pattern.name, tuple(sorted(methods))


def test_every_address_and_method_has_a_row() -> None:
    walked = {row for row in WALK if row[0] != "nowhere"}

    assert walked == {(name, method) for name, taken in endpoints() for method in taken}


@pytest.fixture
def good_client(client_of: Callable[..., Client]) -> Client:
    return client_of(ALL_SCOPES)


@pytest.fixture
def callers(client_of: Callable[..., Client], good_client: Client) -> dict[str, Caller]:
    inactive = client_of(ALL_SCOPES, name="Inactive")
    token = token_of(inactive)
    inactive.is_active = False
    inactive.save()
    good = Caller(token_of(good_client))
    return {
        "nobody": Caller(None),
        "bad": Caller("nonsense"),
        "expired": Caller(token_of(client_of(ALL_SCOPES, name="Late"), hours=-1)),
        "inactive": Caller(token),
        "scopeless": Caller(token_of(client_of("", name="Scopeless"))),
        "foreign": good,
        "hidden": good,
        "own": good,
    }


@pytest.fixture
def records(
    proposal: Proposal,
    hidden: Proposal,
    internal: Proposal,
    committee: Committee,
    other_committee: Committee,
    make_article: Callable[..., Article],
    quote: Callable[..., Article],
    find: Callable[..., Finding],
    good_client: Client,
    at: datetime,
) -> dict[str, dict[str, Any]]:
    """Give what each address is asked for: somebody else's record, a hidden one, one's own."""
    days = {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 10)}
    ours = Meeting(committee=committee, ordinal=1, minutes="Words of ours", **days)
    steps = {
        record.pk: add_milestone(proposal=record, values={"title": "A step"}, by=SYSTEM, at=at).pk
        for record in (proposal, hidden, internal)
    }
    theirs = Meeting(committee=other_committee, ordinal=1, minutes="secret words", **days)
    outlet = Outlet(name_en="Example News")
    keep(ours, theirs, outlet, by=SYSTEM, at=at)
    sender = Actor.of_client(good_client)
    shared = {"code": "IQ", "outlet": outlet.pk, "problem": "invalid"}
    return {
        "foreign": shared
        | {
            "reference": hidden.reference,
            "committee": other_committee.pk,
            "meeting": theirs.pk,
            "article": quote(hidden).pk,
            "milestone": steps[hidden.pk],
            "quote": hidden.evidence.get().pk,
            "finding": find().pk,
            "sent": find().article_id,
            "text": make_article("Some secret words.").text,
        },
        "hidden": shared
        | {
            "reference": internal.reference,
            "committee": other_committee.pk,
            "meeting": theirs.pk,
            "article": quote(internal).pk,
            "milestone": steps[internal.pk],
            "quote": internal.evidence.get().pk,
            "finding": find(by=sender, proposal=internal).pk,
            "sent": quote(internal).pk,
            "text": make_article("Other secret words.").text,
        },
        "own": shared
        | {
            "reference": proposal.reference,
            "committee": committee.pk,
            "meeting": ours.pk,
            "article": quote(proposal).pk,
            "milestone": steps[proposal.pk],
            "quote": proposal.evidence.get().pk,
            "finding": find(by=sender).pk,
            "sent": find(by=sender).article_id,
            "text": "Our own words.",
        },
    }


def address(name: str, record: dict[str, Any]) -> str:
    """Give the address of this name for a record."""
    if name == "nowhere":
        return "/api/v1/nowhere/"
    arguments = {
        "proposal": ["reference"],
        "proposal-moves": ["reference"],
        "proposal-history": ["reference"],
        "position": ["reference", "code"],
        "milestones": ["reference"],
        "milestone": ["reference", "milestone"],
        "evidence": ["reference"],
        "evidence-detach": ["reference", "quote"],
        "article-findings": ["sent"],
        "party": ["code"],
        "problem": ["problem"],
    }
    singular = {"article", "committee", "finding", "meeting", "outlet"}
    keys = arguments.get(name, [name] if name in singular else [])
    if name.startswith("finding-"):
        keys = ["finding"]
    return reverse(f"api:{name}", args=[record[key] for key in keys])


@pytest.mark.parametrize(("name", "method"), WALK, ids=map("-".join, WALK))
def test_each_caller_gets_what_the_table_says(
    callers: dict[str, Caller], records: dict[str, dict[str, Any]], name: str, method: str
) -> None:
    statuses = []
    for who in CALLERS:
        record = records.get(who, records["own"])
        body = body_of(name, method, record)
        options = {"body": body} if body else {}
        where, headers = address(name, record), {"If-Match": "*"}

        answer = callers[who](method, where, headers=headers, **options)

        statuses.append(answer.status_code)
        content = answer.getvalue().decode()
        assert not [secret for secret in SECRETS if secret in content], who
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", who
            assert answer.json()["status"] == answer.status_code
    assert tuple(statuses) == WALK[name, method]


@pytest.mark.parametrize(("name", "taken"), list(endpoints()), ids=lambda value: str(value)[:30])
def test_every_other_method_is_refused(
    callers: dict[str, Caller],
    records: dict[str, dict[str, Any]],
    name: str,
    taken: tuple[str, ...],
) -> None:
    where = address(name, records["own"])
    for method in set(METHODS) - set(taken):
        answer = callers["own"](method, where)
        assert answer.status_code == (404 if name == "nowhere" else 405), method
        if name != "nowhere":
            assert "OPTIONS" not in answer.headers["Allow"]
            assert set(answer.headers["Allow"].split(", ")) - {"HEAD"} == set(taken)


@pytest.mark.parametrize(
    "name", [name for name, method in WALK if method == "GET" and name != "nowhere"]
)
def test_what_can_be_read_can_be_asked_about(
    callers: dict[str, Caller], records: dict[str, dict[str, Any]], name: str
) -> None:
    where = address(name, records["own"])

    head = callers["own"]("HEAD", where)

    assert (head.status_code, head.getvalue()) == (200, b"")
