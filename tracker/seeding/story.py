"""The whole of the demo, from the first committee to this morning's articles."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from proposals.models import Article, Client, Committee, Desk, Proposal, User
from tracker.seeding import articles, committees, library, people, proposals, timeline
from tracker.seeding.known import Known
from tracker.seeding.timeline import Event

# The day, counted back, on which the desks began to work with Mithaq.
BEGINNING = 400


def is_empty() -> bool:
    """Tell whether nobody works with this record yet."""
    kept = (User, Client, Desk, Committee, Article, Proposal)
    return not any(model._default_manager.exists() for model in kept)  # noqa: SLF001  # Django's own word


@transaction.atomic
def tell(*, access: people.Access, at: datetime) -> None:
    """Tell the demo's story up to ``at``; all of it or, where it is interrupted, nothing."""
    known, began = Known(at), timeline.opening(BEGINNING, at=at)
    people.employ(known, access, at=began)
    committees.found_outlets(known, at=began)
    for story in library.committees():
        committees.found_committee(known, story, at=began)
    people.connect_partner(known, access, at=began)
    timeline.play(_events(known), at=at)


def _events(known: Known) -> Iterator[Event]:
    """Give all events; on one day, meetings and articles come before the work on proposals."""
    stories, told = list(library.committees()), library.stories()
    for story in stories:
        yield from committees.meetings(known, story)
    for article in told:
        yield from articles.arrivals(known, article)
    for story in stories:
        yield from proposals.lives(known, story)
    for article in told:
        yield from articles.decisions(known, article)
