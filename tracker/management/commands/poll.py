"""Feeds, for the operator: list how they fare, or poll some now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proposals.models import Feed
from proposals.rights import Actor
from tracker.collecting import polling
from tracker.collecting.models import Poll

BY = Actor.of_system("operator")


class Command(BaseCommand):
    """``poll`` lists the feeds with their last poll; ``poll ID…`` polls these now."""

    help = "List the feeds and what came of the last poll of each, or poll some of them now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the feeds to be polled."""
        parser.add_argument("feeds", nargs="*", type=int, metavar="ID")

    def handle(self, *_: Any, feeds: list[int], **__: Any) -> None:
        """Do it."""
        known = Feed.objects.in_bulk(feeds) if feeds else {}
        if missing := set(feeds) - set(known):
            message = f"There is no feed {', '.join(map(str, sorted(missing)))}."
            raise CommandError(message)
        for feed in known.values():
            self._poll(feed)
        for feed in known.values() or Feed.objects.order_by("pk"):
            self._show(feed)

    def _poll(self, feed: Feed) -> None:
        at = timezone.now()
        polling.poll_now(feed=feed, by=BY, at=at)
        if polling.poll(feed_id=feed.pk, at=at) is None:
            self.stderr.write(f"{feed.pk}  not polled: switched off, or its site is busy")

    def _show(self, feed: Feed) -> None:
        last = Poll.objects.filter(feed=feed).first()
        words = [str(feed.pk), "on" if feed.is_active else "off", feed.address]
        if last is not None:
            counted = f"{last.new} new of {last.entries}"
            moment = last.at.isoformat(timespec="minutes")
            words += [moment, last.outcome, counted, last.failure, last.detail]
        self.stdout.write("  ".join(filter(None, words)))
