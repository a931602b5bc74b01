"""How each feed fares, what came of its polls, and when each site may be asked again.

None of it is the record: a feed itself is (``proposals.models.Feed``), and so is each article.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models import Article, Feed
from proposals.vocabulary import Failure
from tracker.collecting.querysets import WatchQuerySet


class Host(models.Model):
    """A site, by host and port, and the turns that are taken there.

    ``busy_until`` holds one moment for each request that is under way: by then it has ended, or its
    worker was killed. ``robots`` is the site's robots.txt as it was at ``robots_at``; empty where
    it has none.
    """

    name = models.CharField(max_length=260, primary_key=True)
    next_at = models.DateTimeField(null=True)
    busy_until = ArrayField(models.DateTimeField(), default=list)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """How a feed fares: when it is polled next, what it last said of itself, what went wrong.

    The row is its own queue entry: whoever finds it due and unleased may poll the feed.
    ``failures`` counts polls without success in a row, and counts each before it begins, so that a
    feed that kills its worker is not taken up for ever; ``garbled`` counts those whose answer was
    no feed. ``etag`` and ``last_modified`` are the marks of what came last, from ``address``.
    """

    class Pause(models.TextChoices):
        """Why Mithaq stopped polling a feed; a person lets it go on."""

        GARBLED = "garbled", _("What it answers is no feed.")
        FAILING = "failing", _("It has failed for a week.")
        GONE = "gone", _("The site says that it is gone for good.")
        MOVED = "moved", _("It moved to another host.")

    feed = models.OneToOneField(Feed, models.CASCADE, primary_key=True, related_name="watch")
    next_at = models.DateTimeField(_("next poll"))
    leased_until = models.DateTimeField(null=True)
    address = models.URLField(max_length=2048, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    garbled = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    pause = models.CharField(max_length=8, choices=Pause, blank=True)
    moved_to = models.URLField(max_length=2048, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.CheckConstraint(
                condition=(Q(pause="moved") & ~Q(moved_to=""))
                | (~Q(pause="moved") & Q(moved_to="")),
                name="tracker_watch_moved_says_where",
            )
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(pause=""), name="tracker_watch_next")
        ]

    def __str__(self) -> str:
        return str(self.feed)


class Poll(models.Model):
    """One run: when, what came, how much of it was new, what went wrong."""

    class Outcome(models.TextChoices):
        """What became of a poll."""

        READ = "read", _("Read")
        UNCHANGED = "unchanged", _("Nothing new")
        GARBLED = "garbled", _("No feed")
        FAILED = "failed", _("Failed")

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="polls")
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    entries = models.PositiveSmallIntegerField(_("entries"), default=0)
    new = models.PositiveSmallIntegerField(_("new"), default=0)
    failure = models.CharField(max_length=16, choices=Failure, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["feed", "-at", "-id"], name="tracker_poll_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"


class Entry(models.Model):
    """One entry of a feed, known by its own identity; once seen it is never new again.

    ``edition`` is what the feed last said of its state. ``article`` is what became of it; there is
    none where the entry leads to nothing that can be an article.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64)
    edition = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, related_name="entries", null=True, blank=True
    )
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="tracker_entry_once")]

    def __str__(self) -> str:
        return self.key
