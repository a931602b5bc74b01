"""A text made ready for the rules: folded, cut into words and sentences, its entries found."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tracker.extraction.lexicon import Lexicon
from tracker.extraction.scan import Hit, Hits, scan
from tracker.extraction.sentences import Layout, Sentence, layout
from tracker.extraction.text import Folded
from tracker.extraction.words import Word, cut, vocabulary, word_classes

_NOTHING: Mapping[str, list[Hit]] = {}


@dataclass(frozen=True)
class Document:
    """All that the rules ask about a text."""

    language: str
    layout: Layout
    found: Hits
    classes: Mapping[str, frozenset[str]]
    forms: list[Word]  # the words and marks
    texts: list[str]  # the same as they are folded

    @property
    def text(self) -> str:
        """Give the text as it was given."""
        return self.layout.folded.original

    @property
    def sentences(self) -> list[Sentence]:
        """Give the sentences in order."""
        return self.layout.sentences

    def following(self, sentence: Sentence) -> Sentence | None:
        """Give the sentence after one."""
        after = sentence.number + 1
        return self.sentences[after] if after < len(self.sentences) else None

    def hits(self, sentence: Sentence, file: str, labels: Iterable[str] = ()) -> list[Hit]:
        """Give the entries of a lexicon file found in a sentence, of certain labels or of any."""
        own = self.found.get(sentence.number, _NOTHING).get(file)
        if own is None:
            return []
        return [hit for hit in own if hit.entry.label in labels] if labels else own

    def word(self, index: int) -> str:
        """Give the folded word at an index, or nothing beyond the ends."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def is_of(self, word: str, name: str) -> bool:
        """Tell whether a folded word belongs to a class of classes.tsv."""
        return word in self.classes.get(name, ())

    def features(self, index: int) -> frozenset[str]:
        """Give what the word at an index may be as a verb."""
        return self.forms[index].features

    def is_capital(self, index: int) -> bool:
        """Tell whether the word at an index begins with a capital in the text as it was given."""
        return self.layout.original(index).isupper()

    def quote(self, index: int) -> int:
        """Give the number of the quotation that a word stands in, or 0."""
        return self.layout.quotes[index]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give the original's offsets of the words from `first` up to, not including, `last`."""
        places = self.layout.cut
        return self.layout.folded.span(places.starts[first], places.ends[last - 1])

    def words(self, first: int, last: int) -> list[str]:
        """Give the folded words of a range, without marks."""
        return [word.text for word in self.forms[first:last] if word.is_word]

    @cached_property
    def numbers(self) -> list[int]:
        """Give the indices of the words that begin with a digit."""
        return [index for index, word in enumerate(self.texts) if word[0].isdigit()]

    def has_number(self, first: int, last: int) -> bool:
        """Tell whether a word of a range begins with a digit."""
        return bisect_left(self.numbers, first) < bisect_left(self.numbers, last)


def read(text: str, language: str, lexicon: Lexicon) -> Document:
    """Make a text ready for the rules."""
    folded = Folded(text)
    found = layout(folded, cut(folded.text, vocabulary(lexicon, language), language))
    return Document(
        language=language,
        layout=found,
        found=scan(found, lexicon.dictionaries[language]),
        classes=word_classes(lexicon, language),
        forms=found.cut.words,
        texts=found.texts,
    )
