"""Keeping the addresses that are called: for partners their own, for administrators all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Client
from proposals.rights import Actor
from tracker import fetching
from tracker.digests import settled
from tracker.webhooks import owing, signing, telling
from tracker.webhooks.models import Endpoint, Notice

log = structlog.get_logger("mithaq.webhooks")

# How long the secret before a new one is still valid, so that a receiver may change over at ease.
BOTH_VALID = timedelta(hours=24)
MOST_OF_A_CLIENT = 20


def add(*, endpoint: Endpoint, by: Actor, at: datetime) -> str:
    """Keep a new endpoint and give its secret, which nobody can be told again."""
    _require_own(endpoint, by)
    secret = signing.new_secret()
    endpoint.sealed_secret, endpoint.made_at, endpoint.told_at = signing.SEAL.close(secret), at, at
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=endpoint.client_id)  # one at a time
        if Endpoint.objects.filter(client=endpoint.client_id).count() >= MOST_OF_A_CLIENT:
            text = _("A client may have %(most)d webhooks.") % {"most": MOST_OF_A_CLIENT}
            raise RefusedError(text)
        endpoint.told_transaction, endpoint.told_change = settled() - 1, owing.LAST
        _check(endpoint)
        endpoint.save(force_insert=True)
    return secret


def change(*, endpoint: Endpoint, by: Actor, at: datetime, version: int | None = None) -> None:
    """Keep an endpoint's new address or events, and switch it on or off.

    ``version`` is the one that the actor read. Raises ChangedMeanwhileError where it is another.
    """
    _require_own(endpoint, by)
    with transaction.atomic():
        was = _locked(endpoint, version)
        endpoint.disabled_reason = was.disabled_reason
        if endpoint.is_enabled:
            endpoint.disabled_reason = ""
        elif was.is_enabled:
            endpoint.disabled_reason = Endpoint.WhyDisabled.BY_HAND
        _check(endpoint)
        endpoint.save(update_fields=["address", "event_types", "is_enabled", "disabled_reason"])
        if endpoint.is_enabled and (not was.is_enabled or endpoint.address != was.address):
            _begin_anew(endpoint, at)


def _begin_anew(endpoint: Endpoint, at: datetime) -> None:
    """Give an endpoint that was mended all its attempts again, for whatever waits."""
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, rests_until=None)
    waiting = Notice.objects.filter(endpoint=endpoint, state=Notice.State.QUEUED)
    waiting.update(attempts=0, not_before=at)


def remove(*, endpoint: Endpoint, by: Actor, version: int | None = None) -> None:
    """End an endpoint, with all that it was owed; ``version`` as in ``change``."""
    _require_own(endpoint, by)
    with transaction.atomic():
        _locked(endpoint, version)
        endpoint.delete()


def _locked(endpoint: Endpoint, version: int | None) -> Endpoint:
    """Lock an endpoint and give it as it stands; refuse a version that is no longer the one."""
    kept = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if version is not None and version != kept.version:
        raise ChangedMeanwhileError([])
    return kept


def renew_secret(*, endpoint: Endpoint, by: Actor, at: datetime) -> str:
    """Give an endpoint a new secret; the one before stays valid for BOTH_VALID."""
    _require_own(endpoint, by)
    secret = signing.new_secret()
    with transaction.atomic():
        was = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.sealed_former, endpoint.former_until = was.sealed_secret, at + BOTH_VALID
        endpoint.sealed_secret = signing.SEAL.close(secret)
        endpoint.save(update_fields=["sealed_secret", "sealed_former", "former_until"])
    return secret


def try_out(*, endpoint: Endpoint, by: Actor, at: datetime) -> Notice:
    """Have an endpoint called with a notice of nothing, the same way as with any other."""
    _require_own(endpoint, by)
    _require_enabled(endpoint)
    return owing.owe_test(endpoint=endpoint, at=at)


def replay(*, endpoint: Endpoint, since: datetime, by: Actor, at: datetime) -> None:
    """Have an endpoint told again of all that happened since a time."""
    _require_own(endpoint, by)
    _require_enabled(endpoint)
    owing.replay(endpoint=endpoint, since=since, at=at)


def disable(endpoint: Endpoint, *, why: Endpoint.WhyDisabled, at: datetime) -> None:
    """Stop calling an endpoint, and tell the administrators; what it is owed waits."""
    enabled = Endpoint.objects.filter(pk=endpoint.pk, is_enabled=True)
    with transaction.atomic():
        if enabled.update(is_enabled=False, disabled_reason=why):
            log.warning("webhook disabled", endpoint=endpoint.pk, why=why.value)
            telling.owe(endpoint=endpoint, at=at)


def valid_secrets(endpoint: Endpoint, *, at: datetime) -> Sequence[str]:
    """Give the secrets with which a call is signed: the present one, and for a while the former."""
    has_former = endpoint.former_until is not None and at < endpoint.former_until
    stored = [endpoint.sealed_secret, *([endpoint.sealed_former] if has_former else [])]
    return [signing.SEAL.open(text) for text in stored]


def _check(endpoint: Endpoint) -> None:
    try:
        endpoint.full_clean(exclude=["client"])
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    if not fetching.may_be_posted_to(endpoint.address):
        text = _("Give a public https address without a user name, at the usual port.")
        raise InvalidInputError(text, fields={"address": [text]})
    endpoint.event_types = sorted(set(endpoint.event_types))


def _require_own(endpoint: Endpoint, by: Actor) -> None:
    if not by.sees_everything and by.client_id != endpoint.client_id:
        raise NotAllowedError(_("You may not do this."))


def _require_enabled(endpoint: Endpoint) -> None:
    if not endpoint.is_enabled:
        raise RefusedError(_("This webhook is disabled. Enable it first."), code="disabled")
