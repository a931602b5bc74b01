"""Outside subscribers: invited, confirmed by themselves, told what partners may see, free to go."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import Change, Committee, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from tests.mail_server import MailServer
from tracker import deliveries, digests, subscribing
from tracker.leaving import key_of
from tracker.messages import Letter, read_by
from tracker.models import BadAddress, Delivery, Subscriber, Subscription

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = 7 * DAY
SYSTEM = Actor.of_system("tests")

type Make = Callable[..., Any]


@pytest.fixture
def invite(committee: Committee, head: Actor) -> Callable[..., Subscriber]:
    """Give a function that invites somebody outside to the committee's digests."""

    def make(address: str = "ngo@partner.test", at: datetime = MONDAY - WEEK) -> Subscriber:
        outsider = Subscriber(email=address, name="A partner")
        subscribing.invite(outsider=outsider, committees=[committee], by=head, at=at)
        return outsider

    return make


@pytest.fixture
def outsider(invite: Callable[..., Subscriber]) -> Subscriber:
    """Somebody outside who has confirmed."""
    found = invite()
    subscribing.confirm(outsider=found, at=MONDAY - WEEK)
    return found


def composed(outsider: Subscriber, at: datetime = MONDAY) -> Letter:
    subscription = outsider.subscriptions.get()
    with read_by(outsider):
        return digests.compose(subscription, at=at, below=2**62)


def words(letter: Letter) -> str:
    entries = [entry for section in letter.sections for entry in section.entries]
    return "\n".join("\n".join([entry.title, *entry.facts, *entry.lines]) for entry in entries)


class TestInviting:
    def test_nothing_but_the_invitation_is_sent_before_it_is_confirmed(
        self, invite: Make, post: MailServer
    ) -> None:
        outsider = invite()
        digests.keep(subscription=Subscription(outsider=outsider), at=MONDAY - WEEK)
        digests.owe(at=MONDAY)
        deliveries.send_due(at=lambda: MONDAY)

        assert [taken.recipient for taken in post.taken] == ["ngo@partner.test"]
        assert post.taken[0].message["Subject"] == "Do you want digests from Mithaq?"
        assert "/mail/confirm/" in post.taken[0].part("plain")

    def test_a_new_address_is_asked_anew(self, outsider: Subscriber, head: Actor) -> None:
        outsider.email = "other@partner.test"
        committees = list(outsider.committees.all())
        subscribing.invite(outsider=outsider, committees=committees, by=head, at=MONDAY)

        assert Subscriber.objects.get().confirmed_at is None
        assert Delivery.objects.filter(kind="invitation").count() == 2

    def test_another_name_is_not_asked_for_again(self, outsider: Subscriber, head: Actor) -> None:
        outsider.name = "Another name"
        committees = list(outsider.committees.all())
        subscribing.invite(outsider=outsider, committees=committees, by=head, at=MONDAY)

        assert Subscriber.objects.get().confirmed_at is not None
        assert Delivery.objects.filter(kind="invitation").count() == 1

    def test_without_a_committee_nobody_is_invited(self, head: Actor, db: None) -> None:
        with pytest.raises(InvalidInputError):
            subscribing.invite(
                outsider=Subscriber(email="a@b.test"), committees=[], by=head, at=MONDAY
            )
        assert not Delivery.objects.exists()

    def test_an_officer_invites_nobody(self, officer: Actor, committee: Committee) -> None:
        with pytest.raises(NotAllowedError):
            subscribing.invite(
                outsider=Subscriber(email="a@b.test"),
                committees=[committee],
                by=officer,
                at=MONDAY,
            )


class TestConfirming:
    def test_looking_confirms_nothing_and_the_button_does(
        self, client: Client, invite: Make
    ) -> None:
        outsider = invite()
        page = reverse("confirm", args=[subscribing.invitation_key(outsider)])

        assert client.get(page).status_code == 200
        assert Subscriber.objects.get().confirmed_at is None
        assert "Thank you" in client.post(page).content.decode()
        assert Subscriber.objects.get().confirmed_at is not None
        assert Subscription.objects.get().outsider == outsider

    def test_a_key_holds_for_two_weeks_and_one_address(self, invite: Make) -> None:
        with time_machine.travel(MONDAY, tick=False):
            outsider = invite()
            key = subscribing.invitation_key(outsider)
        with time_machine.travel(MONDAY + 13 * DAY, tick=False):
            assert subscribing.invited_by(key) == outsider
            Subscriber.objects.update(email="other@partner.test")
            assert subscribing.invited_by(key) is None
        with time_machine.travel(MONDAY + 15 * DAY, tick=False):
            Subscriber.objects.update(email="ngo@partner.test")
            assert subscribing.invited_by(key) is None

    def test_a_forged_key_opens_nothing(self, client: Client, db: None) -> None:
        assert client.get(reverse("confirm", args=["nonsense"])).status_code == 404


class TestTelling:
    def test_outsiders_hear_what_partners_may_see_of_their_committees(
        self, outsider: Subscriber, make_proposal: Make
    ) -> None:
        shared = make_proposal(at=MONDAY - DAY, titles={"en": "Shared"})
        make_proposal(at=MONDAY - DAY, titles={"en": "Internal"}, visibility="internal")
        make_proposal(at=MONDAY - DAY, titles={"en": "Elsewhere"}, committee=None)

        letter = composed(outsider)

        assert letter.proposals == {shared.pk}

    def test_they_hear_no_names_of_staff_and_get_no_staff_pages(
        self, outsider: Subscriber, make_due: Make, owner: User
    ) -> None:
        make_due(None, by=Actor.of_user(owner), at=MONDAY - DAY)

        letter = composed(outsider)

        assert "Nadia" not in words(letter)
        addresses = [entry.address for section in letter.sections for entry in section.entries]
        assert set(addresses) == {""}
        assert {section.address for section in letter.sections} == {""}

    def test_what_was_done_before_it_was_shown_to_them_is_not_told(
        self, outsider: Subscriber, make_proposal: Make
    ) -> None:
        proposal: Proposal = make_proposal(at=MONDAY - 3 * DAY, visibility="internal")
        for values in ({"due_on": MONDAY.date(), "due_precision": "day"}, {"visibility": "shared"}):
            proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MONDAY - DAY)

        assert Change.objects.filter(proposal_id=proposal.pk).exists()
        assert "due date" not in words(composed(outsider))

    def test_what_is_hidden_between_owing_and_sending_is_not_told(
        self, outsider: Subscriber, make_proposal: Make, post: MailServer
    ) -> None:
        proposal = make_proposal(at=MONDAY - DAY)
        Delivery.objects.all().delete()
        digests.owe(at=MONDAY)
        values = {"visibility": "internal"}
        proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MONDAY)
        deliveries.send_due(at=lambda: MONDAY)

        assert post.taken == []


class TestLeaving:
    def test_a_digest_says_how_to_leave_by_one_click(
        self, outsider: Subscriber, post: MailServer, settings: Settings
    ) -> None:
        settings.BASE_URL = "https://mithaq.test"
        Delivery.objects.all().delete()
        Subscription.objects.update(even_if_empty=True)
        digests.owe(at=MONDAY)
        deliveries.send_due(at=lambda: MONDAY)

        message = post.taken[0].message
        address = str(message["List-Unsubscribe"]).strip("<>")
        assert address.startswith("https://mithaq.test/mail/unsubscribe/")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Precedence"] == "bulk"
        assert address in post.taken[0].part("plain")
        assert address in post.taken[0].part("html")

    def test_one_click_ends_it_without_a_cookie_and_looking_does_not(
        self, outsider: Subscriber
    ) -> None:
        program = Client(enforce_csrf_checks=True)
        page = reverse("unsubscribe", args=[subscribing_key(outsider)])

        assert program.get(page).status_code == 200
        assert Subscription.objects.get().is_active
        answer = program.post(page, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not Subscription.objects.get().is_active
        assert digests.owe(at=MONDAY + WEEK) == 0

    def test_a_forged_key_ends_nothing(self, client: Client, outsider: Subscriber) -> None:
        key = subscribing_key(outsider)

        assert client.post(reverse("unsubscribe", args=[f"{key}x"])).status_code == 404
        assert client.post(reverse("preferences", args=["1:forged"])).status_code == 404
        assert Subscription.objects.get().is_active

    def test_a_reader_changes_their_schedule(self, client: Client, outsider: Subscriber) -> None:
        page = reverse("preferences", args=[subscribing_key(outsider)])
        wish = {
            "subscription": Subscription.objects.get().pk,
            "is_active": "on",
            "cadence": "monthly",
            "weekday": "1",
            "month_day": "15",
            "hour": "9",
        }

        assert "Your digests" in client.get(page).content.decode()
        assert client.post(page, wish | {"month_day": "31"}).status_code == 400
        assert client.post(page, wish).status_code == 302
        kept = Subscription.objects.get()
        assert (kept.cadence, kept.month_day, kept.next_at.day) == ("monthly", 15, 15)

    def test_a_key_changes_nobody_elses(
        self, client: Client, outsider: Subscriber, owner: User
    ) -> None:
        other = Subscription(user=owner)
        digests.keep(subscription=other, at=MONDAY)
        page = reverse("preferences", args=[subscribing_key(outsider)])

        answer = client.post(page, {"subscription": other.pk, "cadence": "daily"})

        assert answer.status_code == 400
        other.refresh_from_db()
        assert other.cadence == "weekly"


def subscribing_key(outsider: Subscriber) -> str:
    return key_of(outsider.subscriptions.get())


class TestScope:
    @pytest.mark.parametrize(
        ("wanted", "is_told"),
        [
            ({"pair": "IQ-IR"}, True),
            ({"pair": "IQ-JO"}, False),
            ({"kind": "joint_body"}, True),
            ({"kind": "border_security"}, False),
        ],
    )
    def test_a_subscription_keeps_to_what_it_is_about(
        self, owner: User, make_proposal: Make, wanted: dict[str, str], is_told: bool
    ) -> None:
        make_proposal(at=MONDAY - DAY)
        subscription = Subscription(user=owner, **wanted)
        digests.keep(subscription=subscription, at=MONDAY - WEEK)

        with read_by(owner):
            letter = digests.compose(subscription, at=MONDAY, below=2**62)

        assert bool(letter.proposals) is is_told


def test_a_monthly_digest_comes_once_a_month(owner: User) -> None:
    plan = Subscription(user=owner, cadence="monthly", month_day=28, hour=8)
    at, told = datetime(2026, 1, 30, tzinfo=UTC), []
    for _ in range(4):
        at = digests.next_moment(plan, at=at)
        told.append((digests.period(plan, at), at.day))

    assert told == [("2026-02", 28), ("2026-03", 28), ("2026-04", 28), ("2026-05", 28)]


def test_nothing_is_sent_to_an_address_that_mail_came_back_from(
    owed: Delivery, post: MailServer, owner: User, at: datetime
) -> None:
    BadAddress.objects.create(address=owner.email, reason="550 No such user", noted_at=at)
    deliveries.send_due(at=lambda: at)

    owed.refresh_from_db()
    assert (owed.state, owed.why_not) == ("failed", "bad_address")
    assert post.taken == []
