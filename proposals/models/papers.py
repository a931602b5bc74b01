"""What staff lay beside the record: notes on a proposal, files of a proposal or of a meeting.

They are the staff's own work. Partners never see them, and they don't count as news of a proposal.
"""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.committees import Meeting
from proposals.models.history import kept_as_it_stood, noted
from proposals.models.people import User
from proposals.models.proposals import Proposal
from proposals.querysets import FileQuerySet, NoteQuerySet
from proposals.search import folded
from proposals.vocabulary import FileKind, FilePurpose

LONGEST_NOTE = 5000


@kept_as_it_stood()
@noted(proposal="proposal_id")
class Note(models.Model):
    """What somebody of the staff wrote about a proposal, for the staff."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), validators=[MaxLengthValidator(LONGEST_NOTE)])
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("written by"), related_name="notes"
    )
    written_at = models.DateTimeField(_("written"))
    changed_at = models.DateTimeField(_("corrected"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="proposals_note_says_something")
        ]
        indexes = [
            GinIndex(OpClass(folded(F("text")), name="gin_trgm_ops"), name="proposals_note_parts")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_corrected(self) -> bool:
        """Whether it says something else than it did at first."""
        return self.changed_at > self.written_at


@kept_as_it_stood()
@noted(proposal="proposal_id")
class File(models.Model):
    """A file that somebody of the staff laid beside a proposal or a meeting, for the staff."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="files", null=True, blank=True
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("meeting"),
        related_name="files",
        null=True,
        blank=True,
    )
    purpose = models.CharField(
        _("what it is"), max_length=8, choices=FilePurpose, default=FilePurpose.PAPER
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("sort of file"), max_length=8, choices=FileKind)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("added by"), related_name="files"
    )
    added_at = models.DateTimeField(_("added"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "file")
        verbose_name_plural = _("files")
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, meeting__isnull=True)
                | Q(proposal__isnull=True, meeting__isnull=False),
                name="proposals_file_lies_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="proposals_file_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose=FilePurpose.PAPER)
                | Q(purpose__in=FilePurpose.values, meeting__isnull=False),
                name="proposals_file_purpose_fits",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="proposals_file_has_a_name"),
            models.CheckConstraint(condition=Q(size__gte=1), name="proposals_file_is_not_empty"),
            models.UniqueConstraint(
                fields=["proposal", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="proposals_file_once_a_proposal",
            ),
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="proposals_file_once_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Proposal | Meeting:
        """What it lies beside."""
        place = self.proposal or self.meeting
        assert place is not None, "the database holds it to one"  # noqa: S101  # for the reader
        return place


@pgtrigger.register(pgtrigger.Protect(name="is_never_rewritten", operation=pgtrigger.Update))
class FileContent(models.Model):
    """A file's bytes, beside it so that lists and the history stay light."""

    file = models.OneToOneField(File, models.CASCADE, related_name="content", primary_key=True)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(content=b""), name="proposals_filecontent_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return str(self.file)
