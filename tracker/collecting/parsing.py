"""From a feed's bytes to its entries: RSS, Atom, and the sitemaps that newspapers keep for news.

Plain Python, meant for the sandbox. What it gives goes through JSON.
"""

import calendar
import hashlib
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypedDict
from urllib.parse import urljoin

import feedparser
from lxml import etree  # type: ignore[import-untyped]  # it has no types

from tracker.encodings import decoded

MOST_ENTRIES = 1000
TITLE_LIMIT = 500
_SITEMAP = re.compile(r"<\s*(?:\w+:)?urlset[\s>]")
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_END_OF_ENTRY = re.compile(r"</\s*(?:\w+:)?(?:item|entry|url)\s*>", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^>]*>")


class Told(TypedDict):
    """What a feed tells of one entry.

    ``key`` is its identity and ``edition`` the state of it, both as digests; ``published`` is in
    ISO 8601, or empty.
    """

    key: str
    edition: str
    address: str
    title: str
    published: str


class GarbledError(Exception):
    """An answer that is no feed, or none that may be read."""


def parse(
    content: bytes, content_type: str = "", address: str = "", encoding: str = ""
) -> list[Told]:
    """Read a feed's entries, at most MOST_ENTRIES. Raises GarbledError.

    ``encoding`` is the one of its outlet, for feeds that don't say theirs. Entities of the feed's
    own are refused: a few hundred bytes of them unfold to gigabytes.
    """
    text = decoded(content, content_type, encoding).text
    if _ENTITY.search(text):
        raise GarbledError("it declares entities of its own")
    text = _shortened(text)
    told = _of_sitemap(text) if _SITEMAP.search(text) else _of_feed(text)
    return [_resolved(one, address) for one in list(told)[:MOST_ENTRIES]]


def _shortened(text: str) -> str:
    """Cut a feed after the last entry that is kept."""
    for number, end in enumerate(_END_OF_ENTRY.finditer(text), 1):
        if number == MOST_ENTRIES:
            return text[: end.end()]
    return text


def _resolved(one: Told, base: str) -> Told:
    try:
        link = one["address"]
        return {**one, "address": urljoin(base, link) if link else ""}
    except ValueError:  # no address in any reading of it
        return {**one, "address": ""}


def _of_feed(text: str) -> Iterator[Told]:
    """Read RSS or Atom. Given as a stream, since the parser opens files by what it is given."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(_PROLOG.sub("", text).encode("utf-8", errors="replace"))
    found = feedparser.parse(
        stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.version and not found.entries:
        raise GarbledError("it is neither RSS nor Atom nor a sitemap")
    for entry in found.entries:
        is_dated = "published_parsed" in entry
        moment = entry.get("published_parsed" if is_dated else "updated_parsed")
        link = entry.get("link") or entry.get("id", "")
        yield _told(
            entry.get("id") or link or entry.get("title", ""),
            entry.get("updated" if "updated" in entry else "published", ""),
            link,
            _plain(entry),
            _moment(calendar.timegm(moment)) if moment else "",
        )


def _of_sitemap(text: str) -> Iterator[Told]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    root = etree.fromstring(_PROLOG.sub("", text).encode("utf-8", errors="replace"), parser)
    for page in root.iterfind(".//{*}url") if root is not None else ():
        link = _text(page, "loc")
        published = _text(page, "publication_date")
        changed = _text(page, "lastmod") or published
        yield _told(link, changed, link, _text(page, "title"), _iso(published or changed))


def _text(page: Any, name: str) -> str:
    found = page.find(f".//{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _told(identity: str, changed: str, link: str, title: str, published: str) -> Told:
    kept = " ".join(title.replace("\x00", "").split())[:TITLE_LIMIT]
    return {
        "key": _digest(identity),
        "edition": _digest(f"{changed}\n{kept}"),
        "address": link.strip(),
        "title": kept,
        "published": published,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()


def _plain(entry: Any) -> str:
    """Give a title without the markup that some feeds put in it."""
    title = str(entry.get("title", ""))
    is_plain = entry.get("title_detail", {}).get("type") == "text/plain"
    return html.unescape(title if is_plain else _TAG.sub("", title))


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _iso(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
