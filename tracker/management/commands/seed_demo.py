"""``manage.py seed_demo``: fill an empty database with a year of invented work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proposals.models import User
from tracker import seeding


class Command(BaseCommand):
    """Fills an empty database with the demo and prints how to sign in."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the sign-ins shall be; what isn't given is made at random."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are records already"
        )
        parser.add_argument("--password", default="", help="everybody's password")
        parser.add_argument("--client-id", default="", help="the partner's client id")
        parser.add_argument("--client-secret", default="", help="the partner's client secret")

    def handle(self, *_args: Any, if_empty: bool, verbosity: int, **options: Any) -> None:
        """Tell the demo's story; refuse where somebody works already."""
        if not seeding.is_empty():
            if if_empty:
                return
            raise CommandError("There are records already. The demo needs an empty database.")
        names = ("password", "client_id", "client_secret")
        access = seeding.Access.of(**{name: options[name] for name in names})
        seeding.tell(access=access, at=timezone.now())
        if verbosity:
            self.stdout.write(_sign_ins(access))


def _sign_ins(access: seeding.Access) -> str:
    people = User.objects.order_by("pk").values_list("username", "role", "language")
    width = max(len(username) for username, _role, _language in people)
    lines = [f"  {name:<{width}}  {role}, reads {language}" for name, role, language in people]
    return "\n".join(
        [
            f"Sign in with the password {access.password} as one of",
            *lines,
            f"The partner's client: id {access.client_id}, secret {access.client_secret}",
        ]
    )
