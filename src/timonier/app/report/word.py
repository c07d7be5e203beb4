"""Blocks as a Word document, for job descriptions and briefs that people will edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Literal, Protocol

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from timonier.app.charts import colours
from timonier.app.report.blocks import (
    Block,
    Bullets,
    Callout,
    Checklist,
    Figure,
    Heading,
    Link,
    Pairs,
    Paragraph,
    Table,
)
from timonier.app.report.files import steady
from timonier.engine.catalogue import Knowledge


class Speaker(Protocol):
    """Who a document speaks of, in which language and market, on which day: a plan's voice, or a
    company without any plan."""

    @property
    def company(self) -> str: ...
    @property
    def market(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def today(self) -> date: ...
    @property
    def knowledge(self) -> Knowledge: ...


FONT = "Calibri"
WHOLE = 10  # rows of a table that is never cut
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def document(
    voice: Speaker, title: str, blocks: Sequence[Block], paper: Literal["a4", "letter"] = "a4"
) -> bytes:
    """Write a titled document; its language, styles and table headers are real ones."""
    made = Document()
    _set_up(made, voice, title, paper)
    made.add_heading(title, level=0)
    made.add_paragraph(voice.company, style="Subtitle")
    for block in blocks:
        _write(made, block)
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue())


def _set_up(made: Any, voice: Speaker, title: str, paper: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = (
        (Cm(21.59), Cm(27.94)) if paper == "letter" else (Cm(21), Cm(29.7))
    )
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.2))
    locale = voice.knowledge.markets[voice.market].locales[voice.lang]
    props = made.core_properties
    props.title, props.author, props.language = title, "Timonier", locale
    props.comments = ""
    props.created = props.modified = datetime.combine(voice.today, time())
    _styles(made, locale)
    _page_numbers(section)


def _styles(made: Any, locale: str) -> None:
    ink = RGBColor.from_string(colours()["ink"][1:].upper())
    soft = RGBColor.from_string(colours()["ink-soft"][1:].upper())
    sizes = {"Normal": 10.5, "Title": 22, "Subtitle": 11, "Heading 1": 14, "Heading 2": 11.5}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.italic = False
        style.font.color.rgb = soft if name == "Subtitle" else ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    made.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), locale)


def _page_numbers(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        tag = "w:instrText" if text else "w:fldChar"
        element = OxmlElement(tag)
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _write(made: Any, block: Block) -> None:
    if isinstance(block, Paragraph | Link):
        said = block.text if isinstance(block, Paragraph) else f"{block.text} {block.address}"
        made.add_paragraph(said)
    elif isinstance(block, Heading):
        made.add_heading(block.text, level=block.level - 1)
    elif isinstance(block, Bullets):
        for item in block.items:
            made.add_paragraph(item, style="List Number" if block.ordered else "List Bullet")
    elif isinstance(block, Table):
        _table(made, block)
    elif isinstance(block, Pairs):
        _pairs(made, block)
    elif isinstance(block, Checklist):
        _checklist(made, block)
    elif isinstance(block, Callout):
        made.add_paragraph().add_run(block.title).bold = True
        made.add_paragraph(f"{block.text} {block.more}".strip())
    elif isinstance(block, Figure) and block.data:
        made.add_paragraph(block.alt)
        _table(made, block.data)


def _table(made: Any, block: Table) -> None:
    if block.caption:
        made.add_paragraph().add_run(block.caption).bold = True
    drawn = made.add_table(rows=1, cols=len(block.columns))
    drawn.style, drawn.alignment = "Normal Table", WD_TABLE_ALIGNMENT.CENTER
    _lines(drawn)
    for cell, column in zip(drawn.rows[0].cells, block.columns, strict=True):
        _fill(cell, column.title, column.align, bold=True, shade=True)
    _repeat(drawn.rows[0])
    for i, row in enumerate(block.rows):
        cells = drawn.add_row().cells
        for cell, said, column in zip(cells, row, block.columns, strict=True):
            _fill(cell, said, column.align, bold=i in block.strong)
    _widths(drawn, [column.width or 0.7 for column in block.columns])
    for row in drawn.rows:
        _whole(row)
    _together(drawn)
    _gap(made)


def _together(drawn: Any) -> None:
    """Keep a short table on one page, and a long one's ends with their neighbours."""
    rows = list(drawn.rows)
    tied = rows[:-1] if len(rows) <= WHOLE else [rows[0], rows[-2]]
    for row in tied:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _gap(made: Any) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(" ").font.size = Pt(4)


def _fill(cell: Any, said: str, align: str, *, bold: bool = False, shade: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGNED[align]
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(said)
    run.font.size, run.bold = Pt(9), bold
    if shade:
        fill = OxmlElement("w:shd")
        fill.set(qn("w:val"), "clear")
        fill.set(qn("w:fill"), colours()["sunken"][1:].upper())
        cell._tc.get_or_add_tcPr().append(fill)


def _lines(drawn: Any) -> None:
    """Thin lines between rows and nothing else."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", colours()["line"][1:])):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    drawn._tbl.tblPr.append(borders)


def _widths(drawn: Any, shares: Sequence[float]) -> None:
    """Share the width of the page; readers take it from the columns or from the cells."""
    drawn.autofit = False
    for i, share in enumerate(shares):
        width = Cm(16.6 * share / sum(shares))
        drawn.columns[i].width = width
        for cell in drawn.columns[i].cells:
            cell.width = width


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _pairs(made: Any, block: Pairs) -> None:
    drawn = made.add_table(rows=0, cols=2)
    for label, value in block.items:
        cells = drawn.add_row().cells
        _fill(cells[0], label, "left", bold=True)
        _fill(cells[1], value, "left")
    _widths(drawn, (1, 2))
    _gap(made)


def _checklist(made: Any, block: Checklist) -> None:
    for label, check, key in block.items:
        paragraph = made.add_paragraph()
        paragraph.add_run("☐ ")
        paragraph.add_run(label).bold = key
        if check:
            said = paragraph.add_run(f"\n{check}")
            said.font.size = Pt(9)
