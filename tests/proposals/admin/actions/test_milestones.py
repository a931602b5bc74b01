"""Planning the steps, and marking them done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Milestone, Party, Proposal
from proposals.rights import Actor
from proposals.services import parts


@pytest.fixture
def step(proposal: Proposal, iraq: Party, officer: Actor, at: Any) -> Milestone:
    values = {"title": "Site chosen", "party": iraq, "due_wording": "soon"}
    values |= {"due_on": date(2026, 4, 1), "due_precision": "month"}
    return parts.add_milestone(proposal=proposal, values=values, by=officer, at=at)


def test_a_step_is_added(
    proposal: Proposal, iraq: Party, as_officer: Browser, act: Callable[..., Any]
) -> None:
    response = act(
        as_officer,
        proposal,
        "milestone",
        title="تعيين ضباط الارتباط",
        party=iraq.pk,
        due_on="2026-05-01",
    )
    step = proposal.milestones.get()
    assert response.headers["Location"].endswith("#milestones")
    assert (step.title, step.party, str(step.due_on)) == (
        "تعيين ضباط الارتباط",
        iraq,
        "2026-05-01",
    )
    assert step.due_precision == "day"


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 301}, "at most 300 characters"),
        ({"title": "Step", "due_on": "soon"}, "There is no such day."),
        ({"title": "Step", "due_precision": "month"}, "A deadline needs its last day"),
        (
            {"title": "Step", "due_precision": "event", "due_wording": ""},
            "Say before which event it is due.",
        ),
        ({"title": "Step", "party": "999999"}, "Select a valid choice"),
    ],
)
def test_a_wrong_step_is_shown_again(
    proposal: Proposal,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
    entered: dict[str, str],
    words: str,
) -> None:
    form = "//form[contains(@action,'/milestone/new/')]"
    page = read(act(as_officer, proposal, "milestone", **({"due_wording": "kept"} | entered)))
    assert words in page.texts(f"//details[@open]{form}")[0]
    assert page.entered(form)["due_wording"] == entered.get("due_wording", "kept")
    assert not proposal.milestones.exists()


def test_the_form_starts_with_the_step_as_it_is(
    proposal: Proposal, step: Milestone, iraq: Party, story: Callable[..., Any]
) -> None:
    entered = story(proposal).entered(f"//form[contains(@action,'/change-milestone/{step.pk}/')]")
    assert entered["title"] == "Site chosen"
    assert (entered["due_on"], entered["due_precision"]) == ("2026-04-01", "month")
    assert (entered["party"], entered["done_on"]) == (str(iraq.pk), "")


def test_a_step_is_changed(
    proposal: Proposal, step: Milestone, as_officer: Browser, act: Callable[..., Any]
) -> None:
    entered = {"title": "Site agreed", "due_wording": "soon", "done_on": "2026-03-10"}
    act(as_officer, proposal, "change-milestone", step.pk, **entered)
    step.refresh_from_db()
    assert (step.title, step.party, step.due_on) == ("Site agreed", None, None)
    assert str(step.done_on) == "2026-03-10"


def test_a_step_is_done_today(
    proposal: Proposal,
    step: Milestone,
    as_officer: Browser,
    act: Callable[..., Any],
    story: Callable[..., Any],
) -> None:
    act(as_officer, proposal, "done", step.pk)
    step.refresh_from_db()
    assert (str(step.done_on), step.title) == ("2026-03-11", "Site chosen")
    assert not story(proposal).all("//form[contains(@action,'/done/')]")


def test_a_step_is_removed_and_the_history_keeps_it(
    proposal: Proposal,
    step: Milestone,
    as_officer: Browser,
    act: Callable[..., Any],
    story: Callable[..., Any],
) -> None:
    act(as_officer, proposal, "remove-milestone", step.pk)
    assert not proposal.milestones.exists()
    assert "Milestone removed: Site chosen" in story(proposal).words


@pytest.mark.parametrize("action", ["change-milestone", "done", "remove-milestone"])
def test_another_proposals_step_is_not_found(
    make_proposal: Callable[..., Proposal],
    step: Milestone,
    as_officer: Browser,
    act: Callable[..., Any],
    action: str,
) -> None:
    other = make_proposal()
    assert act(as_officer, other, action, step.pk, title="Mine").status_code == 404
    step.refresh_from_db()
    assert (step.title, step.done_on) == ("Site chosen", None)


@pytest.mark.parametrize("action", ["change-milestone", "done", "remove-milestone"])
def test_a_step_that_somebody_changed_meanwhile_is_asked_about(
    proposal: Proposal,
    step: Milestone,
    head: Actor,
    at: Any,
    as_officer: Browser,
    story: Callable[..., Any],
    act: Callable[..., Any],
    read: Callable[..., Any],
    action: str,
) -> None:
    entered = story(proposal).entered(f"//form[contains(@action,'/{action}/{step.pk}/')]")
    parts.edit_milestone(milestone=step, values={"title": "Theirs"}, by=head, at=at)
    page = read(act(as_officer, proposal, action, step.pk, **entered))
    assert "Site chosen to Theirs" in page.words
    step.refresh_from_db()
    assert (step.title, step.done_on) == ("Theirs", None)


@pytest.mark.parametrize("who", ["as_reader", "as_stranger"])
@pytest.mark.parametrize("action", ["change-milestone", "done", "remove-milestone"])
def test_others_change_nothing(
    request: pytest.FixtureRequest,
    proposal: Proposal,
    step: Milestone,
    act: Callable[..., Any],
    who: str,
    action: str,
) -> None:
    assert act(request.getfixturevalue(who), proposal, action, step.pk).status_code == 403
    assert Milestone.objects.filter(pk=step.pk, done_on=None).exists()
