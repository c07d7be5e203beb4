"""Identifiers, markets and the mapping: what is known is kept and read again the same."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.app.portfolio.test_reading.texts import LANGS, read
from timonier.app.portfolio.reading import (
    ListError,
    map_from,
    read_list,
    read_map,
    write_map,
)

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
