"""What a proposal's page tells: where it stands, what proves it, what happened."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from proposals.admin.actions import (
    ActionForm,
    AddMilestoneForm,
    ConfirmForm,
    CorrectNoteForm,
    DetachForm,
    DoneForm,
    FileForm,
    MilestoneForm,
    MinutesForm,
    MoveForm,
    NoteForm,
    PartyForm,
    PositionForm,
    RemoveMilestoneForm,
    WithdrawFileForm,
    WithdrawNoteForm,
)
from proposals.admin.badges import sides
from proposals.admin.deadlines import TimeLeft, time_left
from proposals.admin.files import FileRow, file_rows
from proposals.admin.history import Entry, entries_of
from proposals.models import Change, Evidence, File, Milestone, Note, Position, Proposal
from proposals.rights import Actor, may, may_change
from proposals.services import notes
from proposals.services.handovers import hindrance
from proposals.services.moves import OfferedMove, offered_moves
from proposals.vocabulary import Voice

CHANGES_SHOWN = 40


@dataclass(frozen=True)
class MoveButton:
    """A move as a button: with a form where it asks for something, or with what it lacks."""

    offered: OfferedMove
    form: ActionForm
    is_open: bool = False


@dataclass(frozen=True)
class Row:
    """Something that belongs to the proposal, with what the reader may do with it."""

    record: Position | Milestone | Evidence | Note
    forms: dict[str, ActionForm]
    left: TimeLeft | None = None
    link: str = ""
    percent: int | None = None

    @property
    def key(self) -> str:
        """The record's id, as digits alone in every language."""
        return str(self.record.pk)


@dataclass
class ProposalPage:
    """A proposal as one reader sees it on a day; ``bound`` is a form that was refused.

    ``opened`` is the key of the move whose form is open from the start.
    """

    proposal: Proposal
    actor: Actor
    on: date
    bound: ActionForm | None = None
    opened: str = ""

    @cached_property
    def may_change(self) -> bool:
        """Whether the reader may change it."""
        is_theirs = may_change(self.actor, self.proposal)
        return is_theirs and may(self.actor, "change", "proposal")

    @cached_property
    def may_hand_over(self) -> bool:
        """Whether the reader may give it to another owner."""
        return self.may_change and not hindrance(self.proposal, self.actor)

    def _form[F: ActionForm](self, form: type[F], target: Any = "new") -> F:
        """Give a form of the page; the refused one in its place."""
        made = form(proposal=self.proposal, actor=self.actor, target=target)
        is_bound = isinstance(self.bound, form) and self.bound.key == made.key
        return cast("F", self.bound) if is_bound else made

    def _forms(self, target: Any, *forms: type[ActionForm]) -> dict[str, ActionForm]:
        made = [self._form(form, target) for form in forms] if self.may_change else []
        return {form.name.replace("-", "_"): form for form in made}

    @property
    def title_beside(self) -> str:
        """The title in its original language, where that isn't the reader's."""
        original = self.proposal.titles.get(self.proposal.original_language, "")
        return original if original != self.proposal.title else ""

    @property
    def left(self) -> TimeLeft | None:
        """How long is left, while it is open."""
        due_on = self.proposal.due_on
        return time_left(due_on, on=self.on) if due_on and self.proposal.is_open else None

    @property
    def sides(self) -> SafeString:
        """Who puts it to whom."""
        return sides(self.proposal.positions.all())

    @cached_property
    def moves(self) -> list[MoveButton]:
        """The moves that the reader may make now."""
        if not self.may_change:
            return []
        return [
            MoveButton(offered, self._form(MoveForm, offered), offered.move.key == self.opened)
            for offered in offered_moves(self.proposal, self.actor)
        ]

    @cached_property
    def positions(self) -> list[Row]:
        """Where each party stands."""
        return [
            Row(position, self._forms(position, PositionForm))
            for position in self.proposal.positions.all()
        ]

    @property
    def party_form(self) -> ActionForm | None:
        """The form that adds a party."""
        return self._form(PartyForm) if self.may_change else None

    @cached_property
    def times_announced_again(self) -> int:
        """How many further stories told of it since its status last moved, while it is open.

        Copies of one text are one story; the first of all is no repetition.
        """
        if not self.proposal.is_open:
            return 0
        told: dict[int, date] = {}
        for one in self.proposal.evidence.all():
            if one.article:
                story = one.article.same_as_id or one.article.pk
                told[story] = min(one.dated_on, told.get(story, one.dated_on))
        moved_on = timezone.localdate(self.proposal.status_since)
        return sum(day > moved_on for day in sorted(told.values())[1:])

    @cached_property
    def milestones(self) -> list[Row]:
        """The steps; how long is left only for those that are not done."""
        rows = []
        for step in self.proposal.milestones.all():
            done: list[type[ActionForm]] = [] if step.done_on else [DoneForm]
            left = time_left(step.due_on, on=self.on) if step.due_on and not step.done_on else None
            rows.append(
                Row(step, self._forms(step, *done, MilestoneForm, RemoveMilestoneForm), left)
            )
        return rows

    @property
    def milestone_form(self) -> ActionForm | None:
        """The form that adds a step."""
        return self._form(AddMilestoneForm) if self.may_change else None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(row.record.done_on is not None for row in self.milestones)  # type: ignore[union-attr]  # they are steps

    @cached_property
    def evidence(self) -> list[Row]:
        """What proves it, with the way to the place in the text."""
        rows = []
        for one in self.proposal.evidence.all():
            confirm: list[type[ActionForm]] = [] if one.confirmed_at else [ConfirmForm]
            forms = self._forms(one, *confirm, DetachForm)
            percent = round(one.score * 100) if one.score is not None else None
            rows.append(Row(one, forms, link=place_of(one), percent=percent))
        return rows

    @cached_property
    def minutes_form(self) -> ActionForm | None:
        """The form that attaches words of minutes, where there are any."""
        if not self.may_change or self.proposal.committee_id is None:
            return None
        form = self._form(MinutesForm)
        return form if form.has_minutes else None

    @cached_property
    def notes(self) -> list[Row]:
        """What colleagues wrote about it; whoever wrote it may change it, and a head of desk."""
        rows = []
        standing = Note.objects.visible_to(self.actor).standing().filter(proposal=self.proposal)
        for note in standing.select_related("author"):
            own = notes.may_take_back(self.actor, note.author_id)
            forms = self._forms(note, CorrectNoteForm, WithdrawNoteForm) if own else {}
            rows.append(Row(note, forms))
        return rows

    @property
    def note_form(self) -> ActionForm | None:
        """The form that writes a note."""
        return self._form(NoteForm) if self.may_change else None

    @cached_property
    def files(self) -> list[FileRow]:
        """What lies beside it, newest first."""
        seen = File.objects.visible_to(self.actor).standing().filter(proposal=self.proposal)
        withdrawn_at = self._withdrawn_at if self.may_change else None
        return file_rows(seen.select_related("added_by"), self.actor, withdrawn_at)

    def _withdrawn_at(self, file: File) -> str:
        return self._form(WithdrawFileForm, file).address

    @property
    def file_form(self) -> ActionForm | None:
        """The form that adds a file."""
        return self._form(FileForm) if self.may_change else None

    @property
    def file_limit(self) -> int:
        """How large a file may be, in bytes."""
        return settings.FILE_LIMIT

    @property
    def is_told_by_one_side(self) -> bool:
        """Whether only one side has ever said so."""
        said = [one for one in self.proposal.evidence.all() if one.confirmed_at]
        officials = {one.speaker_id for one in said if one.voice == Voice.OFFICIAL}
        is_joint = any(one.voice == Voice.JOINT for one in said)
        return bool(said) and len(officials) <= 1 and not is_joint

    @cached_property
    def kin(self) -> dict[str, list[Proposal]]:
        """The proposals that it belongs with, as far as the reader sees them."""
        seen = Proposal.objects.visible_to(self.actor)
        this = self.proposal
        found = {
            "parent": seen.filter(pk=this.parent_id) if this.parent_id else (),
            "parts": seen.filter(parent=this),
            "successor": seen.filter(pk=this.successor_id) if this.successor_id else (),
            "predecessors": seen.filter(successor=this),
        }
        return {name: list(rows) for name, rows in found.items()}

    @property
    def has_kin(self) -> bool:
        """Whether it belongs with any."""
        return any(self.kin.values())

    @cached_property
    def entries(self) -> list[Entry]:
        """What happened, newest first."""
        changes = Change.objects.of_proposal(self.proposal).exclude(subject="finding")
        return entries_of(list(changes[:CHANGES_SHOWN]), self.actor)


def place_of(evidence: Evidence) -> str:
    """Give the address of the place in an article's text or in minutes that evidence quotes."""
    if evidence.article_id is None:
        page = reverse("admin:proposals_meeting_change", args=[evidence.meeting_id])
    else:
        page = reverse("admin:proposals_article_change", args=[evidence.article_id])
    return f"{page}#evidence-{evidence.pk}"
