"""Loads the lexicons, checks that they are well formed, and shows what a new entry would change."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from tracker.extraction import arabic, english, persian
from tracker.extraction.entries import (
    FILES,
    FOLDER,
    KINDS,
    OPTIONS,
    PARTY_HEADER,
    PARTY_USES,
    Entry,
    Row,
    is_weight,
    misfit,
    rows,
)
from tracker.extraction.patterns import NAME, Part, PatternError, Phrases, parse
from tracker.extraction.text import fold

LANGUAGES: dict[str, ModuleType] = {"ar": arabic, "fa": persian, "en": english}
_VERB = re.compile(r"~([^\s:/()]+)")
_NOTATION = str.maketrans("/()=~@{},^", "          ")
_FEWEST_CLASS, _FEWEST_VERB, _FEWEST_PARTY = 3, 4, 4

Forms = dict[str, set[tuple[str, tuple[str, ...]]]]  # a form: the verbs it is of, with its features


@dataclass(slots=True)
class Dictionary:
    """What one language's lexicons hold: phrases, verb forms, classes of words."""

    language: str
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forms: Forms = field(default_factory=lambda: defaultdict(set))
    verbs: set[str] = field(default_factory=set)
    senses: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # of a word, ~verb
    entries: list[Entry] = field(default_factory=list)
    phrases: Phrases = field(default_factory=Phrases)

    def add(self, entry: Entry) -> None:
        """File an entry under its pattern; raise PatternError if that is not well formed."""
        stretches = parse(entry.pattern, self.classes, self.language)
        for verb in _VERB.findall(entry.pattern):
            if fold(verb) not in self.verbs:
                raise PatternError(f"no verb {verb!r} in verbs.tsv")
        owner = len(self.entries)
        self.entries.append(entry)
        for number, stretch in enumerate(stretches):
            self.phrases.add(stretch, Part(owner, number, len(stretches) - 1))

    def word_class(self, name: str) -> frozenset[str]:
        """Give the folded words of a class, none if the language has no such class."""
        return frozenset(fold(word) for word in self.classes.get(name, ()))

    def add_sense(self, sense: str, word: str) -> None:
        """File a word, or a ~verb, under a sense; raise PatternError if there is no such verb."""
        folded = fold(word)
        if word.startswith("~") and folded[1:] not in self.verbs:
            raise PatternError(f"no verb {word[1:]!r} in verbs.tsv")
        self.senses[folded].add(sense)

    def add_verb(self, name: str, past: str, present: str, nouns: str) -> None:
        """File a verb's forms."""
        self.verbs.add(name)
        for form, features in LANGUAGES[self.language].conjugate(past, present):
            self.forms[form].add((name, features))
        for noun in nouns.split():
            self.forms[noun].add((name, ("form",) if self.language == "en" else ("inf",)))
            if self.language == "ar":
                self._tell_accusative(name, noun)

    def _tell_accusative(self, name: str, noun: str) -> None:
        """Take «طلبا» for "a request" and not for "the two asked", «مطالبا» for "asking"."""
        form = noun + "ا"
        self.forms[form] = {known for known in self.forms[form] if known[0] != name}
        self.forms[form].add((name, ("part",) if noun.startswith("م") else ("inf",)))


class Lexicon:
    """All lexicons of a folder, ready for use; `problems` lists the lines that are not well formed.

    `added` maps a file's name, without its ending, to lines that are read after the file's own.
    """

    def __init__(self, folder: Path = FOLDER, added: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.dictionaries = {language: Dictionary(language) for language in LANGUAGES}
        self._added = added
        self._load_classes()
        self._load_verbs()
        for name in FILES:
            self._load_phrases(name)
        self._load_parties()
        self._load_themes()
        self._load_senses()

    def _note(self, row: Row, problem: str) -> None:
        self.problems.append(f"{row.file}.tsv:{row.line}: {problem}")

    def _well_formed(self, row: Row, fewest: int) -> bool:
        if len(row.cells) < fewest:
            self._note(row, f"has {len(row.cells)} columns, needs {fewest}")
        elif row.cells[0] not in LANGUAGES:
            self._note(row, f"no such language {row.cells[0]!r}")
        else:
            return True
        return False

    def _load_classes(self) -> None:
        for row in rows(self.folder, "classes", self._added):
            if self._well_formed(row, _FEWEST_CLASS):
                language, name, words = row.cells[:_FEWEST_CLASS]
                self.dictionaries[language].classes[name] = tuple(words.split())

    def _load_verbs(self) -> None:
        for row in rows(self.folder, "verbs", self._added):
            if self._well_formed(row, _FEWEST_VERB):
                language, *cells = row.cells
                verb, past, present, *nouns = (fold(cell) for cell in cells)
                self.dictionaries[language].add_verb(verb, past, present, " ".join(nouns))

    def _load_senses(self) -> None:
        for row in rows(self.folder, "senses", self._added):
            sense, *cells = row.cells
            if len(cells) != len(LANGUAGES):
                self._note(row, f"has {len(row.cells)} columns, needs {1 + len(LANGUAGES)}")
                continue
            for language, cell in zip(LANGUAGES, cells, strict=True):
                for word in cell.split():
                    self._file_sense(row, language, sense, word)

    def _file_sense(self, row: Row, language: str, sense: str, word: str) -> None:
        try:
            self.dictionaries[language].add_sense(sense, word)
        except PatternError as error:
            self._note(row, str(error))

    def _load_phrases(self, name: str) -> None:
        columns = FILES[name][0]
        for row in rows(self.folder, name, self._added):
            if self._well_formed(row, len(columns) + 1):
                cells = dict(zip(columns, row.cells[1:], strict=False))
                if problem := misfit(name, cells):
                    self._note(row, problem)
                else:
                    self._file(row, _entry(row, cells, columns[0]))

    def _load_parties(self) -> None:
        for row in rows(self.folder, "parties", self._added):
            code, language, use, text, *weak = (*row.cells, *[""] * _FEWEST_PARTY)
            if row.cells == PARTY_HEADER:
                continue
            if language not in LANGUAGES or use not in PARTY_USES or not text:
                self._note(row, f"no such language, use or text: {language!r}, {use!r}, {text!r}")
                continue
            options = (use, "weak" if weak[0] == "weak" else "")
            pattern = _as_pattern(text, language, is_name=use != "demonym")
            self._file(row, Entry("parties", row.line, language, code, pattern, 0.0, options))

    def _load_themes(self) -> None:
        """File the phrases of each concept under the kinds that it speaks for."""
        phrases = {row.cells[0]: row.cells[2:] for row in rows(self.folder, "concepts")}
        for row in rows(self.folder, "themes", self._added):
            concept, kind, weight = (*row.cells, "", "")[:3]
            if concept not in phrases or kind not in KINDS or not is_weight(weight):
                self._note(row, f"no such concept, kind or weight: {' '.join(row.cells)!r}")
                continue
            for language, cell in zip(LANGUAGES, phrases[concept], strict=False):
                for phrase in (phrase.strip() for phrase in cell.split(",") if cell != "-"):
                    own = (language, kind, phrase, float(weight), (concept,))
                    self._file(row, Entry("themes", row.line, *own))

    def _file(self, row: Row, entry: Entry) -> None:
        try:
            self.dictionaries[entry.language].add(entry)
        except PatternError as error:
            self._note(row, str(error))


def _entry(row: Row, cells: Mapping[str, str], label: str) -> Entry:
    return Entry(
        file=row.file,
        line=row.line,
        language=row.cells[0],
        label=cells[label],
        pattern=cells["pattern"],
        weight=float(cells.get("weight", 0)),
        options=tuple(cells[name] for name in OPTIONS if name in cells),
    )


def _as_pattern(name: str, language: str, *, is_name: bool) -> str:
    """Write a party's name as a pattern: the notation's own marks are plain spaces in a name.

    A demonym is inflected, another name isn't; Persian writes its words together at will.
    """
    words = [word for word in name.translate(_NOTATION).split() if word.strip("-")]
    if not is_name:
        return " ".join(words)
    return NAME + "-".join(words) if language == "fa" else " ".join(NAME + word for word in words)


@cache
def standard() -> Lexicon:
    """Give the lexicon that ships with the package, loaded once."""
    return Lexicon()


def effect_lexicon(file: str, line: str, folder: Path = FOLDER) -> Lexicon:
    """Give the lexicon as it would be with one more line, to see the line's effect on a text.

    `file` is a lexicon file's name without its ending, `line` the new line, divided by tabs.
    A line that is not well formed stands in `problems`.
    """
    return Lexicon(folder, added={file: line})
