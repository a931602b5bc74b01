"""Finds all lexicon entries in a text's words in one pass."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tracker.extraction.entries import Entry
from tracker.extraction.lexicon import Dictionary
from tracker.extraction.patterns import Part, ends
from tracker.extraction.sentences import Layout
from tracker.extraction.words import Word

# Words that a gap may hold: a Persian verb may stand far behind its noun.
_GAPS = {"cues": {"ar": 12, "fa": 45, "en": 13}, "progress": {"ar": 8, "fa": 25, "en": 8}}
_SHORT_GAP = 4
_LOOK_BACK = 4  # entries; longer ones begin no farther back


class Hit(NamedTuple):
    """An entry found: its first word, the one after its last, its stretches between gaps."""

    entry: Entry
    start: int
    end: int
    stretches: tuple[tuple[int, int], ...]


Hits = dict[int, dict[str, list[Hit]]]  # by the number of the sentence, then by lexicon file
_Begun = dict[tuple[int, int], tuple[tuple[int, int], ...]]


def scan(layout: Layout, dictionary: Dictionary) -> Hits:
    """Give the entries found in each sentence, longest first where two begin together."""
    found: Hits = {}
    for sentence in layout.sentences:
        by_file: dict[str, list[Hit]] = defaultdict(list)
        words = layout.cut.words[sentence.first : sentence.last]
        for hit in _in_sentence(words, dictionary, sentence.first):
            by_file[hit.entry.file].append(hit)
        if by_file:
            found[sentence.number] = {file: longest(hits) for file, hits in by_file.items()}
    return found


def longest(hits: list[Hit]) -> list[Hit]:
    """Drop each entry whose words all stand in a longer one; keep both if they are as long."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        reaching = [other for other in kept[-_LOOK_BACK:] if other.end > hit.start]
        if not reaching or not any(_covers(other, hit) for other in reaching):
            kept.append(hit)
    return kept


def _covers(longer: Hit, hit: Hit) -> bool:
    """Tell whether an entry says all that a shorter one does, in its words or across its gap."""
    if (longer.start, longer.end) == (hit.start, hit.end):
        return False
    is_gapped = len(longer.stretches) > 1 and longer.entry.file != "cues"
    if is_gapped and longer.start == hit.start and hit.end <= longer.end:
        return True
    return any(start <= hit.start and hit.end <= end for start, end in longer.stretches)


def _in_sentence(words: list[Word], dictionary: Dictionary, offset: int) -> Iterator[Hit]:
    begun: _Begun = {}
    keys = [word.keys for word in words]
    for start, word in enumerate(words):
        if word.begins is not None:
            for end, part in ends(word.begins, keys, start + 1):
                if part.number and (part.owner, part.number - 1) not in begun:
                    continue
                stretch = (start + offset, end + offset)
                if part.last:
                    yield from _met(part, stretch, dictionary, begun)
                else:
                    yield Hit(dictionary.entries[part.owner], *stretch, (stretch,))


def _met(
    part: Part,
    stretch: tuple[int, int],
    dictionary: Dictionary,
    begun: _Begun,
) -> Iterator[Hit]:
    """Give the entry that a stretch completes, or remember the stretch until its next comes."""
    entry = dictionary.entries[part.owner]
    before: tuple[tuple[int, int], ...] = ()
    if part.number:
        widest = _GAPS.get(entry.file, {}).get(entry.language, _SHORT_GAP)
        before = begun[part.owner, part.number - 1]
        if not 0 <= stretch[0] - before[-1][1] <= widest:
            return
    stretches = (*before, stretch)
    if part.number < part.last:
        begun[part.owner, part.number] = stretches
        return
    if part.number:
        del begun[part.owner, part.number - 1]
    yield Hit(entry, stretches[0][0], stretch[1], stretches)
