"""Bringing the parties' names up to date from a list, many at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from proposals.errors import NotAllowedError
from proposals.models import Change, Party, PartyName
from proposals.rights import Actor
from proposals.services.parties import FurtherName, PartyEntry, load
from proposals.vocabulary import PartyKind

# No state has these codes (ISO 3166-1 leaves them to users), so no list of ours brings them.
XA = PartyEntry(
    "XA",
    {"ar": "س", "fa": "س", "en": "Exland"},
    [FurtherName("en", "demonym", "Exlander"), FurtherName("en", "capital", "Ex", is_weak=True)],
)
XORG = PartyEntry("XORG", {"en": "Organisation of X"})


def test_missing_parties_are_added_with_their_names(system: Actor, at: datetime, db: None) -> None:
    assert load(entries=[XA, XORG], by=system, at=at) == 2

    state, organisation = Party.objects.get(code="XA"), Party.objects.get(code="XORG")
    assert (state.kind, state.name_ar, state.name_en) == (PartyKind.STATE, "س", "Exland")
    assert organisation.kind == PartyKind.ORGANISATION
    assert set(state.further_names.values_list("text", "use", "is_weak")) == {
        ("Exlander", "demonym", False),
        ("Ex", "capital", True),
    }


def test_each_new_party_is_an_entry_of_the_history(system: Actor, at: datetime, db: None) -> None:
    load(entries=[XA], by=system, at=at)

    change = Change.objects.filter(subject="party").latest("id")
    assert (change.actor, change.at) == (system.key, at)
    assert change.fields["code"] == [None, "XA"]


def test_the_list_only_ever_adds(system: Actor, at: datetime, db: None) -> None:
    load(entries=[XA], by=system, at=at)
    renamed = PartyEntry("XA", {"en": "Other"}, [FurtherName("en", "alias", "Exia")])

    assert load(entries=[renamed, XORG], by=system, at=at) == 1
    state = Party.objects.get(code="XA")
    assert state.name_en == "Exland"
    assert not state.further_names.filter(text="Exia").exists()


def test_the_list_again_changes_nothing(system: Actor, at: datetime, db: None) -> None:
    load(entries=[XA, XORG], by=system, at=at)
    before = (Party.objects.count(), PartyName.objects.count(), Change.objects.count())

    assert load(entries=[XA, XORG], by=system, at=at) == 0
    assert before == (Party.objects.count(), PartyName.objects.count(), Change.objects.count())


def test_names_come_to_a_party_that_has_none_yet(system: Actor, at: datetime, db: None) -> None:
    load(entries=[PartyEntry("XA", {"en": "Exland"})], by=system, at=at)
    load(entries=[XA], by=system, at=at)

    assert Party.objects.get(code="XA").further_names.count() == 2


def test_a_name_twice_in_the_list_is_one(system: Actor, at: datetime, db: None) -> None:
    twice = PartyEntry("XA", {"en": "Exland"}, [FurtherName("en", "alias", "Exia")] * 2)
    load(entries=[twice], by=system, at=at)

    assert Party.objects.get(code="XA").further_names.count() == 1


def test_an_impossible_entry_takes_the_whole_list_back(
    system: Actor, at: datetime, db: None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        load(entries=[XA, PartyEntry("x!", {"en": "No code"})], by=system, at=at)

    assert not Party.objects.filter(code="XA").exists()


@pytest.mark.parametrize("who", ["reader", "officer", "head", "partner"])
def test_the_list_of_parties_is_an_administrators(
    actor_called: Callable[[str], Actor], who: str, at: datetime
) -> None:
    with pytest.raises(NotAllowedError):
        load(entries=[XA], by=actor_called(who), at=at)


def test_many_parties_take_few_queries(
    system: Actor, at: datetime, db: None, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    codes = [f"X{letter}{digit}" for letter in "ABCDEFGH" for digit in range(1, 9)]
    many = [
        PartyEntry(code + "Z", {"en": code}, [FurtherName("en", "alias", code.title())])
        for code in codes
    ]
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a context manager
        assert load(entries=many, by=system, at=at) == 64
