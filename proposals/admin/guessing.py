"""What a finding would most likely become: the first values of the form that accepts it."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from proposals.models import Committee, Finding, Meeting, Party
from proposals.rights import Actor
from proposals.vocabulary import Act, Kind, Language

TITLE_LENGTH = 160
# An article tells of a meeting from the day before it until three weeks after it.
TOLD_BEFORE, TOLD_AFTER = timedelta(days=1), timedelta(days=21)
_FEWEST = 2  # words of a title
_EDGES = " \t\n«»“”„\"'‘’.,،؛;:…—–-"


def guess(finding: Finding, *, by: Actor) -> dict[str, Any]:
    """Give the first values of a draft made of this finding, by the draft form's names."""
    article = finding.article
    committee = likely_committee([finding.proposer, finding.addressee], by)
    meeting = likely_meeting(committee, article.told_on)
    language = article.language if article.language in Language.values else Language.EN
    return {
        f"title_{language}": short_title(_measure(finding) or finding.quote),
        "kind": finding.kind or Kind.OTHER,
        "act": finding.act or Act.ANNOUNCES,
        **_roles(finding),
        "committee": committee,
        "meeting": meeting,
        "owner": by.user_id,
        "proposed_on": article.told_on,
    }


def _measure(finding: Finding) -> str:
    """Give the words of the measure alone, without who proposes it, if extraction told them."""
    place = finding.why.get("measure")
    match place:
        case {"start": int(start), "end": int(end)} if finding.start <= start < end <= finding.end:
            words = finding.article.text[start:end]
            return words if len(words.split()) >= _FEWEST else ""
    return ""


def short_title(quote: str) -> str:
    """Give a quote as a title: one line, without the punctuation around it, not too long."""
    words = " ".join(quote.split()).strip(_EDGES)
    if len(words) <= TITLE_LENGTH:
        return words
    return words[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(_EDGES) + "…"


def _roles(finding: Finding) -> dict[str, Any]:
    """Give the finding's parties with what each does, proposers first."""
    proposer_role, addressee_role = ("both", "both") if finding.is_mutual else ("from", "to")
    found = [
        (party, role)
        for party, role in ((finding.proposer, proposer_role), (finding.addressee, addressee_role))
        if party is not None
    ]
    values: dict[str, Any] = {}
    for number, (party, role) in enumerate(found):
        values |= {f"party_{number}": party.pk, f"role_{number}": role}
    return values


def likely_committee(parties: list[Party | None], by: Actor) -> Committee | None:
    """Give the committee in which all of these sit: the one of the actor's desk, the smallest."""
    known = [party for party in parties if party is not None]
    if len(known) < len(parties):
        return None
    found = Committee.objects.visible_to(by)
    for party in known:
        found = found.filter(parties=party)
    return (
        found.annotate(seats=Count("memberships", distinct=True))
        .annotate(is_own=Count("pk", filter=Q(desk=by.desk_id), distinct=True))
        .order_by("-is_own", "seats", "pk")
        .first()
    )


def likely_meeting(committee: Committee | None, told_on: date) -> Meeting | None:
    """Give the committee's meeting of which an article of that day tells."""
    if committee is None:
        return None
    return committee.meetings.filter(
        starts_on__lte=told_on + TOLD_BEFORE, ends_on__gte=told_on - TOLD_AFTER
    ).first()
