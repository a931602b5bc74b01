"""The addresses themselves: whoever has one reads; to everybody else there is nothing there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from proposals.feeds.calendar import calendar
from proposals.feeds.news import news
from proposals.feeds.sight import Sight, absolute
from proposals.services import calendars

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from proposals.models import CalendarAddress

TYPES = {"ics": "text/calendar; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}


@require_safe
def follow(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """Answer with the calendar or the feed, in the language of the person whose address it is."""
    address = calendars.find(token)
    if address is None:
        raise Http404
    calendars.note_use(address, at=timezone.now())
    content = _written(address, form, absolute(request.path))
    response = HttpResponse(content, content_type=TYPES[form])
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Language"] = address.user.language
    response.headers["Content-Disposition"] = f'inline; filename="mithaq.{form}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _written(address: CalendarAddress, form: str, own_address: str) -> bytes:
    person = address.user
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        if form == "ics":
            return calendar(Sight(address), on=timezone.localdate())
        return news(Sight(address), own_address=own_address)
