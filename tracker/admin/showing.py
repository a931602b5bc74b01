"""A message as it will look: framed apart from the site, at a reader's widths, or as plain text."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from tracker import deliveries
from tracker.messages import Letter, absolute, as_html, as_text, read_by
from tracker.models import Delivery

WIDTHS = ("720", "390")
# The styles of a message stand on its elements; it may load nothing and send nothing.
POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


@dataclass(frozen=True)
class Shown:
    """A message to look at: what it says in each form."""

    subject: str
    html: str
    text: str

    @classmethod
    def of_letter(cls, letter: Letter) -> Self:
        """Give a letter to look at, within ``read_by`` its reader."""
        return cls(letter.subject, as_html(letter), as_text(letter))

    @classmethod
    def of_delivery(cls, delivery: Delivery, *, at: datetime) -> Self:
        """Give a delivery's message, as it was written, else as it would be written now.

        Raises NotOwedError where it would not be sent.
        """
        if delivery.html:
            return cls(delivery.subject, delivery.html, delivery.text)
        with read_by(delivery.reader):
            return cls.of_letter(deliveries.letter_of(delivery, at=at))


def inert(shown: Shown) -> Shown:
    """Give a message to somebody else than its reader: what acts in their name is no link."""
    own = rf"{re.escape(absolute('/mail/'))}[^\s\"<]+"
    html = re.sub(rf' href="{own}"', "", shown.html)
    return replace(shown, html=html, text=re.sub(own, "…", shown.text))


@dataclass(frozen=True)
class Manner:
    """How the reader of a page wants to see a message: as text, or as HTML at a width."""

    is_text: bool
    width: str

    @classmethod
    def asked_in(cls, request: HttpRequest) -> Self:
        """Read it from the address of the page."""
        width = request.GET.get("width", "")
        return cls(request.GET.get("as") == "text", width if width in WIDTHS else WIDTHS[0])


@xframe_options_sameorigin
@csp_override(POLICY)
def framed(_request: HttpRequest, html: str) -> HttpResponse:
    """Give a message's HTML for a frame; its links open outside of it."""
    return HttpResponse(mark_safe(html.replace("<head>", '<head><base target="_blank">', 1)))  # noqa: S308  # rendered by us, escaped
