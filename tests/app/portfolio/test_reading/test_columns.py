"""What a column and its numbers say: what is not sure is asked, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.portfolio.test_reading.texts import read, revenue
from timonier.app.portfolio.reading.headings import meant_by
from timonier.app.portfolio.reading.numbers import read_number
from timonier.engine.company import FACTS
from timonier.knowledge import load
from timonier.knowledge.columns import LEFT_OUT, load_columns

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
