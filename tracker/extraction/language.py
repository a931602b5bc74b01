"""Tells whether a text is Arabic, Persian or English, by its letters and its commonest words."""

import re
from functools import cache

from tracker.extraction.lexicon import standard
from tracker.extraction.text import fold

_SAMPLE = 4000  # letters are enough to tell
_FEWEST = 8  # letters that a text must have
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z]")
_LETTER = re.compile(r"[^\W\d_]")
_PERSIAN_LETTERS = re.compile(r"[پچژگ]")
_ARABIC_LETTERS = re.compile(r"[ةىإأؤ]")
_WORD = re.compile(r"[^\W\d_]+")
_ARTICLES = ("ال", "وال", "بال", "لل")
# Letters that Urdu, Pashto, Kurdish, Uighur and Sindhi have and neither Arabic nor Persian.
_STRANGE = re.compile(r"[ٹڈڑںےټډړږښڼۍېڕڵۆێھڭۇۈۋەڳڻ]")
_STRANGE_SHARE = 0.01
_COMMON_SHARE = {"ar": 0.04, "fa": 0.06, "en": 0.05}


def detect_language(text: str) -> str | None:
    """Give "ar", "fa" or "en", or None for another language or for too little text."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < _FEWEST:
        return None
    folded = fold(sample)
    words = _WORD.findall(folded)
    if len(_LATIN.findall(folded)) * 2 > letters:
        share = _share(words, "en") - _share(words, "en", "foreign")
        return "en" if share > _COMMON_SHARE["en"] else None
    if len(_ARABIC_SCRIPT.findall(sample)) * 2 > letters:
        return _arabic_or_persian(sample, words, letters)
    return None


def _arabic_or_persian(sample: str, words: list[str], letters: int) -> str | None:
    if len(_STRANGE.findall(sample)) > letters * _STRANGE_SHARE:
        return None
    articles = sum(word.startswith(_ARTICLES) for word in words) / max(len(words), 1)
    shares = {
        "fa": _share(words, "fa") + len(_PERSIAN_LETTERS.findall(sample)) / letters,
        "ar": _share(words, "ar") + len(_ARABIC_LETTERS.findall(sample)) / letters + articles,
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] > _COMMON_SHARE[best] else None


@cache
def _class(language: str, name: str) -> frozenset[str]:
    return standard().dictionaries[language].word_class(name)


def _share(words: list[str], language: str, name: str = "common") -> float:
    """Give the share of a text's words that are of a class, such as a language's commonest."""
    return sum(word in _class(language, name) for word in words) / max(len(words), 1)
