"""Takes a report that came back, from the mail server: ``bounce < report``, one at a time."""

import sys
from argparse import ArgumentParser, FileType
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import bounces


class Command(BaseCommand):
    """``bounce``: what the mail server pipes into it."""

    help = "Read a delivery status report and mark the addresses that it gives up on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file in place of the standard input."""
        parser.add_argument("report", nargs="?", type=FileType("rb"), default=sys.stdin.buffer)

    def handle(self, *_: Any, report: BinaryIO, **_options: Any) -> None:
        """Do it."""
        for address in bounces.note(content=report.read(), at=timezone.now()):
            self.stdout.write(address)
