"""A brief as DOCX: for those who write into it before the meeting."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from proposals.briefs.content import Brief, Item

if TYPE_CHECKING:
    from docx.document import Document as Paper

# A font that every office suite has, with Arabic, Persian and Latin.
FONT = "Arial"


@dataclass(frozen=True)
class Look:
    """How words look."""

    colour: RGBColor
    is_bold: bool = False


PLAIN, STRONG = Look(RGBColor(0, 0, 0)), Look(RGBColor(0, 0, 0), is_bold=True)
HEADING = STATUS = Look(RGBColor(0x12, 0x39, 0x3C), is_bold=True)
LATE, QUIET = Look(RGBColor(0x9B, 0x1C, 0x1C), is_bold=True), Look(RGBColor(0x5A, 0x5A, 0x5A))


def set_docx(brief: Brief) -> bytes:
    """Write a brief with real headings and lists, so that it can be navigated and changed."""
    paper = _Paper(brief)
    paper.head()
    paper.agenda()
    paper.chapters()
    paper.annex()
    return paper.save()


class _Paper:
    """A document in the direction of its language."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.paper: Paper = Document()
        self.paper.core_properties.title = f"{brief.title} – {brief.subtitle}"
        self.paper.core_properties.author = "Mithaq"
        self.paper.core_properties.language = brief.language
        style = self.paper.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(11)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), FONT)

    def head(self) -> None:
        """Write the title and the facts."""
        self._line(self.brief.title, style="Title")
        self._line(self.brief.subtitle)
        table = self.paper.add_table(rows=0, cols=2)
        if self.brief.is_right_to_left:
            table._tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001  # it has no other way
        for label, value in self.brief.facts:
            cells = table.add_row().cells
            for cell, words, look in zip(cells, (label, value), (QUIET, STRONG), strict=True):
                self._write(cell.paragraphs[0], words, look)
        self._line(self.brief.made, QUIET)

    def agenda(self) -> None:
        """Write the numbered agenda."""
        self._heading(self.brief.agenda_heading, 1)
        for line in self.brief.agenda:
            self._line(line, style="List Number")

    def chapters(self) -> None:
        """Write every chapter with its proposals."""
        for chapter in self.brief.chapters:
            self._heading(chapter.heading, 1)
            for part in chapter.parts:
                if part.heading:
                    self._heading(part.heading, 2)
                for item in part.items:
                    self._item(item)
                for words in (part.remark, "" if part.items else part.empty):
                    if words:
                        self._line(words, QUIET)

    def annex(self) -> None:
        """Write the quotes, each in its own direction."""
        if not self.brief.annex:
            return
        self._heading(self.brief.annex_heading, 1)
        for quote in self.brief.annex:
            words = f"[{quote.number}] {quote.words}"
            self._line(words, is_right_to_left=quote.is_right_to_left)
            self._line(f"{quote.source} · \u2066{quote.reference}\u2069", QUIET)

    def save(self) -> bytes:
        """Give the bytes of the document."""
        out = BytesIO()
        self.paper.save(out)
        return out.getvalue()

    def _item(self, item: Item) -> None:
        first = self._line(f"\u2068{item.title}\u2069", STRONG)
        numbers = "".join(f"[{number}]" for number in item.quotes)
        self._write(first, f"  \u2066{item.reference}\u2069 {numbers}", QUIET)
        second = self._line(item.status, LATE if item.is_late else STATUS)
        if item.details:
            self._write(second, f" · {item.details}", QUIET)
        for paragraph in (first, second)[: 2 if item.note else 1]:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(0)
        if item.note:
            self._line(item.note)

    def _heading(self, words: str, level: int) -> None:
        self._write(self.paper.add_heading(level=level), words, HEADING)

    def _line(
        self,
        words: str,
        look: Look = PLAIN,
        *,
        style: str | None = None,
        is_right_to_left: bool | None = None,
    ) -> Paragraph:
        paragraph = self.paper.add_paragraph(style=style)
        self._write(paragraph, words, look, is_right_to_left=is_right_to_left)
        return paragraph

    def _write(
        self,
        paragraph: Paragraph,
        words: str,
        look: Look = PLAIN,
        *,
        is_right_to_left: bool | None = None,
    ) -> None:
        """Add words to a paragraph, in the direction of the brief where none is given."""
        run = paragraph.add_run(words)
        run.bold = look.is_bold
        run.font.color.rgb = look.colour
        if self.brief.is_right_to_left if is_right_to_left is None else is_right_to_left:
            run.font.rtl = True
            run.font.cs_bold = look.is_bold
            _turn(paragraph)


def _turn(paragraph: Paragraph) -> None:
    """Let a paragraph run from right to left; the library has no words for it."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if properties.find(qn("w:bidi")) is None:
        properties.append(OxmlElement("w:bidi"))
