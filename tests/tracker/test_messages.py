"""Messages: the same in HTML and plain text, in three languages, right to left where it is."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.utils import timezone, translation
from pytest_django import Settings

from proposals.models import User
from tracker.messages import (
    Entry,
    Letter,
    Section,
    as_html,
    as_text,
    day_and_month,
    in_words,
    isolated,
    mail_of,
    numerals,
    read_by,
    write,
)
from tracker.models import Delivery

AT = datetime(2026, 3, 11, 9, 30, 15, 123456, tzinfo=UTC)
DAY = date(2026, 3, 10)
ENTRY = Entry(
    title="A joint border operations centre",
    address="https://mithaq.test/proposals/proposal/41/change/",
    mark="Overdue by 9 days",
    tone="late",
    facts=["IQ-IR-2026-0007", "Joint counter-narcotics committee"],
    lines=["Due on Monday, 2 March 2026."],
    proposals=[41],
)
LETTER = Letter(
    subject="Overdue by 9 days: A joint border operations centre",
    heading="3 proposals need you",
    lead="Nadia, this is how it stands.",
    sections=[
        Section("Overdue", [ENTRY], 3, "https://mithaq.test/proposals/proposal/?due=overdue"),
        Section("Due soon", [ENTRY], 1),
    ],
    footnote="You get this because you are in charge of what it names.",
)


class Page(HTMLParser):
    """What a reader sees of an HTML message, where it leads, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._unseen = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name == "href" and value]
        self._unseen += tag in {"style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._unseen:
            self.seen.append(data.strip())


@pytest.mark.parametrize(
    ("language", "full", "short", "count"),
    [
        ("ar", "الثلاثاء، 10 مارس 2026", "10 مارس", "41"),
        ("fa", "سه‌شنبه ۱۰ مارس ۲۰۲۶", "۱۰ مارس", "۴۱"),
        ("en", "Tuesday, 10 March 2026", "10 March", "41"),
        ("de", "Tuesday, 10 March 2026", "10 March", "41"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: str, full: str, short: str, count: str
) -> None:
    with translation.override(language):
        assert (in_words(DAY), day_and_month(DAY), numerals(41)) == (full, short, count)


@pytest.mark.parametrize(
    ("language", "text", "is_isolated"),
    [
        ("en", "A centre (IQ-IR-2026-0007)", False),
        ("en", "مركز مشترك", True),
        ("ar", "مركز مشترك", False),
        ("ar", "IQ-IR-2026-0007", True),
        ("fa", "مرکز Interpol", True),
        ("fa", "۴۱", False),
    ],
)
def test_words_that_run_the_other_way_are_kept_apart(
    language: str, text: str, is_isolated: bool
) -> None:
    with translation.override(language):
        assert isolated(text) == (f"\u2068{text}\u2069" if is_isolated else text)


def test_a_message_is_read_in_the_readers_language_and_time() -> None:
    reader = User(language="fa", time_zone="Asia/Tehran")
    with translation.override("en"), read_by(reader):
        assert translation.get_language() == "fa"
        assert timezone.localtime(AT).hour == 13


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_html_and_plain_text_say_the_same(language: str) -> None:
    with translation.override(language):
        text, page = as_text(LETTER), Page(as_html(LETTER))

    plain = re.sub("[\u200e\u200f\u2068\u2069]", "", text)
    for words in page.seen:
        assert words.strip(" ·") in plain
    for link in page.links:
        assert link in plain
    for line in plain.splitlines():
        told = re.sub(r"[—:]|https?://\S+", " ", line).split(" · ")
        for words in filter(None, map(str.strip, told)):
            assert any(words in seen for seen in page.seen), words


@pytest.mark.parametrize(
    ("language", "direction", "name"),
    [("ar", "rtl", "ميثاق"), ("fa", "rtl", "میثاق"), ("en", "ltr", "Mithaq")],
)
def test_a_message_says_its_language_and_direction(
    language: str, direction: str, name: str
) -> None:
    with translation.override(language):
        page = Page(as_html(LETTER))

    tag, attributes = page.tags[0]
    assert (tag, attributes["lang"], attributes["dir"]) == ("html", language, direction)
    tables = [attributes for tag, attributes in page.tags if tag == "table"]
    assert {attributes["dir"] for attributes in tables} == {direction}
    assert {attributes["role"] for attributes in tables} == {"presentation"}
    assert name in page.seen


def test_html_is_made_for_mail_programs() -> None:
    html = as_html(LETTER)
    page = Page(html)

    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "form", "iframe"})
    assert all(attributes.get("style") for tag, attributes in page.tags if tag in {"td", "h1"})
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "prefers-color-scheme: dark" in style
    assert "max-width: 480px" in style
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_line_of_plain_text_begins_on_the_side_of_the_language(language: str) -> None:
    with translation.override(language):
        lines = as_text(LETTER).splitlines()

    assert "\u200fA joint border operations centre" in lines
    assert (
        "\u200f\u2068IQ-IR-2026-0007\u2069 · \u2068Joint counter-narcotics committee\u2069" in lines
    )
    assert ENTRY.address in lines


def test_titles_are_escaped_and_kept_apart() -> None:
    hostile = Entry(title="<script>alert(1)</script> & “x”", address='https://m.test/"><b>')
    letter = Letter("s", "h", "l", [Section("S", [hostile], 1)], "f")
    html = as_html(letter)
    page = Page(html)

    assert "<script" not in html
    assert hostile.title in page.seen
    assert ("b", {}) not in page.tags
    assert "bdi" in {tag for tag, _ in page.tags}


def test_what_is_not_told_is_counted() -> None:
    assert [section.rest for section in LETTER.sections] == ["and 2 more", ""]
    assert "and 2 more" in Page(as_html(LETTER)).seen
    assert LETTER.proposals == {41}


@pytest.fixture
def delivery(settings: Settings) -> Delivery:
    """A delivery that is written, but in no store."""
    settings.DEFAULT_FROM_EMAIL = "Mithaq <no-reply@mithaq.test>"
    reader = User(language="ar", time_zone="Asia/Baghdad", email="samira@mithaq.test")
    written = Delivery(id=UUID(int=7), recipient=reader)
    with read_by(reader):
        write(written, LETTER, at=AT)
    return written


def test_what_is_written_is_all_that_a_copy_needs(delivery: Delivery) -> None:
    again = Delivery(
        id=delivery.id,
        **{
            name: getattr(delivery, name)
            for name in ("address", "language", "subject", "text", "html", "message_id", "dated_at")
        },
    )

    assert mail_of(again).message().as_bytes() == mail_of(delivery).message().as_bytes()


def test_a_message_names_itself_its_date_and_that_a_machine_sent_it(delivery: Delivery) -> None:
    message = mail_of(delivery).message()

    assert message["Message-ID"] == f"<{delivery.pk}@mithaq.test>"
    assert message["Date"].datetime == AT.replace(microsecond=0)
    assert message["From"] == "Mithaq <no-reply@mithaq.test>"
    assert message["To"] == "samira@mithaq.test"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ar"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(
    ("subject", "written"),
    [
        ("One\r\nBcc: all@mithaq.test", "One Bcc: all@mithaq.test"),
        ("  much \t room ", "much room"),
        ("x" * 1000, "x" * 179 + "…"),
    ],
)
def test_a_subject_is_one_short_line(subject: str, written: str, delivery: Delivery) -> None:
    letter = Letter(subject, "h", "l", [], "f")
    with read_by(delivery.reader):
        write(delivery, letter, at=AT)

    assert delivery.subject == written
    assert mail_of(delivery).message()["Subject"] == written


def test_words_of_any_script_survive_the_way(delivery: Delivery) -> None:
    title = "ايجاد مرکز مشترک — “центр” 🙂"
    letter = Letter(title, "h", "l", [Section("S", [Entry(title, "https://m.test/")], 1)], "f")
    with read_by(delivery.reader):
        write(delivery, letter, at=AT)
    message = mail_of(delivery).message()

    assert message["Subject"] == title
    for part in message.iter_parts():
        assert title in part.get_content()
