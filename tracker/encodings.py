"""From bytes to characters, in the encodings that newswires use and whatever they say of them.

The order, and why: a byte order mark is part of the text itself; bytes that are valid UTF-8 are
hardly ever anything else; then come the server's word, the page's own, and its outlet's; only then
is it guessed, and the guess is said to be one. Plain Python.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

PEEK = 4096
# Of the letters beyond ASCII of a text in Arabic script, so many stand in words of that script. In
# a European text they are accents, which stand alone.
MIN_ARABIC_SHARE = 0.6
# A text of which more characters are lost than this is not to be relied on.
MAX_LOST_SHARE = 0.01
# Of the characters of broken UTF-8 beyond ASCII, at least so many are whole.
MIN_WHOLE_SHARE = 0.9
LOST = "\N{REPLACEMENT CHARACTER}"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\s*(?:meta|\?\s*xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# Encodings of text on the web. Python knows others, of which some are traps for a reader.
_KNOWN = re.compile(
    r"(?:utf-(?:8|16|32)(?:-[lb]e)?|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|ascii|gb\w+|big5\w*"
    r"|euc_\w+|shift_jis\w*|tis-620)$"
)
_WESTERN = ("iso8859-1", "iso8859-15", "cp1252", "ascii")
_ARABIC_WORD = re.compile(r"[\u0621-\u06d3]{2,}")
_BEYOND_ASCII = re.compile(r"[^\W\d_\x00-\x7f]")


@dataclass(frozen=True)
class Decoded:
    """Characters, and whether their encoding was guessed or some of them were lost."""

    text: str
    is_uncertain: bool = False


def decode(content: bytes, content_type: str = "") -> str:
    """Give the characters alone."""
    return decoded(content, content_type).text


def decoded(content: bytes, content_type: str = "", usual: str = "") -> Decoded:
    """Decode bytes; ``usual`` is the encoding that their source uses where nothing else is said."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            return Decoded(text, is_garbled(text))
    for text in _readings(content, content_type, usual):
        return Decoded(text, is_garbled(text))
    return _guessed(content)


def is_garbled(text: str) -> bool:
    """Tell whether too many characters of a text were lost."""
    return text.count(LOST) > MAX_LOST_SHARE * len(text)


def is_known(encoding: str) -> bool:
    """Tell whether this is the name of an encoding of text."""
    return bool(_codec(encoding))


def _readings(content: bytes, content_type: str, usual: str) -> Iterator[str]:
    """Give what the bytes say in each encoding that may be theirs, the likeliest first."""
    yield from _strictly(content, "utf-8")
    whole = content.decode("utf-8", errors="replace")
    if _is_broken_utf8(whole):
        yield whole
    for encoding in (_of_header(content_type), *_of_page(content), usual):
        yield from _strictly(content, encoding)


def _strictly(content: bytes, encoding: str) -> Iterator[str]:
    codec = _codec(encoding)
    if not codec:
        return
    try:
        text = content.decode("cp1252" if codec in _WESTERN else codec)
    except UnicodeDecodeError:
        return
    # Some servers call all they have Western.
    if codec not in _WESTERN or not _is_arabic(_as_arabic(content)):
        yield text


def _codec(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name if encoding else ""
    except (LookupError, ValueError):  # none of that name, or no name at all
        return ""
    return name if _KNOWN.match(name) else ""


def _is_broken_utf8(text: str) -> bool:
    """Tell UTF-8 with some damage from another encoding, of which hardly a character is whole."""
    lost = text.count(LOST)
    beyond = sum(character > "\x7f" for character in text)
    return beyond - lost >= MIN_WHOLE_SHARE * beyond > 0


def _guessed(content: bytes) -> Decoded:
    arabic = _as_arabic(content)
    if _is_arabic(arabic):
        return Decoded(arabic, is_uncertain=True)
    return Decoded(content.decode("cp1252", errors="replace"), is_uncertain=True)


def _as_arabic(content: bytes) -> str:
    return content.decode("cp1256", errors="replace")


def _is_arabic(text: str) -> bool:
    letters = len(_BEYOND_ASCII.findall(text))
    return sum(map(len, _ARABIC_WORD.findall(text))) >= MIN_ARABIC_SHARE * letters > 0


def _of_header(content_type: str) -> str:
    header = Message()
    header["content-type"] = " ".join(content_type.split()) or "text/plain"
    charset = header.get_param("charset", "")
    return charset if isinstance(charset, str) else ""


def _of_page(content: bytes) -> Iterator[str]:
    for found in _DECLARED.finditer(content[:PEEK]):
        yield found.group(1).decode("ascii", errors="replace")
