"""Articles: what was published, kept as it was received."""

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.fetched import Fetched
from proposals.models.history import noted
from proposals.models.names import Named
from proposals.models.parties import Party
from proposals.models.people import Client
from proposals.querysets import ArticleQuerySet
from proposals.search import folded
from proposals.vocabulary import ArticleState, Failure, Language

# The encodings in which newswires of our languages were ever published, by their names on the web.
ENCODINGS = ("utf-8", "windows-1256", "iso-8859-6", "windows-1252", "iso-8859-1", "utf-16")


@noted()
class Outlet(Named):
    """Who publishes; known by the host of its addresses."""

    host = models.CharField(_("host"), max_length=253, blank=True)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("country"),
        related_name="outlets",
        null=True,
        blank=True,
    )

    encoding = models.CharField(
        _("encoding"),
        max_length=20,
        blank=True,
        choices=[(name, name) for name in ENCODINGS],
        help_text=_("Of pages that don't say theirs. Left empty, it is guessed, and marked so."),
    )

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("record", "outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            *Named.Meta.constraints,
            models.UniqueConstraint(
                fields=["host"],
                condition=~Q(host=""),
                name="proposals_outlet_host_once",
                violation_error_message=_("Another outlet already has this host."),
            ),
        ]

    def clean(self) -> None:
        """Keep the host in the form by which articles' addresses are recognised."""
        super().clean()
        self.host = self.host.strip().lower().removeprefix("www.")


@noted()
class Feed(models.Model):
    """An RSS or Atom address of an outlet."""

    outlet = models.ForeignKey(
        Outlet, models.CASCADE, verbose_name=_("outlet"), related_name="feeds"
    )
    address = models.URLField(_("address"), max_length=2048, unique=True)
    is_active = models.BooleanField(_("polled"), default=True)
    every_minutes = models.PositiveSmallIntegerField(_("minutes between polls"), default=60)

    class Meta:
        verbose_name = pgettext_lazy("record", "feed")
        verbose_name_plural = _("feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_minutes__range=(5, 10_080)),
                name="proposals_feed_interval_is_sane",
                violation_error_message=_("Between five minutes and a week."),
            )
        ]

    def __str__(self) -> str:
        return self.address


@pgtrigger.register(
    pgtrigger.Trigger(
        name="keeps_its_text",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("text"),
        condition=pgtrigger.Q(old__text__df=pgtrigger.F("new__text")) & ~pgtrigger.Q(old__text=""),
        func="RAISE EXCEPTION 'the text of an article never changes: findings point into it'"
        " USING ERRCODE = 'check_violation';",
    )
)
@noted(leaving_out=["text", "attempts", "due_at", "leased_until"])
class Article(Fetched):
    """One published text.

    ``due_at`` and ``leased_until`` make the row its own queue entry: while it waits to be fetched
    or read, whoever finds it due and unleased may take it; where it was read, it is to be looked
    for again at its address.

    ``same_as`` is the first article of the story that this one tells again, in the same words or in
    nearly the same, and ``similarity`` how much of it they share. A corrected version of a page is
    an article of its own, of the same address and story, since evidence stays with the version that
    says it.
    """

    address = models.URLField(_("address"), max_length=2048, blank=True)
    canonical_address = models.URLField(max_length=2048, blank=True)
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        verbose_name=_("outlet"),
        related_name="articles",
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    is_charset_uncertain = models.BooleanField(
        _("encoding uncertain"),
        default=False,
        help_text=_("Its encoding was guessed, or some of its characters were lost."),
    )
    is_incomplete = models.BooleanField(
        _("may be incomplete"),
        default=False,
        help_text=_("The page is so deep that some of its text may be missing."),
    )
    text_sha256 = models.CharField(max_length=64, blank=True)
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("same story as"),
        related_name="copies",
        null=True,
        blank=True,
    )
    similarity = models.FloatField(_("similarity"), null=True, blank=True)
    previous_version = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("previous version"),
        related_name="next_version",
        null=True,
        blank=True,
    )
    state = models.CharField(_("state"), max_length=8, choices=ArticleState)
    failure = models.CharField(_("failure"), max_length=16, choices=Failure, blank=True)
    failure_detail = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        Client,
        models.PROTECT,
        verbose_name=_("sent by"),
        related_name="articles",
        null=True,
        blank=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "article")
        verbose_name_plural = _("articles")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_address"],
                condition=~Q(canonical_address="") & Q(previous_version__isnull=True),
                name="proposals_article_address_once",
            ),
            models.UniqueConstraint(
                fields=["text_sha256"],
                condition=~Q(text_sha256="") & Q(same_as__isnull=True),
                name="proposals_article_text_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ArticleState.values), name="proposals_article_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ArticleState.FAILED, failure__in=Failure.values)
                | (~Q(state=ArticleState.FAILED) & Q(failure="")),
                name="proposals_article_says_why_it_failed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.READ) | ~Q(text=""),
                name="proposals_article_read_has_text",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.WAITING) | ~Q(address=""),
                name="proposals_article_waiting_has_address",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True, similarity__isnull=True)
                | Q(same_as__isnull=False, similarity__isnull=False, similarity__range=(0.0, 1.0)),
                name="proposals_article_copy_says_how_like",
            ),
            models.CheckConstraint(
                condition=~Q(id=F("same_as")), name="proposals_article_is_no_copy_of_itself"
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(folded(F("title")), name="gin_trgm_ops"),
                name="proposals_article_title_parts",
            ),
            GinIndex(
                OpClass(folded(F("text")), name="gin_trgm_ops"), name="proposals_article_text_parts"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="proposals_article_due",
            ),
            models.Index(fields=["-received_at", "-id"], name="proposals_article_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.address or f"#{self.pk}"

    @property
    def story_id(self) -> int:
        """The first article of the story that it tells; by it, stories are counted once each."""
        return self.same_as_id or self.pk

    @property
    def told_on(self) -> date:
        """The day on which it told what it tells: when it was published, else when it came in."""
        return (self.published_at or self.received_at).date()

    @property
    def is_right_to_left(self) -> bool:
        """Whether the article's own language runs from right to left."""
        return self.language in {Language.AR, Language.FA}


class Original(models.Model):
    """The bytes of an article as they were received, beside it so that lists stay light."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="original", primary_key=True
    )
    content = models.BinaryField()
    content_type = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(content=b""), name="proposals_original_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type}, {self.sha256[:12]}"


class Fingerprint(models.Model):
    """By what an article's near copies are found: MinHash numbers, and an index of their bands."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="fingerprint", primary_key=True
    )
    numbers = ArrayField(models.BigIntegerField())
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = [GinIndex(fields=["bands"], name="proposals_fingerprint_bands")]

    def __str__(self) -> str:
        return str(self.article)
