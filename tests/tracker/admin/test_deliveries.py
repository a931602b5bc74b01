"""The pages of messages: who sees which, how one looks, and what may be done with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from proposals.models import User
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tests.tracker.conftest import send_to
from tracker import deliveries
from tracker.models import Channel, Delivery

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
LIST = "admin:tracker_delivery_changelist"

type Make = Callable[..., Any]


def page_of(delivery: Delivery, page: str = "change") -> str:
    return reverse(f"admin:tracker_delivery_{page}", args=[delivery.pk])


@pytest.fixture
def sign_in(client: Client, make_user: Make) -> Callable[[Role], Client]:
    """Give a function that signs somebody of a role in."""

    def make(role: Role) -> Client:
        client.force_login(make_user(f"some-{role}", role))
        return client

    return make


@pytest.fixture
def administrators_client(sign_in: Callable[[Role], Client]) -> Client:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def kept(owed: Delivery) -> Delivery:
    """A message that was written and kept."""
    deliveries.send_due(at=lambda: AT)
    owed.refresh_from_db()
    assert owed.state == "kept"
    return owed


class TestSeeing:
    def test_the_recipient_sees_it_and_other_officers_do_not(
        self, client: Client, kept: Delivery, owner: User, officer_user: User
    ) -> None:
        client.force_login(owner)
        assert kept.subject in client.get(reverse(LIST)).content.decode()
        assert client.get(page_of(kept)).status_code == 200
        assert client.get(page_of(kept, "message")).status_code == 200

        client.force_login(officer_user)
        assert kept.subject not in client.get(reverse(LIST)).content.decode()
        assert client.get(page_of(kept)).status_code == 404
        assert client.get(page_of(kept, "message")).status_code == 404
        assert client.get(page_of(kept, "again")).status_code == 404

    def test_an_administrator_sees_all(self, administrators_client: Client, kept: Delivery) -> None:
        assert kept.subject in administrators_client.get(reverse(LIST)).content.decode()
        assert administrators_client.get(page_of(kept)).status_code == 200

    @pytest.mark.parametrize("page", ["change", "message", "again", "cancel"])
    def test_nobody_else_sees_anything(self, client: Client, kept: Delivery, page: str) -> None:
        answer = client.get(page_of(kept, page))

        assert answer.status_code == 302
        assert "/login/" in answer["Location"]

    @pytest.mark.parametrize("pk", ["nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_what_there_is_not_is_not_found(self, administrators_client: Client, pk: str) -> None:
        address = reverse("admin:tracker_delivery_change", args=[pk])

        assert administrators_client.get(address).status_code == 404

    def test_nobody_adds_deletes_or_rewrites_one(
        self, administrators_client: Client, kept: Delivery
    ) -> None:
        assert administrators_client.get(reverse("admin:tracker_delivery_add")).status_code == 403
        assert administrators_client.get(page_of(kept, "delete")).status_code == 403
        administrators_client.post(page_of(kept), {"subject": "Forged", "state": "queued"})
        assert Delivery.objects.get(pk=kept.pk).subject == kept.subject

    def test_the_list_filters_and_searches(
        self, administrators_client: Client, owe_digests: Make
    ) -> None:
        failed, sent = owe_digests(2)
        Delivery.objects.filter(pk=failed.pk).update(state="failed", subject="Could not be sent")
        Delivery.objects.filter(pk=sent.pk).update(state="sent", sent_at=AT, subject="Was sent")

        for query, seen, unseen in (
            ("attention=needed", "Could not be sent", "Was sent"),
            ("state__exact=sent", "Was sent", "Could not be sent"),
            ("q=could", "Could not be sent", "Was sent"),
            ("q=nadia", "Was sent", "Nothing fits"),
        ):
            content = administrators_client.get(f"{reverse(LIST)}?{query}").content.decode()
            assert seen in content
            assert unseen not in content.replace("All", "")

    def test_the_list_takes_the_same_number_of_queries_whatever_is_in_it(
        self, administrators_client: Client, owe_digests: Make, django_assert_max_num_queries: Any
    ) -> None:
        owe_digests(15)

        with django_assert_max_num_queries(8):
            administrators_client.get(reverse(LIST))


class TestLooking:
    def test_a_message_is_framed_apart_from_the_site(
        self, client: Client, kept: Delivery, owner: User
    ) -> None:
        client.force_login(owner)
        page = client.get(page_of(kept)).content.decode()
        assert f'src="{page_of(kept, "message")}"' in page
        assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page

        answer = client.get(page_of(kept, "message"))
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'self'" in policy
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert kept.html.partition("<head>")[2] in answer.content.decode()

    def test_links_that_act_for_the_reader_lead_nowhere_for_others(
        self, client: Client, administrators_client: Client, kept: Delivery, owner: User
    ) -> None:
        own = f"{settings.BASE_URL}/mail/"
        assert own in kept.html
        assert own in kept.text
        for page, query in (("message", ""), ("change", "?as=text")):
            seen = administrators_client.get(page_of(kept, page) + query).content.decode()
            assert own not in seen
        client.force_login(owner)
        assert own in client.get(page_of(kept, "message")).content.decode()

    def test_the_site_itself_may_not_be_framed(
        self, administrators_client: Client, kept: Delivery
    ) -> None:
        answer = administrators_client.get(page_of(kept))

        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", 'class="message wide-720"'),
            ("as=html&width=390", 'class="message wide-390"'),
            ("width=9999", 'class="message wide-720"'),
            ("as=text", '<pre class="message-text">'),
        ],
    )
    def test_it_is_shown_as_it_is_asked_for(
        self, administrators_client: Client, kept: Delivery, query: str, expected: str
    ) -> None:
        page = administrators_client.get(f"{page_of(kept)}?{query}").content.decode()

        assert expected in page

    def test_plain_text_is_escaped(self, administrators_client: Client, kept: Delivery) -> None:
        Delivery.objects.update(text="<script>alert(1)</script>", subject="<b>bold</b>")
        page = administrators_client.get(f"{page_of(kept)}?as=text").content.decode()

        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert "&lt;script&gt;alert" in page

    def test_one_that_is_not_written_yet_shows_how_it_would_look(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        page = administrators_client.get(page_of(owed)).content.decode()
        assert "This is how it would look now." in page

        message = administrators_client.get(page_of(owed, "message"))
        assert "Your digest of" in message.content.decode()
        assert Delivery.objects.get().html == ""

    def test_one_that_would_not_be_sent_says_why(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        User.objects.filter(pk=owed.reader.pk).update(email="")
        page = administrators_client.get(page_of(owed)).content.decode()

        assert "The recipient has no e-mail address." in page
        assert administrators_client.get(page_of(owed, "message")).status_code == 404

    def test_a_copy_that_may_be_double_says_so(
        self, administrators_client: Client, kept: Delivery
    ) -> None:
        Delivery.objects.update(may_be_double=True, last_error="timed out")
        page = administrators_client.get(page_of(kept)).content.decode()

        assert "It may have arrived twice" in page
        assert "timed out" in page


class TestTheWayOut:
    def test_without_a_mail_server_the_pages_say_that_mail_is_kept(
        self, administrators_client: Client, kept: Delivery, post: MailServer, settings: Settings
    ) -> None:
        for address in (reverse(LIST), page_of(kept)):
            assert "not sent" not in told(administrators_client.get(address))

        settings.MAIL_URL = ""
        for address in (reverse(LIST), page_of(kept)):
            assert "messages are kept here and not sent" in told(administrators_client.get(address))

    def test_a_server_that_rests_is_shown_with_its_words(
        self, administrators_client: Client, post: MailServer
    ) -> None:
        until = timezone.now() + timedelta(minutes=1)
        Channel.objects.create(name="email", rests_until=until, last_error="535 Wrong password")

        notice = told(administrators_client.get(reverse(LIST)))
        assert "The mail server can&#x27;t be used" in notice or "can't be used" in notice
        assert "535 Wrong password" in notice


def told(answer: HttpResponseBase) -> str:
    """Give the notice about the way out on a page."""
    assert isinstance(answer, HttpResponse)
    return answer.content.decode().partition('class="way-out')[2].partition("</p>")[0]


class TestDeciding:
    def test_a_question_comes_first_and_changes_nothing(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        page = administrators_client.get(page_of(owed, "cancel")).content.decode()

        assert "Cancel this message?" in page
        assert Delivery.objects.get().state == "queued"

    def test_an_administrator_cancels_and_sends_again(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        answer = administrators_client.post(page_of(owed, "cancel"), follow=True)
        assert "Cancelled." in answer.content.decode()
        assert Delivery.objects.get().state == "cancelled"

        answer = administrators_client.post(page_of(owed, "again"), follow=True)
        assert "It goes out within a minute." in answer.content.decode()
        assert Delivery.objects.get().state == "queued"

    def test_what_was_done_by_hand_is_noted(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        administrators_client.post(page_of(owed, "cancel"))

        history = administrators_client.get(page_of(owed, "history")).content.decode()
        assert "Cancelled." in history

    def test_what_is_not_possible_says_why(
        self, administrators_client: Client, owed: Delivery
    ) -> None:
        Delivery.objects.update(state="sent", sent_at=AT)
        for page in ("cancel", "again"):
            answer = administrators_client.post(page_of(owed, page), follow=True)
            assert "the message is “Sent” now" in answer.content.decode()
        assert Delivery.objects.get().state == "sent"

    @pytest.mark.parametrize(
        ("state", "buttons"),
        [
            ("queued", ["cancel"]),
            ("uncertain", ["again", "cancel"]),
            ("failed", ["again", "cancel"]),
            ("cancelled", ["again"]),
            ("sent", []),
        ],
    )
    def test_only_what_is_possible_is_offered(
        self, administrators_client: Client, owed: Delivery, state: str, buttons: list[str]
    ) -> None:
        Delivery.objects.update(state=state, sent_at=AT)
        page = administrators_client.get(page_of(owed)).content.decode()

        assert [name for name in ("again", "cancel") if page_of(owed, name) in page] == buttons

    def test_an_officer_may_do_neither_with_their_own(
        self, client: Client, owed: Delivery, owner: User
    ) -> None:
        client.force_login(owner)

        assert page_of(owed, "cancel") not in client.get(page_of(owed)).content.decode()
        assert client.post(page_of(owed, "cancel")).status_code == 403
        assert client.post(page_of(owed, "again")).status_code == 403
        assert Delivery.objects.get().state == "queued"

    def test_what_was_kept_may_be_sent_once_there_is_a_server(
        self, administrators_client: Client, kept: Delivery, settings: Settings
    ) -> None:
        assert (
            page_of(kept, "again") not in administrators_client.get(page_of(kept)).content.decode()
        )

        send_to("smtp://mail.invalid", settings)
        assert page_of(kept, "again") in administrators_client.get(page_of(kept)).content.decode()


@pytest.mark.parametrize("page", ["changelist", "change", "again"])
def test_no_page_has_anything_inline(
    administrators_client: Client, kept: Delivery, page: str
) -> None:
    address = reverse(LIST) if page == "changelist" else page_of(kept, page)
    content = administrators_client.get(address).content.decode()

    assert "<style" not in content
    assert " style=" not in content
    assert "<script>" not in content
