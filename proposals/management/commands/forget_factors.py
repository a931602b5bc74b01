"""Let somebody who lost their second factor sign in by password, and set up another."""

from argparse import ArgumentParser
from typing import Any, override

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from proposals.models import User
from proposals.models.signins import Step
from proposals.signin.noting import note


class Command(BaseCommand):
    """Forget a person's second factors and recovery codes, and write that down."""

    help = "Forget the second factors and recovery codes of a person who lost them."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the name with which the person signs in."""
        parser.add_argument("username")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        """Forget them; refuse a name that nobody has."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['username']}.")
        count, _each = Authenticator.objects.filter(user=user).delete()
        note(user, Step.FACTOR_REMOVED)
        self.stdout.write(f"{count} forgotten: {user} signs in by password, and sets up another.")
