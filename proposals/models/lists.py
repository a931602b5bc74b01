"""Lists that people keep: the filters, the order and the columns of one, under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.people import User
from proposals.querysets import SavedListQuerySet


class SavedList(models.Model):
    """A list of proposals as its address gives it, which a person kept under a name.

    The address holds no rows: whoever opens it sees what they may see.
    """

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="saved_lists"
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shared with the desk"), default=False)
    saved_at = models.DateTimeField(_("saved"))

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="proposals_savedlist_once_a_name",
                violation_error_message=_("You have a list of this name already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="proposals_savedlist_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
