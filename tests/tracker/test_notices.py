"""Notices on the site: owed, written once and shown, each to its reader and as far as they see."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.vocabulary import Reach, Role
from tests.mail_server import MailServer
from tests.tracker.conftest import send_to
from tracker import deliveries, digests, notices, reminders
from tracker.models import Channel, Delivery, Reminder, Subscriber, Subscription

MORNING = datetime(2026, 3, 11, 9, tzinfo=UTC)
TODAY = date(2026, 3, 11)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SYSTEM = Actor.of_system("tests")

type Make = Callable[..., Any]


def send(at: datetime = MORNING) -> bool:
    return deliveries.send_due(at=lambda: at)


def by_way() -> dict[str, str]:
    return dict(Delivery.objects.values_list("channel", "state"))


def seen_by(user: User) -> list[notices.Shown]:
    return notices.shown(Delivery.objects.notices_of(user.pk), Actor.of_user(user))


@pytest.fixture
def remind(make_rule: Make, make_due: Make, owner: User) -> Callable[[str], Proposal]:
    """Give a function that owes the officer a reminder, who wants to be told in a way."""

    def make(reach: str) -> Proposal:
        User.objects.filter(pk=owner.pk).update(reached_by=reach)
        make_rule("overdue", 7)
        late: Proposal = make_due(TODAY - DAY)
        reminders.owe(at=MORNING)
        return late

    return make


@pytest.mark.parametrize(
    ("reach", "ways"), [("mail", {"email"}), ("site", {"notice"}), ("both", {"email", "notice"})]
)
def test_a_person_is_told_by_the_ways_that_they_chose(
    post: MailServer, remind: Callable[[str], Proposal], reach: str, ways: set[str]
) -> None:
    remind(reach)
    send()

    assert by_way() == dict.fromkeys(ways, "sent")
    assert len(post.taken) == ("email" in ways)
    assert Reminder.objects.count() == 1


def test_who_chose_nothing_is_told_by_both(db: None) -> None:
    assert User(username="new").reached_by == Reach.BOTH


def test_both_ways_say_the_same(
    post: MailServer, remind: Callable[[str], Proposal], owner: User
) -> None:
    late = remind("both")
    send()

    mail, notice = (Delivery.objects.get(channel=way) for way in ("email", "notice"))
    assert notice.along_with == mail
    assert (notice.subject, notice.text) == (mail.subject, mail.text)
    (shown,) = seen_by(owner)
    (line,) = shown.lines
    assert (line.title, line.address) == (late.title, late.get_absolute_url())
    assert line.mark == "Overdue by 1 day"
    assert shown.heading == mail.subject


def test_a_notice_is_owed_once_whoever_ticks(
    post: MailServer, remind: Callable[[str], Proposal]
) -> None:
    remind("both")
    for minutes in range(3):
        reminders.owe(at=MORNING + minutes * MINUTE)
        send(MORNING + minutes * MINUTE)

    assert Delivery.objects.count() == 2
    assert Delivery.objects.filter(attempts=1).count() == 2


def test_a_notice_waits_for_no_working_hour(
    post: MailServer, make_rule: Make, make_due: Make, owner: User
) -> None:
    User.objects.filter(pk=owner.pk).update(reached_by="both", country="GB")
    make_rule("overdue", 7)
    saturday = datetime(2026, 3, 14, 9, tzinfo=UTC)
    make_due(date(2026, 3, 13))
    reminders.owe(at=saturday)
    send(saturday)

    assert by_way() == {"email": "queued", "notice": "sent"}


def test_a_mail_server_that_is_away_holds_no_notice_back(
    settings: Any, post: MailServer, remind: Callable[[str], Proposal]
) -> None:
    remind("both")
    send_to("smtp://127.0.0.1:1", settings)
    send()

    assert by_way() == {"email": "queued", "notice": "sent"}
    assert Channel.objects.get().name == "email"
    assert send(MORNING + MINUTE / 2) is False


def test_without_a_mail_server_notices_are_shown_all_the_same(
    settings: Any, remind: Callable[[str], Proposal]
) -> None:
    settings.MAIL_URL = ""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    remind("both")
    send()

    assert by_way() == {"email": "kept", "notice": "sent"}


def test_no_address_is_needed_on_the_site(remind: Callable[[str], Proposal], owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(email="")
    remind("site")
    send()

    notice = Delivery.objects.get()
    assert (notice.state, notice.address) == ("sent", "")


def test_what_no_longer_holds_is_not_shown(
    remind: Callable[[str], Proposal], owner: User, at: datetime
) -> None:
    late = remind("site")
    values = {"due_on": TODAY + DAY, "due_wording": "", "due_precision": "day"}
    proposals.edit(proposal=late, values=values, by=SYSTEM, at=at)
    send()

    assert by_way() == {"notice": "cancelled"}
    assert seen_by(owner) == []


def test_what_was_hidden_since_is_not_shown(
    remind: Callable[[str], Proposal],
    owner: User,
    make_user: Make,
    other_desk: Desk,
    at: datetime,
) -> None:
    late = remind("site")
    send()
    values = {"visibility": "restricted", "owner": None, "desk": other_desk}
    proposals.edit(proposal=late, values=values, by=SYSTEM, at=at)

    (shown,) = seen_by(owner)
    assert (shown.lines, shown.heading, shown.hidden) == ([], "", 1)
    assert notices.line_of(shown.delivery, 0, Actor.of_user(owner)) is None
    root = make_user("root", Role.ADMINISTRATOR)
    assert notices.line_of(shown.delivery, 0, Actor.of_user(root)) is not None


def test_all_notices_of_a_page_are_looked_at_in_one_query(
    remind: Callable[[str], Proposal], make_due: Make, owner: User
) -> None:
    remind("site")
    for day in range(4):
        make_due(TODAY - DAY)
        reminders.owe(at=MORNING + day * MINUTE)
    send(MORNING + DAY / 2)
    found = list(Delivery.objects.notices_of(owner.pk))

    with CaptureQueriesContext(connection) as asked:
        assert len(notices.shown(found, Actor.of_user(owner))) == 5
    assert len(asked) == 1


def test_a_digest_comes_to_the_site_where_its_reader_wants_it_there(
    owner: User, make_due: Make
) -> None:
    due = make_due(TODAY + DAY)
    subscription = Subscription(user=owner, channel=Channel.Name.NOTICE)
    digests.keep(subscription=subscription, at=MORNING - 8 * DAY)
    Subscription.objects.update(next_at=MORNING)
    digests.owe(at=MORNING)
    send()

    (shown,) = seen_by(owner)
    assert due.title in [line.title for line in shown.lines]
    assert Subscription.objects.get().told_until == MORNING


def test_nobody_outside_is_reached_on_the_site(db: None) -> None:
    outsider = Subscriber.objects.create(email="out@side.test", invited_at=MORNING)
    subscription = Subscription(outsider=outsider, channel=Channel.Name.NOTICE)

    with pytest.raises(IntegrityError, match="reaches_its_reader"), transaction.atomic():
        digests.keep(subscription=subscription, at=MORNING)


def test_reading_is_noted_once_and_taken_back(
    remind: Callable[[str], Proposal], owner: User
) -> None:
    remind("site")
    send()
    found = Delivery.objects.notices_of(owner.pk)
    assert notices.unread(owner) == 1

    notices.mark_read(found, at=MORNING + MINUTE)
    notices.mark_read(found, at=MORNING + 2 * MINUTE)
    assert (notices.unread(owner), found.get().read_at) == (0, MORNING + MINUTE)

    notices.mark_unread(found)
    assert notices.unread(owner) == 1


def test_its_words_are_removed_with_those_of_mail(
    settings: Any, remind: Callable[[str], Proposal], owner: User
) -> None:
    remind("site")
    send()
    later = MORNING + timedelta(days=settings.MESSAGE_DAYS, minutes=1)

    assert deliveries.remove_content(at=later) == 1

    notice = Delivery.objects.get()
    assert (notice.text, notice.html, notice.content_cut_at) == ("", "", later)
    assert "entries" not in notice.about
    assert notice.about["proposals"]
    assert (seen_by(owner), notices.unread(owner)) == ([], 0)


def test_administrators_hear_of_a_webhook_by_the_ways_that_they_chose(make_user: Make) -> None:
    root = make_user("root", Role.ADMINISTRATOR, reached_by=Reach.BOTH)
    owed = Delivery(
        key="webhook 1", kind="webhook", recipient=root, owed_at=timezone.now(),
        not_before=timezone.now() + DAY, stale_after=timezone.now() + 2 * DAY,
    )  # fmt: skip

    mail, notice = notices.by_each_way(owed)

    assert (mail.channel, notice.channel) == ("email", "notice")
    assert notice.key == "webhook 1:notice"
    assert notice.along_with_id == mail.pk
    assert notice.not_before == owed.owed_at
