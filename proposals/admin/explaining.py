"""Why something was found or suggested, as lines that a reader can judge.

Extraction and matching say why in a dictionary of their own making. Its known parts are named
here; what is not known is shown under its own name, so that nothing is hidden when they learn to
say more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.admin.signs import WORDS, said, step
from proposals.days import numerals
from proposals.wording import listed, quoted

LABELS: dict[str, str | Promise] = {
    "cue": _("Words that signal it"),
    "act": _("Act"),
    "measure": _("Measure"),
    "attribution": _("Who acts"),
    "chain": _("Who acts"),
    "kind": _("Words of its kind"),
    "kinds": _("Words of its kind"),
    "exclusions": _("What speaks against it"),
    "excl": _("What speaks against it"),
    "signs": _("What counted, and how much"),
    "features": _("What counted, and how much"),
    "progress": _("Words of progress"),
    "parties": _("Parties"),
    "committee": _("Committee"),
    "concepts": _("Concepts in common"),
    "context": _("Concepts nearby"),
    "names": _("Names in common"),
    "numbers": _("Numbers in common"),
    "dates": _("Dates"),
    "quote": _("Its words"),
    "scores": _("Scores"),
    "entries": _("Entries"),
    "score": _("Score"),
    "by_hand": _("Marked by hand"),
}
# What two have in common is told by the words of each; its name is a machine's.
SHARED = frozenset({"concepts", "context"})
# Places in the text, which the words themselves show better.
PLACES = frozenset({"start", "end", "span", "spans", "offset", "offsets"})
DEPTH = 3


@dataclass(frozen=True)
class Reason:
    """One reason: what it is about, and what was seen."""

    label: str | Promise
    seen: list[str]


def reasons(why: Any, text: str = "") -> list[Reason]:
    """Give the reasons that a finding's or a candidate's ``why`` holds, whatever its shape.

    ``text`` is what places in it point into.
    """
    told = why if isinstance(why, Mapping) else {"why": why}
    found = (
        (key, list(_lines(_unnamed(part) if key in SHARED else part, text)))
        for key, part in told.items()
        if key not in PLACES
    )
    return [Reason(_label(key), seen) for key, seen in found if seen]


def _unnamed(shared: Any) -> Any:
    """Give what two have in common without the names of the concepts."""
    if not isinstance(shared, Mapping):
        return shared
    return [" · ".join(map(str, words)) for words in shared.values() if isinstance(words, list)]


def _label(key: Any) -> str | Promise:
    return LABELS.get(str(key), str(key).replace("_", " ").capitalize())


def _word(value: Any) -> str:
    """Give a machine's word as a reader would say it."""
    return said(str(value)) or str(value).replace("_", " ")


def _lines(part: Any, text: str, depth: int = 0) -> Iterator[str]:
    """Give a part of any shape as short lines."""
    if isinstance(part, Mapping):
        yield from _table(part, text, depth)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _lines(one, text, depth + 1)
    elif isinstance(part, float):
        yield numerals(f"{part:.2f}".rstrip("0").rstrip("."))
    elif part not in (None, "", False):
        yield str(WORDS.get(str(part)) or step(str(part)))


def _table(table: Mapping[Any, Any], text: str, depth: int) -> Iterator[str]:
    """Give a lexicon's entry by its words; another table by its rows, in one line if it is deep."""
    quoted = _quoted(table, text)
    said = [quoted] if quoted else []
    if not quoted:
        for key, one in table.items():
            said += _row(key, one, text, depth) if key not in PLACES else []
    yield from said if depth == 0 else filter(None, [listed(said)])


def _row(key: Any, one: Any, text: str, depth: int) -> list[str]:
    lines = list(_lines(one, text, depth + 1)) if depth < DEPTH else [str(one)]
    is_many = isinstance(one, list) and all(isinstance(part, Mapping) for part in one)
    if is_many and depth == 0:
        return lines
    return [f"{_word(key)}: {' · '.join(lines)}"] if lines else []


def _quoted(entry: Mapping[Any, Any], text: str) -> str:
    """Give an entry of a lexicon, or a place in the text, by the words that stand there."""
    words = " … ".join(filter(None, (text[start:end] for start, end in _spans(entry))))
    words = words or str(entry.get("pattern", ""))
    if not words:
        return ""
    meaning = [_word(entry[name]) for name in ("label", "reason") if entry.get(name)]
    source = [f"{entry['lexicon']} {entry.get('line', '')}".strip()] if "lexicon" in entry else []
    weight = list(_lines(entry.get("weight"), text))
    return " · ".join([quoted(words), *meaning, *weight, *source])


def _spans(entry: Mapping[Any, Any]) -> Iterator[tuple[int, int]]:
    """Give the places that an entry names, as far as they are places."""
    spans = entry.get("spans")
    for span in spans if isinstance(spans, list) else [[entry.get("start"), entry.get("end")]]:
        match span:
            case [int(start), int(end)]:
                yield start, end
