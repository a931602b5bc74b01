"""Parties: the states and organisations that put measures to one another."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.models.history import kept_as_it_stood, noted
from proposals.models.names import Named
from proposals.vocabulary import Language, NameUse, PartyKind


@kept_as_it_stood()
@noted()
class Party(Named):
    """A state (ISO 3166-1 alpha-2) or an organisation (three letters or more)."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=PartyKind, default=PartyKind.STATE)

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("record", "party")
        verbose_name_plural = _("parties")
        ordering = ["code"]
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind=PartyKind.STATE, code__regex=r"^[A-Z]{2}$")
                | models.Q(kind=PartyKind.ORGANISATION, code__regex=r"^[A-Z][A-Z0-9]{2,11}$"),
                name="proposals_party_code_fits_kind",
                violation_error_message=_(
                    "A state has a code of two capital letters, an organisation of three or more."
                ),
            ),
        ]


class PartyName(models.Model):
    """A further name by which articles speak of a party: an alias, a demonym, a capital."""

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("party"), related_name="further_names"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    use = models.CharField(_("use"), max_length=8, choices=NameUse)
    text = models.CharField(_("text"), max_length=120)
    is_weak = models.BooleanField(
        _("ambiguous"),
        default=False,
        help_text=_("It is also an ordinary word, so it counts only with support."),
    )

    class Meta:
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        ordering = ["language", "use", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "language", "use", "text"], name="proposals_partyname_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="proposals_partyname_has_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text
