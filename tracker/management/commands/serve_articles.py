"""``manage.py serve_articles``: serve the demo's fresh articles as pages of newspapers."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.seeding.newsstand import HOST, Newsstand


class Command(BaseCommand):
    """Serves articles that the record does not know yet, until Ctrl-C."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8009)

    def handle(self, *_args: Any, port: int, **_options: Any) -> None:
        """Print the addresses and serve them."""
        try:
            newsstand = Newsstand(port=port, at=timezone.now())
        except OSError as error:
            raise CommandError(f"Port {port} can't be used: {error.strerror}.") from error
        for number in (signal.SIGINT, signal.SIGTERM):  # a script's background has SIGINT ignored
            signal.signal(number, signal.default_int_handler)
        with newsstand:
            place = f"{HOST}:{newsstand.server_port}"
            self.stdout.write("\n".join(newsstand.addresses))
            self.stdout.write(f"Mithaq fetches them when MITHAQ_FETCH_ALLOWED has {place}.")
            self.stdout.flush()
            try:
                newsstand.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("")
