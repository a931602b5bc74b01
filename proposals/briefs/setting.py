"""The formats in which a brief can be had."""

from collections.abc import Callable
from dataclasses import dataclass

from proposals.briefs.content import Brief
from proposals.briefs.docx import set_docx
from proposals.briefs.pdf import set_pdf
from proposals.models import Meeting


@dataclass(frozen=True)
class Format:
    """One format: what it is called on the web, and what makes it."""

    content_type: str
    make: Callable[[Brief], bytes]


FORMATS = {
    "pdf": Format("application/pdf", set_pdf),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", set_docx
    ),
}


def file_name(meeting: Meeting, *, language: str, extension: str) -> str:
    """Give the name under which a brief is saved: plain letters, so that any system takes it."""
    codes = "-".join(party.code for party in meeting.committee.parties.order_by("code"))
    return f"brief-{codes}-{meeting.ordinal}-{language}.{extension}"
