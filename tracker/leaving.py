"""Leaving: the key that every digest carries, by which its reader changes or ends it, at once.

The key is signed and never grows old: whoever was sent a digest can always leave.
"""

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.messages import Link, absolute
from tracker.models import Subscription

SALT = "tracker.subscription"


def key_of(subscription: Subscription) -> str:
    """Give the key that its reader's links carry; the same one every time."""
    return signing.Signer(salt=SALT).sign(str(subscription.pk))


def subscription_of(key: str) -> Subscription | None:
    """Give the subscription that a key opens; None for a forged one or one that is gone."""
    try:
        pk = signing.Signer(salt=SALT).unsign(key)
    except signing.BadSignature:
        return None
    found = Subscription.objects.filter(pk=pk)
    return found.select_related("user", "outsider", "committee").first()


def ways_out(subscription: Subscription) -> list[Link]:
    """Give the links at the foot of a digest: another schedule, and none at all."""
    key = key_of(subscription)
    return [
        Link(_("Change what you get"), absolute(reverse("preferences", args=[key]))),
        Link(_("Unsubscribe"), absolute(reverse("unsubscribe", args=[key]))),
    ]


def of_reader(subscription: Subscription) -> list[Subscription]:
    """Give all subscriptions of this one's reader."""
    field = "user" if subscription.user_id else "outsider"
    found = Subscription.objects.filter(**{field: subscription.reader})
    return list(found.select_related("user", "outsider", "committee"))


def leave(*, subscription: Subscription) -> None:
    """End a subscription for its reader, at once; they may take it up again themselves."""
    Subscription.objects.filter(pk=subscription.pk).update(is_active=False)
    subscription.is_active = False
