"""What ``timonier facts`` finds, shows, and says of a figure nobody knows."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from timonier.app.cost import InputError
from timonier.app.facts import find_figures, render, stale, value
from timonier.engine.catalogue import Figure
from timonier.knowledge import load

K = load()
NARROW = "\N{NARROW NO-BREAK SPACE}"


def shown(figures: list[Figure], lang: str, width: int = 110) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    render(figures, lang, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def keys(*asked: str) -> list[str]:
    return [figure.key for figure in find_figures(K, asked)]


def test_without_a_key_every_figure_is_listed_once() -> None:
    assert keys() == list(K.figures)


def test_an_exact_key_finds_its_figure_alone() -> None:
    assert keys("fr.emp_head.salary") == ["fr.emp_head.salary"]


def test_a_role_and_a_figure_find_it_in_every_market() -> None:
    assert sorted(keys("emp_head.salary")) == ["ca-qc.emp_head.salary", "fr.emp_head.salary"]


def test_a_role_finds_all_its_figures_and_no_other_role() -> None:
    found = keys("free_seo")
    assert {"fr.free_seo.day_rate", "free_seo.lead_time_weeks"} <= set(found)
    assert all("free_seo" in key.split(".") for key in found)


def test_a_market_finds_its_prices_and_contributions_only() -> None:
    found = keys("ca-qc")
    assert "ca-qc.contributions.qpp_base_rate@2026-01" in found
    assert all(key.startswith("ca-qc.") for key in found)


def test_keys_asked_twice_are_shown_once() -> None:
    assert keys("fr.emp_head.salary", "emp_head.salary").count("fr.emp_head.salary") == 1


def test_an_unknown_key_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(InputError, match=r"emp_hed.salary.*emp_head.salary"):
        find_figures(K, ["emp_hed.salary"])


def test_a_key_like_no_other_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="without a key shows them all"):
        find_figures(K, ["0"], lang="en")


def test_a_figure_is_stale_the_day_after_its_review_date() -> None:
    first = min(figure.review_by for figure in K.figures.values())
    due = date.fromisoformat(first)
    assert stale(K, due) == []
    past = stale(K, date.fromordinal(due.toordinal() + 1))
    assert {figure.review_by for figure in past} == {first}


def test_stale_figures_come_oldest_first_and_in_the_end_all_of_them() -> None:
    past = stale(K, date(2100, 1, 1))
    assert len(past) == len(K.figures)
    assert [one.review_by for one in past] == sorted(one.review_by for one in past)


def test_nothing_stale_is_said_in_words() -> None:
    assert shown([], "en").strip() == "No figure is past its review date."
    assert "date de révision" in shown([], "fr")


def test_one_figure_is_shown_with_its_note_its_source_and_its_address() -> None:
    said = shown(find_figures(K, ["emp_head.lead_time_weeks"]), "en")
    for part in ("16 (9 to 26) weeks", "Apec", "https://fl-executivesearch.com", "2015",
                 "30 November 2027", "emp_head.lead_time_weeks"):  # fmt: skip
        assert part in said


def test_an_estimate_is_called_an_estimate_in_both_languages() -> None:
    figures = find_figures(K, ["ambition.exponent"])
    assert "estimate" in shown(figures, "en")
    assert "estimation" in shown(figures, "fr")
    assert "estimate" not in shown(figures, "fr")


def test_many_figures_are_shown_as_a_table_with_numbered_sources() -> None:
    said = shown(find_figures(K, ["fr.contributions"]), "fr")
    assert "Sources" in said
    assert "fr.contributions.smic@2026-01" in said
    assert "2027-01-31" in said
    assert " 1  " in said


@pytest.mark.parametrize(
    ("key", "fr", "en"),
    [
        ("in_house.bought_share_max", f"50{NARROW}%", "50%"),
        ("emp_head.departure_rate", f"20{NARROW}% par an", "20% a year"),
        ("fr.emp_head.salary", f"50{NARROW}000 (de 42{NARROW}000 à 65{NARROW}000) € par an",
         "50,000 (42,000 to 65,000) EUR a year"),
        ("ca-qc.emp_head.notice_months", "1 mois", "1 month"),
        ("fr.emp_head.notice_months", "3 mois", "3 months"),
        ("emp_junior.lead_time_weeks", "12 (de 6 à 20) semaines", "12 (6 to 20) weeks"),
        ("free_paid.ramp_up_months", "0,75 mois", "0.75 months"),
    ],
)  # fmt: skip
def test_a_value_is_said_in_full_with_its_unit(key: str, fr: str, en: str) -> None:
    assert value(K.figures[key], "fr") == fr
    assert value(K.figures[key], "en") == en


def test_every_figure_can_be_said_in_both_languages() -> None:
    for figure in K.figures.values():
        assert value(figure, "fr").strip()
        assert value(figure, "en").strip()
