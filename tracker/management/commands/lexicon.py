"""``manage.py lexicon check`` and ``manage.py lexicon try TEXT``: for who writes the lexicons.

``check`` names each line that is not well formed. ``try`` shows what the lexicons make of a text;
with ``--add FILE LINE``, what one more line would change in it, and with ``--corpus`` what it would
change in the labelled articles that rules may be tuned on. No file and no database is changed.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.evaluation import effects
from tracker.evaluation.corpus import FOLDER, TUNE, read_folder
from tracker.extraction import Lexicon, check, detect_language, effect_lexicon, standard, trying
from tracker.extraction.entries import FILES
from tracker.extraction.lexicon import LANGUAGES
from tracker.matching import concepts

ADDABLE = (*FILES, "classes", "verbs", "parties")
# What divides a line's columns where no tab can be typed.
BAR = " | "


class Command(BaseCommand):
    """Checks the lexicons, and shows what they make of a text."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("check", help="name each line that is not well formed")
        trial = acts.add_parser("try", help="show what the lexicons make of a text")
        trial.add_argument("text", help="a sentence or more; two parties should be named in it")
        trial.add_argument("--language", choices=LANGUAGES, help="if the text doesn't tell")
        trial.add_argument(
            "--add",
            nargs=2,
            metavar=("FILE", "LINE"),
            help=f"a new line, its columns divided by tabs or by {BAR!r}, for one of the files:"
            f" {', '.join(ADDABLE)}",
        )
        trial.add_argument(
            "--corpus", action="store_true", help="show the new line's effect on labelled articles"
        )

    def handle(self, *_args: Any, act: str, **options: Any) -> None:
        """Do it."""
        lines = _problems() if act == "check" else _trial(**options)
        for line in lines:
            self.stdout.write(line)
        if act == "check":
            self.stdout.write("The lexicons are well formed.")


def _problems() -> Iterator[str]:
    problems = [*check(), *concepts.check()]
    yield from problems
    if problems:
        raise CommandError(f"{len(problems)} lines of the lexicons are not well formed")


def _trial(
    text: str, language: str | None, add: list[str] | None, *, corpus: bool, **_: Any
) -> Iterator[str]:
    known = language or detect_language(text)
    if known not in LANGUAGES:
        raise CommandError("The text is in none of the languages; say --language ar, fa or en.")
    before = trying.told(text, known, standard())
    if not add:
        yield from before
        return
    added = _with_line(*add)
    yield from trying.changes(before, trying.told(text, known, added)) or [
        "The line changes nothing in this text."
    ]
    if corpus:
        yield from _on_corpus(added)


def _with_line(file: str, line: str) -> Lexicon:
    """Give the lexicon with one more line; refuse the line if it is not well formed."""
    name = file.removesuffix(".tsv")
    if name not in ADDABLE:
        raise CommandError(f"No line can be tried in {file!r}, only in {', '.join(ADDABLE)}.")
    found = effect_lexicon(name, line if "\t" in line else line.replace(BAR, "\t"))
    if fresh := [one for one in found.problems if one not in standard().problems]:
        raise CommandError("The new line is not well formed. " + " ".join(fresh))
    return found


def _on_corpus(added: Lexicon) -> Iterator[str]:
    articles = read_folder(Path(settings.BASE_DIR) / FOLDER / TUNE)
    found = list(effects.compare(articles, standard(), added))
    better = sum(one.is_better for one in found)
    yield (
        f"In {len(articles)} labelled articles it changes {len(found)} findings:"
        f" {better} for the better, {len(found) - better} for the worse."
    )
    for one in found:
        mark = "+" if one.is_gained else "-"
        yield f"{mark} {'right' if one.is_right else 'wrong'} in {one.article}: «{one.quote}»"
