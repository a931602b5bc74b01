"""Deliveries: claimed by one, sent once, retried with patience, given up with a reason."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from proposals.errors import NotAllowedError, RefusedError
from proposals.models import Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tests.tracker.conftest import send_to
from tracker import claiming, deliveries, reminders
from tracker.models import Channel, Delivery, Subscription
from tracker.posting import Postman

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SYSTEM = Actor.of_system("tests")

type Make = Callable[..., Any]
type Action = Callable[[], Any]


def send(at: datetime = AT) -> bool:
    return deliveries.send_due(at=lambda: at)


def now(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


class TestSending:
    def test_what_is_due_is_sent_and_noted(self, post: MailServer, owed: Delivery) -> None:
        assert send() is False

        sent = now(owed)
        assert (sent.state, sent.sent_at, sent.attempts) == ("sent", AT, 1)
        assert (sent.lease_token, sent.leased_until) == (None, None)
        assert post.copies == {sent.message_id: 1}
        assert post.taken[0].recipient == sent.address == "nadia@mithaq.test"

    def test_what_was_sent_is_what_the_row_shows(self, post: MailServer, owed: Delivery) -> None:
        send()

        sent, taken = now(owed), post.taken[0]
        assert taken.part("plain").replace("\r\n", "\n") == sent.text
        assert taken.part("html").replace("\r\n", "\n").strip() == sent.html.strip()
        assert taken.message["Subject"] == sent.subject
        assert sent.dated_at == AT
        assert taken.message["Date"].datetime == AT

    def test_without_a_mail_server_it_is_kept_and_shown(
        self, settings: Settings, owed: Delivery
    ) -> None:
        settings.MAIL_URL = ""
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
        send()

        kept = now(owed)
        assert (kept.state, kept.sent_at) == ("kept", None)
        assert kept.subject
        assert kept.html

    def test_a_digest_that_was_sent_moves_the_place_where_the_next_goes_on(
        self, post: MailServer, owed: Delivery
    ) -> None:
        send()

        subscription = Subscription.objects.get()
        assert subscription.told_until == AT
        assert subscription.told_transaction is not None

    def test_one_that_failed_does_not(self, post: MailServer, owed: Delivery) -> None:
        before = Subscription.objects.get().told_until
        post.answers["RCPT"] = "550 No such user"
        send()

        assert Subscription.objects.get().told_until == before

    def test_what_is_not_due_yet_waits(self, post: MailServer, owed: Delivery) -> None:
        Delivery.objects.update(not_before=AT + MINUTE)

        assert send() is False
        assert post.taken == []

    def test_what_is_left_when_time_is_up_is_told(
        self, post: MailServer, owe_digests: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owe_digests(2)
        monkeypatch.setattr(deliveries, "BUDGET_SECONDS", 0)

        assert send() is True

    def test_each_recipient_gets_a_message_of_their_own(
        self, post: MailServer, owe_digests: Make, officer_user: User, owner: User
    ) -> None:
        owe_digests(1)
        owe_digests(1, officer_user)
        send()

        assert sorted(taken.message["To"] for taken in post.taken) == [
            "nadia@mithaq.test",
            "samira@mithaq.test",
        ]


class TestRefusals:
    @pytest.mark.parametrize("answer", ["450 Greylisted", "451 Later", "421 Closing"])
    def test_a_refusal_for_now_is_tried_again_with_growing_pauses_then_given_up(
        self, post: MailServer, owed: Delivery, answer: str
    ) -> None:
        post.answers["RCPT"] = answer
        at, pauses = AT, []
        while now(owed).state == "queued":
            send(at)
            tried = now(owed)
            pauses.append((tried.not_before - at) / MINUTE)
            assert tried.last_error.startswith(answer)
            at = max(at, tried.not_before)

        assert now(owed).state == "failed"
        assert (now(owed).attempts, len(pauses)) == (6, 6)
        for pause, expected in zip(pauses, (1, 5, 15, 60, 240), strict=False):
            assert 0.8 * expected <= pause <= 1.2 * expected

    def test_pauses_differ_from_row_to_row(self) -> None:
        rows = [Delivery(attempts=3) for _ in range(200)]
        pauses = {deliveries.pause_after(row) for row in rows}

        assert len(pauses) > 100
        assert 12 * MINUTE <= min(pauses) < max(pauses) <= 18 * MINUTE

    def test_greylisting_costs_a_minute(self, post: MailServer, owed: Delivery) -> None:
        post.answers["RCPT"] = "450 Greylisted"
        send()
        post.answers.clear()
        send(AT + 2 * MINUTE)

        assert (now(owed).state, now(owed).attempts) == ("sent", 2)
        assert now(owed).last_error == ""

    @pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
    def test_a_refusal_for_good_is_not_tried_again(
        self, post: MailServer, owed: Delivery, command: str
    ) -> None:
        post.answers[command] = "550 Never"
        send()

        assert (now(owed).state, now(owed).last_error) == ("failed", "550 Never")

    def test_one_bad_address_of_three_harms_nobody_else(
        self, post: MailServer, owe_digests: Make, make_user: Make
    ) -> None:
        for name in ("ada", "bad", "cem"):
            owe_digests(1, make_user(name, Role.OFFICER))
        post.answers["bad@mithaq.test"] = "550 No such user"
        send()

        assert states() == {"sent": 2, "failed": 1}

    def test_a_sign_in_that_fails_lets_everything_rest_for_a_minute(
        self, settings: Settings, owe_digests: Make
    ) -> None:
        owe_digests(5)
        with MailServer(is_admitting=False) as server:
            send_to(server.url.replace("//", "//mithaq:wrong@"), settings)
            for seconds in range(0, 120, 10):
                send(AT + seconds * SECOND)

            assert server.connections == 2
        assert states() == {"queued": 5}
        assert Delivery.objects.filter(attempts__gt=0).count() == 0
        channel = Channel.objects.get()
        assert channel.rests_until == AT + 2 * MINUTE
        assert "535" in channel.last_error

    def test_when_the_sign_in_works_again_everything_is_sent(
        self, settings: Settings, owe_digests: Make, post: MailServer
    ) -> None:
        owe_digests(3)
        Channel.objects.create(name="email", rests_until=AT + MINUTE)

        assert send(AT + 59 * SECOND) is False
        send(AT + MINUTE)
        assert states() == {"sent": 3}

    def test_a_server_that_is_gone_is_asked_once_a_minute(
        self, settings: Settings, owe_digests: Make, post: MailServer
    ) -> None:
        owe_digests(3)
        address = post.url
        send_to("smtp://mail.invalid", settings)
        send()
        assert states() == {"queued": 3}
        assert Channel.objects.get().rests_until == AT + MINUTE
        assert Delivery.objects.filter(attempts__gt=0).count() == 0

        send_to(address, settings)
        send(AT + 59 * SECOND)
        assert states() == {"queued": 3}
        send(AT + 2 * MINUTE)
        assert states() == {"sent": 3}

    def test_a_server_that_is_gone_for_a_day_costs_no_message_its_attempts(
        self, settings: Settings, owe_digests: Make, post: MailServer
    ) -> None:
        owe_digests(3)
        address = post.url
        send_to("smtp://127.0.0.1:1", settings)
        for hour in range(24):
            send(AT + hour * HOUR)
        assert states() == {"queued": 3}

        send_to(address, settings)
        send(AT + 24 * HOUR)
        assert states() == {"sent": 3}
        assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}

    @pytest.mark.parametrize("answer", ["cut", "hang"])
    def test_no_answer_after_the_message_waits_ten_minutes_and_sends_the_same_copy(
        self, post: MailServer, owed: Delivery, settings: Settings, answer: str
    ) -> None:
        send_to(post.url, settings, timeout=0.3)
        post.answers["DATA"] = answer
        send()
        assert now(owed).state == "uncertain"
        post.answers.clear()

        for at in (AT + MINUTE, AT + 9 * MINUTE):
            deliveries.sweep(at=at)
            send(at)
        assert now(owed).state == "uncertain"
        deliveries.sweep(at=AT + 10 * MINUTE)
        send(AT + 10 * MINUTE)

        assert (now(owed).state, now(owed).may_be_double) == ("sent", True)
        first, second = post.taken
        assert first.content == second.content


class TestCrashes:
    """What a sender that died leaves behind; the processes themselves are killed elsewhere."""

    def test_a_row_that_was_only_taken_is_free_again_when_its_lease_ends(
        self, post: MailServer, owed: Delivery
    ) -> None:
        claiming.claim(at=AT)
        deliveries.sweep(at=AT + 120 * SECOND)
        assert now(owed).state == "sending"

        deliveries.sweep(at=AT + 121 * SECOND)
        send(AT + 121 * SECOND)

        assert (now(owed).state, now(owed).attempts) == ("sent", 2)
        assert now(owed).may_be_double is False

    def test_a_row_that_may_have_been_sent_waits_ten_minutes(
        self, post: MailServer, owed: Delivery, begun: Delivery
    ) -> None:
        at = AT + 121 * SECOND
        deliveries.sweep(at=at)
        assert (now(owed).state, now(owed).not_before) == ("uncertain", at + 10 * MINUTE)

        deliveries.sweep(at=at + 10 * MINUTE)
        send(at + 10 * MINUTE)

        assert (now(owed).state, now(owed).may_be_double) == ("sent", True)
        assert post.taken[0].message["Date"].datetime == AT

    def test_who_lost_the_lease_sends_nothing(self, post: MailServer, owed: Delivery) -> None:
        late = claiming.claim(at=AT)
        assert late is not None
        deliveries.sweep(at=AT + 121 * SECOND)
        send(AT + 121 * SECOND)

        with Postman() as postman:
            deliveries._deliver(late, deliveries.Round(postman, lambda: AT + 122 * SECOND))

        assert len(post.taken) == 1
        assert now(owed).state == "sent"

    def test_who_was_late_with_the_answer_spares_a_copy(
        self, post: MailServer, owed: Delivery, begun: Delivery
    ) -> None:
        deliveries.sweep(at=AT + 121 * SECOND)
        deliveries._note_sent(begun, AT + 122 * SECOND)

        deliveries.sweep(at=AT + HOUR)
        send(AT + HOUR)
        assert now(owed).state == "sent"
        assert post.taken == []

    def test_what_was_cancelled_while_its_answer_was_on_the_way_is_known_to_have_been_sent(
        self, post: MailServer, owed: Delivery, begun: Delivery, head: Actor
    ) -> None:
        deliveries.sweep(at=AT + 121 * SECOND)
        deliveries.cancel(delivery=now(owed), by=head)
        assert now(owed).state == "cancelled"

        deliveries._note_sent(begun, AT + 122 * SECOND)
        assert now(owed).state == "sent"

    def test_a_row_that_kills_whoever_takes_it_is_set_aside(self, owed: Delivery) -> None:
        at = AT
        for _ in range(deliveries._max_attempts()):
            assert claiming.claim(at=at) is not None
            at += 121 * SECOND
            deliveries.sweep(at=at)

        assert claiming.claim(at=at) is None
        assert now(owed).state == "quarantined"

    def test_a_row_that_stays_uncertain_fails_in_the_end(
        self, owed: Delivery, begun: Delivery
    ) -> None:
        Delivery.objects.update(attempts=deliveries._max_attempts())
        deliveries.sweep(at=AT + 121 * SECOND)
        deliveries.sweep(at=AT + HOUR)

        assert (now(owed).state, now(owed).may_be_double) == ("failed", True)

    def test_what_waited_too_long_expires_unsent(self, post: MailServer, owed: Delivery) -> None:
        late = owed.stale_after
        assert send(late) is False
        deliveries.sweep(at=late)

        assert now(owed).state == "expired"
        assert post.taken == []

    def test_sweeping_leaves_what_is_well(self, post: MailServer, owe_digests: Make) -> None:
        owe_digests(3)
        claiming.claim(at=AT)
        before = list(Delivery.objects.order_by("pk").values())
        deliveries.sweep(at=AT + MINUTE)

        assert list(Delivery.objects.order_by("pk").values()) == before


@pytest.fixture
def begun(owed: Delivery) -> Delivery:
    """The delivery in the hands of a sender that has noted that the server may now have it."""
    claimed = claiming.claim(at=AT)
    assert claimed is not None
    with Postman() as postman:
        assert deliveries._written(
            claimed, deliveries.Round(postman, lambda: AT), lambda: deliveries._mail_of(claimed)
        )
    assert deliveries._begin(claimed, AT)
    return claimed


@pytest.fixture
def reminded(make_rule: Make, make_due: Make, post: MailServer) -> tuple[Proposal, Delivery]:
    """A proposal, and the reminder of it that is owed."""
    make_rule("before_due", 7)
    proposal = make_due(date(2026, 3, 18))
    reminders.owe(at=AT)
    return proposal, Delivery.objects.get()


class TestLookingAgain:
    @pytest.fixture(autouse=True)
    def _only_reminders(self, reminded: tuple[Proposal, Delivery]) -> None:
        """Each test here is about the reminder."""

    def test_who_left_meanwhile_is_sent_nothing(
        self, post: MailServer, reminded: tuple[Proposal, Delivery]
    ) -> None:
        User.objects.filter(pk=reminded[1].reader.pk).update(is_active=False)
        send()

        delivery = now(reminded[1])
        assert (delivery.state, delivery.why_not) == ("cancelled", "recipient_left")
        assert post.taken == []

    def test_who_has_no_address_is_shown_to_staff(
        self, post: MailServer, reminded: tuple[Proposal, Delivery]
    ) -> None:
        User.objects.filter(pk=reminded[1].reader.pk).update(email="")
        send()

        delivery = now(reminded[1])
        assert (delivery.state, delivery.why_not) == ("failed", "no_address")
        assert Delivery.objects.troubled().count() == 1

    def test_what_no_longer_holds_is_cancelled_and_says_why(
        self, post: MailServer, reminded: tuple[Proposal, Delivery]
    ) -> None:
        move_due_date(reminded[0])
        send()

        assert (now(reminded[1]).state, now(reminded[1]).why_not) == ("cancelled", "other_date")
        assert post.taken == []

    def test_a_message_that_was_refused_is_written_anew_with_what_is_true_then(
        self, post: MailServer, reminded: tuple[Proposal, Delivery]
    ) -> None:
        post.answers["DATA"] = "451 Later"
        send()
        first = now(reminded[1])
        assert "Due in 7 days" in first.subject
        post.answers.clear()
        Delivery.objects.update(not_before=AT + 48 * HOUR)
        send(AT + 48 * HOUR)

        sent = now(reminded[1])
        assert "Due in 5 days" in sent.subject
        assert sent.message_id == first.message_id

    def test_a_copy_that_may_be_out_is_not_written_anew(
        self, post: MailServer, reminded: tuple[Proposal, Delivery]
    ) -> None:
        post.answers["DATA"] = "cut"
        send()
        post.answers.clear()
        later = AT + 48 * HOUR
        deliveries.sweep(at=later)
        send(later)

        first, second = post.taken
        assert first.content == second.content
        assert "Due in 7 days" in now(reminded[1]).subject

    def test_a_copy_of_what_may_not_be_seen_any_more_is_not_sent(
        self,
        post: MailServer,
        reminded: tuple[Proposal, Delivery],
        make_user: Make,
        other_desk: Any,
    ) -> None:
        post.answers["DATA"] = "cut"
        send()
        values = {
            "owner": make_user("omar", Role.OFFICER, other_desk),
            "desk": other_desk,
            "visibility": "restricted",
        }
        proposals.edit(proposal=reminded[0], values=values, by=SYSTEM, at=AT)
        deliveries.sweep(at=AT + HOUR)
        send(AT + HOUR)

        assert (now(reminded[1]).state, now(reminded[1]).why_not) == ("cancelled", "hidden")
        assert len(post.taken) == 1

    def test_a_digests_copy_tells_of_nothing_that_was_hidden_since(
        self,
        post: MailServer,
        reminded: tuple[Proposal, Delivery],
        owe_digests: Make,
        make_user: Make,
        other_desk: Any,
    ) -> None:
        Delivery.objects.filter(kind="reminder").update(state="cancelled")
        digest = next(one for one in owe_digests(1) if one.kind == "digest")
        post.answers["DATA"] = "cut"
        send()
        assert now(digest).about["proposals"] == [reminded[0].pk]
        values = {
            "owner": make_user("omar", Role.OFFICER, other_desk),
            "desk": other_desk,
            "visibility": "restricted",
        }
        proposals.edit(proposal=reminded[0], values=values, by=SYSTEM, at=AT)
        deliveries.sweep(at=AT + HOUR)
        send(AT + HOUR)

        assert (now(digest).state, now(digest).why_not) == ("cancelled", "hidden")


def move_due_date(proposal: Proposal) -> None:
    proposals.edit(proposal=proposal, values={"due_on": date(2026, 9, 1)}, by=SYSTEM, at=AT)


class TestPoison:
    def test_one_that_cannot_be_written_is_set_aside_and_the_others_go(
        self, post: MailServer, owe_digests: Make
    ) -> None:
        poison = owe_digests(10)[4]
        Delivery.objects.filter(pk=poison.pk).update(kind="nonsense")
        at = AT
        for _ in range(5):
            send(at)
            at += 20 * MINUTE

        assert states() == {"sent": 9, "quarantined": 1}
        assert now(poison).attempts == 3
        assert "ValueError" in now(poison).last_error

    @pytest.mark.parametrize(
        "address", ["nadia@mithaq.test\r\nBcc: all@mithaq.test", "a@b\x01c, d@e"]
    )
    def test_an_address_with_more_in_it_reaches_nobody(
        self, post: MailServer, owed: Delivery, address: str
    ) -> None:
        User.objects.filter(pk=owed.reader.pk).update(email=address)
        at = AT
        for _ in range(4):
            send(at)
            at += 20 * MINUTE

        assert now(owed).state in {"quarantined", "failed"}
        assert post.taken == []

    @pytest.mark.parametrize(
        "title", ["One\r\nBcc: all@mithaq.test", "\u202eevil\u2066", "x" * 300]
    )
    def test_a_strange_title_makes_one_short_subject(
        self, post: MailServer, reminded: tuple[Proposal, Delivery], title: str
    ) -> None:
        proposals.edit(proposal=reminded[0], values={"title_en": title}, by=SYSTEM, at=AT)
        send()

        subject = now(reminded[1]).subject
        assert len(subject) <= 200
        assert "\n" not in subject
        assert "\r" not in subject
        assert post.taken[0].message["Bcc"] is None


class TestByHand:
    @pytest.mark.parametrize("state", ["failed", "quarantined", "expired", "cancelled"])
    def test_what_did_not_arrive_is_sent_again_by_a_head(
        self, post: MailServer, owed: Delivery, head: Actor, state: str
    ) -> None:
        Delivery.objects.update(state=state, attempts=6, why_not="by_hand", stale_after=AT)
        deliveries.send_again(delivery=now(owed), by=head, at=AT + HOUR)
        send(AT + HOUR)

        assert (now(owed).state, now(owed).attempts, now(owed).why_not) == ("sent", 1, "")

    def test_a_copy_of_what_may_have_arrived_is_marked(
        self, post: MailServer, owed: Delivery, head: Actor, begun: Delivery
    ) -> None:
        deliveries.sweep(at=AT + HOUR)
        deliveries.send_again(delivery=now(owed), by=head, at=AT + HOUR)
        send(AT + HOUR)

        assert (now(owed).state, now(owed).may_be_double) == ("sent", True)

    def test_what_was_kept_goes_out_once_there_is_a_server(
        self, settings: Settings, owed: Delivery, head: Actor, post: MailServer
    ) -> None:
        Delivery.objects.update(state="kept")
        settings.MAIL_URL = ""
        with pytest.raises(RefusedError):
            deliveries.send_again(delivery=now(owed), by=head, at=AT)

        settings.MAIL_URL = post.url
        deliveries.send_again(delivery=now(owed), by=head, at=AT)
        send()
        assert now(owed).state == "sent"

    @pytest.mark.parametrize("state", ["queued", "failed", "quarantined", "expired", "uncertain"])
    def test_what_is_cancelled_is_never_sent(
        self, post: MailServer, owed: Delivery, head: Actor, state: str
    ) -> None:
        Delivery.objects.update(state=state)
        deliveries.cancel(delivery=now(owed), by=head)
        deliveries.sweep(at=AT + HOUR)
        send(AT + HOUR)

        assert (now(owed).state, now(owed).why_not) == ("cancelled", "by_hand")
        assert post.taken == []

    def test_what_is_on_its_way_or_arrived_is_neither_cancelled_nor_repeated(
        self, post: MailServer, owed: Delivery, head: Actor
    ) -> None:
        claiming.claim(at=AT)
        with pytest.raises(RefusedError, match="Being sent"):
            deliveries.cancel(delivery=owed, by=head)
        Delivery.objects.update(state="sent", sent_at=AT)
        with pytest.raises(RefusedError, match="Sent") as refused:
            deliveries.send_again(delivery=owed, by=head, at=AT)
        assert refused.value.code == "wrong_state"

    @pytest.mark.parametrize("who", ["officer", "reader"])
    def test_others_than_heads_may_do_neither(
        self, owed: Delivery, who: str, request: pytest.FixtureRequest
    ) -> None:
        actor = request.getfixturevalue(who)
        with pytest.raises(NotAllowedError):
            deliveries.cancel(delivery=owed, by=actor)
        with pytest.raises(NotAllowedError):
            deliveries.send_again(delivery=owed, by=actor, at=AT)

    def test_messages_are_seen_by_their_recipient_and_administrators(
        self, owed: Delivery, owner: User, head: Actor, administrator: Actor
    ) -> None:
        seen = [
            Delivery.objects.visible_to(actor).count()
            for actor in (Actor.of_user(owner), head, administrator)
        ]
        assert seen == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Several senders at once, each with a connection of its own."""

    def test_of_two_hundred_rows_each_is_sent_once(
        self, post: MailServer, owe_digests: Make
    ) -> None:
        owed = owe_digests(200)
        together(6, lambda: repeat_while(send))

        assert states() == {"sent": 200}
        assert len(post.copies) == len(post.taken) == len(owed) == 200
        assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}

    def test_a_row_is_claimed_by_one(self, owe_digests: Make) -> None:
        owe_digests(40)
        claimed: list[object] = []

        def claim() -> None:
            while delivery := claiming.claim(at=AT):
                claimed.append(delivery.pk)

        together(8, claim)
        assert len(claimed) == len(set(claimed)) == 40

    def test_a_row_that_somebody_holds_is_passed_over(self, owe_digests: Make) -> None:
        first, second = owe_digests(2)
        held, done = Barrier(2), Barrier(2)

        def hold() -> None:
            with transaction.atomic():
                Delivery.objects.select_for_update().get(pk=first.pk)
                held.wait()
                done.wait()
            connection.close()

        thread = Thread(target=hold)
        thread.start()
        held.wait()
        claimed = claiming.claim(at=AT)
        done.wait()
        thread.join()

        assert claimed is not None
        assert claimed.pk == second.pk

    def test_what_is_cancelled_in_the_moment_of_sending_is_either_cancelled_or_sent(
        self, post: MailServer, owe_digests: Make, head: Actor
    ) -> None:
        owed = owe_digests(60)
        refused: list[object] = []

        def cancel() -> None:
            for delivery in reversed(owed):
                try:
                    deliveries.cancel(delivery=delivery, by=head)
                except RefusedError:
                    refused.append(delivery.pk)

        actions: Iterator[Action] = iter([cancel, partial(repeat_while, send)])

        def act() -> None:
            next(actions)()

        together(2, act)

        assert states()["sent"] == len(post.taken) == len(refused)
        assert states()["cancelled"] == 60 - len(refused)
        sent = {taken.message_id for taken in post.taken}
        assert sent.isdisjoint(
            Delivery.objects.filter(state="cancelled").values_list("message_id", flat=True)
        )


def repeat_while(step: Callable[[], bool]) -> None:
    while step():
        pass


def together(count: int, action: Action) -> None:
    """Do the same thing in so many threads at the same moment."""
    barrier = Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            action()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
