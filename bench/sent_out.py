"""What a company sends, and what it opens: briefs, offers, postings, the PDF, the workbook.

As ``bench.read_back``: everything is read from the files of the folder.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pypdf

from bench.read_back import Folder
from timonier.app.wording import day_label

LANGUAGES = ("fr", "en")
FOREIGN = {  # words of the other market's law and taxes
    "ca-qc": r"RGPD|GDPR|(?i:attestation de vigilance)|29 janvier 1993|TVA\b|(?i:urssaf)",
    "fr": r"Loi 25|Law 25|TPS|TVQ|GST|QST|CNESST|Charte de la langue|OQLF",
}
AMOUNT = {
    "fr": re.compile(r"\d[\d\u202f\u00a0,]*[\u202f\u00a0](?:[€$%]|h\b)"),
    "en": re.compile(r"[€$]\d[\d,.]*\d|\d[\d,.]*(?:%|\u00a0h\b)"),
}
TOLD = 3  # digits that count: fewer may be the marks of an axis


def texts(folder: Folder, kind: str) -> dict[str, str]:
    """The Markdown files under a folder of the plan: their paths and texts."""
    under = f"{folder.voice.say(f'folder.{kind}')}/"
    return {
        path: content.decode().replace("\\", "")
        for path, content in folder.files.items()
        if path.startswith(under) and path.endswith(".md")
    }


def sent(folder: Folder) -> dict[str, str]:
    return texts(folder, "jobs") | texts(folder, "briefs")


def nothing_private(folder: Folder) -> Iterator[str]:
    """No ceiling, cost, weight or good answer is in what is sent out."""
    for path, text in sent(folder).items():
        for key in ("brief.expected", "brief.ceiling", "brief.selection", "brief.weight",
                    "job.cost", "job.interview", "job.listen_for"):  # fmt: skip
            words = folder.voice.say(key)
            if re.search(rf"^(?:#+ |- \*\*|\|.*){re.escape(words)}", text, re.MULTILINE):
                yield f"{path} says {words!r}"


def sent_as_signed(folder: Folder) -> Iterator[str]:
    """Somebody to be found has a brief or an offer, with the hours and the first day signed."""
    said = folder.voice
    for key, one in folder.contracts.items():
        if one["decision"] != "new":
            continue
        day = date.fromisoformat(one["first_day"])
        mine = [t for t in sent(folder).values() if any(day_label(day, x) in t for x in LANGUAGES)]
        if not mine:
            yield f"nothing is sent for {key} with its first day, {day}"
        hours = [replace(said, lang=x).hours(one["hours_per_month"]) for x in LANGUAGES]
        if one["kind"] == "services" and not any(h in text for text in mine for h in hours):
            yield f"no brief for {key} asks for {hours[0]}"
    for path, content in folder.files.items():
        if not (path.startswith(said.say("folder.jobs")) and path.endswith(".json")):
            continue
        posted = json.loads(content)
        if posted["jobStartDate"] not in {one["first_day"] for one in folder.contracts.values()}:
            yield f"{path} begins on a day of nobody: {posted['jobStartDate']}"
        through = datetime.fromisoformat(posted["validThrough"])
        if not posted["datePosted"] <= f"{through:%Y-%m-%d}" < posted["jobStartDate"]:
            yield f"{path}: {posted['datePosted']}, {through}, {posted['jobStartDate']}"


def law_of_the_market(folder: Folder) -> Iterator[str]:
    """No law or tax of the other market, in any text of the folder."""
    pattern = FOREIGN.get(folder.voice.market)
    for path, content in folder.files.items():
        if pattern and path.endswith(".md"):
            for found in sorted(set(re.findall(pattern, content.decode()))):
                yield f"{path} says {found!r}"


def finished(folder: Folder) -> Iterator[str]:
    """No place left to fill by the program, no value that is not one."""
    for path, content in folder.files.items():
        if path.endswith((".md", ".ics", ".html")):
            for found in re.findall(r"\{[a-z_]+\}|\bNone\b|\bnan\b", content.decode()):
                yield f"{path} says {found!r}"


def opens(folder: Folder) -> Iterator[str]:
    """The PDF is read without a warning, its numbers are those of the text; no formula fails."""
    (pdf,) = (content for path, content in folder.files.items() if path.endswith(".pdf"))
    heard = _Heard()
    logging.getLogger("pypdf").addHandler(heard)
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    pages = "\n".join(page.extract_text() for page in reader.pages)
    logging.getLogger("pypdf").removeHandler(heard)
    yield from heard.said
    unknown = sorted(amounts(folder, pages) - amounts(folder, folder.text))
    if unknown:
        yield f"amounts of the PDF that the text does not hold: {', '.join(unknown[:5])}"
    (book,) = (content for path, content in folder.files.items() if path.endswith(".xlsx"))
    for sheet in openpyxl.load_workbook(io.BytesIO(book), data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("#"):
                    yield f"{sheet.title} {cell.coordinate} is {cell.value}"


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"the PDF: {record.getMessage()}")


def amounts(folder: Folder, text: str) -> set[str]:
    """Money, hours and shares, without the spaces that a line or a table moves."""
    found = (re.sub(r"\s", "", one) for one in AMOUNT[folder.voice.lang].findall(text))
    return {one for one in found if len(re.sub(r"\D|0*\D*$", "", one)) >= TOLD}


SENT = (
    ("something private in what is sent", nothing_private),
    ("a brief or an offer that is not the contract", sent_as_signed),
    ("law or taxes of the other market", law_of_the_market),
    ("a text that is not finished", finished),
    ("a PDF or a workbook that does not open well", opens),
)
