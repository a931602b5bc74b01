"""Findings: what was found in an article and nobody has decided on yet."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.articles import Article
from proposals.models.fetched import Fetched
from proposals.models.history import noted
from proposals.models.parties import Party
from proposals.models.proposals import Proposal
from proposals.querysets import FindingQuerySet
from proposals.status import Status
from proposals.vocabulary import Act, DismissalReason, FindingState, FindingType, Kind, Voice

DECIDED_WITH_PROPOSAL = (FindingState.ACCEPTED, FindingState.ATTACHED)


@pgtrigger.register(
    pgtrigger.Trigger(
        name="quotes_exactly",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("quote", "start", "end", "article_id"),
        func="""
            IF NEW.quote IS DISTINCT FROM (
                SELECT substr(a.text, NEW.start + 1, NEW."end" - NEW.start)
                FROM proposals_article a WHERE a.id = NEW.article_id) THEN
                RAISE EXCEPTION 'the article does not say this at % to %', NEW.start, NEW."end"
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
)
@noted(leaving_out=["why", "candidates"], proposal="proposal_id")
class Finding(Fetched):
    """A proposal, or progress on one, that an article's exact words seem to state.

    Where it ``is_mutual``, proposer and addressee each are both. ``why`` explains the finding and
    ``candidates`` lists the likely existing proposals with their scores, both for the screen.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name=_("article"), related_name="findings"
    )
    type = models.CharField(_("type"), max_length=8, choices=FindingType)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("quote"))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    act = models.CharField(_("act"), max_length=12, choices=Act, blank=True)
    status = models.CharField(_("suggested status"), max_length=20, choices=Status, blank=True)
    proposer = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("proposer"),
        related_name="+",
        null=True,
        blank=True,
    )
    addressee = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("addressee"),
        related_name="+",
        null=True,
        blank=True,
    )
    is_mutual = models.BooleanField(
        _("by both sides"), default=False, help_text=_("Each is proposer and addressee.")
    )
    voice = models.CharField(_("who says so"), max_length=12, choices=Voice)
    speaker = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("speaker's side"),
        related_name="+",
        null=True,
        blank=True,
    )
    confidence = models.FloatField(_("confidence"))
    why = models.JSONField(_("why"), default=dict)
    candidates = models.JSONField(default=list)
    state = models.CharField(
        _("decision"), max_length=10, choices=FindingState, default=FindingState.OPEN
    )
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        verbose_name=_("proposal"),
        related_name="findings",
        null=True,
        blank=True,
    )
    is_automatic = models.BooleanField(_("attached automatically"), default=False)
    dismissal = models.CharField(
        _("reason for dismissal"), max_length=14, choices=DismissalReason, blank=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    found_at = models.DateTimeField(_("found"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "finding")
        verbose_name_plural = _("findings")
        ordering = ["article_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "type", "start", "end"], name="proposals_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & ~Q(quote=""),
                name="proposals_finding_quotes_something",
            ),
            models.CheckConstraint(
                condition=Q(type=FindingType.PROPOSAL, kind__in=Kind.values, act__in=Act.values)
                | (Q(type=FindingType.UPDATE) & ~Q(status="")),
                name="proposals_finding_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confidence__range=(0.0, 1.0)),
                name="proposals_finding_confidence_is_a_probability",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_WITH_PROPOSAL, proposal__isnull=False)
                | (~Q(state__in=DECIDED_WITH_PROPOSAL) & Q(proposal__isnull=True)),
                name="proposals_finding_leads_to_its_proposal",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.DISMISSED, dismissal__in=DismissalReason.values)
                | (~Q(state=FindingState.DISMISSED) & Q(dismissal="")),
                name="proposals_finding_dismissed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN, decided_at__isnull=True)
                | (~Q(state=FindingState.OPEN) & Q(decided_at__isnull=False)),
                name="proposals_finding_is_decided_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["found_at"],
                condition=Q(state=FindingState.OPEN),
                name="proposals_finding_open",
            )
        ]

    def __str__(self) -> str:
        return self.quote
