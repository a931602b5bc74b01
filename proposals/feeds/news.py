"""The Atom feed of an address (RFC 4287): what happened to the proposals, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from proposals.admin.history import Entry, Fact, entries_of
from proposals.feeds.sight import Sight, absolute, host, page_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from proposals.models import Proposal

# How far back the feed reaches; a reader that comes by once a day misses nothing on most days.
CHANGES_READ = 300
ENTRIES_SHOWN = 100
# What XML 1.0 can't hold (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def news(sight: Sight, *, own_address: str) -> bytes:
    """Write the feed, in the language that is active."""
    changes = list(sight.changes[:CHANGES_READ])
    entries = entries_of(changes, sight.actor)[:ENTRIES_SHOWN]
    proposals = sight.proposals.in_bulk({entry.newest.proposal_id for entry in entries})
    made_at = sight.address.made_at
    feed = Atom1Feed(
        title=_plain(sight.name),
        link=absolute("/"),
        description=None,
        language=get_language(),
        author_name="Mithaq",
        feed_url=own_address,
        feed_guid=f"tag:{host()},{made_at:%Y-%m-%d}:calendar-address-{sight.address.pk}",
    )
    feed.latest_post_date = lambda: max((entry.at for entry in entries), default=made_at)  # type: ignore[method-assign]  # the feed's own date, not the clock's
    for entry in entries:
        _add(feed, entry, proposals.get(entry.newest.proposal_id))
    return feed.writeString("utf-8").encode()


def _add(feed: Atom1Feed, entry: Entry, proposal: Proposal | None) -> None:
    if proposal is None:  # it went out of sight while the feed was being written
        return
    labels = dict.fromkeys(fact.label for fact in entry.facts)
    feed.add_item(
        title=_plain(f"{proposal.title}: {', '.join(labels)}"),
        link=page_of(proposal),
        description=_plain(_told(entry, proposal)),
        author_name=_plain(entry.who),
        pubdate=entry.at,
        updateddate=entry.at,
        unique_id=f"tag:{host()},{entry.at:%Y-%m-%d}:change-{entry.newest.pk}",
        categories=[proposal.status],
    )


def _told(entry: Entry, proposal: Proposal) -> SafeString:
    return format_html(
        '<div dir="{}"><p><bdi>{}</bdi> · {}</p><ul>{}</ul>{}</div>',
        "rtl" if get_language_bidi() else "ltr",
        proposal.reference,
        proposal.get_status_display(),
        format_html_join("", "<li>{}</li>", ((_line(fact),) for fact in entry.facts)),
        format_html("<p>{}</p>", entry.why) if entry.why else "",
    )


def _line(fact: Fact) -> str:
    if not fact.is_change:
        return f"{fact.label}: {fact.after}"
    values = {"field": fact.label, "before": fact.before, "after": fact.after}
    return _("%(field)s: %(after)s (before: %(before)s)") % values


def _plain(text: str) -> str:
    """Leave out the characters that no XML document can hold."""
    return _NOT_XML.sub("", text)
