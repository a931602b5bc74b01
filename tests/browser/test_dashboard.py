"""The dashboard's charts in a real browser: they show their tables and lead where those do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client as Visitor
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from proposals.models import Proposal, User
from proposals.rights import Actor

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

# What each chart shows, and what stands in its table but for the sums.
DRAWN = """() => [...document.querySelectorAll(".figure:has(canvas)")].map((figure) => {
    const chart = Chart.getChart(figure.querySelector("canvas"));
    const heads = [...figure.querySelectorAll("th[data-name]")]
        .filter((head) => head.dataset.name !== "total");
    const rows = [...figure.querySelectorAll("tbody tr")];
    return {
        chart: chart.data.datasets.map((one) => [one.label, ...one.data]),
        table: heads.map((head) => [head.textContent.trim(),
            ...rows.map((row) => Number(row.cells[head.cellIndex].dataset.count))]),
        isReversed: chart.scales.x.options.reverse,
        side: chart.scales.y.options.position,
        ticks: Object.values(chart.scales).flatMap((scale) => scale.ticks.map((one) => one.label)),
    };
})"""
FIRST_BAR = """() => {
    const chart = Chart.getChart(document.querySelector(".figure-across canvas"));
    const middle = chart.getDatasetMeta(0).data[0].getCenterPoint();
    const box = chart.canvas.getBoundingClientRect();
    return [box.x + middle.x, box.y + middle.y];
}"""
INK = """() => Chart.getChart(document.querySelector("canvas")).options.scales.x.ticks.color"""


@pytest.fixture
def troubles() -> list[str]:
    """What the browser complains about, and what it asks of others."""
    return []


@pytest.fixture
def session(
    live_server: LiveServer,
    make_proposal: Callable[..., Proposal],
    officer: Actor,
    language: str,
) -> str:
    """The session of an officer who reads a language, over three proposals."""
    for kind in ("joint_body", "joint_body", "border_security"):
        make_proposal(kind=kind)
    User.objects.update(language=language)
    visitor = Visitor()
    visitor.force_login(User.objects.get(pk=officer.user_id or 0))
    return visitor.cookies["sessionid"].value


@pytest.fixture
def page(
    session: str, live_server: LiveServer, eyes: Browser, troubles: list[str]
) -> Iterator[Page]:
    """The dashboard on a dark screen."""
    context = eyes.new_context(color_scheme="dark")
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened = context.new_page()
    opened.on("console", lambda said: troubles.append(said.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda asked: _note(asked.url, live_server.url, troubles))
    opened.goto(f"{live_server.url}/dashboard/")
    yield opened
    context.close()


def _note(address: str, home: str, troubles: list[str]) -> None:
    if not address.startswith((home, "data:")):
        troubles.append(f"asked {address}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_chart_shows_its_table_in_the_readers_direction(
    page: Page, troubles: list[str], language: str
) -> None:
    drawn: list[dict[str, Any]] = page.evaluate(DRAWN)
    assert len(drawn) == 3  # nothing has fallen due
    for one in drawn:
        assert one["chart"] == one["table"]
        assert one["isReversed"] == (language == "ar")
        assert one["side"] == ("right" if language == "ar" else "left")
    assert sum(sum(series[1:]) for series in drawn[0]["chart"]) == 3
    assert troubles == []


@pytest.mark.parametrize("language", ["fa"])
def test_a_bar_leads_where_its_number_leads(page: Page, language: str) -> None:
    address = page.locator("[data-chart=across] tbody a").first.get_attribute("href")
    across, down = page.evaluate(FIRST_BAR)
    with page.expect_navigation():
        page.mouse.click(across, down)
    assert page.url.endswith(str(address))
    assert page.locator("#result_list tbody tr").count() == 3


@pytest.mark.parametrize("language", ["en"])
def test_on_paper_the_charts_are_light_and_on_the_screen_as_before(
    page: Page, troubles: list[str], language: str
) -> None:
    on_screen = page.evaluate(INK)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(INK) != on_screen
    assert page.locator("[data-paper]").count() > 0
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(INK) == on_screen
    assert page.locator("[data-paper]").count() == 0
    assert troubles == []
