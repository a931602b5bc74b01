"""The closed lists of words, and that the columns which keep them are wide enough and closed."""

import inspect

import pytest
from django.apps import apps
from django.db.models import CharField, Choices, Field, TextChoices

from proposals import vocabulary
from proposals.status import Status
from proposals.vocabulary import AGREEING_STANCES, Stance

LISTS = [
    found
    for _name, found in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(found, TextChoices) and found is not TextChoices
]
COLUMNS = [
    field
    for model in apps.get_app_config("proposals").get_models()
    for field in model._meta.get_fields()
    if isinstance(field, CharField) and field.choices and not model.__name__.endswith("Event")
]


@pytest.mark.parametrize("words", [*LISTS, Status])
def test_every_word_has_a_label_of_its_own(words: type[Choices]) -> None:
    labels = [str(label) for label in words.labels]

    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("words", [*LISTS, Status])
def test_machines_read_the_words_as_they_stand_in_addresses(words: type[TextChoices]) -> None:
    assert all(value == value.lower() and value.isidentifier() for value in words.values)


@pytest.mark.parametrize("field", COLUMNS, ids=str)
def test_a_column_is_wide_enough_for_each_of_its_words(field: CharField[str, str]) -> None:
    assert field.max_length
    assert field.max_length >= max(len(str(value)) for value, _label in field.flatchoices)


def test_who_agrees() -> None:
    assert AGREEING_STANCES == (Stance.PROPOSED, Stance.ACCEPTS)


def test_there_are_columns_to_look_at() -> None:
    assert len(COLUMNS) > 15
    assert all(isinstance(field, Field) for field in COLUMNS)
