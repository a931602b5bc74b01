"""Articles and their outlets: how they call themselves, and what they say of themselves."""

from datetime import UTC, date, datetime

import pytest

from proposals.models import Article, Feed, Original, Outlet

RECEIVED = datetime(2026, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("article", "called"),
    [
        (Article(title="A meeting", address="https://x.example"), "A meeting"),
        (Article(address="https://x.example"), "https://x.example"),
        (Article(pk=7), "#7"),
    ],
)
def test_an_article_calls_itself_by_title_address_or_number(article: Article, called: str) -> None:
    assert str(article) == called


def test_it_told_what_it_tells_when_it_was_published_else_when_it_came() -> None:
    published = datetime(2026, 3, 8, 22, tzinfo=UTC)

    assert Article(received_at=RECEIVED, published_at=published).told_on == date(2026, 3, 8)
    assert Article(received_at=RECEIVED).told_on == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("language", "right_to_left"), [("ar", True), ("fa", True), ("en", False), ("", False)]
)
def test_its_own_language_gives_its_direction(language: str, right_to_left: bool) -> None:
    assert Article(language=language).is_right_to_left == right_to_left


@pytest.mark.parametrize(
    ("entered", "kept"),
    [(" WWW.Irna.IR", "irna.ir"), ("ina.iq", "ina.iq"), ("", ""), ("www2.ina.iq", "www2.ina.iq")],
)
def test_an_outlets_host_is_kept_as_addresses_are_compared(entered: str, kept: str) -> None:
    outlet = Outlet(name_en="INA", host=entered)
    outlet.clean()

    assert outlet.host == kept


def test_a_feed_and_an_original_say_what_they_are() -> None:
    assert str(Feed(address="https://ina.example/rss")) == "https://ina.example/rss"
    original = Original(content_type="text/html", sha256="abcdef0123456789")
    assert str(original) == "text/html, abcdef012345"
