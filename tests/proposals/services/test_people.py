"""What people may change about themselves."""

from datetime import datetime

import pytest

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import User
from proposals.rights import Actor
from proposals.services.people import prefer_language


def test_people_choose_their_language(officer_user: User, officer: Actor, at: datetime) -> None:
    prefer_language(user=officer_user, language="fa", by=officer, at=at)

    assert User.objects.get(pk=officer_user.pk).language == "fa"


def test_a_language_of_others_is_refused(officer_user: User, officer: Actor, at: datetime) -> None:
    with pytest.raises(InvalidInputError) as refused:
        prefer_language(user=officer_user, language="fr", by=officer, at=at)
    assert list(refused.value.fields) == ["language"]
    assert User.objects.get(pk=officer_user.pk).language == "ar"


def test_nobody_chooses_for_somebody_else(
    officer_user: User, administrator: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowedError):
        prefer_language(user=officer_user, language="fa", by=administrator, at=at)


def test_nothing_else_of_the_person_is_written(
    officer_user: User, officer: Actor, at: datetime
) -> None:
    officer_user.first_name = "Not saved"
    prefer_language(user=officer_user, language="en", by=officer, at=at)

    assert User.objects.get(pk=officer_user.pk).first_name == "Samira"
