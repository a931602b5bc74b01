"""The parties' names come from the lexicon into the record, and only what is missing is added."""

from datetime import datetime

import pytest

from proposals.models import Party, PartyName
from proposals.services.parties import FurtherName, PartyEntry, load
from tests.conftest import SYSTEM
from tracker.parties import load_parties


def test_every_state_is_there_after_migration(db: None) -> None:
    iraq = Party.objects.get(code="IQ")

    assert iraq.names == {"ar": "العراق", "fa": "عراق", "en": "Iraq"}
    assert Party.objects.filter(kind="state").count() == 249
    assert set(
        iraq.further_names.filter(language="ar", use="demonym").values_list("text", flat=True)
    ) >= {"عراقي"}


def test_loading_again_changes_nothing(db: None, at: datetime) -> None:
    before = PartyName.objects.count()

    assert load_parties(at=at) == 0
    assert PartyName.objects.count() == before


def test_what_people_changed_stays(iraq: Party, at: datetime) -> None:
    entry = PartyEntry(
        "IQ", {"en": "Republic of Iraq"}, [FurtherName("en", "alias", "Mesopotamia")]
    )

    load(entries=[entry], by=SYSTEM, at=at)

    assert Party.objects.get(code="IQ").name_en == "Iraq"
    assert not iraq.further_names.filter(text="Mesopotamia").exists()


@pytest.mark.parametrize(("code", "kind"), [("ZZ", "state"), ("ZZZ", "organisation")])
def test_a_new_party_comes_with_its_names(db: None, at: datetime, code: str, kind: str) -> None:
    entry = PartyEntry(
        code, {"en": "Zembla"}, [FurtherName("en", "demonym", "Zemblan", is_weak=True)]
    )

    assert load(entries=[entry], by=SYSTEM, at=at) == 1
    party = Party.objects.get(code=code)
    assert (party.kind, party.name_en) == (kind, "Zembla")
    assert party.further_names.get().is_weak
