"""``manage.py extract FILE…``: what extraction finds in files, one JSON line each, no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker import extraction
from tracker.encodings import decode

PROPOSAL_FIELDS = (
    "start",
    "end",
    "quote",
    "kind",
    "act",
    "proposer",
    "addressee",
    "confidence",
    "why",
)
UPDATE_FIELDS = ("start", "end", "quote", "status", "confidence", "why")


class Command(BaseCommand):
    """Prints what extraction finds in ``.txt`` files, or in ``.json`` files with id and text."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        """Print a line a file; a file that can't be read is named, and the others go on."""
        unreadable = 0
        for path in files:
            try:
                name, text = read_article(path)
            except (OSError, ValueError, KeyError, TypeError) as error:
                self.stderr.write(f"{path}: {error}")
                unreadable += 1
            else:
                self.stdout.write(json.dumps(line_of(name, text), ensure_ascii=False))
        if unreadable:
            raise CommandError(f"{unreadable} of {len(files)} files could not be read")


def read_article(path: Path) -> tuple[str, str]:
    """Give an article's id and text; offsets will index exactly this text."""
    content = path.read_bytes()
    if path.suffix == ".json":
        article = json.loads(content)
        if not isinstance(article, dict) or not {"id", "text"} <= article.keys():
            raise ValueError("needs an object with id and text")
        return str(article["id"]), str(article["text"])
    if path.suffix != ".txt":
        raise ValueError("neither .txt nor .json")
    text = decode(content, "text/plain").replace("\r\n", "\n").replace("\r", "\n")
    return path.stem, text


def line_of(name: str, text: str) -> dict[str, Any]:
    """Give the JSON line for one article."""
    language = extraction.detect_language(text)
    found = extraction.extract(text, language)
    return {
        "id": name,
        "language": language,
        "proposals": [
            _fields(finding, PROPOSAL_FIELDS) for finding in found if finding.type == "proposal"
        ],
        "updates": [
            _fields(finding, UPDATE_FIELDS) for finding in found if finding.type == "update"
        ],
    }


def _fields(finding: extraction.Finding, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in names}
