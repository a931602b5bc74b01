"""One story told by several outlets: recognised by the runs of words that two texts share.

MinHash (Broder 1997) over shingles of the folded words: the share of equal numbers in two
signatures estimates the Jaccard similarity of the texts' shingles. Where the reading of a text is
stored, its bands find the few texts that may be like it, without a look at the others.
"""

import hashlib
import re

from rensa.rensa import RMinHash

from proposals.services.stories import BANDS, ROWS, Signature
from tracker.extraction import fold

SHINGLE = 3
# With fewer shingles than this, a text is like too many others to be called the same.
FEWEST_SHINGLES = 25
_SEED = 1
_WORD = re.compile(r"\w+")


def signature(text: str) -> Signature | None:
    """Give the signature by which a text's near copies are found; None for a very short text."""
    words = _WORD.findall(fold(text))
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    if len(shingles) < FEWEST_SHINGLES:
        return None
    hashes = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    hashes.update(sorted(shingles))
    numbers = hashes.digest()
    bands = [_band(band, numbers[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]
    return Signature(numbers=tuple(numbers), bands=tuple(bands))


def _band(number: int, rows: list[int]) -> int:
    """Give a band as one number that fits the store's."""
    text = f"{number}:{rows}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)
