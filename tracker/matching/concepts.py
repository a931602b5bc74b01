"""Finds in a text the concepts that measures are about, by one name in all three languages."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tracker.extraction.entries import FOLDER, Entry, Row, rows
from tracker.extraction.lexicon import LANGUAGES, Dictionary, standard
from tracker.extraction.patterns import PatternError
from tracker.extraction.scan import Hit, scan
from tracker.extraction.sentences import Layout, layout
from tracker.extraction.text import Folded, fold
from tracker.extraction.words import Vocabulary, cut

FILE = "concepts"
COLUMNS = ("concept", "weight", *LANGUAGES)
WORDS, PHRASES = "words", "phrases"  # a longer phrase hides a shorter one in it, but no word
NONE = "-"  # stands where a language has no word for a concept


class Concepts:
    """The concepts of a folder's file; `problems` lists the lines that are not well formed."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.problems: list[str] = []
        self.weights: dict[str, float] = {}
        self.everyday: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        self.dictionaries = {language: _empty(language) for language in LANGUAGES}
        for row in rows(folder, FILE):
            self._load(row)
        self.vocabularies = {
            language: Vocabulary(dictionary) for language, dictionary in self.dictionaries.items()
        }

    def _load(self, row: Row) -> None:
        if problem := self._misfit(row):
            self._note(row, problem)
            return
        name, weight, *cells = row.cells
        for language, cell in zip(LANGUAGES, cells, strict=True):
            phrases = [phrase.strip() for phrase in cell.split(",") if cell != NONE]
            if not float(weight):
                self.everyday[language].update(map(fold, phrases))
                continue
            self.weights[name] = float(weight)
            for phrase in phrases:
                self._file(row, language, name, phrase)

    def _misfit(self, row: Row) -> str:
        """Say what is wrong with a line, or nothing."""
        if len(row.cells) != len(COLUMNS) or not all(row.cells):
            return f"needs {len(COLUMNS)} columns, each with something in it"
        name, weight = row.cells[:2]
        if name in self.weights:
            return f"the concept {name!r} stands there twice"
        if not weight.replace(".", "", 1).isdigit():
            return f"weight {weight!r} is not a number"
        return ""

    def _file(self, row: Row, language: str, name: str, pattern: str) -> None:
        length = PHRASES if set(" -") & set(pattern) else WORDS
        try:
            self.dictionaries[language].add(Entry(length, row.line, language, name, pattern))
        except PatternError as error:
            self._note(row, f"{language}: {error}")

    def _note(self, row: Row, problem: str) -> None:
        self.problems.append(f"{row.file}.tsv:{row.line}: {problem}")

    def find(self, layout: Layout, language: str) -> Iterator[Hit]:
        """Give the concepts that a text names, in order."""
        found = scan(layout, self.dictionaries[language])
        for by_length in found.values():
            yield from by_length.get(WORDS, ())
            yield from by_length.get(PHRASES, ())


def _empty(language: str) -> Dictionary:
    """Give a dictionary without phrases that knows the language's verbs and classes of words."""
    known = standard().dictionaries[language]
    return Dictionary(language, known.classes, known.forms, known.verbs)


@cache
def standard_concepts() -> Concepts:
    """Give the concepts that ship with the package, loaded once."""
    return Concepts()


def check(folder: Path = FOLDER) -> list[str]:
    """List the problems of a folder's file of concepts, each with its line."""
    return Concepts(folder).problems


def in_text(text: str, language: str) -> dict[str, list[str]]:
    """Give the concepts that a text names, each with the words that name it."""
    known = standard_concepts()
    if language not in LANGUAGES:
        return {}
    folded = Folded(text)
    found = layout(folded, cut(folded.text, known.vocabularies[language], language))
    named: dict[str, list[str]] = {}
    for hit in known.find(found, language):
        start, end = folded.span(found.cut.starts[hit.start], found.cut.ends[hit.end - 1])
        named.setdefault(hit.entry.label, []).append(text[start:end])
    return named
