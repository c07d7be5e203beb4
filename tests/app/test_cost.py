"""What the command shows of a hire's cost: its document, its table and its refusals."""

from __future__ import annotations

import json
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console

from timonier.app.cost import Hire, InputError, cost_document, hire, render

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def shown(asked: Hire, lang: str, width: int = 100) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(render(asked, lang))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def flat(text: str) -> str:
    """The text without its line breaks, as a reader reads it."""
    return " ".join(text.split())


def test_the_document_has_the_published_keys_and_no_other() -> None:
    document = cost_document(hire("fr", 42_000, headcount=60))
    assert list(document) == ["total", "gross", "lines", "currency", "year"]
    assert {tuple(line) for line in document["lines"]} == {
        ("key", "amount", "rate", "base", "source")
    }
    assert (document["currency"], document["year"]) == ("EUR", 2026)
    reduction = next(line for line in document["lines"] if line["key"] == "rgdu")
    assert (reduction["amount"], reduction["rate"]) == (-2_583.00, -0.0615)
    assert reduction["source"].startswith("Service-public F24542")
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@example("fr", 0.875, 11)
@given(st.sampled_from(["fr", "ca-qc"]), st.floats(0, 500_000), st.integers(1, 100))
def test_the_amounts_shown_add_up_to_the_total(market: str, salary: float, people: int) -> None:
    document = cost_document(hire(market, salary, headcount=people))
    cents = [round(100 * line["amount"]) for line in document["lines"]]
    assert round(100 * document["gross"]) + sum(cents) == round(100 * document["total"])


def test_a_payroll_that_is_not_given_follows_the_headcount() -> None:
    """60 people at 58,000 CAD are 3.48 million: the health fund's rate is 2.60 %, training due."""
    lines = {
        line["key"]: line["rate"]
        for line in cost_document(hire("ca-qc", 60_000, headcount=60))["lines"]
    }
    assert (lines["hsf"], lines["wsdrf"]) == (0.0260, 0.01)


def test_a_flat_amount_has_neither_rate_nor_base() -> None:
    lines = {line["key"]: line for line in cost_document(hire("fr", 42_000))["lines"]}
    assert (lines["mutuelle"]["rate"], lines["mutuelle"]["base"]) == (None, None)


def test_the_french_table_is_typeset_in_french() -> None:
    table = shown(hire("fr", 42_000), "fr")
    assert f"42{NARROW}000,00{NARROW}€" in table
    assert f"0,016{NARROW}%" in table
    assert f"−2{NARROW}566,20{NARROW}€" in table
    assert "Coût total pour l’employeur" in table
    quebec = shown(hire("ca-qc", 62_000), "fr")
    assert f"62{NARROW}000,00{NARROW}$" in quebec
    assert FIXED not in quebec


def test_the_english_table_is_typeset_in_english() -> None:
    table = shown(hire("fr", 42_000), "en")
    assert "€42,000.00" in table
    assert "−€2,566.20" in table
    assert "$62,000.00" in shown(hire("ca-qc", 62_000), "en")


@pytest.mark.parametrize("market", ["fr", "ca-qc"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_fits_a_terminal_of_80_columns(market: str, lang: str) -> None:
    written = shown(hire(market, 90_000, headcount=60), lang, width=80)
    assert max(map(len, written.splitlines())) <= 80
    assert "…" not in written


def test_the_table_leaves_out_what_is_not_due_and_the_document_keeps_it() -> None:
    asked = hire("fr", 42_000)
    assert "tranche 2" not in shown(asked, "fr")
    assert {"agirc_arrco_t2", "cet"} <= {line["key"] for line in cost_document(asked)["lines"]}


@pytest.mark.parametrize(
    ("asked", "remark"),
    [
        (hire("fr", 42_000), "Work accident rate: the national average"),
        (hire("fr", 42_000), "Local transport levy: counted as zero"),
        (hire("ca-qc", 60_000), "CNESST rate: our estimate for office work"),
        (hire("ca-qc", 60_000, headcount=60), "Payroll: $3,480,000, deduced from the headcount"),
        (hire("ca-qc", 60_000), "Group insurance: 3.00% of pay"),
        (hire("ca-qc", 36_000, apprentice=True), "Trainee: the tax credit supposes"),
        (hire("fr", 13_350, apprentice=True), "Apprentice: the State’s aid is for the first year"),
        (hire("fr", 13_350), "Below the full-time SMIC (€21,876.40)"),
        (hire("fr", 22_000, date="2026-07"), "Below the full-time SMIC (€22,404.20)"),
        (hire("fr", 42_000, date="2027-02"), "The rules of 2027 are not known yet"),
    ],
)
def test_the_reader_is_told_what_limits_the_figure(asked: Hire, remark: str) -> None:
    assert remark in flat(shown(asked, "en"))


def test_nothing_is_remarked_when_everything_is_known() -> None:
    assert (
        "·\N{SPACE}"
        not in shown(hire("fr", 42_000, at_mp=0.009, mobility=0.032), "en").split("That is")[1]
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"market": "be"}, "Possible markets: ca-qc, fr"),
        ({"salary": -1.0}, "SALARY = -1: a number from 0 to 10,000,000,000"),
        ({"salary": float("nan")}, "SALARY = nan: a number"),
        ({"salary": float("inf")}, "SALARY = inf: a number"),
        ({"headcount": 0}, "--headcount = 0: a number from 1 to 10,000"),
        ({"payroll": -5.0}, "--payroll = -5: a number"),
        ({"mutuelle": float("nan")}, "--mutuelle = nan: a number"),
        ({"at_mp": 2.08}, "--at-mp = 2.08: a rate from 0 to 0.25 is expected. Write 0.0208"),
        ({"mobility": -0.01}, "--mobility = -0.01: a rate"),
        ({"date": "2025-12"}, "the first known rules are those of 2026-01"),
        ({"date": "2026-13"}, "write the year and the month"),
        ({"date": "07/2026"}, "write the year and the month"),
        ({"market": "ca-qc", "cadre": True}, "--cadre does not exist in the market ca-qc"),
        ({"market": "ca-qc", "mutuelle": 240.0}, "--mutuelle does not exist"),
        ({"benefits": 900.0}, "--benefits does not exist in the market fr"),
        ({"market": "ca-qc", "benefits": -1.0}, "--benefits = -1: a number"),
        ({"manufacturing": True}, "--manufacturing does not exist in the market fr"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_remedy(
    wrong: dict[str, Any], said: str
) -> None:
    asked: dict[str, Any] = {"market": "fr", "salary": 42_000.0} | wrong
    with pytest.raises(InputError) as refusal:
        hire(**asked, lang="en")
    assert said in str(refusal.value)


def test_a_refusal_is_said_in_french_by_default() -> None:
    with pytest.raises(InputError, match=f"un nombre de 0 à 10{NARROW}000{NARROW}000{NARROW}000"):
        hire("fr", -1)


def test_more_pay_is_shown_as_costing_more() -> None:
    totals = [cost_document(hire("fr", 1_000.0 * k))["total"] for k in range(20, 160, 5)]
    assert all(less < more for less, more in pairwise(totals))
