"""The parties' names, from the extraction's lexicon into the record."""

from collections import defaultdict
from datetime import datetime

from proposals.rights import Actor
from proposals.services.parties import FurtherName, PartyEntry, load
from tracker.extraction.entries import FOLDER, rows

BY = Actor.of_system("lexicon")
HEADER = ("code", "language", "use", "text")


def entries_of_lexicon() -> list[PartyEntry]:
    """Read the lexicon's parties: one fact a line, as the head of the file explains."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    further: dict[str, list[FurtherName]] = defaultdict(list)
    for row in rows(FOLDER, "parties"):
        if row.cells[:4] == HEADER:
            continue
        code, language, use, text, *mark = row.cells
        if use == "name":
            names[code][language] = text
        else:
            further[code].append(FurtherName(language, use, text, is_weak=mark == ["weak"]))
    return [PartyEntry(code, names[code], further[code]) for code in names]


def load_parties(*, at: datetime) -> int:
    """Add to the record the parties and names that it lacks; give how many parties are new."""
    return load(entries=entries_of_lexicon(), by=BY, at=at)
