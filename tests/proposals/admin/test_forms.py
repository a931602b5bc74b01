"""Fields and forms that several pages share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django import forms
from django.utils import translation

from proposals.admin.forms import DayInput, ProposalField, RowChoice, refuse
from proposals.errors import InvalidInputError, RefusedError
from proposals.models import Proposal
from proposals.rights import Actor


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
