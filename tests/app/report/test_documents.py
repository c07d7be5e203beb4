"""Job descriptions, briefs, the job posting and the folder, opened by other programs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from markdown_it import MarkdownIt

from tests.app.report.voices import LANGS, LONG_NAME, folder, voice
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report import markdown, word
from timonier.app.report.dates import on
from timonier.app.report.folder import Paper, files, index, packed
from timonier.app.report.sections import people
from timonier.app.report.story import story
from timonier.app.report.workbook import SIZES


def texts(content: bytes) -> str:
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def made(name: str, lang: str, ending: str) -> dict[str, bytes]:
    return {one.path: one.content for one in folder(name, lang) if one.path.endswith(ending)}


def one_of(name: str, lang: str, place: str, part: str = "") -> str:
    (content,) = [
        c for p, c in made(name, lang, ".docx").items() if p.startswith(place) and part in p
    ]
    return texts(content)


def test_an_offer_has_all_that_it_takes_to_apply() -> None:
    said = one_of("hybrid", "fr", "recrutement")
    for part in ("Mission", "Responsabilités", "Compétences", "Les 90 premiers jours", "Lieu",
                 "Contrat", "Pour postuler", "Salaire brut par an"):  # fmt: skip
        assert part in said
    for activity in voice("hybrid", "fr").plan.assignments["emp_content.1"].work:
        assert voice("hybrid", "fr").wordings.tasks[activity].responsibility["fr"] in said


def test_what_stays_inside_is_in_another_document() -> None:
    """The cost, the trial, what to hear in an interview, the law to check."""
    kept = one_of("hybrid", "fr", "a-garder", "contenu")
    for part in ("Reste dans l’entreprise", "Coût total par an", "Grille d’entretien", "Bon signe",
                 "Dernier jour pour décider", "Charte de la langue française"):  # fmt: skip
        assert part in kept, part
    sent = one_of("hybrid", "fr", "recrutement")
    for part in ("Coût total", "Grille d’entretien", "Bon signe", "Dernier jour pour décider"):
        assert part not in sent, part


def test_a_brief_has_all_that_it_takes_to_answer() -> None:
    said = one_of("hybrid", "en", "briefs", "fractional-cmo-en")
    for part in ("Context and objectives", "Scope", "Deliverables", "Indicators", "Working rules",
                 "What your proposal must say"):  # fmt: skip
        assert part in said, part
    hours = voice("hybrid", "en").plan.people["fractional_cmo.1"].hours
    assert voice("hybrid", "en").hours(hours) in said


def test_nothing_that_is_sent_holds_the_ceiling_the_weights_or_a_margin() -> None:
    sent = [
        one_of("hybrid", "en", "briefs", f"{part}-en")
        for part in ("cmo", "media-specialist", "videographer")
    ]
    for said in sent:
        for part in ("Ceiling", "Weight", "Selection grid", "Ownership of accounts", "a month (",
                     "negotia", "Good sign"):  # fmt: skip
            assert part not in said, part
    kept = one_of("hybrid", "en", "keep-inside", "cmo")
    for part in ("Ceiling", "Weight", "Selection grid", "Ownership of accounts",
                 "Ownership of data", "notice", "Reversibility", "Knowledge transfer"):  # fmt: skip
        assert part in kept, part


def test_in_quebec_what_is_sent_out_is_in_french_first_whatever_the_reports_language() -> None:
    paths = [one.path for one in folder("hybrid", "en")]
    sent = [p for p in paths if p.startswith(("hiring/", "briefs/")) and p.endswith(".docx")]
    french = [p for p in sent if p.endswith("-fr.docx")]
    assert len(french) == len(sent) / 2 == 4
    assert "Offre d’emploi" in one_of("hybrid", "en", "hiring", "-fr")
    (posting,) = [c for p, c in made("hybrid", "en", ".json").items() if "hiring/" in p]
    assert json.loads(posting)["inLanguage"] == "fr"


@pytest.mark.parametrize("lang", LANGS)
def test_each_market_has_its_own_law_and_no_word_of_the_other(lang: str) -> None:
    quebec, france = (
        "\n".join(c.decode() for p, c in made(name, lang, ".md").items())
        for name in ("hybrid", "in_house")
    )
    for own in ("P-39.1", "TVQ" if lang == "fr" else "QST", "LCAP"):
        assert own in quebec, own
        assert own not in france, own
    for other in ("RGPD", "93-122", "attestation de vigilance", "L1233", "Urssaf"):
        assert other not in quebec, other
    assert "L1221-19" in france


def test_the_messages_tell_each_person_in_place() -> None:
    said = texts(made("in_house", "fr", "messages.docx")["messages.docx"])
    assert "À toute l’équipe" in said
    assert "Pour Éloïse D’Aubigné-L’Écuyer" in said
    assert "{" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_word_documents_carry_their_language_and_repeat_their_headers(lang: str) -> None:
    for path, content in made("hybrid", lang, ".docx").items():
        read = docx.Document(io.BytesIO(content))
        french = path.endswith("-fr.docx")
        assert read.core_properties.language.startswith("fr" if french else lang)
        assert read.core_properties.title
        with_header = [t for t in read.tables if "tblHeader" in t._tbl.xml]
        assert len(with_header) >= (0 if "messages" in path else 1), path


def test_libreoffice_opens_every_word_document(tmp_path: Path) -> None:
    names = []
    for path, content in made("hybrid", "fr", ".docx").items():
        names.append(tmp_path / Path(path).name)
        names[-1].write_bytes(content)
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "txt:Text", "--outdir", str(tmp_path / "out"), *map(str, names)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    # Without a Java runtime LibreOffice says so on every start; it has nothing to do with the file.
    said = [line for line in done.stderr.decode().splitlines() if "javaldx" not in line]
    assert said == []
    for name in names:
        text = (tmp_path / "out" / f"{name.stem}.txt").read_text(encoding="utf-8-sig")
        assert "Jardinerie du Nord" in text or "messages" in name.name


def test_a_job_posting_is_valid_linked_data() -> None:
    (content,) = [c for p, c in made("hybrid", "en", ".json").items() if "hiring/" in p]
    posting, plan = json.loads(content), voice("hybrid", "en").plan
    assert posting["@type"] == "JobPosting"
    assert posting["@context"] == "https://schema.org/"
    for required in ("title", "description", "datePosted", "hiringOrganization", "jobLocation"):
        assert posting[required], required
    salary = posting["baseSalary"]
    assert salary["currency"] == "CAD"
    assert salary["value"]["minValue"] < salary["value"]["maxValue"]
    assert posting["jobStartDate"] == on(plan.presence["emp_content.1"].first).isoformat()
    assert posting["datePosted"] < posting["validThrough"][:10] < posting["jobStartDate"]
    assert datetime.fromisoformat(posting["validThrough"]).utcoffset()
    address = posting["jobLocation"]["address"]
    assert "addressLocality" not in address  # nobody said the town: the private sheet asks for it
    assert "[" not in json.dumps(address)
    assert (address["addressRegion"], address["addressCountry"]) == ("QC", "CA")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_markdown_tables_stay_tables(name: str, lang: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for path, content in made(name, lang, ".md").items():
        shown = parser.render(content.decode())
        assert "<h1>" in shown, path
        assert shown.count("<table>") >= 1, path
        assert "| ---" not in shown, path


def test_marks_of_a_name_are_words_in_markdown_and_in_html() -> None:
    said = voice("outsourced", "fr", LONG_NAME)
    shown = MarkdownIt("commonmark").enable("table").render(markdown.whole(story(said)))
    assert "<Fils>" not in shown
    assert "&lt;Fils&gt;" in shown
    assert "Bâtir*" in shown
    assert "<Fils>" not in index(said, [])


@pytest.mark.parametrize(("paper", "width"), [("a4", 21.0), ("letter", 21.59)])
def test_every_document_is_on_the_paper_that_was_asked_for(paper: Paper, width: float) -> None:
    for one in files(voice("hybrid", "fr"), paper=paper):
        if one.path.endswith(".docx"):
            read = docx.Document(io.BytesIO(one.content))
            assert read.sections[0].page_width.cm == pytest.approx(width, abs=0.01)
        if one.path.endswith(".xlsx"):
            sheets = openpyxl.load_workbook(io.BytesIO(one.content)).worksheets
            assert {sheet.page_setup.paperSize for sheet in sheets} == {SIZES[paper]}


def test_the_total_of_a_table_is_never_alone_on_a_page() -> None:
    for content in made("hybrid", "fr", ".docx").values():
        for table in docx.Document(io.BytesIO(content)).tables:
            if "tblHeader" in table._tbl.xml:
                before = table.rows[-2].cells[0].paragraphs[0]
                assert before.paragraph_format.keep_with_next


def test_a_word_document_takes_any_name() -> None:
    said = voice("outsourced", "fr", LONG_NAME)
    content = word.document(said, "Brief", people.brief(said, said.plan.briefs[0]))
    assert LONG_NAME in texts(content)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "href" and value]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_the_index_leads_to_every_file(name: str, lang: str) -> None:
    files = folder(name, lang)
    links = Links()
    links.feed(files[0].content.decode())
    assert files[0].path == "index.html"
    assert links.found == [one.path for one in files[1:]]
    assert all(one.about for one in files[1:])


def test_names_of_files_are_plain_and_unique() -> None:
    for name in EXAMPLES:
        for lang in LANGS:
            paths = [one.path for one in folder(name, lang)]
            assert len(paths) == len(set(paths))
            assert all(re.fullmatch(r"[a-z0-9./-]+", path) for path in paths)


def test_the_archive_holds_the_folder_and_does_not_change_with_the_clock() -> None:
    said, files = voice("hybrid", "fr"), list(folder("hybrid", "fr"))
    archive = packed(said, files)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as read:
        assert read.testzip() is None
        root = archive.path.removesuffix(".zip")
        assert read.namelist() == [f"{root}/{one.path}" for one in files]
    assert packed(said, files).content == archive.content


def test_two_posts_of_the_same_role_have_two_documents() -> None:
    paths = [p for p in made("hybrid", "fr", ".docx") if p != "messages.docx"]
    assert len(paths) == 2 * 4
