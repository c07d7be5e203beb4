"""How a list is read: what is not sure is asked, what is wrong is named, what is known is kept."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.app.portfolio.sheets import accounted, workbook
from tests.hostile_names import NAMES, REFUSED
from timonier.app.portfolio.reading import (
    ListError,
    Reading,
    Row,
    map_from,
    read_list,
    read_map,
    write_map,
)
from timonier.app.portfolio.reading.headings import meant_by
from timonier.app.portfolio.reading.numbers import read_number
from timonier.engine.company import FACTS
from timonier.knowledge import load
from timonier.knowledge.columns import LEFT_OUT, fold, load_columns

LANGS = ("fr", "en")


def read(text: str, mapping: dict[str, Any] | None = None) -> tuple[Reading, list[Row]]:
    reading = read_list(io.BytesIO(text.encode()), map_from(mapping) if mapping else None)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    return reading, rows


def revenue(row: Row) -> Any:
    return row.facts["company"].get("revenue")


# Headings


def test_every_fact_is_read_under_its_key_and_its_labels() -> None:
    for key in FACTS:
        if key not in LEFT_OUT:
            label = load().facts[key].label
            assert meant_by(key).key == key
            assert {meant_by(label.fr).key, meant_by(label.en).key} == {key}


def test_every_heading_of_a_record_is_recognised_however_it_is_written() -> None:
    known = load_columns()
    for names in (known.strong, known.weak):
        for name, (key, part) in names.items():
            for written in (name, name.upper(), f" {name.title()} : "):
                assert (meant_by(written).key, meant_by(written).part) == (key, part), written


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Chiffre d’affaires", "company.revenue"),
        ("CHIFFRE D'AFFAIRES 2025 (K€)", "company.revenue"),
        ("Organization - Annual revenue", "company.revenue"),
        ("Account: Annual Revenue", "company.revenue"),
        ("Deal - Value", ""),
        ("Person - Phone", "phone"),
        ("BillingPostalCode", "postal_code"),
        ("Nb. d’employés", "company.headcount"),
        ("CA N-1", ""),
        ("Couleur", ""),
    ],
)
def test_a_heading_says_what_its_writer_means(heading: str, key: str) -> None:
    assert meant_by(heading).key == key


def test_two_columns_that_say_one_thing_are_asked_about_and_neither_is_used() -> None:
    reading, (row,) = read("Entreprise,CA 2024,CA 2023,Pays\nA,100000,90000,France\n")
    assert [question.code for question in reading.questions] == ["rivals", "rivals"]
    assert revenue(row) is None
    assert row.kept == {"CA 2024": "100000", "CA 2023": "90000"}
    chosen = {"column": [{"heading": "CA 2024", "reads": "company.revenue"},
                         {"heading": "CA 2023", "reads": "kept"}]}  # fmt: skip
    reading, (row,) = read("Entreprise,CA 2024,CA 2023,Pays\nA,100000,90000,France\n", chosen)
    assert reading.questions == ()
    assert revenue(row) == 100_000


# Numbers


def test_a_question_quotes_the_list_as_each_language_does() -> None:
    two, _ = read("Entreprise;Pays;Effectif;Salariés;Stade\nA;France;3;4;tiède\n")
    rivals, unread = two.questions[0].text, two.questions[-1].text
    assert rivals.fr.startswith("«\u202fEffectif\u202f», «\u202fSalariés\u202f» disent")
    assert rivals.en.startswith("“Effectif”, “Salariés” all say")
    assert "(«\u202ftiède\u202f»)" in unread.fr
    assert "(“tiède”)" in unread.en


def test_one_comma_and_three_digits_is_settled_by_the_column_or_asked() -> None:
    doubtful = "Entreprise;CA;Pays\nA;{};France\nB;1,250;France\n"
    assert revenue(read(doubtful.format("3 250,5"))[1][1]) == 1.25
    assert revenue(read(doubtful.format("3,250.50"))[1][1]) == 1250
    reading, rows = read(doubtful.format("3250"))
    assert [question.code for question in reading.questions] == ["decimal"]
    assert [problem.code for problem in rows[1].problems] == ["doubt"]
    assert rows[0].problems == ()
    for mark, value in ((",", 1.25), (".", 1250)):
        said = {"column": [{"heading": "CA", "reads": "company.revenue", "decimal": mark}]}
        reading, rows = read(doubtful.format("3250"), said)
        assert revenue(rows[1]) == value
        assert reading.questions == ()


def test_a_column_that_proves_both_marks_proves_nothing() -> None:
    text = "Entreprise;CA;Pays\nA;3 250,5;France\nB;3250.5;France\nC;1,250;France\n"
    reading, rows = read(text)
    assert [revenue(row) for row in rows] == [3250.5, 3250.5, None]
    assert [question.code for question in reading.questions] == ["decimal"]


@given(
    value=st.integers(0, 10**9),
    cents=st.integers(0, 99),
    space=st.sampled_from([" ", "\u00a0", "\u202f", ".", "'"]),
)
@settings(max_examples=60, deadline=None)
def test_an_amount_written_with_two_decimals_reads_back(value: int, cents: int, space: str) -> None:
    written = f"{value:,}".replace(",", space) + f",{cents:02}"
    read_back = read_number(written)
    assert read_back is not None
    assert read_back.low == pytest.approx(value + cents / 100)
    assert read_back.mark == ","


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_number_or_is_not_and_never_breaks(text: str) -> None:
    found = read_number(text)
    assert found is None or found.low <= found.high


@pytest.mark.parametrize(
    ("written", "headcount"),
    [
        ("50+", [50, 10_000]), ("plus de 50", [51, 10_000]), ("moins de 10", [1, 9]),
        ("20-49", [20, 49]), ("entre 20 et 49", [20, 49]), ("1 ou 2 salariés", [1, 2]),
        ("environ 30", [27, 33]), ("12,5", [12, 13]), ("0", 1), ("1 250", 1250), ("1.250", 1250),
        ("35 ETP", 35), ("10 000 salariés et plus", 10_000), ("<=5", [1, 5]),
    ],
)  # fmt: skip
def test_a_headcount_is_read_as_people_write_it(written: str, headcount: Any) -> None:
    _, (row,) = read(f'Entreprise,Effectif,Pays\nA,"{written}",France\n')
    assert row.problems == ()
    assert row.facts["company"]["headcount"] == headcount


def test_the_codes_of_bands_are_told_from_counts() -> None:
    codes = "Entreprise;{};Pays\nA;12;France\nB;{};France\n"
    banded = [[20, 49], [6, 9]]
    for heading, second, wanted in (
        ("Tranche effectif", "03", banded),
        ("Tranche effectif", "3", banded),
        ("Effectif", "03", banded),
        ("Effectif", "3", [12, 3]),
        ("Effectif", "40", [12, 40]),
    ):
        _, rows = read(codes.format(heading, second))
        assert [row.facts["company"]["headcount"] for row in rows] == wanted, (heading, second)
    reading, rows = read(codes.format("Tranche effectif", "40"))
    assert [question.code for question in reading.questions] == ["bands"]
    assert [bool(row.problems) for row in rows] == [True, False]


def test_a_unit_in_the_heading_is_not_added_to_that_of_the_cell() -> None:
    text = "Entreprise;CA (k€);Pays\nA;3250;France\nB;3,2 M€;France\nC;3250 €;France\n"
    _, rows = read(text)
    assert [revenue(row) for row in rows] == [3_250_000, 3_200_000, None]
    assert [problem.code for problem in rows[2].problems] == ["two_units"]


def test_an_amount_in_another_currency_is_refused_and_never_converted() -> None:
    _, (row,) = read("Company,NEQ,Revenue\nA,1140000010,US$ 2M\n")
    assert [problem.code for problem in row.problems] == ["currency"]


# Identifiers and markets


def test_an_identifier_that_comes_twice_is_refused_and_a_shared_siren_is_said() -> None:
    text = "ID,Entreprise,SIREN\n1,A,732829320\n2,B,732829320\n2,C,552081317\n"
    _, rows = read(text)
    assert [[p.code for p in row.problems] for row in rows] == [[], [], ["twice"]]
    assert "twice" in {change.code for change in rows[1].changes}
    assert "3" in rows[2].problems[0].reason.en


def test_a_siret_and_a_siren_of_two_companies_are_told() -> None:
    _, (row,) = read("Entreprise,SIREN,SIRET\nA,552081317,73282932000074\n")
    assert [problem.code for problem in row.problems] == ["two_numbers"]


@pytest.mark.parametrize(
    ("columns", "cells", "market"),
    [
        ("Pays", "France", "fr"), ("Country,Postal code", "Canada,G1R 2B5", "ca-qc"),
        ("Province", "Québec", "ca-qc"), ("Code postal", "59000", "fr"),
        ("Code postal", "h2x 1y2", "ca-qc"), ("company.market", "ca-qc", "ca-qc"),
        ("N° TVA", "FR44732829320", "fr"), ("Pays,Code postal", "Canada,T2P 1J9", None),
        ("Pays", "Suisse", None), ("Pays,SIREN", "Québec,732829320", None),
    ],
)  # fmt: skip
def test_the_market_follows_from_what_the_row_says(
    columns: str, cells: str, market: str | None
) -> None:
    _, (row,) = read(f"Entreprise,Effectif,{columns}\nA,12,{cells}\n")
    assert row.facts.get("company", {}).get("market") == market
    assert bool(row.problems) == (market is None)


def test_a_market_said_by_the_mapping_holds_for_rows_that_say_none() -> None:
    reading, _ = read("Entreprise,Effectif\nA,12\n")
    assert [question.code for question in reading.questions] == ["market"]
    reading, (row,) = read("Entreprise,Effectif\nA,12\n", {"market": "ca-qc"})
    assert reading.questions == ()
    assert (row.facts["company"]["market"], row.problems) == ("ca-qc", ())


# The mapping


def test_what_the_mapping_says_of_a_value_is_what_it_becomes() -> None:
    text = "Entreprise,Stade,Pays\nA,croissance,France\nB,,Canada\n"
    stage = {"heading": "Stade", "reads": "company.stage", "values": {"Croissance": "structuring"}}
    country = {"heading": "Pays", "reads": "country", "values": {"Canada": "ca-qc"}}
    said = {"column": [stage, country]}
    _, (first, second) = read(text, said)
    assert first.facts["company"]["stage"] == "structuring"
    assert "mapped" in {change.code for change in first.changes}
    assert second.facts["company"]["market"] == "ca-qc"


@pytest.mark.parametrize("lang", LANGS)
def test_a_mapping_written_reads_the_list_again_the_same(lang: str, tmp_path: Path) -> None:
    text = 'N°,Raison sociale,CA (k€),CA 2023,Code,Pays\n1,A,"1,5",3,x,France\n'
    reading, rows = read(text)
    path = tmp_path / "map.toml"
    path.write_text(write_map(reading.mapping, reading.questions, lang), encoding="utf-8")
    again = read_list(io.BytesIO(text.encode()), read_map(path))
    assert again.mapping == reading.mapping
    assert again.questions == reading.questions  # what is open stays open
    assert list(again.rows()) == rows
    assert (again.new, again.absent) == ((), ())


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ({"colonne": []}, "colonne"),
        ({"market": "be"}, "market"),
        ({"column": [{"heading": "A", "reads": "company.headcont"}]}, "company.headcount"),
        ({"column": [{"heading": "A", "decimal": ";"}]}, "decimal"),
        ({"column": [{"heading": "A", "unit": "kF"}]}, "unit"),
        ({"column": [{"heading": "A", "values": 3}]}, "values"),
        ({"file": {"encoding": "klingon"}}, "encoding"),
        ({"file": {"headings": "deux"}}, "headings"),
        ({"column": {"heading": "A"}}, "[[column]]"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_its_place(
    mapping: dict[str, Any], named: str
) -> None:
    with pytest.raises(ListError) as refused:
        map_from(mapping, "mine.toml")
    for lang in LANGS:
        assert named in refused.value.words(lang)
        assert "mine.toml" in refused.value.words(lang)


def test_columns_that_are_new_or_gone_since_the_mapping_are_said() -> None:
    said = {"column": [{"heading": "Entreprise", "reads": "company.name"}, {"heading": "Ville"}]}
    reading, _ = read("Entreprise,Effectif,Pays\nA,12,France\n", said)
    assert (reading.new, reading.absent) == (("Effectif", "Pays"), ("Ville",))


# Files


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "company_id": ["a1", "a2"],
            "company": ["Nord", "Sud"],
            "employees": pa.array([12.0, None]),
            "annual_revenue": [1_400_000, 2],
            "market": ["fr", "ca-qc"],
            "since": [dt.date(2020, 1, 2), None],
            "tags": [["x", "y"], []],
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    reading = read_list(tmp_path / "list.parquet")
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    assert [row.id for row in rows] == ["a1", "a2"]
    assert rows[0].facts["company"] == {
        "name": "Nord", "headcount": 12, "revenue": 1_400_000, "market": "fr",
    }  # fmt: skip
    assert rows[0].kept == {"since": dt.date(2020, 1, 2), "tags": '["x", "y"]'}
    assert rows[1].facts["company"]["market"] == "ca-qc"


def test_a_day_in_a_column_of_headcounts_is_the_band_that_a_spreadsheet_changed(
    tmp_path: Path,
) -> None:
    rows = [["Entreprise", "Effectif", "Pays"], ["A", dt.date(2026, 9, 6), "France"]]
    (row,) = read_list(workbook(tmp_path, {"F": rows})).rows()
    assert [problem.code for problem in row.problems] == ["date"]
    assert "6-9" in row.problems[0].remedy.fr


def test_a_cell_that_spans_several_rows_says_the_same_of_each(tmp_path: Path) -> None:
    """As an office groups its companies by region: only the first row holds the text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Société", "Pays", "Effectif", "Notes"],
        ["Alpha", "France", 12, "à rappeler"],
        ["Beta", None, 30, None],
        [None, None, None, None],
        ["Gamma", None, 45, None],
        ["Delta", "Canada", 8, None],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B5")
    sheet.merge_cells("D5:D6")
    path = tmp_path / "regions.xlsx"
    book.save(path)
    reading = read_list(path)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    assert [row.name for row in rows] == ["Alpha", "Beta", "Gamma", "Delta"]
    markets = [row.facts.get("company", {}).get("market") for row in rows]
    assert markets == ["fr", "fr", "fr", None]
    assert [row.cells[3] for row in rows] == ["à rappeler", None, None, None]


def test_formulas_that_were_never_computed_are_refused_and_not_read_as_blank(
    tmp_path: Path,
) -> None:
    rows = [["Entreprise", "Effectif", "Pays"], ["A", "=10+2", "France"]]
    with pytest.raises(ListError, match="formulas"):
        read_list(workbook(tmp_path, {"F": rows}))


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_in_as_it_is_written(name: str) -> None:
    _, (row,) = read(f'Entreprise,Pays\n"{NAMES[name].replace(chr(34), chr(34) * 2)}",France\n')
    assert row.name == NAMES[name]
    assert row.problems == ()


@pytest.mark.parametrize("name", ["line", "escape", "override"])
def test_a_name_that_no_document_could_hold_keeps_its_row_out(name: str) -> None:
    _, (row,) = read(f'Entreprise,Pays\n"{REFUSED[name]}",France\n')
    assert [(p.column, p.code) for p in row.problems] == [("Entreprise", "refused")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "no_headings"),
        (b"PK\x03\x04 no workbook", "no_workbook"),
        (b"PAR1 no parquet", "no_parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b'Entreprise,Effectif\n"A,12\n' + b"x" * 1_100_000, "unclosed"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ListError) as refused:
        list(read_list(path).rows())
    assert refused.value.code == code
    assert refused.value.words("fr") != refused.value.words("en")


def test_a_list_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "folder"), (tmp_path / "none.csv", "missing")):
        with pytest.raises(ListError) as refused:
            read_list(path)
        assert refused.value.code == code


def test_folding_keeps_what_tells_words_apart() -> None:
    assert fold("Chiffre d’affaires") == fold("CHIFFRE D'AFFAIRES :") == "chiffre d affaires"
    assert fold("NumberOfEmployees") == "number of employees"
