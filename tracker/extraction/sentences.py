"""Finds paragraphs, sentences and quotations among a text's words."""

import re
from dataclasses import dataclass, field

from tracker.extraction.text import Folded
from tracker.extraction.words import Cut

_TERMINATORS = frozenset(".!?؟؛…")
_QUOTE = '"'
_CLOSERS = _TERMINATORS | {_QUOTE, ")"}
_LINE_ENDS = frozenset((".", "!", "?", "؟", ":", _QUOTE))
_OPENING, _CLOSING = frozenset("«‹„"), frozenset("»›")
_LONGEST = 120  # words; a longer sentence is cut, so that no rule's work can grow with the text
_SHORT_LINE = 60  # letters; a line that short ends a paragraph even without a full stop
_ABBREVIATIONS = re.compile(
    r"mr|mrs|ms|dr|st|no|gen|col|lt|gov|sen|rep|prof|vs|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of words, by the indices of its first word and of the one after its last."""

    number: int
    first: int
    last: int
    paragraph: int


@dataclass
class Layout:
    """How a text's words fall into sentences, and which of them stand in quotation marks."""

    folded: Folded
    cut: Cut
    texts: list[str]  # the folded words and marks
    sentences: list[Sentence] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)  # per word: the number of its quotation, or 0

    def original(self, index: int) -> str:
        """Give the first character of a word as it was written."""
        return self.folded.original[self.folded.origin(self.cut.starts[index])]

    def close(self, first: int, last: int, paragraph: int) -> None:
        """Add a sentence, without the marks before it, unless it has no word."""
        words = self.cut.words
        while first < last and not words[first].is_word and self.texts[first] != _QUOTE:
            first += 1
        if any(word.is_word for word in words[first:last]):
            self.sentences.append(Sentence(len(self.sentences), first, last, paragraph))


def layout(folded: Folded, cut: Cut) -> Layout:
    """Find the sentences and the quotations."""
    found = Layout(folded, cut, [word.text for word in cut.words])
    first = paragraph = 0
    for index, word in enumerate(cut.words):
        if word.is_word and index - first < _LONGEST:
            continue
        is_break = _is_break(found, index)
        if is_break or _ends(found, index) or index - first >= _LONGEST:
            found.close(first, index + 1, paragraph)
            first = index + 1
            paragraph += is_break
    found.close(first, len(cut.words), paragraph)
    found.quotes = _quotations(found)
    return found


def _is_break(found: Layout, index: int) -> bool:
    """Tell whether a line break ends a paragraph, or only a line of it."""
    text = found.texts[index]
    if text[0] != "\n":
        return False
    if len(text) > 1 or index == 0:
        return True
    start = found.cut.starts[index]
    line_start = found.folded.text.rfind("\n", max(0, start - _SHORT_LINE), start)
    return line_start >= 0 or start < _SHORT_LINE or found.texts[index - 1] in _LINE_ENDS


def _ends(found: Layout, index: int) -> bool:
    """Tell whether a sentence ends with the mark at `index`."""
    text, after = found.texts[index], index + 1
    if text == _QUOTE:
        return _closes_a_sentence(found, index) and not _goes_on(found, after)
    if text not in _TERMINATORS:
        return False
    if after < len(found.texts) and found.texts[after] in _CLOSERS:
        return found.cut.ends[index] != found.cut.starts[after]
    return not (_is_abbreviation(found, index) or _goes_on(found, after))


def _closes_a_sentence(found: Layout, index: int) -> bool:
    """Tell whether a quotation mark stands right after the mark that ends a sentence."""
    touches = index > 0 and found.cut.ends[index - 1] == found.cut.starts[index]
    return touches and found.texts[index - 1] in _TERMINATORS


def _is_abbreviation(found: Layout, index: int) -> bool:
    if found.texts[index] != "." or index == 0:
        return False
    before = found.texts[index - 1]
    is_short = len(before) == 1 and before.isascii() and before.isalpha()
    touches = found.cut.ends[index - 1] == found.cut.starts[index]
    return touches and (is_short or _ABBREVIATIONS.fullmatch(before) is not None)


def _goes_on(found: Layout, index: int) -> bool:
    """Tell whether the next word, by its small letter, still belongs to the sentence."""
    return index < len(found.texts) and found.original(index).islower()


def _quotations(found: Layout) -> list[int]:
    """Number the quotations: a mark opens or closes one, and a new paragraph closes it."""
    numbers, current, count = [0] * len(found.texts), 0, 0
    if _QUOTE not in found.folded.text:
        return numbers
    for index, text in enumerate(found.texts):
        if text == _QUOTE:
            mark = found.original(index)
            opens = mark in _OPENING or (mark not in _CLOSING and not current)
            count += opens
            current = count if opens else 0
        elif text[0] == "\n" and len(text) > 1:
            current = 0
        else:
            numbers[index] = current
    return numbers
