"""One poll of a feed, from its lease to the next time; what is new in it becomes articles."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.errors import AlreadyKeptError, InvalidInputError, RefusedError
from proposals.models import Article, Feed
from proposals.rights import Actor, require
from proposals.services import articles
from proposals.services.articles import Arrival
from proposals.services.records import keep
from tracker import fetching
from tracker.collecting import hosts
from tracker.collecting.models import Entry, Poll, Watch
from tracker.collecting.parsing import Told
from tracker.fetching import Fetched, FetchError, Request
from tracker.sandbox import SandboxError, sandbox

log = structlog.get_logger("mithaq.collecting")

BY = Actor.of_system("collecting")
LEASE = timedelta(seconds=120)
# A feed that fails is asked less and less often, but once a day at least.
LONGEST_WAIT = timedelta(days=1)
MOST_GARBLED = 3
LONGEST_FAILING = timedelta(days=7)
POLLS_KEPT = 100
GONE = 410


@dataclass(frozen=True)
class Result:
    """What a poll brought, or why it brought nothing."""

    outcome: Poll.Outcome
    entries: int = 0
    new: int = 0
    failure: str = ""
    detail: str = ""


def due(*, at: datetime) -> list[int]:
    """Give the feeds that are to be polled now; each that is new is watched from now on."""
    unwatched = Feed.objects.filter(watch=None, is_active=True).values_list("pk", flat=True)
    watches = [Watch(feed_id=pk, next_at=at) for pk in unwatched]
    Watch.objects.bulk_create(watches, ignore_conflicts=True)
    return list(Watch.objects.due(at=at).values_list("pk", flat=True))


def poll(*, feed_id: int, at: datetime) -> Result | None:
    """Poll a feed that is due, unless somebody else does; give what it brought."""
    watch = _leased(feed_id, at)
    if watch is None:
        return None
    try:
        result = _polled(watch, at)
    except hosts.BusyError as busy:
        _put_off(watch, busy.until)
        return None
    except FetchError as fault:
        log.info("feed not fetched", feed=feed_id, failure=fault.failure, detail=fault.detail)
        result = Result(Poll.Outcome.FAILED, failure=fault.failure, detail=fault.detail)
        _note_fault(watch, fault, at)
    except SandboxError as fault:
        log.info("feed not read", feed=feed_id, detail=fault.reason)
        result = Result(Poll.Outcome.GARBLED, detail=fault.reason)
        _note_garbled(watch, at)
    _close(watch, result, at)
    return result


def poll_now(*, feed: Feed, by: Actor, at: datetime) -> None:
    """Have a feed polled as soon as may be, paused or not, with all that went wrong forgotten."""
    require(by, "change", "feed")
    fresh = {"pause": "", "moved_to": "", "failures": 0, "garbled": 0, "failing_since": None}
    Watch.objects.update_or_create(feed=feed, defaults={**fresh, "next_at": at})


def follow(*, feed: Feed, by: Actor, at: datetime) -> None:
    """Take the address to which a feed moved as its own from now on."""
    watch = Watch.objects.filter(feed=feed, pause=Watch.Pause.MOVED).first()
    if watch is None:
        raise RefusedError(_("It did not move, or somebody has followed it already."))
    with transaction.atomic():
        feed.address = watch.moved_to
        keep(feed, by=by, at=at)
        poll_now(feed=feed, by=by, at=at)


def _leased(feed_id: int, at: datetime) -> Watch | None:
    """Take a feed for a while, and count the attempt before it begins."""
    with transaction.atomic():
        found = Watch.objects.due(at=at).select_for_update(of=("self",), skip_locked=True)
        watch = found.select_related("feed__outlet").filter(pk=feed_id).first()
        if watch is None:
            return None
        watch.leased_until = at + LEASE
        watch.failures += 1
        watch.failing_since = watch.failing_since or at
        watch.save(update_fields=["leased_until", "failures", "failing_since"])
    return watch


def _polled(watch: Watch, at: datetime) -> Result:
    is_same = watch.address == watch.feed.address
    asked = Request.for_feed(watch.etag, watch.last_modified) if is_same else Request.for_feed()
    fetched = fetching.fetch(watch.feed.address, asked, turn=hosts.polite(at))
    if fetched.is_unchanged:
        _note_success(watch, fetched, at)
        return Result(Poll.Outcome.UNCHANGED)
    told: list[Told] = sandbox.run(
        "feed",
        fetched.content,
        content_type=fetched.content_type,
        address=fetched.address,
        encoding=watch.feed.outlet.encoding,
    )
    new = sum(_take_in(watch.feed, one, at) for one in told)
    _note_success(watch, fetched, at)
    return Result(Poll.Outcome.READ, entries=len(told), new=new)


def _take_in(feed: Feed, told: Told, at: datetime) -> bool:
    """Take in an entry that was not seen before; tell whether an article came of it."""
    with transaction.atomic():
        entry, is_new = Entry.objects.get_or_create(
            feed=feed, key=told["key"], defaults={"edition": told["edition"], "seen_at": at}
        )
        if not is_new:
            _note_edition(entry, told, at)
            return False
        article, is_ours = _article(feed, told, at)
        entry.article = article
        entry.save(update_fields=["article"])
    return is_ours


def _note_edition(entry: Entry, told: Told, at: datetime) -> None:
    """Have the article of an entry looked for again where its feed tells of another edition."""
    if entry.edition == told["edition"]:
        return
    entry.edition = told["edition"]
    entry.save(update_fields=["edition"])
    if entry.article is not None:
        with suppress(RefusedError):  # it was not read yet: what is read will be the new edition
            articles.check_again(article=entry.article, by=BY, at=at)


def _article(feed: Feed, told: Told, at: datetime) -> tuple[Article | None, bool]:
    """Give the article that an entry leads to, and whether it was not there before."""
    published = datetime.fromisoformat(told["published"]) if told["published"] else None
    arrival = Arrival(
        address=told["address"], title=told["title"], outlet=feed.outlet, published_at=published
    )
    try:
        return articles.receive(arrival=arrival, by=BY, at=at), True
    except AlreadyKeptError as kept:
        return kept.article, False
    except InvalidInputError as refused:
        log.info("entry without an article", feed=feed.pk, reason=str(refused))
        return None, False


def _note_success(watch: Watch, fetched: Fetched, at: datetime) -> None:
    watch.address = watch.feed.address
    watch.etag, watch.last_modified = fetched.etag[:300], fetched.last_modified[:100]
    watch.succeeded_at, watch.failing_since = at, None
    watch.failures = watch.garbled = 0
    watch.next_at = at + _interval(watch)


def _note_fault(watch: Watch, fault: FetchError, at: datetime) -> None:
    waits = max(_backed_off(watch), timedelta(seconds=fault.retry_after))
    watch.next_at = at + waits
    if fault.onward:
        watch.pause, watch.moved_to = Watch.Pause.MOVED, fault.onward[:2048]
    elif fault.status == GONE:
        watch.pause = Watch.Pause.GONE
    else:
        _pause_if_hopeless(watch, at)


def _note_garbled(watch: Watch, at: datetime) -> None:
    watch.garbled += 1
    watch.next_at = at + _backed_off(watch)
    if watch.garbled >= MOST_GARBLED:
        watch.pause = Watch.Pause.GARBLED
    else:
        _pause_if_hopeless(watch, at)


def _pause_if_hopeless(watch: Watch, at: datetime) -> None:
    if watch.failing_since and at - watch.failing_since >= LONGEST_FAILING:
        watch.pause = Watch.Pause.FAILING


def _interval(watch: Watch) -> timedelta:
    return timedelta(minutes=watch.feed.every_minutes)


def _backed_off(watch: Watch) -> timedelta:
    """Give how long a feed that fails is left alone: twice as long each time, to a day."""
    doubled = _interval(watch) * (1 << min(watch.failures, 12))
    return min(doubled, max(LONGEST_WAIT, _interval(watch)))


def _put_off(watch: Watch, until: datetime) -> None:
    """Let go of a feed whose site had no turn for us; that is no failure of it."""
    before = watch.failures - 1
    held = Watch.objects.filter(pk=watch.pk, leased_until=watch.leased_until)
    held.update(
        next_at=until,
        leased_until=None,
        failures=before,
        failing_since=watch.failing_since if before else None,
    )


def _close(watch: Watch, result: Result, at: datetime) -> None:
    """Write down what became of a poll, unless the lease has passed to somebody else meanwhile."""
    with transaction.atomic():
        held = Watch.objects.select_for_update().filter(leased_until=watch.leased_until)
        if not held.filter(pk=watch.pk).exists():
            return
        watch.leased_until = None
        watch.save()
        Poll.objects.create(
            feed=watch.feed,
            at=at,
            outcome=result.outcome,
            entries=result.entries,
            new=result.new,
            failure=result.failure,
            detail=result.detail[:300],
        )
        kept = Poll.objects.filter(feed=watch.feed).values_list("pk", flat=True)[:POLLS_KEPT]
        Poll.objects.filter(feed=watch.feed).exclude(pk__in=list(kept)).delete()
