"""A brief as PDF and as DOCX: it opens, says what it should, runs the right way, is tagged."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from proposals.briefs import FORMATS, Brief, file_name
from proposals.models import Meeting, Proposal
from proposals.vocabulary import Language


@pytest.fixture
def full(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    quoted: Callable[[Proposal], None],
    take_up: Callable[..., None],
) -> Callable[[str], Brief]:
    """Give a function that makes a brief with something in each chapter, in a language."""
    proposal = proposed(deadline={"due_on": date(2026, 5, 1), "due_precision": "day"})
    quoted(proposal)
    take_up(proposal, days=3)
    return brief


@pytest.mark.parametrize("language", Language.values)
def test_the_pdf_is_tagged_and_says_its_language(
    full: Callable[[str], Brief], language: str
) -> None:
    made = FORMATS["pdf"].make(full(language))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert f"/Lang({language}".encode() in made
    assert b"Vazirmatn" in made


def test_the_same_brief_gives_the_same_pages(full: Callable[[str], Brief]) -> None:
    brief = full("ar")
    assert FORMATS["pdf"].make(brief)[:2000] == FORMATS["pdf"].make(brief)[:2000]


@pytest.mark.parametrize("language", Language.values)
def test_the_docx_says_all_of_it(full: Callable[[str], Brief], language: str) -> None:
    brief = full(language)
    paper = Document(BytesIO(FORMATS["docx"].make(brief)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for heading in (brief.title, *(chapter.heading for chapter in brief.chapters)):
        assert heading in words
    assert brief.annex[0].words in words
    assert [cell.text for cell in paper.tables[0].columns[0].cells] == [
        label for label, _value in brief.facts
    ]


@pytest.mark.parametrize(("language", "expected"), [("ar", True), ("fa", True), ("en", False)])
def test_the_docx_runs_as_its_language_does(
    full: Callable[[str], Brief], language: str, expected: bool
) -> None:
    paper = Document(BytesIO(FORMATS["docx"].make(full(language))))
    title = paper.paragraphs[0]._p
    assert (title.find(f".//{qn('w:bidi')}") is not None) is expected
    assert (title.find(f".//{qn('w:rtl')}") is not None) is expected


def test_it_is_saved_under_a_name_that_any_system_takes(second: Meeting) -> None:
    assert file_name(second, language="fa", extension="pdf") == "brief-IQ-IR-2-fa.pdf"
