"""Polling a feed: each entry once, politely, less and less often where it fails; nothing lost."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from proposals.errors import NotAllowedError, RefusedError
from proposals.models import Article, Feed
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import Arrival
from proposals.services.records import keep
from proposals.vocabulary import ArticleState, Failure
from tests.tracker.collecting.conftest import SYSTEM, rss
from tests.tracker.conftest import Site
from tracker import intake, sandbox
from tracker.collecting import hosts, polling
from tracker.collecting.models import Entry, Host, Poll, Watch
from tracker.ticking import tick

type At = Callable[[datetime], polling.Result | None]
type Now = Callable[[], Watch]
HOUR = timedelta(hours=1)
STORIES = ("https://rafidain.example/1", "https://rafidain.example/2")


def serve(site: Site, *links: str, **headers: str) -> None:
    site.page("/rss", rss(*links), "application/rss+xml", **headers)


def test_each_entry_becomes_an_article_that_waits_to_be_fetched(
    site: Site, feed: Feed, poll: At, at: datetime
) -> None:
    serve(site, *STORIES)

    result = poll(at)

    assert result == polling.Result(Poll.Outcome.READ, entries=2, new=2)
    article = Article.objects.get(address=STORIES[0])
    assert (article.state, article.outlet, article.title) == (
        ArticleState.WAITING,
        feed.outlet,
        "An entry",
    )
    assert f"{article.published_at:%Y-%m-%d %H:%M}" == "2026-03-09 07:00"


def test_an_entry_is_taken_in_once(site: Site, poll: At, at: datetime) -> None:
    serve(site, STORIES[0])
    poll(at)
    serve(site, *STORIES)

    result = poll(at + HOUR)

    assert result == polling.Result(Poll.Outcome.READ, entries=2, new=1)
    assert Article.objects.count() == Entry.objects.count() == 2


def test_an_entry_whose_article_is_there_already_is_tied_to_it(
    site: Site, feed: Feed, poll: At, officer: Actor, at: datetime
) -> None:
    """The address is the same by its canonical form, whatever marks the feed adds to it."""
    arrival = Arrival(address=STORIES[0])
    article = articles.receive(arrival=arrival, by=officer, at=at)
    serve(site, f"{STORIES[0]}?utm_source=rss")

    result = poll(at)

    assert result == polling.Result(Poll.Outcome.READ, entries=1, new=0)
    assert Entry.objects.get().article == article


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "http://[", "ftp://a.example/b"])
def test_an_entry_that_leads_nowhere_spoils_nothing(
    site: Site, poll: At, at: datetime, link: str
) -> None:
    serve(site, link, STORIES[0])

    result = poll(at)

    assert result == polling.Result(Poll.Outcome.READ, entries=2, new=1)
    assert Article.objects.get().address == STORIES[0]


def test_a_feed_is_polled_on_its_own_schedule(
    site: Site, feed: Feed, poll: At, watch: Now, at: datetime
) -> None:
    serve(site)
    site.page("/rss", rss(*STORIES))
    poll(at)

    assert watch().next_at == at + HOUR
    assert polling.due(at=at + timedelta(minutes=59)) == []
    assert polling.due(at=at + HOUR) == [feed.pk]
    assert poll(at + timedelta(minutes=59)) is None
    assert site.asked == ["/rss"]


def test_a_feed_that_is_switched_off_is_not_polled(
    site: Site, feed: Feed, poll: At, at: datetime
) -> None:
    feed.is_active = False
    keep(feed, by=SYSTEM, at=at)

    assert polling.due(at=at) == []
    assert poll(at) is None
    assert site.asked == []


def test_the_tick_rings_for_a_feed_that_is_due(feed: Feed, at: datetime) -> None:
    rung: list[tuple[str, dict[str, int]]] = []

    tick(at=at, ring=lambda task, **identifiers: rung.append((task, identifiers)))

    assert ("poll_feed", {"feed_id": feed.pk}) in rung


def test_a_site_is_told_what_is_known_of_its_feed(
    site: Site, poll: At, watch: Now, at: datetime, last_poll: Any
) -> None:
    dated = "Mon, 09 Mar 2026 07:00:00 GMT"
    serve(site, STORIES[0], ETag='"one"', Last_Modified=dated)
    poll(at)
    site.status("/rss", 304)

    result = poll(at + HOUR)

    assert result == polling.Result(Poll.Outcome.UNCHANGED)
    assert site.heard[-1]["If-None-Match"] == '"one"'
    assert site.heard[-1]["If-Modified-Since"] == dated
    assert watch().succeeded_at == at + HOUR
    assert watch().next_at == at + 2 * HOUR


def test_the_marks_of_one_address_are_not_shown_to_another(
    site: Site, feed: Feed, poll: At, at: datetime
) -> None:
    serve(site, STORIES[0], ETag='"one"')
    poll(at)
    feed.address = site.page("/other", rss(*STORIES))
    keep(feed, by=SYSTEM, at=at)

    poll(at + HOUR)

    assert site.asked == ["/rss", "/other"]
    assert "If-None-Match" not in site.heard[-1]


def test_a_feed_that_fails_is_asked_less_and_less_often(
    site: Site, poll: At, watch: Now, at: datetime, last_poll: Any
) -> None:
    site.status("/rss", 503)
    waits = []
    moment = at
    for _ in range(6):
        poll(moment)
        waits.append((watch().next_at - moment) / HOUR)
        moment = watch().next_at

    assert waits == [2, 4, 8, 16, 24, 24]
    assert last_poll() == (Poll.Outcome.FAILED, Failure.UNREACHABLE)


def test_one_success_makes_up_for_all_failures(
    site: Site, poll: At, watch: Now, at: datetime
) -> None:
    site.status("/rss", 503)
    poll(at)
    serve(site, STORIES[0])

    poll(at + 2 * HOUR)

    assert (watch().failures, watch().failing_since) == (0, None)
    assert watch().next_at == at + 3 * HOUR


@pytest.mark.parametrize(
    ("asked", "hours"),
    [("36000", 10), ("0", 2), ("-1", 2), ("999999999", 24), ("?", 2)],
)
def test_a_site_that_asks_for_patience_is_given_it(
    site: Site, poll: At, watch: Now, at: datetime, asked: str, hours: int
) -> None:
    site.status("/rss", 429, **{"Retry-After": asked})

    poll(at)

    assert (watch().next_at - at) / HOUR == hours


def test_a_week_of_failures_pauses_a_feed_until_a_person_resumes_it(
    site: Site, feed: Feed, poll: At, watch: Now, head: Actor, at: datetime
) -> None:
    site.status("/rss", 500)
    moment = at
    while not watch_or_none(feed) or not watch().pause:
        poll(moment)
        moment = watch().next_at
    assert watch().pause == Watch.Pause.FAILING
    assert timedelta(days=7) <= moment - at <= timedelta(days=9)
    assert polling.due(at=at + timedelta(days=30)) == []

    serve(site, STORIES[0])
    polling.poll_now(feed=feed, by=head, at=moment)
    assert poll(moment) is not None
    assert watch().pause == ""


def watch_or_none(feed: Feed) -> Watch | None:
    return Watch.objects.filter(pk=feed.pk).first()


@pytest.mark.parametrize("content", [b"<html>Sorry</html>", b"", b"nonsense", b"\x00\xff\xfe"])
def test_three_answers_that_are_no_feed_pause_it(
    site: Site, poll: At, watch: Now, at: datetime, last_poll: Any, content: bytes
) -> None:
    site.page("/rss", content, "application/xml")
    moment = at
    for _ in range(3):
        assert watch_pause(watch) == ""
        poll(moment)
        moment = watch().next_at

    assert watch().pause == Watch.Pause.GARBLED
    assert last_poll()[0] == Poll.Outcome.GARBLED
    assert poll(moment) is None


def watch_pause(watch: Now) -> str:
    found = Watch.objects.first()
    return found.pause if found else ""


def test_a_feed_that_is_gone_is_paused_at_once(
    site: Site, poll: At, watch: Now, at: datetime
) -> None:
    site.status("/rss", 410)

    poll(at)

    assert watch().pause == Watch.Pause.GONE


def test_a_feed_that_moves_within_its_site_is_followed(site: Site, poll: At, at: datetime) -> None:
    site.status("/rss", 301, Location="/new")
    site.page("/new", rss(*STORIES))

    assert poll(at) == polling.Result(Poll.Outcome.READ, entries=2, new=2)


def test_a_feed_that_moves_to_another_host_waits_for_a_person(
    site: Site, feed: Feed, poll: At, watch: Now, head: Actor, at: datetime
) -> None:
    """The other host hears nothing of us before somebody agrees."""
    elsewhere = site.url("/new").replace("127.0.0.1", "localhost")
    site.status("/rss", 301, Location=elsewhere)
    site.page("/new", rss(*STORIES))

    poll(at)

    assert (watch().pause, watch().moved_to) == (Watch.Pause.MOVED, elsewhere)
    assert site.asked == ["/rss"]
    polling.follow(feed=feed, by=head, at=at)
    feed.refresh_from_db()
    assert feed.address == elsewhere
    assert (watch().pause, watch().moved_to) == ("", "")
    with pytest.raises(RefusedError):
        polling.follow(feed=feed, by=head, at=at)


@pytest.mark.parametrize("act", [polling.poll_now, polling.follow])
def test_an_officer_lets_no_feed_go_on(
    site: Site, feed: Feed, poll: At, officer: Actor, at: datetime, act: Callable[..., None]
) -> None:
    site.status("/rss", 301, Location="http://localhost/")
    poll(at)

    with pytest.raises(NotAllowedError):
        act(feed=feed, by=officer, at=at)


def test_a_feed_that_somebody_polls_is_left_alone_until_the_lease_ends(
    site: Site, feed: Feed, poll: At, watch: Now, at: datetime
) -> None:
    """A worker that was killed holds a feed no longer than its lease, and its attempt counts."""
    serve(site, STORIES[0])
    polling.due(at=at)
    polling._leased(feed.pk, at)

    assert poll(at + polling.LEASE) is None
    assert site.asked == []
    assert watch().failures == 1
    assert poll(at + polling.LEASE + timedelta(seconds=1)) is not None


def test_what_a_late_worker_found_is_kept_but_not_its_word_on_the_feed(
    site: Site, feed: Feed, watch: Now, at: datetime
) -> None:
    serve(site, STORIES[0])
    polling.due(at=at)
    held = polling._leased(feed.pk, at)
    assert held is not None
    later = at + polling.LEASE + timedelta(seconds=1)
    polling._leased(feed.pk, later)

    polling._close(held, polling.Result(Poll.Outcome.READ), later)

    assert watch().leased_until == later + polling.LEASE
    assert not Poll.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_polls(site: Site, feed: Feed, at: datetime) -> None:
    serve(site, *STORIES)
    polling.due(at=at)
    barrier, results = threading.Barrier(2), []

    def work() -> None:
        barrier.wait()
        results.append(polling.poll(feed_id=feed.pk, at=at))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert results.count(None) == 1
    assert site.asked == ["/rss"]
    assert Article.objects.count() == 2


def test_a_site_without_a_turn_for_us_is_no_failure(
    site: Site, feed: Feed, poll: At, watch: Now, at: datetime
) -> None:
    serve(site, STORIES[0])
    ends = at + timedelta(seconds=20)
    Host.objects.create(name=site.place, robots_at=at, next_at=ends)

    assert poll(at) is None
    assert (watch().next_at, watch().failures, watch().leased_until) == (ends, 0, None)
    assert watch().failing_since is None
    assert site.asked == []
    assert poll(ends) is not None


def test_a_feed_that_robots_may_not_fetch_is_not(
    site: Site, poll: At, at: datetime, last_poll: Any
) -> None:
    serve(site, STORIES[0])
    site.page("/robots.txt", b"User-agent: *\nDisallow: /rss", "text/plain")

    poll(at)

    assert site.asked == []
    assert last_poll() == (Poll.Outcome.FAILED, Failure.FORBIDDEN)


def test_a_feed_on_a_private_address_is_refused_unasked(
    closed_site: Site, settings: Any, feed: Feed, poll: At, at: datetime, last_poll: Any
) -> None:
    settings.FETCH_ALLOWED = []

    poll(at)

    assert last_poll() == (Poll.Outcome.FAILED, Failure.REFUSED)
    assert closed_site.heard == []


def test_a_parser_that_dies_harms_nobody(
    site: Site, poll: At, at: datetime, last_poll: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(site, STORIES[0])
    sandbox.sandbox.run("feed", rss())
    assert sandbox.sandbox._child is not None
    os.kill(sandbox.sandbox._child.pid, signal.SIGSTOP)
    monkeypatch.setattr(sandbox, "DEADLINE_SECONDS", 0.2)
    poll(at)
    assert last_poll() == (Poll.Outcome.GARBLED, "TimeoutError")
    monkeypatch.undo()
    monkeypatch.setattr(hosts, "PAUSE", timedelta(0))

    assert poll(at + 2 * HOUR) == polling.Result(Poll.Outcome.READ, entries=1, new=1)


def test_only_the_last_polls_are_kept(
    site: Site, feed: Feed, poll: At, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "POLLS_KEPT", 3)
    serve(site, STORIES[0])
    for hours in range(5):
        poll(at + hours * HOUR)

    kept = Poll.objects.filter(feed=feed).values_list("at", flat=True)
    assert list(kept) == [at + hours * HOUR for hours in (4, 3, 2)]


def test_an_entry_of_which_the_feed_tells_another_edition_is_looked_for_again(
    site: Site, feed: Feed, poll: At, at: datetime
) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    address = site.page("/story", words.encode(), "text/plain")
    site.page("/rss", rss(address))
    poll(at)
    article = Article.objects.get()
    intake.fetch(article_id=article.pk, at=at)
    intake.read(article_id=article.pk, at=at)

    poll(at + HOUR)
    assert not Article.objects.due(ArticleState.READ, at=at + HOUR).exists()
    site.page("/rss", rss(address, date="Mon, 09 Mar 2026 12:00:00 +0300"))
    result = poll(at + 2 * HOUR)

    assert result == polling.Result(Poll.Outcome.READ, entries=1, new=0)
    assert Article.objects.due(ArticleState.READ, at=at + 2 * HOUR).get() == article
    site.page("/story", f"{words} corrected".encode(), "text/plain")
    version = intake.check(article_id=article.pk, at=at + 2 * HOUR)
    assert version is not None
    assert version.previous_version == article
    assert poll(at + 3 * HOUR) == polling.Result(Poll.Outcome.READ, entries=1, new=0)


def test_another_edition_of_what_was_not_read_yet_waits_with_it(
    site: Site, poll: At, at: datetime
) -> None:
    site.page("/rss", rss(*STORIES))
    poll(at)
    site.page("/rss", rss(*STORIES, title="Another title"))
    poll(at + HOUR)

    assert {one.state for one in Article.objects.all()} == {ArticleState.WAITING}
