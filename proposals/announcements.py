"""What the record announces once a change is committed. It never calls; whoever cares listens."""

from functools import partial

from django.db import transaction
from django.dispatch import Signal

# Sent with ``article_id``: an article waits to be fetched, waits to be read, or is to be looked for
# again at its address.
article_received = Signal()
article_kept = Signal()
article_doubted = Signal()
# Sent with ``proposal_id``.
proposal_changed = Signal()
# Sent with ``handover_id``, inside the transaction of the handover: what its receiver is owed is
# there with it, or neither is.
handed_over = Signal()


def announce(signal: Signal, **identifiers: int) -> None:
    """Send the signal after the commit. A listener that fails is logged and harms nobody."""
    transaction.on_commit(partial(signal.send_robust, sender=None, **identifiers))
