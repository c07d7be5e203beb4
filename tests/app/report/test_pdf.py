"""The PDF: read back by programs that did not write it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest

from tests.app.report.voices import LONG_NAME, told, voice
from timonier.app.report.blocks import Paragraph
from timonier.app.report.pdf import render
from timonier.app.report.story import story
from timonier.engine.catalogue import MODELS

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


BROKEN = {
    "language": lambda root: root.pop("/Lang"),
    "marks": lambda root: root.pop("/MarkInfo"),
    "title": lambda root: root["/ViewerPreferences"].pop("/DisplayDocTitle"),
    "structure": lambda root: root.pop("/StructTreeRoot"),
    "metadata": lambda root: root.pop("/Metadata"),
    "alternative": lambda root: next(tagged(root, "/Figure")).pop("/Alt"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_checker_sees_what_we_break(what: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(*CASES[0])))
    out = io.BytesIO()
    writer.write(out)
    assert page.is_pdf_compliant_bytes(out.getvalue(), profile="ua1")
    BROKEN[what](writer.root_object)
    broken = io.BytesIO()
    writer.write(broken)
    assert not page.is_pdf_compliant_bytes(broken.getvalue(), profile="ua1")


def tagged(root: Any, kind: str) -> Iterator[Any]:
    return (one for one in elements(root["/StructTreeRoot"]) if one["/S"] == kind)


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure of a document, in reading order."""
    if "/S" in node:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        below = kid.get_object()
        if isinstance(below, dict):
            yield from elements(below)


def test_every_head_of_a_table_says_what_it_heads(case: tuple[str, str, str]) -> None:
    root = pypdf.PdfReader(io.BytesIO(made(*case))).trailer["/Root"]
    heads = list(tagged(root, "/TH"))
    assert len(heads) > 40
    for head in heads:
        given = head["/A"].get_object()
        scopes = [one.get_object().get("/Scope") for one in given] if isinstance(
            given, list) else [given.get("/Scope")]  # fmt: skip
        assert any(scopes)


def test_headings_go_down_one_level_at_a_time(case: tuple[str, str, str]) -> None:
    root = pypdf.PdfReader(io.BytesIO(made(*case))).trailer["/Root"]
    kinds = [str(one["/S"]) for one in elements(root["/StructTreeRoot"])]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert len(levels) > 30
    assert all(following <= one + 1 for one, following in pairwise(levels))


def test_poppler_reads_the_same_structure(case: tuple[str, str, str]) -> None:
    """Another reader finds as many tables and heads as there are elements tagged so."""
    done = subprocess.run(
        ["pdfinfo", "-struct", "-"], input=made(*case), check=True, capture_output=True
    )
    read = done.stdout.decode("utf-8", "replace")
    root = pypdf.PdfReader(io.BytesIO(made(*case))).trailer["/Root"]
    for kind in ("Table", "TH", "H1", "Figure", "TOC"):
        tags = len(list(tagged(root, f"/{kind}")))
        assert tags > 0
        assert len(re.findall(rf"^ *{kind}\b", read, re.MULTILINE)) == tags, kind


def test_every_amount_of_the_decision_is_the_one_on_the_page(case: tuple[str, str, str]) -> None:
    said, read = voice(*case[:2]), plain(text(made(*case)))
    for model in MODELS:
        for months in (12, 24, 36):
            for amount in said.document.teams[model].cost.over(months):
                assert plain(said.money(amount)) in read, (model, months)
        chance = said.document.models[model].chance_of_best
        assert plain(said.percent(chance)) in read


def test_the_first_page_stands_alone(case: tuple[str, str, str]) -> None:
    first, second = (plain(one) for one in pages(made(*case))[:2])
    summary = told(*case[:2]).summary
    assert plain(summary.verdict).replace("- ", "-")[:30] in first
    assert all(plain(title) in first for title, _ in summary.lists)
    assert plain(told(*case[:2]).sections[0].title) in second


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
    sections = told(*case[:2]).sections
    headings = {plain(s.title) for s in sections} | {
        plain(s.blocks[0].text)
        for s in sections
        if isinstance(s.blocks[0], Paragraph) and s.blocks[0].style == "lead"
    }
    for one in pages(pdf):
        lines = [plain(line) for line in one.splitlines() if line.strip()]
        assert lines[-2] not in headings  # the last line is the footer


def test_no_word_runs_into_another(case: tuple[str, str, str]) -> None:
    """Words on one line of one page keep apart: nothing overflows its column."""
    for number, words in enumerate(page_words(made(*case)), 1):
        lines: dict[float, list[dict[str, float]]] = {}
        for box in words:
            lines.setdefault(box["yMin"], []).append(box)
        for line in lines.values():
            line.sort(key=lambda box: box["xMin"])
            for one, following in pairwise(line):
                assert following["xMin"] >= one["xMax"] - 0.5, (number, one, following)


def page_words(pdf: bytes) -> list[list[dict[str, float]]]:
    said = poppler("pdftotext", pdf, "-bbox")
    return [list(found(part)) for part in said.split("<page ")[1:]]


def boxes(pdf: bytes) -> Iterator[dict[str, float]]:
    for words in page_words(pdf):
        yield from words


def found(said: str) -> Iterator[dict[str, float]]:
    for one in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', said):
        yield {"xMin": float(one[1]), "yMin": float(one[2]), "xMax": float(one[3])}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_impossible_name_does_not_break_the_page(lang: str) -> None:
    pdf = render(story(voice("outsourced", lang, LONG_NAME)), "a4")
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")
    assert max(box["xMax"] for box in boxes(pdf)) <= SIZES["a4"][0] - 40
    assert "L’Œuvre d’Été & <Fils>" in text(pdf)
    first = told("outsourced", lang).sections[0].title
    assert plain(first) in plain(pages(pdf)[1])  # one-page summary


def test_the_fullest_first_page_is_one_page() -> None:
    """Six people, a caution, models without a team, the longest name, on the shortest paper."""
    said = story(voice("hybrid", "fr", LONG_NAME))
    full = said.summary
    team = ("Chargé de marketing freelance (généraliste), 120 h par mois",) * 6
    lists = tuple((t, team if i == 3 else items) for i, (t, items) in enumerate(full.lists))
    summary = replace(full, lists=lists, cautions=("Mot " * 40,), notes=("Mot " * 20,) * 2)
    pdf = render(replace(said, summary=summary), "letter")
    assert plain(said.sections[0].title) in plain(pages(pdf)[1])
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")


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
