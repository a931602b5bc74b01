"""Weighs how a proposal stands that a clause reports on: what its words of progress say together.

The surest of them may be an aside: "delayed twice, the bridge is open". So all are weighed, with
the tenses and the plain words of the clause.
"""

from dataclasses import replace

from tracker.extraction import choosing, updates, wording
from tracker.extraction.entries import STATUSES
from tracker.extraction.reading import Reading
from tracker.extraction.updates import Progress


def settle(reading: Reading, one: Progress) -> Progress:
    """Give a report with its likeliest status, and whose proposal it was."""
    status, _ = choosing.likeliest(signs(one), choosing.weights("status"))
    settled = replace(one, status=status)
    return replace(settled, proposer=updates.proposer(reading, settled))


def signs(one: Progress) -> dict[str, dict[str, float]]:
    """Give what speaks for each status."""
    sure: dict[str, float] = {}
    for hit in one.told:
        if hit.entry.label in STATUSES:
            sure[hit.entry.label] = max(sure.get(hit.entry.label, 0.0), hit.entry.weight)
    common = {f"with {status}": weight for status, weight in sure.items()}
    if one.hit is not None:
        common[f"surest {one.hit.entry.label}"] = 1.0
    common |= {name: value for name, value in one.features.items() if _matters(name)}
    return {
        status: {status: 1.0} | {f"{status} {name}": value for name, value in common.items()}
        for status in STATUSES
    }


def _matters(name: str) -> bool:
    """Tell the signs of a clause that can tell its status: words, tenses, a negation, an act."""
    is_word = wording.is_word(name) and name.startswith("in ")
    return is_word or " of " in name or name == "negated" or name.endswith((" ar", " fa", " en"))
