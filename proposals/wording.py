"""How texts are put together for a reader: lists, quotes, and the names of Mithaq's own parts."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The parts of Mithaq that act by themselves, by the names under which they do.
PARTS: dict[str, str | Promise] = {
    "intake": gettext_lazy("Mithaq, taking articles in"),
    "ingest": gettext_lazy("Mithaq, taking articles in"),
    "matching": gettext_lazy("Mithaq, matching"),
    "lexicon": gettext_lazy("Mithaq, its lexicon"),
    "demo": gettext_lazy("Mithaq, the demonstration"),
    "operator": gettext_lazy("The operator"),
}


def listed(texts: Iterable[object]) -> str:
    """Give some texts as one list, with the comma of the reader's language."""
    return _(", ").join(map(str, texts))


def quoted(words: object) -> str:
    """Give words in the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


def name_of_actor(key: str, name: str) -> str:
    """Give the name of who acted, by their key and by the name that was kept."""
    part = key.removeprefix("system:")
    return name if part == key else str(PARTS.get(part, name))
