"""The bell and the page behind it: whose notices, which are unread, where their links lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html  # type: ignore[import-untyped]  # it has no types

from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.vocabulary import Role
from tests.tracker.admin.conftest import AT, DAY, TODAY, Make
from tracker import deliveries, reminders
from tracker.models import Delivery

PAGE = reverse("admin:tracker_delivery_notices")
READ = reverse("admin:tracker_delivery_read")


def look(browser: Client, address: str = PAGE) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words(page: Any, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def bell(page: Any) -> list[str]:
    return words(page, "//a[@class='bell']/span[@class='visually-hidden']")


def line_address(place: int = 0) -> str:
    return reverse("admin:tracker_delivery_line", args=[Delivery.objects.get().pk, place])


def test_the_bell_tells_how_many_are_unread(browser: Client, late: Proposal) -> None:
    assert bell(look(browser, reverse("admin:index"))) == ["1 unread notice"]
    browser.post(READ)
    page = look(browser, reverse("admin:index"))
    assert bell(page) == ["Notices: all read"]
    assert page.xpath("//a[@class='bell']/@href") == [PAGE]


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_it_tells_so_in_three_languages(
    browser: Client, late: Proposal, owner: User, language: str
) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)
    page = look(browser)

    assert page.xpath("/html/@lang") == [language]
    assert len(words(page, "//article")) == 1
    assert ("unread" in bell(page)[0]) == (language == "en")


def test_a_stranger_has_no_bell(client: Client, db: None) -> None:
    assert bell(look(client, reverse("admin:login"))) == []
    assert client.get(PAGE).status_code == 302


def test_the_bell_costs_one_query(browser: Client, late: Proposal) -> None:
    with CaptureQueriesContext(connection) as asked:
        look(browser, reverse("admin:password_change"))

    counted = [one["sql"] for one in asked if "tracker_delivery" in one["sql"]]
    assert len(counted) == 1
    assert "COUNT" in counted[0]


def test_the_page_asks_for_no_more_with_more_to_show(
    browser: Client, late: Proposal, make_due: Make
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            look(browser)
        return len(asked)

    look(browser)
    before = queries()
    for minute in range(1, 5):
        make_due(TODAY - DAY)
        at = AT + timedelta(minutes=minute)
        reminders.owe(at=at)
        deliveries.send_due(at=lambda at=at: at)  # type: ignore[misc]  # bound
    assert Delivery.objects.filter(state="sent").count() == 5
    assert queries() == before


def test_a_notice_shows_what_needs_its_reader_and_leads_there(
    browser: Client, late: Proposal
) -> None:
    page = look(browser)

    (notice,) = words(page, "//article")
    assert "Unread" in notice
    assert "Overdue by 1 day" in notice
    assert page.xpath("//article//p/a/@href") == [line_address()]
    answer = browser.get(line_address())
    assert answer["Location"] == late.get_absolute_url()
    assert Delivery.objects.get().read_at is not None


def test_who_only_asks_whether_it_is_there_has_not_read_it(browser: Client, late: Proposal) -> None:
    assert browser.head(line_address()).status_code == 302
    assert Delivery.objects.get().read_at is None


def test_marking_one_and_taking_it_back(browser: Client, late: Proposal) -> None:
    key = str(Delivery.objects.get().pk)
    answer = browser.post(READ, {"notice": key, "only": "unread"})
    assert answer["Location"] == f"{PAGE}?only=unread"
    assert words(look(browser, f"{PAGE}?only=unread"), "//article") == []

    browser.post(READ, {"notice": key, "as": "unread"})
    assert len(words(look(browser, f"{PAGE}?only=unread"), "//article")) == 1


def test_looking_marks_nothing(browser: Client, late: Proposal) -> None:
    look(browser)
    assert browser.get(READ).status_code == 405
    assert Delivery.objects.get().read_at is None


def test_each_sees_and_marks_their_own_only(
    client: Client, late: Proposal, make_user: Make
) -> None:
    """Nobody else's, not even an administrator."""
    client.force_login(make_user("root", Role.ADMINISTRATOR))
    key = Delivery.objects.get().pk

    assert words(look(client), "//article") == []
    assert client.get(line_address()).status_code == 404
    client.post(READ, {"notice": str(key)})
    client.post(READ)
    assert Delivery.objects.get().read_at is None


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_the_page(client: Client, make_user: Make, role: Role) -> None:
    client.force_login(make_user("somebody", role))

    assert "Nothing yet" in words(look(client), "//main")[0]


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_what_there_is_not_is_marked_by_nobody(browser: Client, late: Proposal, key: str) -> None:
    assert browser.post(READ, {"notice": key}).status_code in {302, 404}
    assert Delivery.objects.get().read_at is None


def test_what_was_hidden_since_is_not_told(
    browser: Client, late: Proposal, other_desk: Desk
) -> None:
    values = {"visibility": "restricted", "owner": None, "desk": other_desk}
    proposals.edit(proposal=late, values=values, by=Actor.of_system("tests"), at=AT)

    (notice,) = words(look(browser), "//article")
    assert late.title not in notice
    assert "no longer yours to see" in notice
    assert browser.get(line_address()).status_code == 404


def test_a_line_that_there_is_not_leads_nowhere(browser: Client, late: Proposal) -> None:
    assert browser.get(line_address(7)).status_code == 404


def test_everybody_chooses_where_they_are_told(browser: Client, owner: User, db: None) -> None:
    assert look(browser).xpath("//input[@type='radio'][@checked]/@value") == ["mail"]
    browser.post(reverse("admin:tracker_delivery_reach"), {"reached_by": "site"})
    assert User.objects.get(pk=owner.pk).reached_by == "site"

    browser.post(reverse("admin:tracker_delivery_reach"), {"reached_by": "pigeon"})
    assert User.objects.get(pk=owner.pk).reached_by == "site"


def test_each_control_has_a_name_and_each_identifier_is_there_once(
    browser: Client, late: Proposal
) -> None:
    page = look(browser)

    labelled = set(page.xpath("//label/@for"))
    assert set(page.xpath("//main//input[@type='radio']/@id")) <= labelled
    assert all(text.strip() for text in words(page, "//main//button"))
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert set(page.xpath("//article/@aria-labelledby")) <= set(identifiers)
    assert page.xpath("//main//style | //main//@style | //main//script") == []
