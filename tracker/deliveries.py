"""Handing over what is owed: claimed, written, sent, finished; each step one guarded write.

A sender takes a few rows for LEASE_SECONDS and commits (``claiming``). Of each it writes the
message, reaches the server, notes in one write the message and that the server may now get it, and
sends with no transaction open. A notice on the site is written and shown in one write. Every write
names the lease; whoever lost it writes nothing. Whatever a crash leaves lying, ``sweep`` takes up.
"""

import email.policy
import math
import time
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Func, JSONField, Value, When
from django.utils.translation import gettext as _

from proposals.errors import RefusedError
from proposals.rights import Actor, require
from tracker import bounces, digests, handovers, messages, reminders, subscribing
from tracker.claiming import claim_some, give_back
from tracker.messages import Letter, NotOwedError
from tracker.models import Channel, Delivery
from tracker.models.subscriptions import TO_PEOPLE
from tracker.posting import Outcome, PostError, Postman, is_real
from tracker.querysets import WAITING, DeliveryQuerySet
from tracker.readers import Reader, actor_of, refused_addresses, why_not
from tracker.shelf import Shelf
from tracker.webhooks import telling

log = structlog.get_logger("mithaq.deliveries")

type Clock = Callable[[], datetime]

# For how long one call goes on; short, so that a worker that is to stop soon can.
BUDGET_SECONDS = 5
JITTER = 0.2
# A message that can't even be written is set aside earlier: trying again rarely helps.
MAX_WRITINGS = 3
# For how long a sender trusts what it knows of the way out.
LOOK_SECONDS = 1
CUT_AT_ONCE = 5000
AGAIN_WITHIN = timedelta(days=1)

State, Kind = Delivery.State, Delivery.Kind
# Why a message can't reach its reader at all, which somebody should see.
UNREACHABLE = (Delivery.WhyNot.NO_ADDRESS, Delivery.WhyNot.BAD_ADDRESS)
LETTERS = {
    Kind.REMINDER: reminders.letter,
    Kind.INVITATION: subscribing.invitation,
    Kind.WEBHOOK: telling.letter,
    Kind.HANDOVER: handovers.letter,
}
# What a person may still stop, and what they may have sent again.
MAY_BE_CANCELLED = (
    State.QUEUED,
    State.UNCERTAIN,
    State.FAILED,
    State.QUARANTINED,
    State.EXPIRED,
)
MAY_BE_REPEATED = (
    State.UNCERTAIN,
    State.FAILED,
    State.QUARANTINED,
    State.EXPIRED,
    State.CANCELLED,
)
WRITTEN = (
    "address",
    "language",
    "subject",
    "text",
    "html",
    "about",
    "message_id",
    "dated_at",
)


class Round:
    """One round of sending: a line to the server, and what its messages share."""

    def __init__(self, postman: Postman, at: Clock, shelf: Shelf | None = None) -> None:
        """Begin with what is on the shelf, if it still holds."""
        self.postman, self.at, self.shelf = postman, at, shelf or Shelf()
        self.shelf.look()
        self.refused = refused_addresses()
        self._rests, self._looked = False, -math.inf

    @property
    def ways(self) -> list[Channel.Name]:
        """The ways that are open, as it was known a second ago at most: mail may rest."""
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._rests, self._looked = _rests(self.at()), now
        return [way for way in TO_PEOPLE if not (self._rests and way == Channel.Name.EMAIL)]

    def look_again(self) -> None:
        """Forget whether mail rests: something happened on its way."""
        self._looked = -math.inf


def send_due(*, at: Clock, shelf: Shelf | None = None) -> bool:
    """Send what is due, one after another, for BUDGET_SECONDS; tell whether more is due.

    ``shelf`` holds what an earlier call worked out.
    """
    ends = time.monotonic() + BUDGET_SECONDS
    with Postman() as postman:
        round_ = Round(postman, at, shelf)
        while time.monotonic() < ends:
            taken = claim_some(at=at(), ways=round_.ways)
            if not taken:
                return False
            _deliver_all(taken, round_, ends)
        return Delivery.objects.due(at=at()).filter(channel__in=round_.ways).exists()


def _deliver_all(taken: list[Delivery], round_: Round, ends: float) -> None:
    """Come to one row after another; give back what is left when time is up, or a way closes."""
    left, waiting = [], deque(taken)
    try:
        while waiting and time.monotonic() < ends:
            delivery = waiting.popleft()
            if delivery.channel not in round_.ways:
                left.append(delivery)
                continue
            with structlog.contextvars.bound_contextvars(delivery=str(delivery.pk)):
                _deliver(delivery, round_)
    finally:
        give_back([*left, *waiting])


def _deliver(delivery: Delivery, round_: Round) -> None:
    """Take one claimed delivery as far as it goes."""
    if delivery.channel == Channel.Name.NOTICE:
        _show(delivery, round_)
    else:
        _send(delivery, round_)


def _show(delivery: Delivery, round_: Round) -> None:
    """Show a notice: once it is written, it is there."""
    if _written(delivery, round_, lambda: delivery) is None:
        return
    at, values = round_.at(), {name: getattr(delivery, name) for name in WRITTEN}
    _note_sent(delivery, at, **values)


def _send(delivery: Delivery, round_: Round) -> None:
    """Hand one message to the mail server, unless it is not to be sent after all."""
    mail = _written(delivery, round_, lambda: _mail_of(delivery))
    if mail is None:
        return
    at = round_.at
    try:
        round_.postman.reach()
        if not _begin(delivery, at()):
            return
        round_.postman.hand_over(mail)
    except PostError as fault:
        log.warning("not taken", outcome=fault.outcome.value, detail=fault.detail)
        round_.look_again()
        _note_fault(delivery, fault, at())
    else:
        _note_sent(delivery, at(), State.SENT if is_real() else State.KEPT)


def _mail_of(delivery: Delivery) -> EmailMessage:
    """Give the message of a delivery that is written; what can't be put into MIME fails here."""
    mail = messages.mail_of(delivery)
    mail.message(policy=email.policy.SMTP)
    return mail


def _written[T](delivery: Delivery, round_: Round, make: Callable[[], T]) -> T | None:
    """Write the message as things stand now, unless a copy of it may be out already; make it up.

    None where it is not to be sent after all, or can't be written; the row says why.
    """
    at = round_.at()
    try:
        with messages.read_by(delivery.reader):
            letter = letter_of(delivery, at=at, round_=round_)
            if not delivery.may_be_double:
                messages.write(delivery, letter, at=at, press=round_.shelf.press)
        return make()
    except NotOwedError as reason:
        log.info("not owed", why=reason.why.value)
        state = State.FAILED if reason.why in UNREACHABLE else State.CANCELLED
        _finish(delivery, state=state, why_not=reason.why)
    except DatabaseError:
        raise
    except Exception as error:  # one message that can't be written stops no other
        log.exception("not written")
        _note_unwritten(delivery, error, at)
    return None


def letter_of(delivery: Delivery, *, at: datetime, round_: Round | None = None) -> Letter:
    """Give what the message says now, within ``read_by`` its reader.

    Raises NotOwedError where it is not to be sent.
    """
    reader, editions = delivery.reader, round_.shelf.editions if round_ else None
    refused = round_.refused if round_ else refused_addresses(reader.email)
    if (reason := why_not(reader, delivery, refused)) is not None:
        raise NotOwedError(reason)
    letter = _letter(delivery, at, editions)
    if delivery.may_be_double:
        if not _sees(reader, delivery.about.get("proposals", []), round_):
            raise NotOwedError(Delivery.WhyNot.HIDDEN)
    elif not _sees(reader, letter.proposals, round_):  # it changed since the round worked it out
        letter = _letter(delivery, at, None)
    return letter


def _letter(delivery: Delivery, at: datetime, editions: digests.Editions | None) -> Letter:
    if delivery.kind == Kind.DIGEST:
        return digests.letter(delivery=delivery, at=at, editions=editions)
    return LETTERS[Kind(delivery.kind)](delivery=delivery, at=at)


def _sees(reader: Reader, told: Collection[int], round_: Round | None) -> bool:
    """Tell whether the reader may see all of these proposals in this moment."""
    if not told or round_ is None:  # outside of a round, the letter was written in this moment
        return True
    return round_.shelf.sees(actor_of(reader), told)


def _begin(delivery: Delivery, at: datetime) -> bool:
    """Note the message, and that from now on the server may have it; False if the lease is lost."""
    values = {name: getattr(delivery, name) for name in WRITTEN}
    ours = _held(delivery).filter(state=State.SENDING)
    return _noted(ours.update(data_started_at=at, **values))


def _note_sent(
    delivery: Delivery, at: datetime, state: Delivery.State = State.SENT, **values: object
) -> None:
    sent_at = at if state == State.SENT else None
    with transaction.atomic():
        is_ours = _finish(delivery, state=state, sent_at=sent_at, last_error="", **values)
        if is_ours and delivery.kind == Kind.DIGEST:
            digests.note_sent(delivery)
    log.info(state.value, kind=delivery.kind, way=delivery.channel, attempts=delivery.attempts)


def _note_fault(delivery: Delivery, fault: PostError, at: datetime) -> None:
    """Write down what the server's answer means for the row, and for the way out itself."""
    error = fault.detail[:500]
    if fault.outcome in {Outcome.CLOSED, Outcome.UNREACHABLE}:  # no fault of the message
        _let_rest(error, at)
        _finish(delivery, state=State.QUEUED, attempts=delivery.attempts - 1, last_error=error)
    elif fault.outcome == Outcome.UNCERTAIN:
        later = at + timedelta(seconds=settings.UNCERTAIN_SECONDS)
        _finish(delivery, state=State.UNCERTAIN, not_before=later, last_error=error)
    elif fault.outcome == Outcome.FINAL and fault.is_of_recipient:
        bounces.mark(address=delivery.address, reason=error, at=at)
        _finish(delivery, state=State.FAILED, last_error=error)
    elif fault.outcome == Outcome.FINAL or delivery.attempts >= _max_attempts():
        _finish(delivery, state=State.FAILED, last_error=error)
    else:
        later = at + pause_after(delivery)
        _finish(delivery, state=State.QUEUED, not_before=later, last_error=error)


def _max_attempts() -> int:
    return len(settings.BACK_OFF) + 1


def _note_unwritten(delivery: Delivery, error: Exception, at: datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:500]
    if delivery.attempts >= MAX_WRITINGS:
        _finish(delivery, state=State.QUARANTINED, last_error=words)
    else:
        later = at + pause_after(delivery)
        _finish(delivery, state=State.QUEUED, not_before=later, last_error=words)


def pause_after(delivery: Delivery) -> timedelta:
    """Give how long a row waits after this attempt; each its own time, so that a crowd spreads."""
    pauses = settings.BACK_OFF
    seconds = pauses[min(delivery.attempts, len(pauses)) - 1]
    share = delivery.pk.int % 1000 / 999
    return timedelta(seconds=seconds) * (1 - JITTER + 2 * JITTER * share)


def _finish(delivery: Delivery, **values: object) -> bool:
    """Write how the attempt ended and let the row go; False if the lease was lost before.

    Who comes late with an answer may still write it, as long as nobody else took the row up.
    """
    return _noted(_held(delivery).update(lease_token=None, leased_until=None, **values))


def _held(delivery: Delivery) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)


def _noted(rows: int) -> bool:
    if not rows:
        log.warning("lease lost")
    return bool(rows)


def _rests(at: datetime) -> bool:
    return Channel.objects.filter(name=Channel.Name.EMAIL, rests_until__gt=at).exists()


def _let_rest(error: str, at: datetime) -> None:
    """Leave the server alone for a while: what is wrong with it is wrong for every message."""
    Channel.objects.update_or_create(
        name=Channel.Name.EMAIL,
        defaults={
            "rests_until": at + timedelta(seconds=settings.REST_SECONDS),
            "last_error": error,
        },
    )


def sweep(*, at: datetime) -> None:
    """Take up what crashes and outages left lying; anybody may, as often as they like."""
    lost = Delivery.objects.filter(state=State.SENDING, leased_until__lt=at)
    later = at + timedelta(seconds=settings.UNCERTAIN_SECONDS)
    lost.filter(data_started_at__isnull=False).update(state=State.UNCERTAIN, not_before=later)
    lost.filter(data_started_at__isnull=True).update(
        state=_given_up(State.QUARANTINED), not_before=at, lease_token=None, leased_until=None
    )
    Delivery.objects.filter(state=State.UNCERTAIN, not_before__lte=at).update(
        state=_given_up(State.FAILED), may_be_double=True
    )
    Delivery.objects.filter(state=State.QUEUED, stale_after__lte=at).update(state=State.EXPIRED)


def remove_content(*, at: datetime) -> int:
    """Cut settled messages down to who was sent what kind of thing when; give how many."""
    before = at - timedelta(days=settings.MESSAGE_DAYS)
    old = Delivery.objects.filter(content_cut_at__isnull=True, owed_at__lt=before)
    old = old.exclude(state__in=WAITING)
    chosen = old.order_by("owed_at").values("pk")[:CUT_AT_ONCE]
    told = Func("about", template="%(expressions)s - 'entries'", output_field=JSONField())
    return Delivery.objects.filter(pk__in=chosen).update(
        text="", html="", about=told, content_cut_at=at
    )


def _given_up(state: Delivery.State) -> Case:
    """Give the state of a row that is to be tried again: this one after the last attempt."""
    return Case(When(attempts__gte=_max_attempts(), then=Value(state)), default=Value(State.QUEUED))


def repeatable() -> tuple[Delivery.State, ...]:
    """Give the states from which a message may be sent again."""
    return (*MAY_BE_REPEATED, State.KEPT) if is_real() else MAY_BE_REPEATED


def send_again(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """Have a message that did not arrive sent again, as if it had only now come due."""
    require(by, "change", "delivery")
    if delivery.content_cut_at is not None:
        raise RefusedError(_("What it said is no longer kept."), code="content_cut")
    _decide(
        delivery,
        repeatable(),
        state=State.QUEUED,
        attempts=0,
        not_before=at,
        stale_after=at + AGAIN_WITHIN,
        why_not="",
    )


def cancel(*, delivery: Delivery, by: Actor) -> None:
    """Let a message that is not on its way be; it is never sent once this has returned."""
    require(by, "change", "delivery")
    _decide(delivery, MAY_BE_CANCELLED, state=State.CANCELLED, why_not=Delivery.WhyNot.BY_HAND)


def _decide(delivery: Delivery, states: Collection[str], **values: object) -> None:
    """Write a person's decision if the row is in one of these states; refuse it if not.

    The lease stays as it is: who still waits for the server's answer may write that it was sent.
    """
    out = Case(When(state=State.UNCERTAIN, then=Value(True)), default=F("may_be_double"))  # noqa: FBT003  # SQL's true
    allowed = Delivery.objects.filter(pk=delivery.pk, state__in=states)
    changed = allowed.update(**values, may_be_double=out)
    delivery.refresh_from_db()
    if not changed:
        text = _("That isn't possible: the message is “%(state)s” now.")
        raise RefusedError(text % {"state": delivery.get_state_display()}, code="wrong_state")
