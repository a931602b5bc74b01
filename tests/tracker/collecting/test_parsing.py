"""From a feed's bytes to its entries, whoever wrote them."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.collecting.conftest import RSS, rss
from tracker.collecting.parsing import MOST_ENTRIES, GarbledError, parse
from tracker.sandbox import SandboxError, sandbox

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>رافدين</title>
<entry><id>tag:rafidain.example,2026:1</id><title>اقترحت بغداد مركزاً مشتركاً</title>
<link rel="alternate" href="/news/1"/><published>2026-03-09T10:00:00+03:00</published>
<updated>{updated}</updated></entry></feed>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://rafidain.example/1</loc><lastmod>2026-03-10</lastmod><news:news>
<news:publication><news:name>Rafidain</news:name></news:publication>
<news:publication_date>2026-03-09T10:00:00+03:00</news:publication_date>
<news:title>A border centre</news:title></news:news></url>
<url><loc>https://rafidain.example/2</loc></url></urlset>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/"/>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item>
</rdf:RDF>"""
BASE = "https://rafidain.example/rss"


def laughs(levels: int) -> bytes:
    """Give a feed whose title unfolds ten times at each level."""
    entities = (f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels + 1))
    head = f"<!DOCTYPE rss [<!ENTITY l0 'ha'>{''.join(entities)}]>"
    body = RSS.format(items=f"<item><title>&l{levels};</title></item>")
    return body.replace("<rss", f"{head}<rss").encode()


def test_rss_is_read() -> None:
    one, two = parse(rss("https://a.example/1", "https://a.example/2"), "", BASE)

    assert (one["address"], one["title"]) == ("https://a.example/1", "An entry")
    assert one["published"] == "2026-03-09T07:00:00+00:00"
    assert one["key"] != two["key"]


def test_atom_is_read_with_its_relative_addresses() -> None:
    (one,) = parse(ATOM.format(updated="2026-03-09T10:00:00Z").encode(), "", BASE)

    assert one["address"] == "https://rafidain.example/news/1"
    assert one["title"] == "اقترحت بغداد مركزاً مشتركاً"


def test_a_sitemap_for_news_is_read() -> None:
    one, two = parse(SITEMAP.encode(), "application/xml", BASE)

    assert (one["address"], one["title"]) == ("https://rafidain.example/1", "A border centre")
    assert one["published"] == "2026-03-09T10:00:00+03:00"
    assert (two["title"], two["published"]) == ("", "")


def test_the_first_rss_is_read() -> None:
    assert [one["title"] for one in parse(RDF.encode(), "", BASE)] == ["One"]


def test_an_entry_that_changed_keeps_its_key_and_tells_of_another_edition() -> None:
    (before,) = parse(ATOM.format(updated="2026-03-09T10:00:00Z").encode(), "", BASE)
    (after,) = parse(ATOM.format(updated="2026-03-09T12:00:00Z").encode(), "", BASE)

    assert before["key"] == after["key"]
    assert before["edition"] != after["edition"]


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8-sig", "windows-1256", ""),
        ("windows-1256", "windows-1256", ""),
        ("windows-1256", "utf-8", "application/xml; charset=windows-1256"),
        ("utf-16", "utf-16", ""),
        ("utf-8", "iso-8859-1", "text/xml; charset=us-ascii"),
    ],
)
def test_a_feed_is_read_in_any_encoding(encoding: str, declared: str, content_type: str) -> None:
    text = ATOM.format(updated="").replace(
        ' version="1.0"', f' version="1.0" encoding="{declared}"'
    )

    (one,) = parse(text.encode(encoding), content_type, BASE)

    assert one["title"] == "اقترحت بغداد مركزاً مشتركاً"


def test_markup_in_a_title_is_left_out() -> None:
    content = rss("https://a.example/1", title="&lt;b&gt;Centre&lt;/b&gt; &amp;amp; courses")

    assert parse(content, "", BASE)[0]["title"] == "Centre & courses"


@pytest.mark.parametrize("levels", [3, 5, 7, 9])
def test_laughs_are_refused_however_few(levels: int) -> None:
    with pytest.raises(GarbledError):
        parse(laughs(levels), "", BASE)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "windows-1256"])
def test_entities_do_not_hide_in_another_encoding(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    with pytest.raises(GarbledError):
        parse(mark + laughs(5).decode().encode(encoding), "", BASE)


@pytest.mark.parametrize("where", ["file:///etc/hostname", "http://127.0.0.1:1/"])
def test_nothing_outside_is_read(where: str) -> None:
    head = f'<!DOCTYPE rss [<!ENTITY out SYSTEM "{where}">]>'
    for document in (rss("https://a.example/1").decode(), SITEMAP):
        hostile = document.replace("?>", f"?>{head}", 1).replace("<title>", "<title>&out;")
        with pytest.raises(GarbledError):
            parse(hostile.encode(), "", BASE)


def test_a_file_that_is_named_is_not_opened(tmp_path: Path) -> None:
    """The parser opens what it is given as a name, which is why it is given a stream."""
    hidden = tmp_path / "rss"
    hidden.write_bytes(rss("https://a.example/secret"))

    with pytest.raises(GarbledError):
        parse(str(hidden).encode(), "", BASE)


def test_of_a_huge_feed_the_first_thousand_entries_are_kept_in_time() -> None:
    content = rss(*(f"https://a.example/{number}" for number in range(20_000)))
    began = time.monotonic()

    told = sandbox.run("feed", content, address=BASE)

    assert len(told) == MOST_ENTRIES == 1000
    assert told[-1]["address"] == "https://a.example/999"
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    "content", [b"", b" ", b"<html><body>Sorry</body></html>", b"nonsense", b"{}", b"\x00" * 100]
)
def test_what_is_no_feed_says_so(content: bytes) -> None:
    with pytest.raises(SandboxError):
        sandbox.run("feed", content, address=BASE)


def test_deep_markup_kills_nobody() -> None:
    for deep in (b"<rss>" + b"<a>" * 100_000, b"<urlset>" + b"<url>" * 100_000):
        with suppress(SandboxError):
            assert len(sandbox.run("feed", deep, address=BASE)) <= MOST_ENTRIES

    assert sandbox.run("feed", rss("https://a.example/1"), address=BASE)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["", "text/xml; charset=utf-16"]))
def test_reading_a_feed_ends_whatever_it_is(noise: bytes, content_type: str) -> None:
    for content in (noise, rss("https://a.example/1").replace(b"An entry", noise)):
        try:
            told = sandbox.run("feed", content, content_type=content_type, address=BASE)
        except SandboxError:
            continue
        assert all(len(one["key"]) == 64 for one in told)
