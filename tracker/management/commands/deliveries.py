"""What is owed, for the operator: list it, have one sent again, cancel one."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proposals.errors import RefusedError
from proposals.rights import Actor
from tracker import deliveries
from tracker.models import Delivery

BY = Actor.of_system("operator")


class Command(BaseCommand):
    """``deliveries list``, ``deliveries retry ID``, ``deliveries cancel ID``."""

    help = "List the messages that are owed or in trouble, have one sent again, or cancel one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and with which."""
        acts = parser.add_subparsers(dest="act", required=True)
        listing = acts.add_parser("list", help="those owed or in trouble, the oldest first")
        listing.add_argument("--all", action="store_true", help="those that are settled, too")
        for act, what in (("retry", "have a message sent again"), ("cancel", "cancel a message")):
            acts.add_parser(act, help=what).add_argument("id", type=UUID)

    def handle(self, *_: Any, act: str, **options: Any) -> None:
        """Do it."""
        if act == "list":
            self._list(is_whole=options["all"])
        else:
            self._decide(act, options["id"])

    def _list(self, *, is_whole: bool) -> None:
        shown = Delivery.objects.all() if is_whole else Delivery.objects.unsettled()
        for delivery in shown.select_related("recipient", "outsider").order_by("owed_at", "id"):
            owed = delivery.owed_at.isoformat(timespec="minutes")
            words = (str(delivery.pk), delivery.state, owed, delivery.reader.email)
            reason = delivery.why_not or delivery.last_error
            self.stdout.write("  ".join(filter(None, (*words, delivery.key, reason))))

    def _decide(self, act: str, pk: UUID) -> None:
        delivery = Delivery.objects.filter(pk=pk).first()
        if delivery is None:
            message = f"There is no delivery {pk}."
            raise CommandError(message)
        try:
            if act == "retry":
                deliveries.send_again(delivery=delivery, by=BY, at=timezone.now())
            else:
                deliveries.cancel(delivery=delivery, by=BY)
        except RefusedError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{pk}  {delivery.state}")
