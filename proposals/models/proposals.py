"""Proposals, and what belongs to each: positions, milestones and evidence."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.articles import Article
from proposals.models.committees import Committee, Meeting
from proposals.models.deadlines import Deadline
from proposals.models.fetched import Fetched
from proposals.models.history import kept_as_it_stood, noted
from proposals.models.names import in_reader_language
from proposals.models.parties import Party
from proposals.models.people import Desk, User
from proposals.querysets import BelongingQuerySet, EvidenceQuerySet, ProposalQuerySet
from proposals.status import LEFT, OPEN, Status, guard_sql
from proposals.vocabulary import (
    AGREEING_STANCES,
    UNWILLING_STANCES,
    Act,
    Kind,
    Language,
    Stance,
    Visibility,
    Voice,
)


class ReferenceCounter(models.Model):
    """The last number given to a pair of parties in a year; its row lock makes numbers gapless."""

    pair = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")
        constraints = [
            models.UniqueConstraint(fields=["pair", "year"], name="proposals_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.pair}-{self.year}: {self.last}"


@kept_as_it_stood(leaving_out=["version", "updated_at"])
@pgtrigger.register(
    pgtrigger.Trigger(
        name="counts_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.version := OLD.version + 1; NEW.updated_at := proposals_clock(); RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="keeps_to_the_table",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status", "left_status"),
        condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))
        | pgtrigger.Q(old__left_status__df=pgtrigger.F("new__left_status")),
        func=guard_sql(),
    ),
    pgtrigger.Trigger(
        name="begins_as_proposed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__status=Status.PROPOSED.value),
        func="RAISE EXCEPTION 'a proposal begins as proposed, not as %', NEW.status"
        " USING ERRCODE = 'check_violation';",
    ),
    pgtrigger.ReadOnly(name="keeps_its_reference", fields=["reference", "pair"]),
    pgtrigger.Trigger(
        name="keeps_its_words",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("title_ar", "title_fa", "title_en"),
        func="PERFORM proposals_keep_words(NEW.id); RETURN NULL;",
    ),
)
@noted(leaving_out=["version", "updated_at"], proposal="id")
class Proposal(Deadline):
    """A concrete measure that one side put to the other."""

    reference = models.CharField(_("reference"), max_length=80, unique=True)
    pair = models.CharField(_("pair"), max_length=60)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_fa = models.CharField(_("title in Persian"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    original_language = models.CharField(
        _("original language"), max_length=2, choices=Language, blank=True
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    act = models.CharField(_("act"), max_length=12, choices=Act)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("meeting"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    proposed_on = models.DateField(_("proposed on"))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PROPOSED)
    left_status = models.CharField(_("status it left"), max_length=20, choices=Status, blank=True)
    status_reason = models.TextField(_("reason for the status"), blank=True)
    status_since = models.DateTimeField(_("status since"))
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    desk = models.ForeignKey(
        Desk,
        models.PROTECT,
        verbose_name=_("desk"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    visibility = models.CharField(
        _("visibility"), max_length=12, choices=Visibility, default=Visibility.SHARED
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="parts",
        null=True,
        blank=True,
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("successor"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    parties = models.ManyToManyField(
        Party, through="Position", related_name="proposals", verbose_name=_("parties")
    )
    created_at = models.DateTimeField(_("recorded"))
    updated_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_on", "-id"]
        constraints = [
            *Deadline.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title_ar="", title_fa="", title_en=""),
                name="proposals_proposal_is_titled",
                violation_error_message=_("Give a title in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="proposals_proposal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="proposals_proposal_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(act__in=Act.values), name="proposals_proposal_act_is_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="proposals_proposal_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=LEFT, left_status__in=OPEN)
                | Q(status__in=OPEN, left_status=""),
                name="proposals_proposal_remembers_what_it_left",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SUPERSEDED) | Q(successor__isnull=False),
                name="proposals_proposal_superseded_by_something",
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.RESTRICTED) | Q(desk__isnull=False),
                name="proposals_proposal_restricted_to_a_desk",
                violation_error_message=_("A restricted proposal needs a desk that may see it."),
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(successor__isnull=True) | ~Q(successor=F("id"))),
                name="proposals_proposal_is_not_its_own_kin",
                violation_error_message=_("A proposal can't be its own part or successor."),
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_on", "-id"], name="proposals_proposal_newest"),
            models.Index(fields=["committee", "status"], name="proposals_proposal_committee"),
            models.Index(
                fields=["pair", "kind", "-proposed_on", "-id"], name="proposals_proposal_pair_kind"
            ),
            models.Index(fields=["pair", "-proposed_on", "-id"], name="proposals_proposal_pair"),
            # The orders in which partners may ask for lists; rows without a day come last in both.
            models.Index(fields=["due_on", "id"], name="proposals_proposal_by_due"),
            models.Index(
                F("due_on").desc(nulls_last=True),
                F("id").desc(),
                name="proposals_proposal_by_due_down",
            ),
            models.Index(fields=["updated_at", "id"], name="proposals_proposal_by_change"),
            models.Index(fields=["status_since", "id"], name="proposals_proposal_by_status"),
            models.Index(
                fields=["due_on"],
                condition=Q(status__in=OPEN, due_on__isnull=False),
                name="proposals_proposal_due",
            ),
            models.Index(
                fields=["review_on"],
                condition=Q(status__in=OPEN, review_on__isnull=False),
                name="proposals_proposal_review",
            ),
            models.Index(
                fields=["updated_at"],
                condition=Q(status__in=OPEN),
                name="proposals_proposal_quiet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Give the address of its page for staff."""
        return reverse("admin:proposals_proposal_change", args=[self.pk])

    @property
    def title(self) -> str:
        """The title in the reader's language, else in the original one."""
        return in_reader_language(self.titles, self.original_language)

    @property
    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {"ar": self.title_ar, "fa": self.title_fa, "en": self.title_en}

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on; a postponed one rests."""
        return self.status in OPEN

    @property
    def positions_differ(self) -> bool:
        """Whether one party agrees while another is unwilling."""
        stances = {position.stance for position in self.positions.all()}
        return not stances.isdisjoint(AGREEING_STANCES) and not stances.isdisjoint(
            UNWILLING_STANCES
        )

    def is_overdue(self, *, on: date) -> bool:
        """Tell whether its last day has passed while it was still open."""
        return self.is_open and self.due_on is not None and self.due_on < on


TOUCHES_PROPOSAL = pgtrigger.Trigger(
    name="touches_proposal",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        UPDATE proposals_proposal SET updated_at = updated_at
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.proposal_id ELSE NEW.proposal_id END;
        RETURN NULL;
    """,
)


@kept_as_it_stood()
@pgtrigger.register(
    TOUCHES_PROPOSAL,
    pgtrigger.Trigger(
        name="notes_the_third_party",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            INSERT INTO proposals_wider (proposal_id) SELECT NEW.proposal_id
            WHERE (SELECT count(*) FROM proposals_position p
                   WHERE p.proposal_id = NEW.proposal_id) > 2
            ON CONFLICT DO NOTHING;
            RETURN NULL;
        """,
    ),
)
@noted(proposal="proposal_id")
class Position(Fetched):
    """Where one party stands on one proposal, and whether it put it forward or was addressed."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="positions")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("party"), related_name="positions"
    )
    is_proposer = models.BooleanField(_("proposer"), default=False)
    is_addressee = models.BooleanField(_("addressee"), default=False)
    stance = models.CharField(_("stance"), max_length=24, choices=Stance, default=Stance.AWAITED)
    responsible_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    statement = models.ForeignKey(
        "Evidence",
        models.SET_NULL,
        verbose_name=_("statement that shows it"),
        related_name="shown_positions",
        null=True,
        blank=True,
    )

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "position")
        verbose_name_plural = _("positions")
        ordering = ["-is_proposer", "party__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "party"], name="proposals_position_once_a_party"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="proposals_position_stance_is_known"
            ),
        ]
        indexes = [models.Index(fields=["party", "proposal"], name="proposals_position_party")]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_stance_display()}"


@kept_as_it_stood()
@pgtrigger.register(TOUCHES_PROPOSAL)
@noted(proposal="proposal_id")
class Milestone(Deadline):
    """A step of a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="milestones")
    title = models.CharField(_("step"), max_length=300)
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("responsible party"),
        related_name="milestones",
        null=True,
        blank=True,
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "milestone")
        verbose_name_plural = _("milestones")
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            *Deadline.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="proposals_milestone_has_a_title"),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True, due_on__isnull=False),
                name="proposals_milestone_due",
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept_as_it_stood()
@pgtrigger.register(
    TOUCHES_PROPOSAL,
    pgtrigger.Trigger(
        name="quotes_exactly",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("exact", "start", "end", "article_id"),
        func="""
            IF NEW.article_id IS NOT NULL AND NEW.exact IS DISTINCT FROM (
                SELECT substr(a.text, NEW.start + 1, NEW."end" - NEW.start)
                FROM proposals_article a WHERE a.id = NEW.article_id) THEN
                RAISE EXCEPTION 'the article does not say this at % to %', NEW.start, NEW."end"
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="keeps_the_words",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("exact"),
        func="""
            PERFORM proposals_keep_words(
                CASE TG_OP WHEN 'DELETE' THEN OLD.proposal_id ELSE NEW.proposal_id END);
            RETURN NULL;
        """,
    ),
)
@noted(proposal="proposal_id")
class Evidence(Fetched):
    """The tie between a source's exact words and a proposal.

    The words are pinned twice, as the W3C Web Annotation model does it: by themselves with what
    stands before and after (TextQuoteSelector), and by offsets into the kept text
    (TextPositionSelector, counted in code points). The source is an article or a meeting's minutes.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="evidence")
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        verbose_name=_("article"),
        related_name="evidence",
        null=True,
        blank=True,
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("minutes of"),
        related_name="evidence",
        null=True,
        blank=True,
    )
    exact = models.TextField(_("exact words"))
    prefix = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    voice = models.CharField(_("who says so"), max_length=12, choices=Voice)
    speaker = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("speaker's side"),
        related_name="said",
        null=True,
        blank=True,
    )
    dated_on = models.DateField(_("date"))
    is_automatic = models.BooleanField(_("attached automatically"), default=False)
    score = models.FloatField(_("score"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("attached"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "evidence")
        verbose_name_plural = _("evidence")
        ordering = ["dated_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "article", "start", "end"], name="proposals_evidence_once"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, meeting__isnull=True)
                | Q(article__isnull=True, meeting__isnull=False),
                name="proposals_evidence_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & ~Q(exact=""),
                name="proposals_evidence_quotes_something",
            ),
            models.CheckConstraint(
                condition=Q(voice__in=Voice.values), name="proposals_evidence_voice_is_known"
            ),
            models.CheckConstraint(
                condition=Q(speaker__isnull=True) | Q(voice=Voice.OFFICIAL),
                name="proposals_evidence_speaker_is_official",
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=True) | Q(confirmed_at__isnull=False),
                name="proposals_evidence_is_confirmed_or_marked",
            ),
        ]

    def __str__(self) -> str:
        return self.exact
