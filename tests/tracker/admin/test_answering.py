"""Answering reminders on the staff's own pages, seeing who was told, and taking an answer back."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html  # type: ignore[import-untyped]  # it has no types

from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.services.moves import MoveRequest, move
from proposals.vocabulary import Role
from tests.tracker.admin.conftest import AT, DAY, TODAY, Make
from tracker import answers, deliveries, reminders
from tracker.models import Answer, Delivery

NOTICES = reverse("admin:tracker_delivery_notices")
SYSTEM = Actor.of_system("tests")


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def panel(browser: Client, proposal: Proposal) -> Any:
    """Give the proposal's panel of reminders; None where it has none."""
    answer = browser.get(proposal.get_absolute_url())
    assert answer.status_code == 200
    found = html.fromstring(answer.content.decode()).xpath("//section[@id='reminders']")
    return found[0] if found else None


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def place(proposal: Proposal, act: str, *, undo: bool = False) -> str:
    name = "unanswer" if undo else "answer"
    return reverse(f"admin:tracker_delivery_{name}", args=[proposal.pk, act])


class TestOnTheProposalsPage:
    """The panel beside its story."""

    def test_it_tells_who_was_told_what_when(self, browser: Client, late: Proposal) -> None:
        (line,) = panel(browser, late).xpath(".//ul/li")
        assert words(line) == "Nadia Due date · 11 March 2026"

    def test_it_tells_why_somebody_was_not_told(self, browser: Client, late: Proposal) -> None:
        Delivery.objects.update(state="cancelled", sent_at=None, why_not="snoozed")

        (line,) = panel(browser, late).xpath(".//ul/li")
        assert words(line).endswith("Cancelled: The recipient asked to be reminded later.")

    @pytest.mark.parametrize(
        ("act", "expected"),
        [
            ("seen", "You have seen it; the next step comes by 18 March 2026."),
            ("later", "You are reminded again after 14 March 2026."),
        ],
    )
    def test_an_answer_given_there_holds_and_is_shown(
        self, browser: Client, late: Proposal, owner: User, act: str, expected: str
    ) -> None:
        (form,) = panel(browser, late).xpath(f".//form[@action='{place(late, act)}']")
        (until,) = form.xpath(".//input[@name='until']/@value")

        answer = browser.post(place(late, act), {"until": until})

        assert answer["Location"] == f"{late.get_absolute_url()}#reminders"
        noted = Answer.objects.get()
        assert (noted.person, noted.proposal, noted.act) == (owner, late, act)
        assert expected in words(panel(browser, late))

    def test_an_answer_is_taken_back(self, browser: Client, late: Proposal) -> None:
        browser.post(place(late, "seen"), {"until": "2026-03-18"})
        browser.post(place(late, "later"), {"until": "2026-03-14"})

        answer = browser.post(place(late, "seen", undo=True))

        assert answer["Location"] == f"{late.get_absolute_url()}#reminders"
        assert [one.act for one in Answer.objects.all()] == ["later"]
        assert "You have seen it" not in words(panel(browser, late))

    def test_what_was_taken_back_quiets_nothing(
        self, browser: Client, late: Proposal, owner: User
    ) -> None:
        browser.post(place(late, "later"), {"until": "2026-03-25"})
        browser.post(place(late, "later", undo=True))

        reminders.owe(at=AT + 7 * DAY)
        deliveries.send_due(at=lambda: AT + 7 * DAY)
        assert Delivery.objects.filter(recipient=owner, state="sent").count() == 2

    @pytest.mark.parametrize("until", ["", "soon", "2026-03-11", "2999-01-01"])
    def test_a_day_that_makes_no_sense_is_refused_in_words(
        self, browser: Client, late: Proposal, until: str
    ) -> None:
        answer = browser.post(place(late, "seen"), {"until": until}, follow=True)

        assert html.fromstring(answer.content.decode()).xpath("//ul[@class='messagelist']/li")
        assert not Answer.objects.exists()

    def test_others_see_what_a_colleague_answered(
        self, client: Client, late: Proposal, owner: User, make_user: Make, desk: Desk
    ) -> None:
        by = Actor.of_user(owner)
        for act, days in ((Answer.Act.SEEN, 7), (Answer.Act.LATER, 3)):
            until = TODAY + days * DAY
            answers.give(person=owner, proposal=late, act=act, until=until, by=by, at=AT)
        client.force_login(make_user("head", Role.HEAD, desk))

        told = words(panel(client, late))
        assert "Nadia has seen it; the next step comes by 18 March 2026." in told
        assert "Nadia is reminded again after 14 March 2026." in told
        assert "Take back" not in told

    def test_what_has_passed_is_not_shown(
        self, browser: Client, late: Proposal, owner: User
    ) -> None:
        Answer.objects.create(
            person=owner, proposal=late, act="seen", until=TODAY - DAY, given_at=AT - 9 * DAY
        )
        assert "You have seen it" not in words(panel(browser, late))

    def test_a_closed_proposal_asks_for_no_answer(self, browser: Client, late: Proposal) -> None:
        assert panel(browser, late).xpath(".//form")

        postpone(late)
        assert panel(browser, late).xpath(".//form") == []
        assert "Nadia" in words(panel(browser, late))


def postpone(proposal: Proposal) -> None:
    request = MoveRequest.of("postpone", reason="Elections first")
    proposal.refresh_from_db()
    move(proposal=proposal, request=request, by=SYSTEM, at=AT)


class TestOnTheNotices:
    """One click on a line, and back."""

    def line(self, browser: Client) -> Any:
        page = html.fromstring(browser.get(NOTICES).content.decode())
        (found,) = page.xpath("//div[contains(@class, 'notice-line')]")
        return found

    def test_a_line_is_answered_with_one_click(self, browser: Client, late: Proposal) -> None:
        (form,) = self.line(browser).xpath(f".//form[@action='{place(late, 'seen')}']")
        assert words(form) == "Seen, next step by 18 March 2026"
        fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@name]")}

        answer = browser.post(place(late, "seen"), fields)

        assert answer["Location"] == NOTICES
        assert Answer.objects.get().until == TODAY + 7 * DAY
        told = words(self.line(browser))
        assert "You have seen it; the next step comes by 18 March 2026." in told
        assert "Remind me again after 14 March 2026" in told
        assert "Seen, next step by" not in told

    def test_and_taken_back_where_only_the_unread_are_shown(
        self, browser: Client, late: Proposal
    ) -> None:
        browser.post(place(late, "later"), {"until": "2026-03-14", "from": "notices"})

        fields = {"from": "notices", "only": "unread"}
        answer = browser.post(place(late, "later", undo=True), fields)

        assert answer["Location"] == f"{NOTICES}?only=unread"
        assert not Answer.objects.exists()

    def test_another_day_is_chosen_on_the_proposals_page(
        self, browser: Client, late: Proposal
    ) -> None:
        links = self.line(browser).xpath(".//a/@href")
        assert f"{late.get_absolute_url()}#reminders" in links

    def test_what_is_closed_meanwhile_asks_for_no_answer(
        self, browser: Client, late: Proposal
    ) -> None:
        postpone(late)
        assert self.line(browser).xpath(".//form") == []


class TestWhoMay:
    """Whose answers count."""

    def test_a_reader_who_was_not_reminded_may_not(
        self, client: Client, late: Proposal, make_user: Make
    ) -> None:
        client.force_login(make_user("ruth", Role.READER))

        assert panel(client, late).xpath(".//form") == []
        client.post(place(late, "seen"), {"until": "2026-03-18"})
        assert not Answer.objects.exists()

    def test_whoever_was_reminded_may_though_the_desk_is_another(
        self, client: Client, late: Proposal, make_user: Make, other_desk: Desk
    ) -> None:
        other = make_user("omar", Role.OFFICER, other_desk)
        values = {"owner": other, "desk": other_desk}
        proposals.edit(proposal=late, values=values, by=SYSTEM, at=AT)
        client.force_login(User.objects.get(username="nadia"))

        client.post(place(late, "later"), {"until": "2026-03-14"})
        assert Answer.objects.get().person.username == "nadia"

    def test_nobody_takes_back_what_somebody_else_said(
        self, browser: Client, client: Client, late: Proposal, make_user: Make, desk: Desk
    ) -> None:
        browser.post(place(late, "seen"), {"until": "2026-03-18"})
        client.force_login(make_user("head", Role.HEAD, desk))

        client.post(place(late, "seen", undo=True))
        assert Answer.objects.count() == 1

    def test_what_is_hidden_is_not_there(
        self, client: Client, late: Proposal, make_user: Make, other_desk: Desk
    ) -> None:
        proposals.edit(proposal=late, values={"visibility": "restricted"}, by=SYSTEM, at=AT)
        client.force_login(make_user("omar", Role.OFFICER, other_desk))

        for undo in (False, True):
            posted = client.post(place(late, "seen", undo=undo), {"until": "2026-03-18"})
            assert posted.status_code == 404

    @pytest.mark.parametrize("act", ["forever", "SEEN"])
    def test_no_other_answer_is_known(self, browser: Client, late: Proposal, act: str) -> None:
        assert browser.post(place(late, act), {"until": "2026-03-18"}).status_code == 404

    def test_a_link_that_is_only_opened_changes_nothing(
        self, browser: Client, late: Proposal
    ) -> None:
        assert browser.get(place(late, "seen")).status_code == 405
        assert browser.get(place(late, "seen", undo=True)).status_code == 405
