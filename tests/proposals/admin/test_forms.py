"""Fields and forms that several pages share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django import forms
from django.utils import timezone, translation

from proposals.admin.forms import DayField, DayInput, ProposalField, RowChoice, refuse
from proposals.days import Manner, in_figures, written_for
from proposals.errors import InvalidInputError, RefusedError
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.vocabulary import Calendar


class TwoFields(forms.Form):
    address = forms.CharField(required=False)
    text = forms.CharField(required=False)


@pytest.fixture
def form() -> TwoFields:
    bound = TwoFields({"address": "x", "text": "y"})
    assert bound.is_valid()
    return bound


def test_a_refusal_stands_beside_the_field_at_fault(form: TwoFields) -> None:
    refuse(form, InvalidInputError("Too long.", fields={"text": ["Too long."]}))
    assert form.errors == {"text": ["Too long."]}


def test_a_services_name_for_a_field_is_translated(form: TwoFields) -> None:
    refused = InvalidInputError("It is empty.", fields={"content": ["It is empty."]})
    refuse(form, refused, {"content": "text"})
    assert form.errors == {"text": ["It is empty."]}


def test_what_belongs_to_no_field_stands_above_all(form: TwoFields) -> None:
    refuse(form, InvalidInputError("Odd.", "Late.", fields={"": ["Odd."], "unknown": ["Late."]}))
    assert form.errors == {"__all__": ["Odd.", "Late."]}


def test_no_reason_is_lost_or_said_twice(form: TwoFields) -> None:
    refuse(form, RefusedError("One.", "Two.", fields={"text": ["Two."]}))
    assert form.errors == {"text": ["Two."], "__all__": ["One."]}


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_a_day_is_given_to_the_browser_as_it_knows_days(language: str) -> None:
    with translation.override(language):
        widget = DayInput()
        assert 'type="date"' in widget.render("day", date(2026, 3, 9))
        assert 'value="2026-03-09"' in widget.render("day", date(2026, 3, 9))
        assert forms.DateField().clean("2026-03-09") == date(2026, 3, 9)


@pytest.mark.django_db
def test_a_row_is_chosen_among_those_at_hand(make_proposal: Callable[..., Proposal]) -> None:
    first, second = make_proposal(), make_proposal()
    field = RowChoice([(first, "First"), (second, "Second")], required=False)
    assert field.clean(str(second.pk)) == second
    assert field.clean("") is None
    assert field.prepare_value(first) == first.pk
    for wrong in ("999999", "x"):
        with pytest.raises(forms.ValidationError):
            field.clean(wrong)


@pytest.mark.django_db
def test_a_proposal_is_named_by_its_reference(proposal: Proposal, officer: Actor) -> None:
    field = ProposalField(actor=officer, required=False)
    for entered in (
        proposal.reference,
        proposal.reference.lower(),
        f"  {proposal.reference} A joint border operations centre ",
    ):
        assert field.clean(entered) == proposal
    assert field.clean("") is None
    assert field.prepare_value(proposal.pk) == proposal.reference
    assert field.prepare_value(proposal) == proposal.reference
    assert field.prepare_value("half a ref") == "half a ref"


@pytest.mark.django_db
def test_a_proposal_that_one_may_not_see_is_not_there(
    restricted: Proposal, officer: Actor, stranger: Actor
) -> None:
    with pytest.raises(forms.ValidationError, match=restricted.reference):
        ProposalField(actor=officer).clean(restricted.reference)
    assert ProposalField(actor=officer).prepare_value(restricted.pk) is None
    assert ProposalField(actor=stranger).clean(restricted.reference) == restricted


@pytest.mark.django_db
@pytest.mark.parametrize("entered", ["", "   "])
def test_a_proposal_may_be_asked_for(officer: Actor, entered: Any) -> None:
    with pytest.raises(forms.ValidationError):
        ProposalField(actor=officer).clean(entered)


class Due(forms.Form):
    due_on = DayField(required=False)


@pytest.mark.parametrize(
    "typed", ["1405-09-03", "1405/9/3", "۱۴۰۵-۰۹-۰۳", "٢٠٢٦-١١-٢٤", "2026-11-24"]
)
def test_a_day_is_taken_in_the_readers_calendar_and_any_figures(typed: str) -> None:
    with written_for(Manner(Calendar.SOLAR_HIJRI)):
        form = Due({"due_on": typed})
        assert form.is_valid()
        assert form.cleaned_data["due_on"] == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("manner", "typed"),
    [
        (Manner(), "1405-09-03"),
        (Manner(Calendar.SOLAR_HIJRI), "1404-12-30"),
        (Manner(Calendar.HIJRI), "soon"),
    ],
)
def test_what_is_no_day_is_shown_again_as_typed_with_an_example(manner: Manner, typed: str) -> None:
    with written_for(manner):
        form = Due({"due_on": typed})
        (fault,) = form.errors["due_on"]
        assert fault == (
            "There is no such day. Write year, month and day, like"
            f" {in_figures(timezone.localdate())}."
        )
        assert f'value="{typed}"' in str(form["due_on"])


def test_a_day_stands_in_the_form_in_the_readers_calendar() -> None:
    initial = {"due_on": date(2026, 11, 24)}
    assert 'type="date"' in str(Due(initial=initial)["due_on"])
    with written_for(Manner(Calendar.SOLAR_HIJRI)):
        drawn = str(Due(initial=initial)["due_on"])
        again = str(Due({"due_on": "1405-09-03"})["due_on"])
        assert not Due({"due_on": "1405-09-03"}, initial=initial).has_changed()
    for one in (drawn, again):
        assert 'value="1405-09-03"' in one
        assert 'type="text"' in one
        assert "24 November 2026" in one


def test_no_day_is_no_fault() -> None:
    form = Due({"due_on": ""})
    assert form.is_valid()
    assert form.cleaned_data["due_on"] is None
