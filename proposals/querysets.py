"""The way out for a read: every query that must respect rights starts at ``visible_to(actor)``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Func, Max, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce

from proposals.rights import PARTNER
from proposals.status import OPEN
from proposals.vocabulary import FindingState, FindingType, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proposals.models.addresses import CalendarAddress
    from proposals.models.articles import Article
    from proposals.models.committees import Committee, Meeting
    from proposals.models.findings import Finding
    from proposals.models.handovers import Handover
    from proposals.models.history import Change
    from proposals.models.lists import SavedList
    from proposals.models.papers import File, Note
    from proposals.models.proposals import Evidence, Proposal
    from proposals.rights import Actor

# What staff lay beside the record; it is no news of a proposal.
PAPERS = ("note", "file")
# What partners don't learn of at all: findings are the staff's own work, and so are their papers.
STAFF_ONLY = ("finding", *PAPERS)
# The number of the oldest transaction that still runs; Django has no words for it.
OLDEST_RUNNING = RawSQL("proposals_oldest_running()", (), models.BigIntegerField())


def seen_proposals(actor: Actor, prefix: str = "") -> Q:
    """Give the condition under which the actor sees a proposal.

    ``prefix`` is the path to the proposal, such as ``proposal__``.
    """
    if actor.sees_everything:
        return Q()
    if actor.role == PARTNER:
        return Q(
            **{
                f"{prefix}committee__in": actor.committees or (),
                f"{prefix}visibility__in": actor.visibilities,
            }
        )
    return (
        ~Q(**{f"{prefix}visibility": Visibility.RESTRICTED})
        | Q(**{f"{prefix}desk": actor.desk_id, f"{prefix}desk__isnull": False})
        | Q(**{f"{prefix}owner": actor.user_id})
    )


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see."""
        return self.filter(seen_proposals(actor))

    def open(self) -> Self:
        """Keep those on which work goes on."""
        return self.filter(status__in=OPEN)

    def overdue(self, *, on: date) -> Self:
        """Keep the open ones whose last day has passed."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, *, on: date, days: int) -> Self:
        """Keep the open ones that fall due from this day on within so many days."""
        return self.open().filter(due_on__range=(on, on + timedelta(days=days)))

    def silent(self, *, since: datetime) -> Self:
        """Keep the open ones of which nothing was heard since: no change, no new evidence.

        What staff lay beside them is no news.
        """
        from proposals.models import Change  # noqa: PLC0415  # the models' managers come from here

        news = Change.objects.filter(proposal_id=OuterRef("pk"), at__gte=since)
        return self.open().filter(~Exists(news.exclude(subject__in=PAPERS)))

    def with_undecided_progress(self) -> Self:
        """Keep the open ones of which progress was reported and whose status stayed as it was."""
        from proposals.models import Finding  # noqa: PLC0415  # the models' managers come from here

        reported = Finding.objects.filter(
            proposal=OuterRef("pk"),
            type=FindingType.UPDATE,
            state=FindingState.ATTACHED,
            decided_at__gt=OuterRef("status_since"),
        )
        return self.open().filter(Exists(reported.exclude(status=OuterRef("status"))))

    def with_unconfirmed_evidence(self) -> Self:
        """Keep those with something that was attached automatically and nobody confirmed."""
        return self.filter(
            Exists(_evidence().awaiting_confirmation().filter(proposal=OuterRef("pk")))
        )

    def between(self, *codes: str) -> Self:
        """Keep those in which each of these parties takes part."""
        found = self
        for code in codes:
            found = found.filter(positions__party__code=code)
        return found

    def for_reading(self) -> Self:
        """Fetch what a list or a page shows, in a fixed number of queries."""
        return self.select_related(
            "committee", "meeting__committee", "owner", "desk"
        ).prefetch_related("positions__party")


class BelongingQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that belong to a proposal and are seen with it."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see."""
        return self.filter(seen_proposals(actor, "proposal__"))


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: staff what lies beside the proposals they see."""
        if actor.role == PARTNER:
            return self.none()
        return self.filter(seen_proposals(actor, "proposal__"))

    def standing(self) -> Self:
        """Keep those that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class FileQuerySet(models.QuerySet["File"]):
    """Files of proposals and of meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: staff what lies beside what they see."""
        if actor.role == PARTNER:
            return self.none()
        beside_proposals = Q(proposal__isnull=False) & seen_proposals(actor, "proposal__")
        return self.filter(Q(meeting__isnull=False) | beside_proposals)

    def standing(self) -> Self:
        """Keep those that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class EvidenceQuerySet(BelongingQuerySet["Evidence"]):
    """Evidence."""

    def awaiting_confirmation(self) -> Self:
        """Keep what was attached automatically and nobody has confirmed."""
        return self.filter(confirmed_at__isnull=True)

    def stories(self) -> int:
        """Count the stories that say so: the copies and versions of one article are one story."""
        story = Coalesce("article__same_as", "article")
        told = self.filter(article__isnull=False).order_by().annotate(story=story)
        return told.values("story").distinct().count()


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: staff all, a partner what it sent or what it sees quoted."""
        if actor.role != PARTNER:
            return self
        quoted = Q(pk__in=_evidence().visible_to(actor).values("article"))
        return self.filter(quoted | Q(sent_by=actor.client_id))

    def of_address(self, address: str) -> Self:
        """Keep the newest version of the page at a canonical address."""
        return self.filter(canonical_address=address, next_version=None)

    def newest_version_of(self, article: Article) -> Article:
        """Give the version that follows all others."""
        while (later := self.filter(previous_version=article).first()) is not None:
            article = later
        return article

    def of_story(self, article: Article) -> Self:
        """Keep all that tells the same story as an article, the first of them first."""
        told = Q(pk=article.story_id) | Q(same_as=article.story_id)
        return self.filter(told).order_by("pk")

    def due(self, state: str, *, at: datetime) -> Self:
        """Keep those that wait for a step of their work and that nobody holds."""
        return self.filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=at), state=state, due_at__lte=at
        )


def _evidence() -> EvidenceQuerySet:
    from proposals.models import Evidence  # noqa: PLC0415  # the models' managers come from here

    return EvidenceQuerySet(Evidence)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: a partner what was found in the articles it sent in."""
        if actor.sees_everything:
            return self
        theirs = self.filter(article__sent_by=actor.client_id) if actor.role == PARTNER else self
        return theirs.filter(Q(proposal__isnull=True) | seen_proposals(actor, "proposal__"))

    def open(self) -> Self:
        """Keep those that wait for a decision."""
        return self.filter(state=FindingState.OPEN)


class CommitteeQuerySet(models.QuerySet["Committee"]):
    """Committees."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see."""
        return self if actor.committees is None else self.filter(pk__in=actor.committees)

    def overdue(self, *, on: date) -> Self:
        """Keep those that should have met again by their cadence, and have no day for it."""
        past = Max("meetings__starts_on", filter=Q(meetings__starts_on__lte=on))
        coming = Count("meetings", filter=Q(meetings__starts_on__gt=on))
        months = Func(
            F("cadence_months"),
            template="make_interval(months => %(expressions)s)",
            output_field=models.DurationField(),
        )
        met = self.annotate(last_met_on=past, coming_meetings=coming).filter(coming_meetings=0)
        return met.alias(due_to_meet_on=Cast(F("last_met_on") + months, models.DateField())).filter(
            due_to_meet_on__lt=on
        )


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see."""
        return self if actor.committees is None else self.filter(committee__in=actor.committees)


class OwnQuerySet(models.QuerySet[Any]):
    """Rows of which each is one person's own, such as their calendar addresses and sign-ins."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: their own, and for administrators all."""
        return self if actor.sees_everything else self.filter(user=actor.user_id)


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Lists that people keep."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may open: their own, and what people of their desk share."""
        shared = Q(is_shared=True, user__desk=actor.desk_id, user__desk__isnull=False)
        return self.filter(Q(user=actor.user_id) | shared)


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: what they gave or got, and for administrators all."""
        if actor.sees_everything:
            return self
        return self.filter(Q(actor=actor.key) | Q(receiver=actor.user_id))


class ChangeQuerySet(models.QuerySet["Change"]):
    """Entries of the history."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: of the proposals that it sees; staff also what has none."""
        if actor.sees_everything:
            return self
        from proposals.models import Proposal  # noqa: PLC0415  # the models' managers come from here

        theirs = Q(proposal_id__in=Proposal.objects.visible_to(actor).values("pk"))
        if actor.is_staff:
            return self.filter(theirs | Q(proposal_id__isnull=True))
        return self.filter(theirs).without_staff_work()

    def without_staff_work(self) -> Self:
        """Leave out what is no part of what a proposal says, and no partner's to know."""
        return self.exclude(subject__in=STAFF_ONLY)

    def moving_sight(self) -> Self:
        """Keep those of a proposal's circle or committee: they move it into sight or out of it."""
        return self.filter(
            subject="proposal",
            operation="update",
            fields__has_any_keys=["visibility", "committee_id"],
        )

    def settled(self) -> Self:
        """Keep those before which no transaction that still runs can put another one.

        In the order of (transaction, id) they are safe to follow with a cursor: none comes late.
        """
        return self.filter(transaction__lt=OLDEST_RUNNING)

    def of_proposal(self, proposal: Proposal) -> Self:
        """Keep what happened to a proposal and to what belongs to it, newest first."""
        return self.filter(proposal_id=proposal.pk).order_by("-transaction", "-id")

    def of_proposal_for(self, actor: Actor, proposal: Proposal) -> Self:
        """Keep what the actor may see of it, newest first.

        For a partner that is what happened since the proposal last came into its sight; what was
        said and done while it was kept back stays so, and so does the staff's own work.
        """
        found = self.of_proposal(proposal)
        if actor.role != PARTNER:
            return found
        transaction, number = shown_since(found.moving_sight(), proposal, actor)
        same = Q(transaction=transaction, pk__gt=number)
        return found.without_staff_work().filter(Q(transaction__gt=transaction) | same)


def shown_since(moved: Iterable[Change], proposal: Proposal, actor: Actor) -> tuple[int, int]:
    """Give the place after which a partner may be told of a proposal that it sees.

    ``moved`` are the changes of the proposal's circle or committee, the newest first.
    """
    for change in moved:
        if not _was_seen_before(change, proposal, actor):
            return change.transaction, change.pk
    return 0, 0


def _was_seen_before(change: Change, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether a partner saw the proposal before this change of its circle or committee.

    What the change leaves as it is counts as the proposal has it; a later change of it was asked
    about before.
    """
    visibility, _now = change.fields.get("visibility", (proposal.visibility, None))
    committee, _now = change.fields.get("committee_id", (proposal.committee_id, None))
    return visibility in actor.visibilities and committee in (actor.committees or ())
