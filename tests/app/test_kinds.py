"""Each kind of fact takes what people type as the file takes what they write."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.companies_at_random import FACT_SETS
from timonier.app.company_file import CompanyFileError, load_company
from timonier.app.company_file.kinds import KINDS, Line, Refused, Said, kind_of
from timonier.app.company_file.kinds.typed import read_number
from timonier.app.company_file.writing import written
from timonier.engine.company import (
    COLUMNS,
    FACTS,
    MARKET,
    NOT_CONCERNED,
    NUMBERS,
    TABLES,
    UNKNOWN,
    Fact,
)
from timonier.knowledge import load

K = load()
LANGS = ("fr", "en")


@pytest.mark.parametrize(
    ("lang", "typed", "value"),
    [
        ("fr", "3,5 millions", 3_500_000), ("fr", "3 500 000 euros", 3_500_000),
        ("fr", "3,5 millions d’euros", 3_500_000), ("fr", "2,000,000", 2_000_000),
        ("fr", "2.000.000", 2_000_000), ("fr", "45k", 45_000), ("fr", "45 k€", 45_000),
        ("fr", "1,2 M€", 1_200_000), ("fr", "390 000 € par an", 390_000),
        ("en", "1.5 million dollars", 1_500_000), ("en", "$45k a year", 45_000),
        ("en", "1.234.567,89", 1_234_567.89), ("en", "2,000,000", 2_000_000),
    ],
)  # fmt: skip
def test_an_amount_that_reads_one_way_is_taken_as_it_is(
    lang: str, typed: str, value: float
) -> None:
    found = read_number(typed, lang)
    assert found is not None
    assert (found.low, found.high, found.sure) == (value, value, True)


@pytest.mark.parametrize(
    ("lang", "typed", "low", "high"),
    [
        ("fr", "entre 20 et 50", 20, 50), ("fr", "20 ou 30", 20, 30),
        ("en", "between 20 and 50 people", 20, 50),
        ("fr", "de 20 à 49 personnes", 20, 49), ("en", "20-49", 20, 49), ("fr", "20 – 49", 20, 49),
        ("fr", "2 à 3 millions", 2e6, 3e6), ("en", "from $60k to $90k", 60_000, 90_000),
        ("en", "60-90k", 60_000, 90_000),
    ],
)  # fmt: skip
def test_a_range_is_read_with_the_scale_that_its_second_number_gives(
    lang: str, typed: str, low: float, high: float
) -> None:
    found = read_number(typed, lang)
    assert found is not None
    assert (found.low, found.high, found.sure) == (low, high, True)


@pytest.mark.parametrize(
    ("lang", "typed", "low", "high"),
    [
        ("en", "1.000", 1_000, 1_000), ("fr", "1,000", 1_000, 1_000),
        ("fr", "1.250", 1_250, 1_250), ("fr", "1,250", 1_250, 1_250), ("en", "39 00", 3_900, 3_900),
        ("fr", "environ 100", 90, 110), ("en", "about 100 people", 90, 110),
        ("fr", "~ 40 k€", 36_000, 44_000),
    ],
)  # fmt: skip
def test_what_could_be_meant_otherwise_is_read_and_says_so(
    lang: str, typed: str, low: float, high: float
) -> None:
    found = read_number(typed, lang)
    assert found is not None
    assert (found.low, found.high, found.sure) == (low, high, False)


@pytest.mark.parametrize("typed", ["", "douze", "1,2,3", "1e9", "NaN", "50 à 20", "plus de 50",
                                   "9" * 60, "20 heures par jour", "entre 20", "٣"])  # fmt: skip
def test_what_is_no_number_is_never_guessed(typed: str) -> None:
    assert read_number(typed, "fr") is None


@pytest.mark.parametrize(
    ("key", "typed"),
    [("company.headcount", "20 par mois"), ("steering.hours_per_month", "100 heures par jour"),
     ("company.headcount", "45 %"), ("company.headcount", "12,5"), ("team.quantity", "1 à 2"),
     ("steering.level", "6"), ("needs.evolving", "145"), ("team.since_months", "environ 12")],
)  # fmt: skip
def test_a_number_of_another_unit_or_out_of_bounds_is_refused_with_what_to_write(
    key: str, typed: str
) -> None:
    fact = FACTS.get(key) or COLUMNS[key]
    with pytest.raises(Refused) as refused:
        kind_of(fact).answer(K, fact, Line(typed), "fr")
    for lang in LANGS:
        assert len(refused.value.words(K, lang)) > 20


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("marketing.budget", "3 000 € par mois", 36_000),
        ("marketing.budget", "700 a week", 36_400),
        ("steering.hours_per_month", "2 h par semaine", 8.7),
        ("team.cost", "2000 / mois", 24_000),
    ],
)  # fmt: skip
def test_an_amount_of_another_period_is_brought_to_the_one_asked_and_read_back(
    key: str, typed: str, value: float
) -> None:
    fact = FACTS.get(key) or COLUMNS[key]
    assert kind_of(fact).answer(K, fact, Line(typed), "fr") == Said(value, sure=False)


@pytest.mark.parametrize(
    "typed", ["je ne sais pas", "Je sais pas.", "aucune idée", "?", "I don’t know", "no idea"]
)
@pytest.mark.parametrize("key", ["marketing.budget", "hiring.can_recruit", "company.stage"])
def test_whoever_types_that_they_do_not_know_is_believed(key: str, typed: str) -> None:
    assert kind_of(FACTS[key]).answer(K, FACTS[key], Line(typed), "fr") == Said(UNKNOWN)


def test_nobody_can_ignore_where_their_people_are_employed() -> None:
    with pytest.raises(Refused):
        kind_of(FACTS[MARKET]).answer(K, FACTS[MARKET], Line("je ne sais pas"), "fr")


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_is_typed_is_a_value_that_the_file_takes_or_a_sentence(
    kind: str, text: str
) -> None:
    fact = next(f for f in (*FACTS.values(), *COLUMNS.values()) if f.kind == kind)
    for lang in LANGS:
        said = _answered(fact, text, lang)
        assert said.words(K, lang) if isinstance(said, Refused) else _taken(fact.key, said.value)


def _answered(fact: Fact, text: str, lang: str) -> Said | Refused:
    try:
        return kind_of(fact).answer(K, fact, Line(text), lang)
    except Refused as refused:
        return refused


def _taken(key: str, value: Any) -> bool:
    """Whether a company file holds the value; a column's in a row of its own."""
    document: dict[str, Any] = {"company": {"market": "fr"}}
    if key in FACTS:
        section, name = key.split(".")
        document.setdefault(section, {})[name] = value
    else:
        table, name = key.split(".")
        document[table] = [{"role": "emp_head", **{name: value}}]
        if value == UNKNOWN and name in TABLES[table].required:  # a row is nothing without it
            with pytest.raises(CompanyFileError):
                load_company(document, K)
            return True
    return load_company(document, K) is not None


@given(facts=FACT_SETS)
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("lang", LANGS)
def test_an_answer_shown_in_its_field_is_typed_back_the_same(
    lang: str, facts: dict[str, Any]
) -> None:
    for key, value in facts.items():
        fact, held = FACTS[key], written(value)
        shown = kind_of(fact).shown(fact, held, lang)
        if value is NOT_CONCERNED or kind_of(fact).widget != "typed" or fact.kind == "text":
            continue
        back = kind_of(fact).answer(K, fact, Line(shown), lang).value
        if fact.kind in NUMBERS:
            assert _near(back, held, 6e-3 if fact.by_ratio else 6e-4)
        else:
            assert back == held


def _near(back: Any, held: Any, most: float) -> bool:
    """Equal to the decimals that a field shows."""
    pairs = [(v if isinstance(v, list) else [v, v]) for v in (back, held)]
    return all(abs(a - b) <= most for a, b in zip(*pairs, strict=True))


@pytest.mark.parametrize("lang", LANGS)
@given(facts=FACT_SETS)
@settings(max_examples=40, deadline=None)
def test_any_answer_can_be_said_in_words(lang: str, facts: dict[str, Any]) -> None:
    for key, value in facts.items():
        if value is not NOT_CONCERNED and value != ():
            assert kind_of(FACTS[key]).worded(K, FACTS[key], written(value), lang)
