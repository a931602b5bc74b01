"""Writes words as they sound, so that a name is one in every script: خصب and Khasab are ``xsb``."""

import re

# Sounds that scripts don't keep apart have one letter; vowels, written at will, have none.
_LETTERS = {
    "b": "bpبپ", "t": "tتطث", "d": "dدضظ", "s": "szسصزذ", "j": "jشجچژ", "k": "ckqgكقگغ",
    "f": "fvفڤ", "x": "xخ", "h": "hحه", "r": "rر", "l": "lل", "m": "mم", "n": "nن",
    "": "aeiouyw'اويعئؤآ",
}  # fmt: skip
_SOUNDS = str.maketrans({
    letter: sound for sound, letters in _LETTERS.items() for letter in letters
})  # fmt: skip
_PAIRS = {
    "tch": "j", "sch": "j", "ch": "j", "sh": "j", "zh": "j", "kh": "x", "gh": "k", "ph": "f",
    "th": "t", "dh": "d", "qu": "k", "x": "ks", "تش": "ج",
}  # fmt: skip
_WRITTEN_AS_PAIRS = re.compile("|".join(_PAIRS))
_SOFT_C = re.compile(r"c(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
SHORTEST = 3  # letters; fewer sound like too many words


def sound(word: str) -> str:
    """Give the consonants of a folded word, the same for every script that may write it."""
    paired = _WRITTEN_AS_PAIRS.sub(lambda found: _PAIRS[found[0]], word)
    sounds = _SOFT_C.sub("s", paired).translate(_SOUNDS)
    return _DOUBLE.sub(r"\1", sounds.removesuffix("h"))
