"""Desks, their people, and partners' systems."""

import pytest
from django.core.exceptions import ValidationError

from proposals.models import Client, User
from proposals.vocabulary import Visibility


@pytest.mark.parametrize(
    ("names", "called"),
    [
        ({"first_name": "Samira", "last_name": "Al-Amin"}, "Samira Al-Amin"),
        ({"first_name": "Samira"}, "Samira"),
        ({}, "samira"),
    ],
)
def test_a_person_is_called_by_name_else_by_user_name(names: dict[str, str], called: str) -> None:
    assert str(User(username="samira", **names)) == called


@pytest.mark.parametrize("zone", ["UTC", "Asia/Baghdad", "Asia/Tehran", "Europe/London"])
def test_a_time_zone_is_one_of_the_worlds(zone: str) -> None:
    User(username="samira", password="x", time_zone=zone).clean_fields()
    User(username="samira", password="x", time_zone=zone).clean()


@pytest.mark.parametrize("zone", ["Tehran", "asia/baghdad", "+03:00", "", "../etc/passwd"])
def test_any_other_time_zone_would_break_every_page(zone: str) -> None:
    with pytest.raises(ValidationError) as refused:
        User(username="samira", password="x", time_zone=zone).clean()
    assert list(refused.value.message_dict) == ["time_zone"]


def test_a_client_is_offered_no_circle_that_staff_keep_to_themselves() -> None:
    offered = dict(Client._meta.get_field("visibility").flatchoices)

    assert set(offered) == {Visibility.SHARED, Visibility.INTERNAL}


def test_a_client_begins_with_the_least(db: None) -> None:
    client = Client.objects.create(name="Registry")

    assert (client.visibility, client.allowed_scopes) == ("shared", "proposals:read")
    assert not client.committees.exists()
