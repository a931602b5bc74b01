"""Every page of the site: who may open it, that nothing in it is inline, how much it asks for.

``access.json`` holds the answers to each role, ``query_counts.json`` the number of queries. A page
that is not in them fails, so that a new one gets its row.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from proposals.models import (
    Article,
    CalendarAddress,
    Change,
    Client,
    Committee,
    Evidence,
    Feed,
    File,
    Finding,
    HandedOver,
    Handover,
    Meeting,
    Note,
    Outlet,
    Party,
    Proposal,
    SignIn,
    User,
)
from proposals.rights import Actor
from proposals.services import calendars, findings, lists, parts
from proposals.services.records import keep
from proposals.vocabulary import Role

HERE = Path(__file__).parent
ACCESS: dict[str, str] = json.loads((HERE / "access.json").read_text())
QUERIES: dict[str, int] = json.loads((HERE / "query_counts.json").read_text())
# Asks once for each sort of record that its rows name, however many rows there are.
GROWS_WITH_SORTS = frozenset({"proposals_change_changelist"})
ROLES = ("anonymous", "reader", "officer", "stranger", "head", "administrator")
OURS = ("proposals_", "auth_user_")


def names() -> Iterator[str]:
    """Give the name of each address of the site that is ours."""
    patterns, _app, _namespace = admin.site.urls
    for pattern in _flat(patterns):
        name = str(pattern.name or "")
        if name and (name.startswith(OURS) or "_" not in name or name.startswith("password")):
            yield name


def _flat(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _flat(pattern.url_patterns)


@pytest.fixture
def browsers(request: pytest.FixtureRequest, db: None) -> dict[str, Browser]:
    """A browser for each role."""
    signed_in = {role: request.getfixturevalue(f"as_{role}") for role in ROLES[1:]}
    return {"anonymous": Browser(), **signed_in}


@pytest.fixture
def world(
    proposal: Proposal,
    evidence: Evidence,
    finding: Finding,
    make_finding: Callable[..., Finding],
    article: Article,
    meeting: Meeting,
    committee: Committee,
    client_of: Callable[..., Client],
    officer_user: User,
    file: File,
    note: Note,
    at: Any,
) -> dict[str, Any]:
    """One record of each sort, by its model's name; each has something to show."""
    system = Actor.of_system("tests")
    outlet = Outlet(name_en="Rafidain Agency")
    keep(outlet, by=system, at=at)
    feed = Feed(outlet=outlet, address="https://rafidain.example/rss")
    keep(feed, by=system, at=at)
    undecided = make_finding("We are ready to hold training courses", why={"cue": "ready to"})
    findings.suggest(
        finding=undecided, candidates=[{"proposal": proposal.pk, "score": 0.7}], by=system, at=at
    )
    step = {"title": "Site chosen", "party": proposal.positions.all()[0].party}
    parts.add_milestone(proposal=proposal, values=step, by=system, at=at)
    calendar = CalendarAddress(user=officer_user)
    calendars.make(address=calendar, by=system, at=at)
    saved = lists.save_list(
        user=officer_user,
        name="Open",
        query="status=open",
        is_shared=True,
        by=Actor.of_user(officer_user),
        at=at,
    )
    return {
        "proposal": proposal,
        "article": article,
        "calendaraddress": calendar,
        "savedlist": saved,
        "handover": _handover(proposal, officer_user, at),
        "meeting": meeting,
        "file": file,
        "committee": committee,
        "outlet": outlet,
        "feed": feed,
        "client": client_of(),
        "user": officer_user,
        "desk": committee.desk,
        "party": Party.objects.get(code="VA"),
        "change": Change.objects.latest("id"),
        "finding": undecided,
        "signin": SignIn.objects.create(user=officer_user, at=at, step="signed_in"),
    }


def _handover(proposal: Proposal, giver: User, at: Any) -> Handover:
    """What the officer gave to somebody."""
    receiver = User.objects.create_user("heir", role=Role.OFFICER, desk=giver.desk)
    found = Handover.objects.create(
        context_id=uuid.uuid4(),
        receiver=receiver,
        actor=Actor.of_user(giver).key,
        actor_name=str(giver),
        note="Mind the embassy.",
        at=at,
    )
    version = Proposal.objects.get(pk=proposal.pk).version
    HandedOver.objects.create(handover=found, proposal=proposal, version=version)
    return found


def address(name: str, world: dict[str, Any]) -> str:
    """Give the address of a page, about the world's record of its model."""
    model, _underscore, page = name.removeprefix("proposals_").partition("_")
    if not name.startswith("proposals_"):
        arguments = {
            "app_list": ["proposals"],
            "auth_user_password_change": [world["user"].pk],
            "figure": ["status", "csv"],
            "file": [world["file"].pk],
        }
        return reverse(f"admin:{name}", args=arguments.get(name, []))
    if page in {
        "changelist",
        "add",
        "find",
        "csv",
        "xlsx",
        "json",
        "lists",
        "columns",
        "undo",
        "import",
        "compare",
        "handing",
        "compare_csv",
        "compare_xlsx",
        "compare_json",
    }:
        return reverse(f"admin:{name}")
    rest = {
        "findings": [world["finding"].pk, "dismiss"],
        "act": ["move", "discuss"],
        "brief": ["ar", "pdf"],
        "withdraw": [world["file"].pk],
    }
    alone = {
        "bulk": ["discuss"],
        "handover": [world["handover"].pk],
        "takeback": [world["handover"].pk],
        "file": [world["user"].pk],
        "unlist": [world["savedlist"].pk],
        "template": ["csv"],
    }
    if page in alone:
        return reverse(f"admin:{name}", args=alone[page])
    return reverse(f"admin:{name}", args=[world[model].pk, *rest.get(page, [])])


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_those_who_may(
    browsers: dict[str, Browser], world: dict[str, Any], role: str
) -> None:
    column = list(ROLES).index(role)
    found = {name: browsers[role].get(address(name, world)).status_code for name in names()}
    assert found == {name: int(row.split()[column]) for name, row in ACCESS.items()}


@pytest.fixture
def pages(
    as_administrator: Browser, world: dict[str, Any], read: Callable[..., Any]
) -> Callable[[], Iterator[tuple[str, Any]]]:
    """Give a function that gives every page of the site that has words, by its name."""

    def visit() -> Iterator[tuple[str, Any]]:
        for name in names():
            response = as_administrator.get(address(name, world))
            if "text/html" in response.headers["Content-Type"] and response.content:
                yield name, read(response)

    return visit


INLINE = (
    "//style | //@style",
    "//script[not(@src)]",
    "//@*[starts-with(name(), 'on')]",
    "//a[starts-with(@href, 'javascript:')]",
    "//script/@src[not(starts-with(., '/'))]",
    "//link/@href[not(starts-with(., '/'))]",
    "//img/@src[not(starts-with(., '/'))]",
)


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_every_page_is_sound(pages: Callable[[], Iterator[tuple[str, Any]]], language: str) -> None:
    """Nothing inline, nothing from elsewhere, each control named, each identifier once."""
    User.objects.filter(username="root").update(language=language)
    seen, faults = 0, []
    for name, page in pages():
        seen += 1
        faults += [(name, path, str(one)) for path in INLINE for one in page.all(path)]
        faults += [(name, "nameless", one) for one in nameless_controls(page)]
        identifiers = page.all("//@id")
        faults += [(name, "twice", one) for one in identifiers if identifiers.count(one) > 1]
        assert page.response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.all("/html/@lang") == [language]
    assert faults == []
    assert seen > 50  # the walk did walk


def nameless_controls(page: Any) -> list[str]:
    """Give the controls of which nobody who hears the page learns what they are for."""
    labelled = set(page.all("//label/@for"))
    controls = page.all("//main//*[self::input or self::select or self::textarea]")
    return [
        str(one.get("name"))
        for one in controls
        if one.get("type") not in {"hidden", "submit"}
        and "hidden" not in one.get("class", "").split()
        and not one.get("aria-label")
        and one.get("id") not in labelled
        and not one.xpath("ancestor::label")
    ]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_page_asks_for_no_more_with_more_to_show(
    name: str,
    as_officer: Browser,
    world: dict[str, Any],
    make_proposal: Callable[..., Proposal],
    make_finding: Callable[..., Finding],
    make_article: Callable[..., Article],
    officer_user: User,
    at: Any,
) -> None:
    page = address(name, world)
    first = _queries(as_officer, page)
    assert first == QUERIES[name] or (name in GROWS_WITH_SORTS and first < QUERIES[name])

    system = Actor.of_system("tests")
    proposal = world["proposal"]
    for number in range(4):
        part = make_proposal(owner=officer_user, parent=proposal)
        make_article(f"Another text, number {number}.", outlet=world["outlet"])
        quote = ("We", "propose a", "joint border", "courses for")[number]
        found = make_finding(quote)
        findings.suggest(
            finding=found,
            candidates=[{"proposal": part.pk, "score": 0.6}, {"proposal": proposal.pk}],
            by=system,
            at=at,
        )
        findings.attach(finding=found, proposal=proposal, by=system, at=at, score=0.9)
        values = {"title": f"Step {number}", "party": proposal.positions.all()[0].party}
        parts.add_milestone(proposal=proposal, values=values, by=system, at=at)
        other = Committee(name_en=f"Committee {number}", desk=world["desk"])
        keep(other, by=system, at=at)
    assert _queries(as_officer, page) == QUERIES[name]


def _queries(browser: Browser, page: str) -> int:
    """Count the queries of a page that was open before: a process keeps some of the answers."""
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


def test_our_style_sheets_know_no_left_and_right() -> None:
    sheets = [Path(path) for path in _static("css")]
    assert sheets
    for sheet in sheets:
        for number, line in enumerate(sheet.read_text().splitlines(), start=1):
            words = line.split("/*")[0]
            for physical in ("left", "right"):
                assert physical not in words, f"{sheet.name}:{number}: {words.strip()}"


def test_our_scripts_are_small_and_load_nothing_from_elsewhere() -> None:
    scripts = [Path(path) for path in _static("js")]
    assert {script.name for script in scripts} >= {"review.js", "waiting.js"}
    for script in scripts:
        source = script.read_text()
        assert len(source) < 6000
        assert "http" not in source
        assert "innerHTML" not in source


def _static(suffix: str) -> Iterator[str]:
    folder = finders.find("mithaq")
    assert folder is not None
    for path in sorted(Path(folder).glob(f"*.{suffix}")):
        yield str(path)
