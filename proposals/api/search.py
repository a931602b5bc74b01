"""Finding proposals by words, whichever letters and digits they are written with.

Arabic and Persian share most letters but type some of them differently; vowel signs, the long
stroke and the narrow space come and go. Both sides of a comparison are folded alike, in SQL, so
that no word is lost for its spelling. It scans what the caller may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

from proposals.models import Evidence

if TYPE_CHECKING:
    from django.db.models import Expression

    from proposals.querysets import ProposalQuerySet

# Each letter is read as the one after the arrow.
_READ_AS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىيئ", "ی"),
    "ك": "ک",
    **dict.fromkeys("ةۀ", "ه"),
    "ؤ": "و",
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
}
# Vowel signs, the superscript alif, the long stroke and the narrow space are not read at all.
_UNREAD = "".join(map(chr, range(0x064B, 0x0653))) + "\u0670\u0640\u200c"
_FROM, _TO = "".join(_READ_AS), "".join(_READ_AS.values())
_TABLE = str.maketrans(_FROM, _TO, _UNREAD)


def fold(text: str) -> str:
    """Give the text in the letters and digits by which it is compared."""
    return text.translate(_TABLE)


def folded(expression: str | Expression) -> Func:
    """Give the SQL expression that folds a text as ``fold`` does."""
    return Func(
        F(expression) if isinstance(expression, str) else expression,
        Value(_FROM + _UNREAD),
        Value(_TO),
        function="translate",
        output_field=TextField(),
    )


def search(proposals: ProposalQuerySet, text: str) -> ProposalQuerySet:
    """Keep those that have every word in their reference, their titles or one of their quotes."""
    space = Value(" ")
    found = proposals.alias(
        words=folded(Concat("reference", space, "title_ar", space, "title_fa", space, "title_en"))
    )
    quotes = Evidence.objects.filter(proposal=OuterRef("pk")).alias(words=folded("exact"))
    for word in fold(text).split():
        found = found.filter(
            Q(words__icontains=word) | Exists(quotes.filter(words__icontains=word))
        )
    return found
