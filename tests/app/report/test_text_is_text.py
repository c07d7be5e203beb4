"""A name is text in every format: never a formula, a link, a mark or a tag, and never a failure."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import docx
import openpyxl
import pypdf
import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt

from tests.app.report.documents import document
from tests.app.report.test_pdf import poppler
from tests.app.report.voices import LINK, TODAY
from tests.engine.plan.samples import EXAMPLES
from tests.hostile_names import NAMES, REFUSED
from timonier import load_company
from timonier.app.company_file import CompanyFileError
from timonier.app.report.folder import files, index
from timonier.app.report.glyphs import boxed
from timonier.app.report.voice import Voice
from timonier.engine.plan import build_plan
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

every = pytest.mark.parametrize("kind", NAMES)


@cache
def made(kind: str) -> dict[str, bytes]:
    """Every document of a plan whose company and whose people bear the name."""
    given = EXAMPLES["hybrid"]()
    people = tuple(replace(member, name=NAMES[kind]) for member in given.members)
    plan = build_plan(replace(given, members=people), load_plan(), load())
    said = document("hybrid", "fr", NAMES[kind])
    voice = Voice(said, plan, "fr", TODAY, LINK, load(), load_plan())
    found = files(voice, 'company.market = "ca-qc"\n')
    return {one.path: one.content for one in found} | {"index": index(voice, found).encode()}


def of_kind(kind: str, ending: str) -> list[bytes]:
    found = [content for path, content in made(kind).items() if path.endswith(ending)]
    assert found
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


@every
def test_in_the_workbook_it_is_a_string(kind: str) -> None:
    (content,) = of_kind(kind, ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    bearing = [c for c in cells if NAMES[kind] in str(c.value)]
    assert len(bearing) > 2
    assert {c.data_type for c in bearing} == {"s"}
    assert not [c for c in cells if c.hyperlink]
    inside = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in inside if "external" in name.lower()]


@every
def test_in_a_word_document_it_is_words(kind: str) -> None:
    for content in of_kind(kind, ".docx"):
        read = docx.Document(io.BytesIO(content))
        assert any(NAMES[kind] in paragraph.text for paragraph in read.paragraphs)
        assert not read.element.findall(".//{*}hyperlink")
        fields = [field.text for field in read.element.findall(".//{*}instrText")]
        assert fields == []


@every
def test_in_the_calendar_it_stays_on_its_line(kind: str) -> None:
    (content,) = of_kind(kind, ".ics")
    read = Calendar.from_ical(content)
    assert NAMES[kind].strip() in str(read["x-wr-calname"])
    plain = Calendar.from_ical(of_kind("number", ".ics")[0])
    assert len(read.walk("VEVENT")) == len(plain.walk("VEVENT"))
    said = [str(event["description"]) + str(event["summary"]) for event in read.walk("VEVENT")]
    assert any(NAMES[kind] in one for one in said)


class Read(HTMLParser):
    """What a reader sees of a page, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", set[str](), set[str | None]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


@every
def test_in_markdown_it_is_read_back_as_it_was(kind: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for content in of_kind(kind, ".md"):
        seen = Read(reader.render(content.decode()))
        assert squeezed(NAMES[kind]) in squeezed(seen.text)
        assert not seen.tags & {"script", "b", "u", "img", "code", "s"}
        assert seen.links <= {LINK}
        bare = re.findall(r"(?:https?:|www\.|mailto:)", content.decode().replace(LINK, ""))
        assert bare == []  # what readers turn into links without any mark


@every
def test_in_the_index_page_it_is_words(kind: str) -> None:
    (page,) = of_kind(kind, "index")
    seen = Read(page.decode())
    assert squeezed(NAMES[kind]) in squeezed(seen.text)
    assert not seen.tags & {"script", "b", "u", "img"}


@every
def test_in_the_posting_it_closes_no_script(kind: str) -> None:
    read = {content: json.loads(content) for content in of_kind(kind, ".json")}
    postings = {content: one for content, one in read.items() if one.get("@type") == "JobPosting"}
    assert postings
    for content, posting in postings.items():
        assert b"<" not in content
        assert posting["hiringOrganization"]["name"] == NAMES[kind]


def letters(text: str) -> str:
    """Without spaces and accents, which programs give back in their own way."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not (c.isspace() or unicodedata.category(c) in ("Mn", "Cf")))


@every
def test_in_the_pdf_it_is_words_without_a_link(kind: str) -> None:
    for content in of_kind(kind, ".pdf"):
        read = pypdf.PdfReader(io.BytesIO(content))
        links = [
            str(one.get_object().get("/A", {}).get("/URI", ""))
            for page in read.pages
            for one in page.get("/Annots", [])
        ]
        assert [link for link in links if link and link != LINK] == []
        assert letters(boxed(NAMES[kind]))[:24] in letters(poppler("pdftotext", content, "-raw"))


def test_no_document_is_a_table_without_types() -> None:
    """A CSV file cannot say that a cell is text: none is made."""
    assert not [path for path in made("formula") if path.endswith((".csv", ".tsv"))]


@every
def test_a_company_file_takes_it(kind: str) -> None:
    document = {"company": {"market": "fr", "name": NAMES[kind]}, "team": [{"role": "emp_junior",
                "name": NAMES[kind]}]}  # fmt: skip
    company = load_company(document)
    assert company.team[0].name == NAMES[kind]


@pytest.mark.parametrize("kind", REFUSED)
def test_a_character_that_is_none_is_refused_with_its_place(kind: str) -> None:
    document = {
        "company": {"market": "fr"},
        "team": [{"role": "emp_junior", "name": REFUSED[kind]}],
    }
    with pytest.raises(CompanyFileError) as refused:
        load_company(document)
    assert "[[team]]" in refused.value.words("fr")
    assert "[[team]]" in refused.value.words("en")
    assert refused.value.words("en").isprintable()
