"""Creating proposals and changing what they say; moves of status have a module of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proposals.announcements import announce, proposal_changed
from proposals.errors import ChangedMeanwhileError, InvalidInputError
from proposals.models import Change, Committee, Desk, Meeting, Party, Position, Proposal, User
from proposals.rights import Actor, require, require_change, require_reach
from proposals.services.owners import note_new_owner
from proposals.services.recording import recording
from proposals.services.references import next_reference, pair_of
from proposals.vocabulary import Act, Kind, Stance, Visibility

EDITABLE = frozenset(
    {
        "title_ar",
        "title_fa",
        "title_en",
        "kind",
        "act",
        "committee",
        "meeting",
        "owner",
        "desk",
        "due_on",
        "due_wording",
        "due_precision",
        "review_on",
        "visibility",
        "parent",
    }
)


@dataclass(frozen=True)
class Draft:
    """What a new proposal says. A party on both sides speaks for a measure of both."""

    titles: Mapping[str, str]
    kind: Kind
    act: Act
    proposers: Sequence[Party]
    addressees: Sequence[Party]
    proposed_on: date
    original_language: str = ""
    committee: Committee | None = None
    meeting: Meeting | None = None
    desk: Desk | None = None
    owner: User | None = None
    visibility: Visibility = Visibility.SHARED
    parent: Proposal | None = None
    deadline: Mapping[str, Any] = field(default_factory=dict)


def create(*, draft: Draft, by: Actor, at: datetime, why: str = "") -> Proposal:
    """Record a new proposal under the next reference of its parties and year."""
    require(by, "add", "proposal")
    parties = {party.pk: party for party in (*draft.proposers, *draft.addressees)}
    if len(parties) < 2:  # noqa: PLR2004  # a proposal stands between two
        message = _("A proposal stands between two parties; name both.")
        raise InvalidInputError(message, code="parties", fields={"addressee": [message]})
    pair = pair_of(party.code for party in parties.values())
    committee = draft.committee or (draft.meeting.committee if draft.meeting else None)
    proposal = Proposal(
        pair=pair,
        **{f"title_{language}": text.strip() for language, text in draft.titles.items()},
        original_language=draft.original_language,
        kind=draft.kind,
        act=draft.act,
        committee=committee,
        meeting=draft.meeting,
        proposed_on=draft.proposed_on,
        desk=draft.desk or (committee.desk if committee else None),
        owner=draft.owner,
        visibility=draft.visibility,
        parent=draft.parent,
        status_since=at,
        created_at=at,
        updated_at=at,
        **draft.deadline,
    )
    require_reach(by, proposal)
    with recording(by=by, at=at, why=why):
        _check(proposal, excluding=["reference"])
        proposal.reference = next_reference(pair=pair, year=draft.proposed_on.year)
        proposal.save()
        Position.objects.bulk_create(_first_positions(proposal, draft, parties.values()))
        announce(proposal_changed, proposal_id=proposal.pk)
        read_version(proposal)
    return proposal


def _first_positions(
    proposal: Proposal, draft: Draft, parties: Iterable[Party]
) -> Iterable[Position]:
    """Give each party's position as the first article tells it."""
    for party in parties:
        proposes, addressed = party in draft.proposers, party in draft.addressees
        stance = Stance.PROPOSED if proposes else Stance.AWAITED
        if proposes and draft.act == Act.AGREES:
            stance = Stance.ACCEPTS
        yield Position(
            proposal=proposal,
            party=party,
            is_proposer=proposes,
            is_addressee=addressed,
            stance=stance,
        )


def locked(*, proposal: Proposal, by: Actor, version: int | None = None) -> Proposal:
    """Lock a proposal for a change and give it as it stands now; call it inside ``recording``.

    ``version`` is the one that the actor read. Raises ChangedMeanwhileError, with what changed,
    where it is no longer the current one, and NotAllowedError for a stranger. Each version is one
    entry of the history, less the staff's own work, which is not part of what a proposal says.
    """
    current = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require_change(by, current)
    if version is not None and version != current.version:
        newer = max(current.version - version, 1)
        changes = Change.objects.of_proposal(current).without_staff_work()
        raise ChangedMeanwhileError(list(changes[:newer]))
    return current


def read_version(proposal: Proposal) -> None:
    """Read the version that the database counted; call it inside ``recording``.

    After it, the version might be one that somebody else made and the actor has not seen.
    """
    proposal.refresh_from_db(fields=["version", "updated_at"])


def edit(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    why: str = "",
) -> Proposal:
    """Change fields of a proposal (those in EDITABLE); nothing is written if nothing differs."""
    refuse_unknown(values, EDITABLE)
    with recording(by=by, at=at, why=why):
        current = locked(proposal=proposal, by=by, version=version)
        if all(getattr(current, name) == value for name, value in values.items()):
            return current
        former = current.owner
        for name, value in values.items():
            setattr(current, name, value)
        require_reach(by, current)
        _check(current)
        current.save()
        announce(proposal_changed, proposal_id=current.pk)
        read_version(current)
        if current.owner != former:
            note_new_owner(proposal=current, former=former, by=by, at=at)
    return current


def refuse_unknown(values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Refuse fields that this service does not change."""
    unknown = sorted(set(values) - allowed)
    if unknown:
        names = ", ".join(unknown)
        raise InvalidInputError(_("This can't be changed: %(names)s.") % {"names": names})


def _check(proposal: Proposal, excluding: Sequence[str] = ()) -> None:
    """Refuse values that don't fit, each beside its field."""
    try:
        proposal.full_clean(exclude=excluding, validate_unique=False)
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    if proposal.meeting and proposal.meeting.committee_id != proposal.committee_id:
        message = _("This meeting is one of another committee.")
        raise InvalidInputError(message, fields={"meeting": [message]})
    if leads_back(proposal, proposal.parent, "parent"):
        message = _("A proposal can't be a part of its own part.")
        raise InvalidInputError(message, fields={"parent": [message]})


def leads_back(proposal: Proposal, first: Proposal | None, link: str) -> bool:
    """Tell whether following ``link`` ("parent", "successor") from the first one comes back."""
    seen: set[int] = set()
    step = first
    while step is not None and step.pk not in seen:
        if step.pk == proposal.pk:
            return True
        seen.add(step.pk)
        step = getattr(step, link)
    return False
