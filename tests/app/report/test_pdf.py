"""The PDF: read back by programs that did not write it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import page
import pypdf
import pytest

from tests.app.report.voices import LONG_NAME, told, voice
from timonier.app.report.pdf import render
from timonier.app.report.story import story
from timonier.app.report.voice import models, triple

CASES = (("hybrid", "fr", "a4"), ("outsourced", "en", "letter"), ("in_house", "fr", "letter"))
SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


@cache
def made(name: str, lang: str, paper: str) -> bytes:
    return render(told(name, lang), paper)  # type: ignore[arg-type]


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    found: tuple[str, str, str] = request.param
    return found


def poppler(tool: str, pdf: bytes, *options: str) -> str:
    done = subprocess.run([tool, *options, "-", "-"][: 3 + len(options)], input=pdf, check=True,
                          capture_output=True)  # fmt: skip
    assert done.stderr == b""
    return done.stdout.decode()


def text(pdf: bytes) -> str:
    return poppler("pdftotext", pdf, "-layout")


def pages(pdf: bytes) -> list[str]:
    return text(pdf).split("\f")[:-1]


def plain(said: str) -> str:
    """Without the differences between spaces, which readers give back as they like."""
    return " ".join(said.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_an_independent_checker_finds_it_accessible(case: tuple[str, str, str]) -> None:
    report = page.validate_pdf_bytes(made(*case), profile="ua1")
    assert [(one.rule_id, one.message) for one in report.failures] == []
    assert report.is_compliant


def test_the_checker_does_refuse_a_page_that_is_not() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert not page.validate_pdf_bytes(out.getvalue(), profile="ua1").is_compliant


def test_every_amount_of_the_decision_is_the_one_on_the_page(case: tuple[str, str, str]) -> None:
    said, read = voice(*case[:2]), plain(text(made(*case)))
    for model in models(said.document):
        cost = said.document["models"][model]["cost"]
        for key in ("months_12", "months_24", "months_36"):
            total = triple(cost[key])
            for amount in (total.low, total.median, total.high):
                assert plain(said.money(amount)) in read, (model, key)
        chance = said.document["models"][model]["chance_of_best"]
        assert plain(said.percent(chance)) in read


def test_the_first_page_stands_alone(case: tuple[str, str, str]) -> None:
    first, second = (plain(one) for one in pages(made(*case))[:2])
    summary = told(*case[:2]).summary
    assert plain(summary.verdict).replace("- ", "-")[:30] in first
    assert all(plain(title) in first for title, _ in summary.lists)
    assert plain(told(*case[:2]).contents) in second


def test_fonts_are_embedded_and_ours(case: tuple[str, str, str]) -> None:
    done = subprocess.run(["pdffonts", "-"], input=made(*case), check=True, capture_output=True)
    lines = done.stdout.decode().splitlines()[2:]
    assert lines
    for line in lines:
        name, embedded = line.split()[0], line.split()[-5]
        assert "SourceSans3" in name or "SourceSerif4" in name
        assert embedded == "yes", line


def test_bookmarks_language_title_and_paper(case: tuple[str, str, str]) -> None:
    name, lang, paper = case
    read = pypdf.PdfReader(io.BytesIO(made(*case)))
    titles = [str(one.title) for one in flat(read.outline)]
    assert [s.title for s in told(name, lang).sections if s.title not in titles] == []
    assert str(read.trailer["/Root"]["/Lang"]).startswith(lang)  # type: ignore[index]
    assert read.metadata is not None
    assert read.metadata.title == told(name, lang).title
    assert tuple(round(float(x), 2) for x in read.pages[0].mediabox[2:]) == SIZES[paper]


def flat(outline: list[object]) -> Iterator[pypdf.generic.Destination]:
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one  # type: ignore[misc]


def test_no_word_leaves_the_page_and_no_heading_is_left_alone(case: tuple[str, str, str]) -> None:
    pdf = made(*case)
    width = SIZES[case[2]][0]
    for box in boxes(pdf):
        assert box["xMin"] >= 40
        assert box["xMax"] <= width - 40, box
    headings = {plain(s.title) for s in told(*case[:2]).sections}
    for one in pages(pdf):
        lines = [plain(line) for line in one.splitlines() if line.strip()]
        assert lines[-2] not in headings  # the last line is the footer


def boxes(pdf: bytes) -> Iterator[dict[str, float]]:
    import re

    for found in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"',
                             poppler("pdftotext", pdf, "-bbox")):  # fmt: skip
        yield {"xMin": float(found[1]), "yMin": float(found[2]), "xMax": float(found[3])}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_impossible_name_does_not_break_the_page(lang: str) -> None:
    pdf = render(story(voice("outsourced", lang, LONG_NAME)), "a4")
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")
    assert max(box["xMax"] for box in boxes(pdf)) <= SIZES["a4"][0] - 40
    assert "L’Œuvre d’Été & <Fils>" in text(pdf)
    assert plain(told("outsourced", lang).contents) in plain(pages(pdf)[1])  # one-page summary


def test_the_same_story_gives_the_same_bytes() -> None:
    assert render(told("hybrid", "fr"), "a4") == made("hybrid", "fr", "a4")


def test_vendored_fonts_are_those_whose_checksums_are_written() -> None:
    import hashlib

    from timonier.app.charts import FONTS

    lines = (FONTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    named = {line.split()[1]: line.split()[0] for line in lines}
    found = {path.name for path in Path(FONTS).glob("*.ttf")}
    assert found <= set(named)
    for name, expected in named.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == expected
