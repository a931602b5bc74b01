"""``manage.py ingest ADDRESS|FILE…``: take articles in, read them, and say what was found."""

import mimetypes
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proposals.errors import AlreadyKeptError, RefusedError
from proposals.models import Article
from proposals.rights import Actor
from proposals.services.articles import Arrival
from proposals.vocabulary import ArticleState
from tracker.intake import take_in

BY = Actor.of_system("ingest")
TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}


class Command(BaseCommand):
    """Takes in articles by address or from ``.txt`` and ``.html`` files."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take addresses and files."""
        parser.add_argument("sources", nargs="+", metavar="ADDRESS|FILE")

    def handle(self, *_args: Any, sources: list[str], **_options: Any) -> None:
        """Print a line a source; one that is refused is named with the reason, the others go on."""
        refused = 0
        for source in sources:
            try:
                self.stdout.write(f"{source}: {self._take(source)}")
            except AlreadyKeptError as known:
                self.stdout.write(f"{source}: article {known.article.pk} is already kept")
            except (OSError, RefusedError) as error:
                self.stderr.write(f"{source}: {error}")
                refused += 1
        if refused:
            raise CommandError(f"{refused} of {len(sources)} were refused")

    def _take(self, source: str) -> str:
        article, findings = take_in(arrival=arrival_of(source), by=BY, clock=timezone.now)
        if article.state == ArticleState.FAILED:
            raise RefusedError(_reason(article))
        if article.state == ArticleState.WAITING:
            return f"article {article.pk}, can't be fetched now and will be tried again"
        copy = f", the same text as article {article.same_as_id}" if article.same_as_id else ""
        found = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
        return f"article {article.pk}, {article.language or 'unknown'}, {found}{copy}"


def arrival_of(source: str) -> Arrival:
    """Give the arrival that an address or a file makes. Raises OSError for an unreadable file."""
    if "://" in source:
        return Arrival(address=source)
    path = Path(source)
    content_type = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path)[0] or "text/plain"
    return Arrival(content=path.read_bytes(), content_type=content_type)


def _reason(article: Article) -> str:
    return f"{article.get_failure_display()} {article.failure_detail}".strip()
