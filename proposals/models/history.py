"""The history: each change of the record, noted by the database with who, when and why.

``noted()`` puts two triggers on a model. One refuses a write that carries no actor, so that
``proposals.services`` is the only way in; the other writes what changed into ``Change``, the narrow
table from which timelines and the change feed read. Whole rows as they stood are kept beside it by
django-pghistory. The SQL functions they call stand in the first migration.
"""

from collections.abc import Callable, Sequence

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.fetched import Fetched
from proposals.querysets import ChangeQuerySet

WRITES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


@pgtrigger.register(
    pgtrigger.Protect(name="is_never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete)
)
class Change(Fetched):
    """One entry of the history: who or what, when, which fields from what to what, and why.

    ``fields`` maps a column to ``[before, after]``; before is null for a new row, after for a
    deleted one. ``transaction`` is PostgreSQL's 64-bit transaction number above the base of its
    ``Epoch``: a reader who stays below the oldest one still running never skips an entry that
    commits late.
    """

    transaction = models.BigIntegerField(_("transaction"))
    at = models.DateTimeField(_("when"))
    subject = models.CharField(_("record"), max_length=40)
    subject_id = models.BigIntegerField()
    proposal_id = models.BigIntegerField(null=True)
    operation = models.CharField(_("operation"), max_length=6)
    fields = models.JSONField(_("fields"))
    actor = models.CharField(_("who"), max_length=80)
    actor_name = models.CharField(_("name"), max_length=200)
    why = models.TextField(_("why"), blank=True)
    context_id = models.UUIDField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["transaction", "id"]
        indexes = [
            models.Index(fields=["transaction", "id"], name="proposals_change_feed"),
            models.Index(
                fields=["proposal_id", "transaction", "id"], name="proposals_change_proposal"
            ),
            models.Index(fields=["subject", "subject_id"], name="proposals_change_subject"),
            models.Index(fields=["at"], name="proposals_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}: {', '.join(self.fields)}"


class RequiresActor(pgtrigger.Trigger):
    """Refuses a write whose transaction does not say who makes it."""

    name = "requires_actor"
    when = pgtrigger.Before
    operation = WRITES
    func = """
        PERFORM proposals_require_actor(TG_TABLE_NAME);
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """


class NotesChange(pgtrigger.Trigger):
    """Writes into ``Change`` what a write changed."""

    name = "notes_change"
    when = pgtrigger.After
    operation = WRITES

    def __init__(self, *, leaving_out: Sequence[str], proposal: str | None) -> None:
        self.leaving_out = leaving_out
        self.proposal = proposal
        super().__init__()

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]  # a class is passed
        """Give the trigger's body for this model."""
        names = ", ".join(f"'{name}'" for name in self.leaving_out)
        proposal = f"'{self.proposal}'" if self.proposal else "NULL"
        return f"""
            PERFORM proposals_note_change(
                TG_OP, '{model.__name__.lower()}',
                CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
                CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,
                ARRAY[{names}]::text[], {proposal});
            RETURN NULL;
        """


def noted[M: models.Model](
    *, leaving_out: Sequence[str] = (), proposal: str | None = None
) -> Callable[[type[M]], type[M]]:
    """Put the history's triggers on a model.

    ``leaving_out`` names columns whose values are not worth an entry (large texts, counters);
    ``proposal`` is the column that holds the proposal's id, where a row belongs to one.
    """

    def register(model: type[M]) -> type[M]:
        triggers = RequiresActor(), NotesChange(leaving_out=leaving_out, proposal=proposal)
        return pgtrigger.register(*triggers)(model)  # type: ignore[no-any-return]  # untyped

    return register


def kept_as_it_stood[M: models.Model](
    *, leaving_out: Sequence[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Keep each row as it stood after every write, for looking back to any date."""
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    return pghistory.track(*events, exclude=list(leaving_out))  # type: ignore[no-any-return]  # untyped
