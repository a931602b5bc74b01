"""What is owed, for the operator: list it, have one sent again, cancel one."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proposals.errors import RefusedError
from proposals.rights import Actor
from tracker import deliveries
from tracker.models import Delivery
from tracker.webhooks import owing
from tracker.webhooks.models import Notice

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
        for line in chain(_messages(is_whole=is_whole), _notices(is_whole=is_whole)):
            self.stdout.write("  ".join(filter(None, line)))

    def _decide(self, act: str, pk: UUID) -> None:
        delivery = Delivery.objects.filter(pk=pk).first()
        notice = Notice.objects.filter(pk=pk).first()
        try:
            if delivery is not None:
                state = _of_message(act, delivery)
            elif notice is not None:
                state = _of_notice(act, notice)
            else:
                message = f"There is no delivery {pk}."
                raise CommandError(message)
        except RefusedError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{pk}  {state}")


def _messages(*, is_whole: bool) -> Iterator[Sequence[str]]:
    """Give a line for each message to a person."""
    shown = Delivery.objects.all() if is_whole else Delivery.objects.unsettled()
    for delivery in shown.select_related("recipient", "outsider").order_by("owed_at", "id"):
        owed = delivery.owed_at.isoformat(timespec="minutes")
        reason = delivery.why_not or delivery.last_error
        words = (str(delivery.pk), delivery.state, owed, delivery.reader.email)
        yield *words, delivery.key, reason


def _notices(*, is_whole: bool) -> Iterator[Sequence[str]]:
    """Give a line for each notice to a partner's system."""
    shown = Notice.objects.all() if is_whole else Notice.objects.unsettled()
    for notice in shown.select_related("endpoint").order_by("not_before", "id"):
        owed = notice.not_before.isoformat(timespec="minutes")
        yield str(notice.pk), notice.state, owed, notice.endpoint.address, str(notice)


def _of_message(act: str, delivery: Delivery) -> str:
    if act == "retry":
        deliveries.send_again(delivery=delivery, by=BY, at=timezone.now())
    else:
        deliveries.cancel(delivery=delivery, by=BY)
    return delivery.state


def _of_notice(act: str, notice: Notice) -> str:
    if act == "retry":
        owing.send_again(notice=notice, by=BY, at=timezone.now())
    else:
        owing.cancel(notice=notice, by=BY)
    return notice.state
