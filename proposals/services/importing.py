"""Taking many proposals in at once: all of them or none, and again without changing anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, RefusedError
from proposals.models import ForeignNumber, Proposal
from proposals.rights import Actor, require
from proposals.services.proposals import EDITABLE, Draft, create, edit
from proposals.services.recording import recording
from proposals.vocabulary import Act, Precision, Visibility

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True)
class Entry:
    """One row that is to be taken in: its line, its keys, what it says, what is wrong with it.

    ``said`` holds what the row gives alone; what it leaves empty stays as it is.
    """

    line: int
    reference: str = ""
    number: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[str] = ()


@dataclass(frozen=True)
class Verdict:
    """What became of a row, or would become of it."""

    line: int
    outcome: str
    proposal: Proposal | None = None
    faults: Sequence[str] = ()


def take_in(
    *, entries: Sequence[Entry], by: Actor, at: datetime, why: str, is_kept: bool
) -> Iterator[Verdict]:
    """Take the rows in one after the other and tell what became of each.

    Nothing is kept where one of them is refused, where ``is_kept`` is false, or where the caller
    stops listening before the last one.
    """
    require(by, "add", "proposal")
    with recording(by=by, at=at, why=why):
        is_refused = False
        for entry in entries:
            verdict = _take(entry, by, at)
            is_refused = is_refused or verdict.outcome == REFUSED
            yield verdict
        transaction.set_rollback(is_refused or not is_kept)


def _take(entry: Entry, by: Actor, at: datetime) -> Verdict:
    if entry.faults:
        return Verdict(entry.line, REFUSED, faults=entry.faults)
    try:
        with transaction.atomic():
            known = _known(entry, by)
            if known is None:
                return Verdict(entry.line, NEW, _add(entry, by, at))
            return _change(entry, known, by, at)
    except RefusedError as refused:
        return Verdict(entry.line, REFUSED, faults=refused.messages)


def _known(entry: Entry, by: Actor) -> Proposal | None:
    """Give the proposal that a row speaks of, if there is one already."""
    seen = Proposal.objects.visible_to(by)
    if entry.reference:
        found = seen.filter(reference=entry.reference).first()
        if found is None:
            message = _("There is no proposal %(reference)s.") % {"reference": entry.reference}
            raise InvalidInputError(message)
        return found
    if not entry.number:
        raise InvalidInputError(
            _("Give a reference or a partner's number, so that a second import finds it again.")
        )
    found = seen.filter(foreign_numbers__number=entry.number).first()
    if found is None:
        _require_free(entry.number)
    return found


def _require_free(number: str) -> None:
    if ForeignNumber.objects.filter(number=number).exists():
        raise InvalidInputError(
            _("Another proposal has the number %(number)s.") % {"number": number}
        )


def _add(entry: Entry, by: Actor, at: datetime) -> Proposal:
    said = entry.said
    missing = [label for name, label in _needed() if not said.get(name)]
    if missing:
        raise InvalidInputError(*(_("Missing: %(what)s.") % {"what": one} for one in missing))
    titles = {language: said.get(f"title_{language}", "") for language in ("ar", "fa", "en")}
    draft = Draft(
        titles=titles,
        original_language=next((language for language in titles if titles[language]), ""),
        kind=said["kind"],
        act=said.get("act", Act.PROPOSES),
        proposers=said["proposers"],
        addressees=said["addressees"],
        proposed_on=said["proposed_on"],
        visibility=said.get("visibility", Visibility.SHARED),
        deadline=_deadline(said),
        **{name: said.get(name) for name in ("committee", "desk", "owner")},
    )
    proposal = create(draft=draft, by=by, at=at)
    ForeignNumber.objects.create(proposal=proposal, number=entry.number)
    return proposal


def _needed() -> list[tuple[str, str]]:
    return [
        ("kind", _("kind")),
        ("proposers", _("proposer")),
        ("addressees", _("addressee")),
        ("proposed_on", _("proposed on")),
    ]


def _deadline(said: Mapping[str, Any]) -> dict[str, Any]:
    """Give the deadline; a bare day is exact to the day, mere words stand for an event."""
    found = {name: said[name] for name in ("due_on", "due_wording") if name in said}
    if found:
        found["due_precision"] = Precision.DAY if "due_on" in found else Precision.EVENT
    return found


def _change(entry: Entry, proposal: Proposal, by: Actor, at: datetime) -> Verdict:
    values = {name: value for name, value in entry.said.items() if name in EDITABLE}
    if not proposal.due_precision:
        values |= _deadline(entry.said)
    changed = edit(proposal=proposal, values=values, by=by, at=at)
    is_new_number = (
        bool(entry.number) and not proposal.foreign_numbers.filter(number=entry.number).exists()
    )
    if is_new_number:
        _require_free(entry.number)
        ForeignNumber.objects.create(proposal=proposal, number=entry.number)
    is_same = changed.version == proposal.version and not is_new_number
    return Verdict(entry.line, SAME if is_same else CHANGED, changed)
