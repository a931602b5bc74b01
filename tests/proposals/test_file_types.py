"""What sort of file some bytes are, whatever their name and their bringer say."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from proposals.file_types import CONTENT_TYPES, LONGEST_STEM, kind_of, safe_name
from proposals.vocabulary import FileKind

MAIL = (
    b"From: Samira <samira@mithaq.test>\r\nDate: Wed, 11 Mar 2026 09:30:00 +0000\r\n"
    b"Message-ID: <1@mithaq.test>\r\nSubject: =?utf-8?b?2YXZitir2KfZgg==?=\r\n\r\nDear colleague"
)


def archive(parts: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def word() -> bytes:
    out = BytesIO()
    Document().save(out)
    return out.getvalue()


def package(main: str, *others: str) -> bytes:
    """Give an Office package whose main part is of this type."""
    types = f'<Types><Override ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types, **dict.fromkeys(others, "x")})


EXCEL = CONTENT_TYPES[FileKind.XLSX] + ".main+xml"
POWERPOINT = CONTENT_TYPES[FileKind.PPTX] + ".main+xml"
WORD = CONTENT_TYPES[FileKind.DOCX] + ".main+xml"

KEPT: dict[str, tuple[bytes, FileKind]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", FileKind.PDF),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", FileKind.PNG),
    "jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileKind.JPG),
    "docx": (word(), FileKind.DOCX),
    "xlsx": (package(EXCEL), FileKind.XLSX),
    "pptx": (package(POWERPOINT), FileKind.PPTX),
    "odt": (archive({"mimetype": CONTENT_TYPES[FileKind.ODT]}), FileKind.ODT),
    "ods": (archive({"mimetype": CONTENT_TYPES[FileKind.ODS]}), FileKind.ODS),
    "mail": (MAIL, FileKind.EML),
    "Arabic": ("محضر الاجتماع\n".encode(), FileKind.TXT),
    "with a byte order mark": ("\ufeffصورت‌جلسه".encode(), FileKind.TXT),
    "a letter that begins as a mail does": (b"From: us\nTo: them\n\nDear", FileKind.TXT),
    "a page, which is text to us": (b"<html><script>alert(1)</script>", FileKind.TXT),
}
NOT_KEPT: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n\t",
    "program": b"MZ\x90\x00\x03",
    "linux program": b"\x7fELF\x02\x01",
    "old Word, and encrypted new one": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "gif": b"GIF89a\x01\x00",
    "any archive": archive({"run.exe": "MZ"}),
    "a damaged archive": b"PK\x03\x04" + b"x" * 40,
    "with macros": package(WORD, "word/vbaProject.bin"),
    "with macros elsewhere": package(WORD, "VBAPROJECT.BIN"),
    "of the sort for macros": package("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "OpenDocument with macros": archive(
        {"mimetype": CONTENT_TYPES[FileKind.ODT], "Basic/Standard/Module1.xml": "x"}
    ),
    "an OpenDocument of another sort": archive({"mimetype": "application/epub+zip"}),
    "an old Arabic encoding": "محضر".encode("windows-1256"),
    "text with signs that no text holds": b"Dear\x00colleague",
    "mail with a zero byte": MAIL + b"\x00",
}


@pytest.mark.parametrize("name", KEPT)
def test_these_are_kept(name: str) -> None:
    content, kind = KEPT[name]
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", NOT_KEPT)
def test_these_are_not(name: str) -> None:
    assert kind_of(NOT_KEPT[name]) is None


def test_a_list_of_parts_is_read_to_its_limit_alone() -> None:
    """A small archive may hold a part that fills the memory; what matters stands at its head."""
    bomb = archive({"[Content_Types].xml": " " * 30_000_000 + WORD})
    assert len(bomb) < 100_000
    assert kind_of(bomb) is None


def test_every_sort_has_its_type() -> None:
    assert set(CONTENT_TYPES) == set(FileKind)


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("محضر الاجتماع الثالث.pdf", "pdf", "محضر الاجتماع الثالث.pdf"),
        ("صورت‌جلسه.docx", "docx", "صورت‌جلسه.docx"),
        ("photo.JPEG", "jpg", "photo.jpg"),
        ("report.exe", "pdf", "report.pdf"),
        ("report.pdf.exe", "pdf", "report.pdf.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\me\\note.txt", "txt", "note.txt"),
        ("invoice\u202efdp.exe", "pdf", "invoicefdp.pdf"),
        ('a\r\nSet-Cookie: "x".txt', "txt", "aSet-Cookie x.txt"),
        ("  .pdf", "pdf", "file.pdf"),
        ("", "png", "file.png"),
        ("...", "png", "file.png"),
        ("Minutes 3. session", "docx", "Minutes 3. session.docx"),
        ("x" * 300 + ".pdf", "pdf", "x" * LONGEST_STEM + ".pdf"),
    ],
)
def test_a_name_is_one_that_any_system_saves(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, FileKind(kind)) == safe
