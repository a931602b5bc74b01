"""The message of a handover: one for all of it, true when it is written, the same in each form."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from proposals.models import Desk, Handover, Proposal, User
from proposals.rights import Actor
from proposals.services import parts
from proposals.services.handovers import hand_over, take_back
from proposals.services.proposals import edit
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tracker import deliveries
from tracker.models import Delivery

MORNING = datetime(2026, 3, 11, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SYSTEM = Actor.of_system("tests")
type Make = Callable[..., Any]


@pytest.fixture
def receiver(make_user: Make, desk: Desk) -> User:
    found: User = make_user("leo", Role.OFFICER, desk, first_name="Leo")
    return found


@pytest.fixture
def given(make_proposal: Make, officer_user: User, receiver: User) -> list[Proposal]:
    """Three that the officer hands over: one due later, one due soon with a step, one at rest."""
    later = make_proposal(
        owner=officer_user,
        titles={"en": "A later one"},
        deadline={"due_on": date(2026, 9, 1), "due_precision": "day"},
    )
    soon = make_proposal(owner=officer_user, titles={"en": "The one that presses"})
    step = {"title": "Sign it", "due_on": date(2026, 3, 20), "due_precision": "day"}
    parts.add_milestone(proposal=soon, values=step, by=SYSTEM, at=MORNING)
    without = make_proposal(owner=officer_user, titles={"en": "Without a day"})
    found = [Proposal.objects.get(pk=one.pk) for one in (later, soon, without)]
    hand_over(
        proposals=found,
        versions={one.pk: one.version for one in found},
        receiver=receiver,
        note="Mind the embassy.",
        by=Actor.of_user(officer_user),
        at=MORNING,
    )
    return found


def send(at: datetime = MORNING) -> None:
    deliveries.send_due(at=lambda: at)


def test_one_mail_tells_of_all_by_the_next_date(
    post: MailServer, given: list[Proposal], receiver: User
) -> None:
    send()

    (mail,) = post.taken
    text, html = mail.part("plain"), mail.part("html")
    handover = Handover.objects.get()
    titles = ["The one that presses", "A later one", "Without a day"]
    for words in (text, html):
        places = [words.index(title, words.index("3 proposals")) for title in titles]
        assert places == sorted(places)
        for said in ("Mind the embassy.", "Next step: Sign it", f"/handovers/{handover.pk}/"):
            assert said in words
    assert mail.message["Subject"] == "Handed over to you: The one that presses, and 2 more"
    assert Delivery.objects.get().about["handover"] == handover.pk


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_it_speaks_the_receivers_language(
    post: MailServer, make_proposal: Make, given: list[Proposal], receiver: User, language: str
) -> None:
    User.objects.filter(pk=receiver.pk).update(language=language)
    send()

    (mail,) = post.taken
    html = mail.part("html")
    assert 'dir="rtl"' in html
    assert "Handed over" not in mail.message["Subject"]
    assert "by the next date" not in html


def test_what_was_taken_back_before_it_was_told_is_not_told(
    post: MailServer, given: list[Proposal], officer_user: User
) -> None:
    by = Actor.of_user(officer_user)
    take_back(handover=Handover.objects.get(), by=by, at=MORNING + HOUR)
    send(MORNING + 2 * HOUR)

    assert post.taken == []
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why_not) == ("cancelled", "other_owner")


def test_what_went_on_to_somebody_else_is_left_out(post: MailServer, given: list[Proposal]) -> None:
    edit(proposal=given[1], values={"owner": None}, by=SYSTEM, at=MORNING)
    send()

    (mail,) = post.taken
    assert "The one that presses" not in mail.part("plain")
    assert Delivery.objects.get().about["proposals"] == [given[0].pk, given[2].pk]


def test_on_the_site_the_notice_leads_to_the_whole_file(
    post: MailServer, given: list[Proposal], receiver: User
) -> None:
    Delivery.objects.update(channel="notice")
    send()

    notice = Delivery.objects.get()
    assert notice.state == "sent"
    first, *others = notice.about["entries"]
    assert first["address"].endswith(f"/handovers/{Handover.objects.get().pk}/")
    assert len(others) == 3
