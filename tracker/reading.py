"""From an article's bytes to its text: encoding, extraction, title and date."""

import re
from datetime import UTC, datetime

import trafilatura
from trafilatura.settings import Document

from proposals.services.articles import Reading
from proposals.vocabulary import Failure
from tracker.encodings import PEEK, decode
from tracker.extraction import detect_language
from tracker.stories import signature

TITLE_LENGTH = 200
FEWEST_WORDS = 15  # a page with fewer holds a menu or a notice, and no article
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|p|div)\b", re.IGNORECASE)
# trafilatura drops whatever str.isprintable() denies, and with it the joiners by which Persian is
# spelt; each crosses as a sign that no article holds.
_HIDDEN = str.maketrans("\u200c\u200d", "\u16eb\u16ec")
_SHOWN = str.maketrans("\u16eb\u16ec", "\u200c\u200d")
_ENTITIES = (
    (re.compile("&(?:zwnj|#8204|#x200c);", re.IGNORECASE), "\u200c"),
    (re.compile("&(?:zwj|#8205|#x200d);", re.IGNORECASE), "\u200d"),
)


class UnreadableError(Exception):
    """Content that holds no article."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        self.failure, self.detail = failure, detail
        super().__init__(f"{failure}: {detail}")


def read(content: bytes, content_type: str) -> Reading:
    """Read an article: its text, language, title and date. Raises UnreadableError."""
    text = decode(content, content_type)
    if "html" in content_type.lower() or _MARKUP.search(text[:PEEK]):
        return _of_page(text)
    return _of_plain_text(text)


def _of_page(html: str) -> Reading:
    found = trafilatura.bare_extraction(
        _hide_joiners(html), with_metadata=True, include_comments=False, include_tables=False
    )
    if not isinstance(found, Document) or len((found.text or "").split()) < FEWEST_WORDS:
        raise UnreadableError(Failure.NO_TEXT)
    text, title = clean(_show_joiners(found.text or "")), _show_joiners(found.title or "")
    return Reading(text, detect_language(text) or "", title, _day(found.date), signature(text))


def _hide_joiners(html: str) -> str:
    for entity, joiner in _ENTITIES:
        html = entity.sub(joiner, html)
    return html.translate(_HIDDEN)


def _show_joiners(text: str) -> str:
    return text.translate(_SHOWN)


def _of_plain_text(text: str) -> Reading:
    kept = clean(text)
    if not kept:
        raise UnreadableError(Failure.NO_TEXT)
    first = kept.split("\n", 1)[0]
    title = first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"
    return Reading(kept, detect_language(kept) or "", title, signature=signature(kept))


def clean(text: str) -> str:
    """Give a text with one sort of line break and without what the store can't hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", errors="replace").decode("utf-8").strip()


def _day(date: str | None) -> datetime | None:
    return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
