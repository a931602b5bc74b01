"""A row as it is read is the record that Django would make of it."""

from typing import Any

import pytest
from django.db.models import Model

from proposals.models import Committee, Meeting, Party, Proposal, User
from proposals.models.fetched import Fetched


def as_django_makes(record: Model) -> Model:
    """Give the record made of the same values, one by one."""
    fields = record._meta.concrete_fields
    return type(record)(*(getattr(record, field.attname) for field in fields))


@pytest.mark.parametrize("name", ["proposal", "meeting", "iraq", "officer_user"])
def test_it_has_the_same_columns(request: pytest.FixtureRequest, name: str) -> None:
    record: Any = request.getfixturevalue(name)
    read = type(record).objects.get(pk=record.pk)
    made = as_django_makes(read)

    assert isinstance(read, Fetched)
    assert vars(read).keys() == vars(made).keys()
    assert {**vars(read), "_state": None} == {**vars(made), "_state": None}
    assert (read._state.adding, read._state.db) == (False, "default")


def test_what_was_not_read_is_fetched_and_what_is_related_too(
    proposal: Proposal, committee: Committee
) -> None:
    read = Proposal.objects.only("reference").get(pk=proposal.pk)

    assert read.get_deferred_fields() >= {"title_en", "committee_id"}
    assert read.committee == committee
    assert read.title == proposal.title


def test_it_is_saved_and_refreshed_like_any_other(officer_user: User) -> None:
    read = User.objects.get(pk=officer_user.pk)
    read.first_name = "Another"
    read.refresh_from_db()

    assert read.first_name == officer_user.first_name
    assert Meeting.objects.select_related("committee").filter(pk=0).first() is None
    assert Party.objects.in_bulk([0]) == {}
