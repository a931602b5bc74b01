"""What people may change about themselves."""

from datetime import datetime, timedelta

import pytest

from proposals.days import Manner
from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import User
from proposals.rights import Actor
from proposals.services.people import go_away, prefer_days, prefer_language
from proposals.vocabulary import Calendar, Numerals


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


def test_people_note_when_they_are_away_and_who_stands_in(
    officer_user: User, officer: Actor, head: Actor, at: datetime
) -> None:
    leila = User.objects.get(username="leila")
    first, last = at.date(), at.date() + timedelta(days=3)
    go_away(user=officer_user, first_day=first, last_day=last, alternate=leila, by=officer, at=at)

    away = User.objects.get(pk=officer_user.pk)
    assert away.alternate == leila
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    assert [away.is_away(on=day) for day in days] == [False, True, True, False]


def test_an_absence_without_an_end_lasts(officer_user: User, officer: Actor, at: datetime) -> None:
    go_away(
        user=officer_user, first_day=at.date(), last_day=None, alternate=None, by=officer, at=at
    )
    assert officer_user.is_away(on=at.date() + timedelta(days=999))

    go_away(user=officer_user, first_day=None, last_day=None, alternate=None, by=officer, at=at)
    assert not officer_user.is_away(on=at.date() + timedelta(days=999))


@pytest.mark.parametrize("wrong", ["ends before it began", "is their own alternate"])
def test_an_absence_that_makes_no_sense_is_refused(
    officer_user: User, officer: Actor, at: datetime, wrong: str
) -> None:
    is_early = wrong == "ends before it began"
    last = at.date() - timedelta(days=1) if is_early else None
    with pytest.raises(InvalidInputError):
        go_away(
            user=officer_user,
            first_day=at.date(),
            last_day=last,
            alternate=None if is_early else officer_user,
            by=officer,
            at=at,
        )


def test_nobody_sends_somebody_else_away(
    officer_user: User, stranger: Actor, other_head: Actor, at: datetime
) -> None:
    day = at.date()
    for other in (stranger, other_head):
        with pytest.raises(NotAllowedError):
            go_away(user=officer_user, first_day=day, last_day=day, alternate=None, by=other, at=at)


def test_the_head_of_the_desk_and_administrators_note_an_absence_too(
    officer_user: User, head: Actor, administrator: Actor, at: datetime
) -> None:
    for days, by in enumerate([head, administrator]):
        day = at.date() + timedelta(days=days)
        go_away(user=officer_user, first_day=day, last_day=day, alternate=None, by=by, at=at)
        assert User.objects.get(pk=officer_user.pk).absent_from == day


def test_the_manner_of_days_is_kept(officer_user: User, officer: Actor, at: datetime) -> None:
    wanted = Manner(Calendar.SOLAR_HIJRI, Calendar.HIJRI, Numerals.PERSIAN)
    prefer_days(user=officer_user, manner=wanted, by=officer, at=at)
    officer_user.refresh_from_db()
    assert Manner.of(officer_user) == wanted


def test_an_unknown_calendar_is_refused(officer_user: User, officer: Actor, at: datetime) -> None:
    with pytest.raises(InvalidInputError) as refused:
        prefer_days(user=officer_user, manner=Manner("julian"), by=officer, at=at)
    assert set(refused.value.fields) == {"calendar"}
