"""From a page to the words of its article, whatever the page is like."""

import time
from datetime import date

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.vocabulary import Failure
from tracker.reading import UnreadableError
from tracker.reading import read as read_in_sandbox
from tracker.sandbox import SandboxError, sandbox
from tracker.webpages import DEEPEST, clean, read

STORY = [
    f"Iran proposed joint border operations centre number {number} with liaison officers from both"
    " countries, its interior minister said in Baghdad on Monday."
    for number in range(6)
]
FIRST, LAST = STORY[0], STORY[-1]


def page(body: str) -> bytes:
    return f"<!doctype html><html><body><article>{body}</article></body></html>".encode()


def paragraphs(story: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def nested(depth: int, element: str = "div") -> bytes:
    inside, after = paragraphs(STORY[:3]), paragraphs(STORY[3:])
    return page(f"<{element}>" * depth + inside + f"</{element}>" * depth + after)


def test_a_page_of_usual_depth_is_read_whole() -> None:
    found = read(nested(20), "text/html")

    assert FIRST in found["text"]
    assert LAST in found["text"]
    assert not found["is_incomplete"]


@pytest.mark.parametrize("element", ["div", "span"])
@pytest.mark.parametrize("depth", [DEEPEST, 300, 1000, 1900])
def test_a_deep_page_is_read_and_said_to_be_deep(depth: int, element: str) -> None:
    found = read(nested(depth, element), "text/html")

    assert FIRST in found["text"]
    assert LAST in found["text"]
    assert found["is_incomplete"]


def test_a_page_deeper_than_any_parser_goes_loses_nothing_silently() -> None:
    found = sandbox.run("article", nested(100_000), content_type="text/html")

    assert found["is_incomplete"]


def test_a_depth_of_other_elements_is_at_least_said() -> None:
    assert read(nested(400, "blockquote"), "text/html")["is_incomplete"]


def test_a_large_broken_page_is_read_in_time() -> None:
    """Cells outside of tables, nothing closed: 1.2 MB of it."""
    rows = "".join(f"<td><a href=x><b>{number}<i><p>{FIRST} {number}" for number in range(7000))
    content = page(rows)
    assert len(content) > 1_200_000
    began = time.monotonic()

    found = sandbox.run("article", content, content_type="text/html")

    assert time.monotonic() - began < 25
    assert "6999" in found["text"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<p>" * 1_700_000, id="paragraphs only"),
        pytest.param(b"<!--" * 1_200_000, id="comments that never end"),
        pytest.param(b"<a b=" * 1_000_000, id="attributes that never end"),
        pytest.param(b"&" * 5_000_000, id="ampersands"),
        pytest.param(b"<table><tr><td>" * 330_000, id="tables in tables"),
        pytest.param(b"<svg><style><p>" * 330_000, id="strange parents"),
        pytest.param(b"<html>" + b"x" * 5_000_000, id="one word"),
        pytest.param(b"<html>" + "ـ".encode() * 2_000_000, id="tatweel"),
    ],
)
def test_a_hostile_page_ends_in_a_reading_or_a_reason(content: bytes) -> None:
    """The worker lives, does not swell, and reads the next page."""
    read_in_sandbox(page(paragraphs(STORY)), "text/html")
    before, began = psutil.Process().memory_info().rss, time.monotonic()
    try:
        read_in_sandbox(content, "text/html")
    except UnreadableError as fault:
        assert fault.failure in {Failure.NO_TEXT, Failure.BROKEN}  # noqa: PT017  # or none

    assert time.monotonic() - began < 30
    assert psutil.Process().memory_info().rss - before < 150_000_000
    assert FIRST in read_in_sandbox(page(paragraphs(STORY)), "text/html").text


def test_the_doubts_about_a_text_come_with_it() -> None:
    arabic = "اقترحت بغداد إنشاء مركز مشترك على الحدود بحسب ما قال وزير الداخلية في مؤتمر"
    content = f"{arabic}\n{arabic} صحافي".encode("cp1256")

    guessed = read_in_sandbox(content, "text/plain")
    known = read_in_sandbox(content, "text/plain", "windows-1256")

    assert guessed.text == known.text
    assert (guessed.is_charset_uncertain, known.is_charset_uncertain) == (True, False)


def test_a_text_with_many_lost_characters_is_doubted_whatever_its_encoding() -> None:
    lost = "A joint centre \ufffd \ufffd of the two sides".encode()

    assert read(lost, "text/plain; charset=utf-8")["is_charset_uncertain"]


def test_a_title_and_a_date_that_the_store_can_not_hold_are_mended() -> None:
    head = (
        "<title>A\x00 centre</title><meta property='article:published_time' content='2026-03-11'>"
    )
    content = f"<html><head>{head}</head><body>{paragraphs(STORY)}</body></html>".encode()

    found = read(content, "text/html")

    assert "\x00" not in found["title"]
    assert date.fromisoformat(found["date"]) == date(2026, 3, 11)


def test_what_the_store_cannot_hold_is_left_out() -> None:
    assert clean("a\x00b\ud800c\r\nd\re") == "ab?c\nd\ne"


PIECES = [
    *"<>/&;='!-[]? \n\x00",
    '"',
    "<p>",
    "</div>",
    "<!--",
    "<?xml ",
    "<meta charset=",
    "ا\u200c",
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=120).map(lambda found: "".join(found).encode())


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(st.binary(max_size=600), MARKUP, MARKUP.map(lambda noise: b"<html>" + noise)),
    st.sampled_from(["", "text/html", "text/html; charset=utf-16", "text/plain"]),
    st.sampled_from(["", "windows-1256"]),
)
def test_reading_ends_in_a_text_or_a_reason_whatever_the_bytes(
    content: bytes, content_type: str, encoding: str
) -> None:
    try:
        found = read_in_sandbox(content, content_type, encoding)
    except UnreadableError as fault:
        assert fault.failure in {Failure.NO_TEXT, Failure.BROKEN}  # noqa: PT017  # or none
    else:
        assert found.text == clean(found.text) != ""
        assert "\x00" not in found.title


@settings(deadline=None, max_examples=100)
@given(MARKUP)
def test_noise_around_an_article_never_raises(noise: bytes) -> None:
    read(page(paragraphs(STORY)).replace(b"<article>", noise), "text/html")


def test_a_job_that_can_not_be_done_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SandboxError("MemoryError")

    monkeypatch.setattr(sandbox, "run", refuse)
    with pytest.raises(UnreadableError) as failed:
        read_in_sandbox(b"<p>", "text/html")
    assert (failed.value.failure, failed.value.detail) == (Failure.BROKEN, "MemoryError")
