"""From bytes to characters: what marks, what servers and what pages say of their encoding."""

import codecs
import re
from email.message import Message

PEEK = 4096
MIN_ARABIC_SHARE = 0.6
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTER = re.compile(r"[^\W\d_]")


def decode(content: bytes, content_type: str) -> str:
    """Decode an article's bytes.

    A byte order mark decides, then valid UTF-8, whatever was declared; then what the server and the
    page itself declare; last, windows-1256 where that makes most letters Arabic ones.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    candidates = ("utf-8", _declared_by_server(content_type), _declared_by_page(content))
    for encoding in candidates:
        decoded = _decoded(content, encoding)
        if decoded is not None:
            return decoded
    arabic = content.decode("windows-1256", errors="replace")
    if _arabic_share(arabic) >= MIN_ARABIC_SHARE:
        return arabic
    return content.decode("windows-1252", errors="replace")


def _declared_by_server(content_type: str) -> str:
    header = Message()
    header["content-type"] = content_type or "text/plain"
    charset = header.get_param("charset", "")
    return charset if isinstance(charset, str) else ""


def _declared_by_page(content: bytes) -> str:
    found = _DECLARED.search(content[:PEEK])
    return found.group(1).decode("ascii") if found else ""


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(codecs.lookup(encoding).name) if encoding else None
    except (LookupError, UnicodeDecodeError):
        return None


def _arabic_share(text: str) -> float:
    letters = len(_LETTER.findall(text))
    return len(_ARABIC.findall(text)) / letters if letters else 0.0
