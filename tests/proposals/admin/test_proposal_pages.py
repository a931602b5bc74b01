"""Writing a proposal down, changing what it says, two at once, and finding one by its words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Change, Committee, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import parts, proposals
from proposals.services.records import keep

ADD = reverse("admin:proposals_proposal_add")
DRAFT = "//form[contains(@class,'draft')]"
EDIT = "//form[@id='proposal_form']"


def edit_address(proposal: Proposal) -> str:
    return reverse("admin:proposals_proposal_edit", args=[proposal.pk])


@pytest.fixture
def edit(as_officer: Browser, read: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that opens the form, changes fields in it and sends it."""

    def send(proposal: Proposal, browser: Browser = as_officer, **changed: Any) -> Any:
        page = read(browser.get(edit_address(proposal)))
        entered = page.entered(EDIT) | changed
        return read(browser.post(edit_address(proposal), entered))

    return send


# By hand


def test_the_form_starts_with_today_and_the_writer(
    officer: Actor, open_page: Callable[..., Any]
) -> None:
    entered = open_page("proposals_proposal_add").entered(DRAFT)
    assert (entered["proposed_on"], entered["owner"]) == ("2026-03-11", str(officer.user_id))
    assert (entered["role_0"], entered["role_1"]) == ("from", "to")


def test_a_proposal_is_written_down_by_hand(
    as_officer: Browser,
    officer: Actor,
    committee: Committee,
    iraq: Party,
    iran: Party,
    open_page: Callable[..., Any],
) -> None:
    entered = open_page("proposals_proposal_add").entered(DRAFT) | {
        "title_en": "A hotline",
        "kind": "border_security",
        "party_0": iran.pk,
        "party_1": iraq.pk,
        "committee": committee.pk,
    }
    response = as_officer.post(ADD, entered)

    proposal = Proposal.objects.get()
    assert response.headers["Location"] == proposal.get_absolute_url()
    assert (proposal.reference, proposal.title_en) == ("IQ-IR-2026-0001", "A hotline")
    assert (proposal.desk, proposal.owner_id) == (committee.desk, officer.user_id)
    assert Change.objects.filter(subject="proposal").latest("id").actor == officer.key


def test_a_wrong_draft_is_shown_again(
    as_officer: Browser, iran: Party, open_page: Callable[..., Any], read: Callable[..., Any]
) -> None:
    entered = open_page("proposals_proposal_add").entered(DRAFT)
    page = read(as_officer.post(ADD, entered | {"title_en": "A hotline", "party_0": iran.pk}))
    assert "A proposal stands between two parties; name both." in page.words
    assert page.entered(DRAFT)["title_en"] == "A hotline"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reader_writes_nothing_down(as_reader: Browser, method: str) -> None:
    assert getattr(as_reader, method)(ADD).status_code == 403


# Changing what it says


def test_what_it_says_is_changed(
    proposal: Proposal, officer_user: User, meeting: Meeting, edit: Callable[..., Any]
) -> None:
    page = edit(
        proposal,
        title_ar="إنشاء مركز",
        kind="border_security",
        meeting=meeting.pk,
        owner=officer_user.pk,
        due_wording="by the end of June",
        due_on="2026-06-30",
        due_precision="month",
        review_on="2026-05-01",
        visibility="internal",
        why="As the minutes say",
    )
    assert page.response.headers["Location"] == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert (proposal.title_ar, proposal.kind, proposal.owner) == (
        "إنشاء مركز",
        "border_security",
        officer_user,
    )
    assert (proposal.meeting, proposal.visibility) == (meeting, "internal")
    assert (str(proposal.due_on), proposal.due_precision) == ("2026-06-30", "month")
    assert Change.objects.of_proposal(proposal)[0].why == "As the minutes say"


def test_nothing_changed_writes_nothing(proposal: Proposal, edit: Callable[..., Any]) -> None:
    proposal.refresh_from_db()
    before = Change.objects.count(), proposal.version
    edit(proposal)
    proposal.refresh_from_db()
    assert (Change.objects.count(), proposal.version) == before


def test_a_bare_day_is_exact_to_the_day(proposal: Proposal, edit: Callable[..., Any]) -> None:
    edit(proposal, due_on="2026-06-30")
    proposal.refresh_from_db()
    assert proposal.due_precision == "day"


def test_a_meeting_brings_its_committee(
    make_proposal: Callable[..., Proposal], meeting: Meeting, edit: Callable[..., Any]
) -> None:
    proposal = make_proposal(committee=None)
    edit(proposal, meeting=meeting.pk)
    proposal.refresh_from_db()
    assert proposal.committee == meeting.committee


def test_a_larger_proposal_is_named_by_its_reference(
    make_proposal: Callable[..., Proposal], edit: Callable[..., Any], as_officer: Browser, read: Any
) -> None:
    whole, part = make_proposal(), make_proposal()
    edit(part, parent=f"{whole.reference} {whole.title_en}")
    part.refresh_from_db()
    assert part.parent == whole
    again = read(as_officer.get(edit_address(part)))
    assert again.entered(EDIT)["parent"] == whole.reference


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title_en": "", "title_fa": ""}, "Give a title in at least one language."),
        ({"due_on": "soon"}, "There is no such day."),
        ({"due_precision": "month"}, "A deadline needs its last day and its precision."),
        ({"parent": "IQ-IR-1999-0001"}, "There is no proposal IQ-IR-1999-0001."),
        ({"desk": "", "visibility": "restricted"}, "A restricted proposal needs a desk"),
        ({"kind": "poetry"}, "Select a valid choice"),
    ],
)
def test_a_wrong_change_is_shown_again_with_all_that_was_entered(
    proposal: Proposal, edit: Callable[..., Any], changed: dict[str, str], words: str
) -> None:
    page = edit(proposal, **({"title_fa": "مرکز", "due_wording": ""} | changed), why="Kept")
    assert page.status == 200
    assert words in page.words
    assert page.entered(EDIT)["title_fa"] == changed.get("title_fa", "مرکز")
    assert page.entered(EDIT)["why"] == "Kept"
    proposal.refresh_from_db()
    assert proposal.title_fa == ""


def test_another_committees_meeting_is_refused_beside_its_field(
    proposal: Proposal, at: Any, iraq: Party, edit: Callable[..., Any]
) -> None:
    system = Actor.of_system("tests")
    other = Committee(name_en="Another committee")
    keep(other, by=system, at=at)
    day = date(2026, 3, 1)
    foreign = Meeting(committee=other, ordinal=1, starts_on=day, ends_on=day)
    keep(foreign, by=system, at=at)

    page = edit(proposal, meeting=foreign.pk)
    assert page.texts(
        "//*[contains(@class,'field-meeting')]//ul[contains(@class,'errorlist')]"
    ) == ["This meeting is one of another committee."]


def test_a_proposal_is_no_part_of_itself(proposal: Proposal, edit: Callable[..., Any]) -> None:
    page = edit(proposal, parent=proposal.reference)
    assert "A proposal can't be its own part or successor." in page.words


@pytest.mark.parametrize("who", ["as_reader", "as_stranger"])
def test_others_change_nothing(
    request: pytest.FixtureRequest, proposal: Proposal, who: str
) -> None:
    browser = request.getfixturevalue(who)
    assert browser.get(edit_address(proposal)).status_code == 403
    entered = {"title_en": "Mine", "kind": "other", "act": "offers", "visibility": "shared"}
    assert browser.post(edit_address(proposal), entered | {"version": 1}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.title_en == "A joint border operations centre"


# Two at once


@pytest.fixture
def conflict(
    proposal: Proposal, as_officer: Browser, head: Actor, at: Any, read: Callable[..., Any]
) -> Callable[..., Any]:
    """Give a function: the officer opens the form, the head changes, the officer sends."""

    def meet(mine: dict[str, Any], theirs: dict[str, Any]) -> Any:
        page = read(as_officer.get(edit_address(proposal)))
        proposals.edit(proposal=proposal, values=theirs, by=head, at=at, why="Theirs")
        entered = page.entered(EDIT) | mine
        return read(as_officer.post(edit_address(proposal), entered))

    return meet


def test_the_second_sees_what_the_first_changed(
    proposal: Proposal, conflict: Callable[..., Any]
) -> None:
    page = conflict({"title_en": "Mine"}, {"kind": "other"})
    (told,) = page.texts("//section[contains(@class,'conflict')]")
    for words in ("Somebody changed this", "leila", "Kind: Joint body to Other", "Theirs"):
        assert words in told
    proposal.refresh_from_db()
    assert proposal.title_en == "A joint border operations centre"


def test_what_one_left_alone_takes_what_the_other_wrote(
    proposal: Proposal, conflict: Callable[..., Any], as_officer: Browser, officer_user: User
) -> None:
    theirs = {
        "kind": "other",
        "owner": officer_user,
        "due_on": date(2026, 6, 30),
        "due_precision": "month",
    }
    page = conflict({"title_en": "Mine"}, theirs)
    entered = page.entered(EDIT)
    assert "You changed other things." in page.words
    assert (entered["title_en"], entered["kind"], entered["owner"], entered["due_on"]) == (
        "Mine",
        "other",
        str(officer_user.pk),
        "2026-06-30",
    )

    as_officer.post(edit_address(proposal), entered)
    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.kind, proposal.owner) == ("Mine", "other", officer_user)
    assert str(proposal.due_on) == "2026-06-30"


def test_what_both_changed_is_for_the_second_to_decide(
    proposal: Proposal, conflict: Callable[..., Any], as_officer: Browser
) -> None:
    page = conflict(
        {"title_en": "Mine", "due_on": "2026-07-31", "due_precision": "day"},
        {"title_en": "Theirs", "due_on": date(2026, 6, 30), "due_precision": "day"},
    )
    assert page.texts("//*[@class='clashes']/*") == [
        "Title in English",
        "Theirs",
        "Due",
        "30 June 2026",
    ]
    entered = page.entered(EDIT)
    assert (entered["title_en"], entered["due_on"]) == ("Mine", "2026-07-31")

    as_officer.post(edit_address(proposal), entered)
    proposal.refresh_from_db()
    assert (proposal.title_en, str(proposal.due_on)) == ("Mine", "2026-07-31")


def test_the_same_change_by_both_is_no_clash(
    proposal: Proposal, conflict: Callable[..., Any]
) -> None:
    page = conflict({"kind": "other"}, {"kind": "other"})
    assert not page.all("//*[@class='clashes']")
    assert page.entered(EDIT)["kind"] == "other"


def test_a_parent_given_meanwhile_is_kept(
    proposal: Proposal, make_proposal: Callable[..., Proposal], conflict: Callable[..., Any]
) -> None:
    whole = make_proposal()
    page = conflict({"title_en": "Mine"}, {"parent": whole})
    assert page.entered(EDIT)["parent"] == whole.reference


def test_a_third_change_meanwhile_is_told_again(
    proposal: Proposal,
    conflict: Callable[..., Any],
    head: Actor,
    at: Any,
    as_officer: Browser,
    read: Any,
) -> None:
    page = conflict({"title_en": "Mine"}, {"kind": "other"})
    proposals.edit(proposal=proposal, values={"title_fa": "مرکز"}, by=head, at=at)
    again = read(as_officer.post(edit_address(proposal), page.entered(EDIT)))
    assert "Title in Persian: — to مرکز" in again.words
    assert again.entered(EDIT)["title_fa"] == "مرکز"
    assert again.entered(EDIT)["title_en"] == "Mine"


def test_a_change_of_a_position_meanwhile_is_told_as_well(
    proposal: Proposal, iraq: Party, head: Actor, at: Any, as_officer: Browser, read: Any
) -> None:
    page = read(as_officer.get(edit_address(proposal)))
    parts.set_position(proposal=proposal, party=iraq, values={"stance": "accepts"}, by=head, at=at)
    again = read(as_officer.post(edit_address(proposal), page.entered(EDIT)))
    assert "Iraq: Stance: Awaited to Accepts" in again.words


# Addresses


def test_merely_looking_at_an_action_leads_to_the_story(
    proposal: Proposal, as_officer: Browser
) -> None:
    address = reverse("admin:proposals_proposal_act", args=[proposal.pk, "move", "discuss"])
    assert as_officer.get(address).headers["Location"] == proposal.get_absolute_url()
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_an_unknown_action_is_not_found(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any]
) -> None:
    assert act(as_officer, proposal, "bless", "new").status_code == 404


# Finding


def found(browser: Browser, words: str) -> list[str]:
    response = browser.get(reverse("admin:proposals_proposal_find"), {"q": words})
    return [one["title"] for one in response.json()["proposals"]]


def test_proposals_are_found_by_reference_and_words(
    make_proposal: Callable[..., Proposal], as_officer: Browser
) -> None:
    make_proposal(titles={"en": "A border centre", "ar": "مركز حدودي"})
    make_proposal(titles={"en": "A hotline"})
    assert found(as_officer, "2026-0002") == ["A hotline"]
    assert found(as_officer, "centre BORDER") == ["A border centre"]
    assert found(as_officer, "حدودي") == ["A border centre"]
    assert found(as_officer, "") == ["A hotline", "A border centre"]
    assert found(as_officer, "nothing") == []


def test_a_few_are_enough(make_proposal: Callable[..., Proposal], as_officer: Browser) -> None:
    for _ in range(14):
        make_proposal()
    assert len(found(as_officer, "centre")) == 12


def test_a_restricted_one_is_found_by_its_desk_alone(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser
) -> None:
    assert found(as_officer, "prisoner") == []
    assert found(as_stranger, "prisoner") == [restricted.title_en]
