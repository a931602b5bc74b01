"""Names kept in three languages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.models.fetched import Fetched
from proposals.vocabulary import Language


def in_reader_language(texts: dict[str, str], original: str = "") -> str:
    """Give the text in the active language; else in the original one, in English, in any."""
    active = (get_language() or "en").split("-")[0]
    if texts.get(active):
        return texts[active]
    order = (original, Language.EN, Language.AR, Language.FA)
    return next((texts[language] for language in order if texts.get(language)), "")


class Named(Fetched):
    """Something with a name in each language; at least one of them is there."""

    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_fa = models.CharField(_("name in Persian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_ar="", name_fa="", name_en=""),
                name="%(app_label)s_%(class)s_is_named",
                violation_error_message=_("Give a name in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, or in one in which it has a name."""
        return in_reader_language(self.names)

    @property
    def names(self) -> dict[str, str]:
        """The names by language."""
        return {"ar": self.name_ar, "fa": self.name_fa, "en": self.name_en}
