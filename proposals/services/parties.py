"""Bringing the parties' names up to date from a list, many at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from proposals.models import Party, PartyName
from proposals.rights import Actor, require
from proposals.services.recording import recording
from proposals.vocabulary import PartyKind

STATE_CODE_LENGTH = 2


@dataclass(frozen=True)
class FurtherName:
    """A further name of a party, as PartyName keeps it."""

    language: str
    use: str
    text: str
    is_weak: bool = False


@dataclass(frozen=True)
class PartyEntry:
    """A party of the list: its code, its name by language, its further names."""

    code: str
    names: Mapping[str, str]
    further: Collection[FurtherName] = ()

    @property
    def kind(self) -> PartyKind:
        """A state has two letters (ISO 3166-1), an organisation has more."""
        is_state = len(self.code) == STATE_CODE_LENGTH
        return PartyKind.STATE if is_state else PartyKind.ORGANISATION


def load(*, entries: Collection[PartyEntry], by: Actor, at: datetime) -> int:
    """Add the parties and names that are missing; give how many parties are new.

    What people changed or added stays: the list only ever adds.
    """
    require(by, "add", "party")
    known = set(Party.objects.values_list("code", flat=True))
    new = [
        Party(
            code=entry.code,
            kind=entry.kind,
            **{f"name_{language}": name for language, name in entry.names.items()},
        )
        for entry in entries
        if entry.code not in known
    ]
    with recording(by=by, at=at):
        Party.objects.bulk_create(new)
        _add_names(entries)
    return len(new)


def _add_names(entries: Collection[PartyEntry]) -> None:
    """Give their further names to the parties that have none yet."""
    ids = dict(Party.objects.values_list("code", "pk"))
    nameless = set(Party.objects.filter(further_names=None).values_list("code", flat=True))
    PartyName.objects.bulk_create(
        (
            PartyName(
                party_id=ids[entry.code],
                language=name.language,
                use=name.use,
                text=name.text,
                is_weak=name.is_weak,
            )
            for entry in entries
            if entry.code in nameless
            for name in entry.further
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
