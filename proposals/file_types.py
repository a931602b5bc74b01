"""What sort of file some bytes are, told by the bytes alone; what is not in the table is not kept.

Neither a file's name nor what a browser says of it counts. Documents with macros are of no sort.
"""

import re
import unicodedata
from collections.abc import Mapping
from email import policy
from email.parser import BytesHeaderParser
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from proposals.vocabulary import FileKind

CONTENT_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.EML: "message/rfc822",
}
_BEGINS: Mapping[FileKind, bytes] = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.JPG: b"\xff\xd8\xff",
}
# The main part of an Office document, by its type in the package's list (ECMA-376, part 2).
_MAIN_PARTS: Mapping[FileKind, bytes] = {
    kind: f"{CONTENT_TYPES[kind]}.main+xml".encode()
    for kind in (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX)
}
_OPEN_DOCUMENTS = {CONTENT_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS)}
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts)/", re.IGNORECASE)
_LIST_OF_PARTS = "[Content_Types].xml"
_READ_AT_MOST = 1024 * 1024
# Signs that no text holds, but for tab, line ends and the form feed.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LONGEST_HEAD = 65_536
# What every message has (RFC 5322, 3.6), and one that only messages have.
_OF_MAIL = ("from", "date")
_OF_MAIL_ALONE = ("message-id", "received", "mime-version")

LONGEST_STEM = 150
# What some system can't have in a name, and what only separates.
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\s]+')
# Joiners are letters' own business in Arabic and Persian; other invisible signs mislead.
_JOINERS = "\u200c\u200d"


def kind_of(content: bytes) -> FileKind | None:
    """Tell of which sort some bytes are; None where it is none that is kept."""
    for kind, beginning in _BEGINS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if _is_mail(content):
        return FileKind.EML
    return FileKind.TXT if _is_text(content) else None


def _kind_of_archive(content: bytes) -> FileKind | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(_MACROS.search(name) for name in names):
                return None
            if "mimetype" in names:
                return _OPEN_DOCUMENTS.get(_first_bytes(archive, "mimetype").strip())
            if _LIST_OF_PARTS in names:
                parts = _first_bytes(archive, _LIST_OF_PARTS)
                return next((kind for kind, part in _MAIN_PARTS.items() if part in parts), None)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None  # damaged, encrypted or packed in a way of its own: nobody could open it
    return None


def _first_bytes(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_READ_AT_MOST)


def _is_mail(content: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", content[:_LONGEST_HEAD], maxsplit=1)[0]
    if b"\x00" in content or not re.match(rb"[!-9;-~]+:", head):
        return False
    fields = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    return all(name in fields for name in _OF_MAIL) and any(
        name in fields for name in _OF_MAIL_ALONE
    )


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _NO_TEXT.search(text)


def safe_name(name: str, kind: FileKind) -> str:
    """Give a name under which any system can save it, which ends as its sort does.

    Signs that nobody sees go, for they can make ``exe.pdf`` out of ``fdp.exe``.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(one for one in last if one in _JOINERS or unicodedata.category(one)[0] != "C")
    stem, dot, extension = seen.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", extension):
        stem = seen
    plain = _NOT_IN_NAMES.sub(" ", stem).strip(" ." + _JOINERS)[:LONGEST_STEM].strip()
    return f"{plain or 'file'}.{kind}"
