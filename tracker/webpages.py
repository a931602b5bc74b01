"""From a page's bytes to the words of its article, its title and its date.

Plain Python, meant for the sandbox. What it gives goes through JSON.
"""

import re
from typing import Any, TypedDict

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]  # it has no types
from trafilatura.settings import Document

from tracker.encodings import PEEK, decoded, is_garbled

FEWEST_WORDS = 15  # a page with fewer holds a menu or a notice, and no article
TITLE_LENGTH = 200
# From here on the parser of a page begins to drop what lies deeper, and says nothing.
DEEPEST = 200
# Elements that only wrap others: without them a deep page becomes a flat one.
_WRAPPERS = ("div", "span", "section", "font", "center", "b", "i", "em", "strong", "u", "small")
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|p|div)\b", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
# trafilatura drops whatever str.isprintable() denies, and with it the joiners by which Persian is
# spelt; each crosses as a sign that no article holds.
_HIDDEN = str.maketrans("\u200c\u200d", "\u16eb\u16ec")
_SHOWN = str.maketrans("\u16eb\u16ec", "\u200c\u200d")
_ENTITIES = (
    (re.compile("&(?:zwnj|#8204|#x200c);", re.IGNORECASE), "\u200c"),
    (re.compile("&(?:zwj|#8205|#x200d);", re.IGNORECASE), "\u200d"),
)


class Page(TypedDict):
    """What was read from a page; without text where it holds no article.

    ``date`` is a day in ISO 8601, or empty. ``is_charset_uncertain`` where the encoding was guessed
    or some characters were lost; ``is_incomplete`` where the page is so deep that some of its text
    may be missing.
    """

    text: str
    title: str
    date: str
    is_charset_uncertain: bool
    is_incomplete: bool


def read(content: bytes, content_type: str = "", encoding: str = "") -> Page:
    """Read an article; ``encoding`` is its outlet's, for pages that don't say theirs."""
    found = decoded(content, content_type, encoding)
    is_page = "html" in content_type.lower() or _MARKUP.search(found.text[:PEEK])
    page = _of_markup(found.text) if is_page else _of_plain_text(found.text)
    page["is_charset_uncertain"] = found.is_uncertain or is_garbled(page["text"])
    return page


def _of_plain_text(text: str) -> Page:
    kept = clean(text)
    first = kept.split("\n", 1)[0]
    title = first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"
    return _page(kept, title)


def _of_markup(markup: str) -> Page:
    hidden = _hide_joiners(markup)
    tree = _tree(hidden)
    is_deep = tree is not None and _depth(tree) > DEEPEST
    if is_deep:
        etree.strip_tags(tree, *_WRAPPERS)
    found = trafilatura.bare_extraction(
        tree if is_deep else hidden,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
    )
    if not isinstance(found, Document) or len((found.text or "").split()) < FEWEST_WORDS:
        return _page("", is_incomplete=is_deep)
    return _page(_shown(found.text), _shown(found.title), found.date or "", is_incomplete=is_deep)


def _tree(markup: str) -> Any:
    """Parse a page as deep as the parser goes, which is ten times deeper than it goes by itself."""
    parser = html.HTMLParser(huge_tree=True)
    try:
        return html.document_fromstring(_PROLOG.sub("", markup.replace("\x00", "")), parser=parser)
    except etree.ParserError:  # there is no element in it
        return None


def _depth(tree: Any) -> int:
    """Give how deep the deepest element lies."""
    deepest = depth = 0
    for event, _element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _page(text: str, title: str = "", date: str = "", *, is_incomplete: bool = False) -> Page:
    return {
        "text": text,
        "title": title,
        "date": date,
        "is_charset_uncertain": False,
        "is_incomplete": is_incomplete,
    }


def _hide_joiners(markup: str) -> str:
    for entity, joiner in _ENTITIES:
        markup = entity.sub(joiner, markup)
    return markup.translate(_HIDDEN)


def _shown(text: str | None) -> str:
    return clean((text or "").translate(_SHOWN))


def clean(text: str) -> str:
    """Give a text with one sort of line break and without what the store can't hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", errors="replace").decode("utf-8").strip()
