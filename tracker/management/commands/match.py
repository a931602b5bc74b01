"""``manage.py match --spans given|extracted FILE…``: which spans of articles are one proposal.

Prints one JSON line a span, articles in the order of their dates; spans of one proposal share a
cluster, across articles and languages. No database is read or changed. ``--concepts`` shows instead
which concepts of the lexicon each article names, and what is wrong with the lexicon.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.matching import Article, Placed, Told, cluster, concepts, extracted, given

SPANS: dict[str, Callable[[Article], list[Told]]] = {"given": given, "extracted": extracted}


class Command(BaseCommand):
    """Clusters the spans of article files: JSON objects with id, lang, published and text."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the way to find spans, and the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument(
            "--spans",
            choices=SPANS,
            help="given: the labels' and updates' spans; extracted: what extraction finds",
        )
        wanted.add_argument(
            "--concepts", action="store_true", help="show the concepts that the articles name"
        )

    def handle(self, *_args: Any, files: list[Path], **options: Any) -> None:
        """Print a line a span; a file that can't be read is named, and the others go on."""
        articles, refused = self._read(files)
        lines = _concept_lines(articles) if options["concepts"] else _lines(articles, options)
        for line in lines:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        problems = concepts.check() if options["concepts"] else []
        for problem in problems:
            self.stderr.write(problem)
        if refused or problems:
            raise CommandError(
                f"{refused} of {len(files)} files could not be read"
                if refused
                else f"{len(problems)} lines of the lexicon are not well formed"
            )

    def _read(self, files: list[Path]) -> tuple[list[Article], int]:
        """Give the articles, and how many files hold none."""
        found: dict[str, Article] = {}
        for path in files:
            try:
                article = Article.of(json.loads(path.read_text(encoding="utf-8")))
                if article.id in found:
                    raise ValueError(f"the id {article.id} stands in another file too")  # noqa: TRY301  # told as the others are
            except (OSError, ValueError) as error:
                self.stderr.write(f"{path}: {error}")
            else:
                found[article.id] = article
        return list(found.values()), len(files) - len(found)


def _lines(articles: Iterable[Article], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    statements = SPANS[options["spans"]]
    for placed in cluster(told for article in articles for told in statements(article)):
        yield _line(placed)


def _line(placed: Placed) -> dict[str, Any]:
    return {
        "article": placed.told.article,
        "start": placed.told.start,
        "end": placed.told.end,
        "cluster": placed.cluster,
        "score": round(placed.score, 4),
        "why": placed.why,
    }


def _concept_lines(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    for article in articles:
        named = concepts.in_text(article.text, article.language)
        yield {"article": article.id, "concepts": named}
