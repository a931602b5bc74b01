"""From an article's bytes to what is kept of it, read in the sandbox."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from proposals.services.articles import Reading
from proposals.vocabulary import Failure
from tracker.extraction import detect_language
from tracker.sandbox import SandboxError, sandbox
from tracker.stories import signature

if TYPE_CHECKING:
    from tracker.webpages import Page


class UnreadableError(Exception):
    """Content that holds no article."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        self.failure, self.detail = failure, detail
        super().__init__(f"{failure}: {detail}")


def read(content: bytes, content_type: str, encoding: str = "") -> Reading:
    """Read an article: its text, language, title and date. Raises UnreadableError.

    ``encoding`` is the one of its outlet, for pages that don't say theirs.
    """
    try:
        page: Page = sandbox.run("article", content, content_type=content_type, encoding=encoding)
    except SandboxError as fault:
        raise UnreadableError(Failure.BROKEN, fault.reason) from fault
    text = page["text"]
    if not text:
        raise UnreadableError(Failure.NO_TEXT)
    return Reading(
        text,
        detect_language(text) or "",
        page["title"],
        _day(page["date"]),
        signature(text),
        page["is_charset_uncertain"],
        page["is_incomplete"],
    )


def _day(date: str) -> datetime | None:
    return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
