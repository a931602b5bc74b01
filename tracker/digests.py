"""Digests: when the next one is owed to a subscriber, and what it says.

A digest goes on where the last one that was sent ended. The place is a transaction number below
every transaction that was still running then, so that a change which commits late is in the next
digest, and none is in two.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from proposals.days import manner
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.vocabulary import Visibility
from proposals.wording import listed
from tracker import leaving, news
from tracker.localtime import DAY, moment, zone_named
from tracker.messages import (
    Letter,
    NotOwedError,
    Section,
    day_and_month,
    in_words,
    isolated,
)
from tracker.models import Delivery, Subscription
from tracker.readers import called

BATCH = 500


class Editions:
    """What digests of one round tell, worked out once for all who see and want the same."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[Hashable, list[Section]] = {}
        self._owners: set[int | None] | None = None

    def of(self, view: news.View) -> list[Section]:
        """Give the sections of a digest that have something to say."""
        key = (translation.get_language(), manner(), view.key, self.sight(view.actor))
        if key not in self._known:
            self._known[key] = [section for section in news.sections(view) if section.entries]
        return self._known[key]

    def sight(self, actor: Actor) -> Actor:
        """Give an actor without what doesn't matter to what it sees; equal for all who see alike.

        Who owns what is restricted sees that besides.
        """
        if self._owners is None:
            kept = Proposal.objects.filter(visibility=Visibility.RESTRICTED)
            self._owners = set(kept.values_list("owner_id", flat=True))
        own = actor.user_id if actor.user_id in self._owners else 0
        return replace(actor, key="", name="", user_id=own)


SCHEDULE = ("user_id", "outsider_id", "cadence", "weekday", "month_day", "hour", "is_active")
# A month and a day: within it, every cadence comes round.
ROUND_DAYS = 33


def keep(*, subscription: Subscription, at: datetime) -> None:
    """Add or change a subscription; its next digest comes when its schedule says so."""
    known = Subscription.objects.filter(pk=subscription.pk or 0).values(*SCHEDULE).first()
    if known is None:
        subscription.told_until = at
    if known != {name: getattr(subscription, name) for name in SCHEDULE}:
        subscription.next_at = next_moment(subscription, at=at)
    subscription.save()


def end(*, subscription: Subscription) -> None:
    """End a subscription; what was sent of it stays."""
    subscription.delete()


def next_moment(subscription: Subscription, *, at: datetime) -> datetime:
    """Give the first moment after ``at`` at which a digest falls due."""
    days = (at.astimezone(_zone(subscription)).date() + n * DAY for n in range(-1, ROUND_DAYS))
    return next(when for when in _moments(subscription, days) if when > at)


def newest_moment(subscription: Subscription, *, at: datetime) -> datetime:
    """Give the last moment up to ``at`` at which a digest fell due."""
    days = (at.astimezone(_zone(subscription)).date() - n * DAY for n in range(-1, ROUND_DAYS))
    return next(when for when in _moments(subscription, days) if when <= at)


def _moments(subscription: Subscription, days: Iterable[date]) -> Iterator[datetime]:
    """Give when a digest falls due on those of the days that there are and that suit."""
    zone = _zone(subscription)
    for day in days:
        if not _suits(subscription, day):
            continue
        when = moment(day, subscription.hour, zone)
        if when.astimezone(zone).date() == day:
            yield when


def _suits(subscription: Subscription, day: date) -> bool:
    """Tell whether a digest falls due on a day."""
    if subscription.cadence == Subscription.Cadence.WEEKLY:
        return day.isoweekday() == subscription.weekday
    if subscription.cadence == Subscription.Cadence.MONTHLY:
        return day.day == subscription.month_day
    return True


def period(subscription: Subscription, when: datetime) -> str:
    """Name the local day, week or month of a moment: each has one digest, whatever clocks do."""
    day = when.astimezone(_zone(subscription)).date()
    if subscription.cadence == Subscription.Cadence.DAILY:
        return day.isoformat()
    if subscription.cadence == Subscription.Cadence.MONTHLY:
        return f"{day.year}-{day.month:02}"
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


def _zone(subscription: Subscription) -> tzinfo:
    return zone_named(subscription.reader.time_zone)


def owe(*, at: datetime) -> int:
    """Owe each digest that has come due, the newest only; give how many subscriptions that met."""
    owed = 0
    while met := _owe_some(at):
        owed += met
    return owed


def _owe_some(at: datetime) -> int:
    """Owe a batch of digests and move their subscriptions on, both or neither."""
    with transaction.atomic():
        due = Subscription.objects.due(at=at).select_related("user", "outsider")
        subscriptions = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        below = settled()
        deliveries = [_delivery(subscription, below, at) for subscription in subscriptions]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        for subscription in subscriptions:
            subscription.next_at = next_moment(subscription, at=at)
        Subscription.objects.bulk_update(subscriptions, ["next_at"])
    return len(subscriptions)


def _delivery(subscription: Subscription, below: int, at: datetime) -> Delivery:
    """Give the message; all that are owed together tell what was settled at that moment."""
    when = newest_moment(subscription, at=at)
    return Delivery(
        key=f"digest:{period(subscription, when)}:subscription {subscription.pk}",
        kind=Delivery.Kind.DIGEST,
        channel=subscription.channel,
        recipient=subscription.user,
        outsider=subscription.outsider,
        subscription=subscription,
        about={"below": below},
        owed_at=at,
        not_before=at,
        stale_after=next_moment(subscription, at=at),
    )


def letter(*, delivery: Delivery, at: datetime, editions: Editions | None = None) -> Letter:
    """Write a digest as things stand now, within ``read_by`` its reader.

    Raises NotOwedError where there is nothing to say or nobody who wants to hear it.
    """
    subscription = delivery.subscription
    if subscription is None or not subscription.is_active:
        raise NotOwedError(Delivery.WhyNot.UNSUBSCRIBED)
    written = compose(subscription, at=at, below=delivery.about.get("below"), editions=editions)
    if not written.sections and not subscription.even_if_empty:
        raise NotOwedError(Delivery.WhyNot.NOTHING_NEW)
    return written


def note_sent(delivery: Delivery) -> None:
    """Remember how far the digest told; the next one goes on from there."""
    told_until = datetime.fromisoformat(delivery.about["told_until"])
    behind = Subscription.objects.filter(
        pk=delivery.subscription_id or 0, told_until__lt=told_until
    )
    behind.update(told_until=told_until, told_transaction=delivery.about["told_transaction"])


def compose(
    subscription: Subscription,
    *,
    at: datetime,
    below: int | None = None,
    editions: Editions | None = None,
) -> Letter:
    """Write the subscription's next digest as it would be now, within ``read_by`` its reader.

    ``below`` is the transaction up to which it tells; ``editions`` hold what others were told.
    """
    view = news.View.of(subscription, on=timezone.localdate(at), below=below or settled())
    told = (editions or Editions()).of(view)
    lead = _("%(name)s, this is what happened since %(since)s, and what comes next.")
    nothing = _("%(name)s, nothing happened since %(since)s, and nothing presses.")
    ways = leaving.ways_out(subscription) if subscription.pk else []
    return Letter(
        subject=_subject([section.count for section in told], view.on),
        heading=_("Your digest of %(day)s") % {"day": in_words(view.on)},
        lead=(lead if told else nothing)
        % {
            "name": isolated(called(subscription.reader)),
            "since": in_words(timezone.localdate(subscription.told_until)),
        },
        sections=told,
        footnote=_("You get this because you subscribed to it."),
        ways=ways,
        about={
            "told_transaction": view.below,
            "told_until": at.isoformat(),
            "unsubscribe": ways[-1].address if ways else "",
        },
    )


def _subject(counts: Sequence[str], on: date) -> str:
    day = day_and_month(on)
    if not counts:
        return _("Digest of %(day)s: nothing new") % {"day": day}
    return _("Digest of %(day)s: %(counts)s") % {"day": day, "counts": listed(counts)}


def settled() -> int:
    """Give the transaction number below which every transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proposals_oldest_running()")
        return int(cursor.fetchone()[0])
