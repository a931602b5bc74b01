"""The review screen in a real browser: two officers at once, and an article cleared by keys."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client as Visitor
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from proposals.admin.filters import awaits_review
from proposals.models import Article, Finding, User
from proposals.rights import Actor
from proposals.services import findings

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]


@pytest.fixture
def article(live_server: LiveServer) -> Article:
    """An article of the demo's record with findings to decide on: the one with the most."""
    call_command("seed_demo", verbosity=0)
    waiting = Article.objects.filter(awaits_review())
    return max(waiting, key=lambda one: one.findings.filter(state="open").count())


@pytest.fixture
def desk(
    article: Article, eyes: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The article on an officer's screen, in English."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright has a loop in this thread
    person = User.objects.get(username="admin")
    User.objects.filter(pk=person.pk).update(language="en")
    visitor = Visitor()
    visitor.force_login(person)
    context = eyes.new_context(viewport={"width": 1440, "height": 900})
    session = visitor.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:proposals_article_change", args=[article.pk]))
    yield page
    context.close()
    connections.close_all()  # with a loop in the thread these are others than without one


def chosen(page: Page) -> Finding:
    """Give the finding that is open for a decision on a screen."""
    key = page.locator(".card.is-chosen").get_attribute("data-finding")
    return Finding.objects.get(pk=int(key or 0))


def dismiss(finding: Finding) -> None:
    """Dismiss a finding, as another officer does."""
    other = Actor.of_user(User.objects.get(username="claire"))
    findings.dismiss(finding=finding, reason="domestic", note="", by=other, at=timezone.now())


def test_what_another_officer_decides_shows_by_itself(article: Article, desk: Page) -> None:
    mine = chosen(desk)
    theirs = article.findings.filter(state="open").exclude(pk=mine.pk).first()
    assert theirs
    dismiss(theirs)
    card = desk.locator(f"#card-{theirs.pk}")
    expect(card.locator(".badge.tone-dismissed")).to_be_attached(timeout=15_000)
    expect(desk.locator(".card.is-chosen")).to_have_attribute("data-finding", str(mine.pk))


def test_what_is_typed_stays_when_another_officer_was_faster(article: Article, desk: Page) -> None:
    mine = chosen(desk)
    desk.keyboard.press("d")
    desk.locator(".card.is-chosen textarea[name='dismiss-note']").fill("It was said before")
    dismiss(mine)
    decision = desk.locator(".card.is-chosen .decision")
    expect(decision).to_contain_text("claire", ignore_case=True, timeout=15_000)
    note = desk.locator(".card.is-chosen textarea[name='dismiss-note']")
    expect(note).to_have_value("It was said before")

    desk.locator(".card.is-chosen select[name='dismiss-reason']").select_option(index=1)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".messagelist")).to_contain_text("already")


def test_an_article_is_cleared_by_keys_and_the_next_one_comes(article: Article, desk: Page) -> None:
    waiting = article.findings.filter(state="open")
    for _ in range(waiting.count()):
        before = chosen(desk).pk
        desk.keyboard.press("d")
        desk.locator(".card.is-chosen select[name='dismiss-reason']").select_option(index=1)
        desk.keyboard.press("Control+Enter")
        expect(desk.locator(".card.is-chosen")).not_to_have_attribute("data-finding", str(before))
    assert not waiting.exists()
    expect(desk).not_to_have_url(re.compile(f"/{article.pk}/change"))
    expect(desk.locator(".messagelist")).to_contain_text("This is the next article")


def test_a_question_mark_shows_the_keys(desk: Page) -> None:
    expect(desk.locator(".keys dl")).to_be_hidden()
    desk.keyboard.press("?")
    expect(desk.locator(".keys dl")).to_be_visible()


def test_a_decision_is_taken_back_by_a_key(article: Article, desk: Page) -> None:
    dismiss(mine := chosen(desk))
    desk.goto(f"{desk.url.partition('?')[0]}?finding={mine.pk}")
    desk.keyboard.press("u")
    expect(desk.locator(".messagelist")).to_contain_text("Taken back")
    mine.refresh_from_db()
    assert mine.state == "open"
