"""From the history to what is owed: one notice for each change and endpoint that it concerns.

A notice and the endpoint's new place in the history are written in one transaction, and the history
is read only as far as it is settled: nothing is left out, whoever commits when.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from proposals.errors import RefusedError
from proposals.models import Change
from proposals.rights import Actor, require
from tracker.digests import settled
from tracker.webhooks.events import type_of
from tracker.webhooks.models import TEST, Attempt, Endpoint, Notice

BATCH = 500
MOST_BATCHES = 20
LAST = 2**63 - 1
KEPT_FOR = timedelta(days=30)
_IDENTITIES = uuid.UUID("6d1c7e0a-94a5-4f0e-9a1b-5b0f4f2f8a53")

State = Notice.State


def owe(*, at: datetime) -> None:
    """Owe every endpoint what has happened since it was last looked at."""
    for pk in Endpoint.objects.listening().values_list("pk", flat=True):
        for _batch in range(MOST_BATCHES):
            if not _owe_batch(pk, at):
                break


def _owe_batch(pk: int, at: datetime) -> bool:
    """Owe an endpoint one batch of changes; tell whether there may be more."""
    with transaction.atomic():
        endpoint = (
            Endpoint.objects.listening()
            .select_related("client")
            .select_for_update(of=("self",), skip_locked=True)
            .filter(pk=pk)
            .first()
        )
        if endpoint is None:
            return False
        changes = list(Change.objects.settled().filter(_untold(endpoint))[:BATCH])
        if changes:
            Notice.objects.bulk_create(_notices(endpoint, changes, at), ignore_conflicts=True)
            last = changes[-1]
            endpoint.told_transaction, endpoint.told_change = last.transaction, last.pk
            endpoint.told_at = max(endpoint.told_at, last.at)
            endpoint.save(update_fields=["told_transaction", "told_change", "told_at"])
    return len(changes) == BATCH


def _untold(endpoint: Endpoint) -> Q:
    """Give the condition for what the endpoint was not told yet.

    A place beyond this store's own transactions means that the store was moved: then time decides.
    """
    if endpoint.told_transaction >= settled():
        return Q(at__gt=endpoint.told_at)
    same = Q(transaction=endpoint.told_transaction, pk__gt=endpoint.told_change)
    return Q(transaction__gte=endpoint.told_transaction) & (
        Q(transaction__gt=endpoint.told_transaction) | same
    )


def _notices(endpoint: Endpoint, changes: Sequence[Change], at: datetime) -> list[Notice]:
    actor = Actor.of_client(endpoint.client)
    numbers = [change.pk for change in changes]
    seen = set(Change.objects.visible_to(actor).filter(pk__in=numbers).values_list("pk", flat=True))
    found = ((change, type_of(change, actor)) for change in changes if change.pk in seen)
    return [
        Notice(
            id=uuid.uuid5(_IDENTITIES, f"{endpoint.pk}:{change.pk}"),
            endpoint=endpoint,
            type=event.value,
            transaction=change.transaction,
            change_id=change.pk,
            proposal_id=change.proposal_id,
            happened_at=change.at,
            not_before=at,
        )
        for change, event in found
        if event is not None and event in endpoint.event_types
    ]


def owe_test(*, endpoint: Endpoint, at: datetime) -> Notice:
    """Owe an endpoint a notice of nothing, by which a partner tries its receiver."""
    return Notice.objects.create(
        endpoint=endpoint, type=TEST, transaction=0, change_id=0, happened_at=at, not_before=at
    )


def replay(*, endpoint: Endpoint, since: datetime, at: datetime) -> None:
    """Owe an endpoint once more all that happened since a time, under the same identities."""
    with transaction.atomic():
        locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        again = Notice.objects.filter(endpoint=locked, happened_at__gte=since).exclude(type=TEST)
        again.exclude(state=State.CALLING).update(state=State.QUEUED, attempts=0, not_before=at)
        later = Change.objects.filter(at__gte=since).order_by()
        first = later.aggregate(first=Min("transaction"))["first"]
        if first is not None and first <= locked.told_transaction:
            locked.told_transaction, locked.told_change = first - 1, LAST
            locked.save(update_fields=["told_transaction", "told_change"])


def send_again(*, notice: Notice, by: Actor, at: datetime) -> None:
    """Have one notice that was given up or cancelled sent again, under the same identity."""
    settled_states = (State.FAILED, State.CANCELLED)
    _decide(notice, by, settled_states, state=State.QUEUED, attempts=0, not_before=at)


def cancel(*, notice: Notice, by: Actor) -> None:
    """Let a notice be that is not on its way."""
    _decide(notice, by, (State.QUEUED, State.FAILED), state=State.CANCELLED)


def _decide(notice: Notice, by: Actor, states: Collection[str], **values: object) -> None:
    """Write a person's decision if the notice is in one of these states; refuse it if not."""
    require(by, "change", "delivery")
    changed = Notice.objects.filter(pk=notice.pk, state__in=states).update(**values)
    notice.refresh_from_db()
    if not changed:
        text = _("That isn't possible: the message is “%(state)s” now.")
        raise RefusedError(text % {"state": notice.get_state_display()}, code="wrong_state")


def sweep(*, at: datetime) -> None:
    """Take up what a crash left lying, and forget what is long done."""
    lost = Notice.objects.filter(state=State.CALLING, leased_until__lt=at)
    lost.update(state=State.QUEUED, lease_token=None, leased_until=None)
    old = at - KEPT_FOR
    Attempt.objects.filter(at__lt=old).delete()
    done = (State.DONE, State.FAILED, State.CANCELLED)
    Notice.objects.filter(state__in=done, not_before__lt=old, happened_at__lt=old).delete()


def ring_due(*, at: datetime, ring: Callable[..., None]) -> None:
    """Ring for every endpoint for which something has come due."""
    for pk in Endpoint.objects.with_due(at=at).values_list("pk", flat=True):
        ring("call_endpoint", endpoint_id=pk)
