"""Handing notices over: claimed, signed, sent with no transaction open, noted.

Only 2xx means that a notice was taken. Everything else is tried again for about a day, under the
same identity and a new signature; what crashed in between is sent once more. So a notice arrives at
least once, and for each proposal in the order in which things happened.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from proposals.sealing import SecretLostError
from tracker import fetching
from tracker.webhooks import endpoints, events, signing
from tracker.webhooks.models import Attempt, Endpoint, Notice

log = structlog.get_logger("mithaq.webhooks")

type Clock = Callable[[], datetime]

BUDGET_SECONDS = 5
# Seconds until a notice is tried again; all of them together are about a day.
BACK_OFF = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 36_000)
MAX_ATTEMPTS = len(BACK_OFF) + 1
JITTER = 0.1
# How long an endpoint is left alone that gives no answer at all, so that it holds up nobody.
REST = timedelta(seconds=60)
LONGEST_REST = timedelta(hours=1)
# An endpoint that took nothing for so long is not called any more.
FAILING_FOR = timedelta(hours=20)
GONE = 410
ASKED_TO_WAIT = (429, 503)

State, WhyDisabled = Notice.State, Endpoint.WhyDisabled


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: the status that was answered, or the trouble there was."""

    status: int | None = None
    trouble: str = ""
    wait: timedelta | None = None

    @property
    def is_success(self) -> bool:
        """Whether the other side took the notice."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004  # 2xx


def call_due(*, endpoint_id: int, at: Clock) -> bool:
    """Call an endpoint with what is due, for BUDGET_SECONDS; tell whether more is due."""
    ends = time.monotonic() + BUDGET_SECONDS
    while time.monotonic() < ends:
        notice = claim(endpoint_id=endpoint_id, at=at())
        if notice is None:
            return False
        with structlog.contextvars.bound_contextvars(notice=notice.webhook_id):
            _call(notice, at)
    return Notice.objects.due(endpoint_id, at=at()).exists()


def claim(*, endpoint_id: int, at: datetime) -> Notice | None:
    """Take the endpoint's first notice that is due and that nobody holds; None without one."""
    with transaction.atomic():
        due = Notice.objects.due(endpoint_id, at=at).select_related("endpoint__client")
        notice = due.select_for_update(of=("self",), skip_locked=True).first()
        if notice is None:
            return None
        notice.state, notice.lease_token = State.CALLING, uuid.uuid4()
        notice.leased_until = at + timedelta(seconds=settings.LEASE_SECONDS)
        notice.attempts += 1
        notice.save(update_fields=["state", "lease_token", "leased_until", "attempts"])
    return notice


def _call(notice: Notice, at: Clock) -> None:
    try:
        body = events.body_of(notice)
    except events.NothingToTellError:
        _finish(notice, state=State.CANCELLED)
        return
    started = time.monotonic()
    outcome = _handed_over(notice, body, at())
    took = round(1000 * (time.monotonic() - started))
    Attempt.objects.create(
        notice=notice,
        endpoint=notice.endpoint,
        at=at(),
        status=outcome.status,
        trouble=outcome.trouble[:200],
        milliseconds=took,
    )
    log.info("called", status=outcome.status, trouble=outcome.trouble, attempts=notice.attempts)
    _note(notice, outcome, at())


def _handed_over(notice: Notice, body: bytes, at: datetime) -> Outcome:
    """Send a notice; its identity stays, its time and signatures are those of this attempt."""
    endpoint = notice.endpoint
    try:
        signed = signing.headers(
            identity=notice.webhook_id,
            body=body,
            secrets_valid=endpoints.valid_secrets(endpoint, at=at),
            at=at,
        )
        answer = fetching.post(endpoint.address, body, signed)
    except SecretLostError:
        return Outcome(trouble="the secret can't be read; make a new one")
    except fetching.FetchError as error:
        return Outcome(trouble=f"{error.failure}: {error.detail}", wait=REST)
    asked = answer.retry_after if answer.status in ASKED_TO_WAIT else None
    return Outcome(answer.status, wait=None if asked is None else timedelta(seconds=asked))


def _note(notice: Notice, outcome: Outcome, at: datetime) -> None:
    """Write down what an attempt means for the notice, and for the endpoint itself."""
    endpoint = Endpoint.objects.filter(pk=notice.endpoint_id)
    if outcome.is_success:
        endpoint.update(failing_since=None, rests_until=None, succeeded_at=at)
        _finish(notice, state=State.DONE)
        return
    since = Coalesce("failing_since", Value(at, DateTimeField()))
    endpoint.update(failing_since=since)
    if outcome.wait is not None:
        endpoint.update(rests_until=at + min(outcome.wait, LONGEST_REST))
    if outcome.status == GONE:
        _finish(notice, state=State.QUEUED, not_before=at)
        endpoints.disable(notice.endpoint, why=WhyDisabled.GONE, at=at)
    elif notice.attempts >= MAX_ATTEMPTS:
        _finish(notice, state=State.FAILED)
        if endpoint.filter(failing_since__lte=at - FAILING_FOR).exists():
            endpoints.disable(notice.endpoint, why=WhyDisabled.FAILING, at=at)
    else:
        _finish(notice, state=State.QUEUED, not_before=at + pause_after(notice))


def pause_after(notice: Notice) -> timedelta:
    """Give how long a notice waits after this attempt; each its own time, so that crowds spread."""
    seconds = BACK_OFF[min(notice.attempts, len(BACK_OFF)) - 1]
    share = notice.pk.int % 1000 / 999
    return timedelta(seconds=seconds * (1 - JITTER + 2 * JITTER * share))


def _finish(notice: Notice, **values: object) -> None:
    """Write how the attempt ended and let the notice go, unless somebody took it up meanwhile."""
    held = Notice.objects.filter(pk=notice.pk, lease_token=notice.lease_token)
    if not held.update(lease_token=None, leased_until=None, **values):
        log.warning("lease lost")
