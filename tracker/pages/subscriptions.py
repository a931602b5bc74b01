"""Leaving, choosing and confirming digests by signed links; what a guard opens changes nothing."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker import digests, subscribing
from tracker.leaving import key_of, leave, of_reader, subscription_of
from tracker.messages import read_by
from tracker.models import Subscription
from tracker.pages.opening import no_longer, page

LOOKING_AND_ACTING = require_http_methods(["GET", "HEAD", "POST"])


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at runtime
    """When a digest comes, and whether it comes."""

    hour = forms.TypedChoiceField(
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        label=Subscription._meta.get_field("hour").verbose_name,  # noqa: SLF001  # Django's own word
    )

    class Meta:
        model = Subscription
        fields = ("is_active", "cadence", "weekday", "month_day", "hour", "even_if_empty")


@never_cache
@csrf_exempt  # the signed address itself says who asks; a mail program has no cookie (RFC 8058)
@LOOKING_AND_ACTING
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether a digest is to end; end it on POST, a mail program's one click as well."""
    subscription = subscription_of(key)
    if subscription is None:
        return no_longer(request)
    if request.method == "POST":
        leave(subscription=subscription)
    with read_by(subscription.reader):
        return page(request, "unsubscribe", {"subscription": subscription, "key": key})


@never_cache
@csrf_exempt  # as above
@LOOKING_AND_ACTING
def preferences(request: HttpRequest, key: str) -> HttpResponse:
    """Show every digest of a reader with its schedule; keep what they change."""
    subscription = subscription_of(key)
    if subscription is None:
        return no_longer(request)
    with read_by(subscription.reader):
        found = of_reader(subscription)
        pks = {str(one.pk) for one in found}
        chosen = request.POST.get("subscription", "") if request.method == "POST" else ""
        forms_ = [_form(one, request.POST if chosen == str(one.pk) else None) for one in found]
        if chosen in pks and all(form.is_valid() for form in forms_ if form.is_bound):
            for form in forms_:
                if form.is_bound:
                    digests.keep(subscription=form.save(commit=False), at=timezone.now())
            return HttpResponseRedirect(reverse("preferences", args=[key_of(subscription)]))
        context = {"reader": subscription.reader, "forms": forms_}
        return page(request, "preferences", context, status=400 if chosen else 200)


def _form(subscription: Subscription, posted: Any) -> ScheduleForm:
    return ScheduleForm(posted, instance=subscription, auto_id=f"%s-{subscription.pk}")


@never_cache
@csrf_exempt  # as above
@LOOKING_AND_ACTING
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Ask an invited outsider whether they want digests; note it once they say so."""
    outsider = subscribing.invited_by(key)
    if outsider is None:
        return no_longer(request)
    if request.method == "POST":
        subscribing.confirm(outsider=outsider, at=timezone.now())
    with read_by(outsider):
        return page(request, "confirm", {"outsider": outsider})
