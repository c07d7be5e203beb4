"""A market that is wrong or not whole is refused by the name of what is amiss."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.test_refusals.spoiling import append, spoil
from timonier.knowledge import KnowledgeError
from timonier.knowledge.loader import read


def test_a_market_file_named_after_another_market_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/market.toml", 'key = "fr"', 'key = "be"')
    assert said == "markets/fr/market.toml, [market]: key is 'be'. Write key = 'fr'."


def test_a_contribution_that_comes_twice_from_one_date_is_refused(root: Path) -> None:
    text = (root / "markets/fr/contributions.toml").read_text(encoding="utf-8")
    first = text[text.index("[[figure]]") :].split("[[figure]]")[1]
    said = append(root, "markets/fr/contributions.toml", f"\n[[figure]]{first}")
    assert "duplicate key and date" in said


def test_a_contribution_without_a_first_month_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/contributions.toml", 'from = "2026-01"\n', "")
    assert "'from' is missing" in said


@pytest.mark.parametrize("file", ["market", "prices", "contributions", "law"])
def test_a_market_without_one_of_its_files_is_refused_by_the_name_of_the_file(
    root: Path, file: str
) -> None:
    (root / f"markets/ca-qc/{file}.toml").unlink()
    with pytest.raises(KnowledgeError) as refusal:
        read(root)
    assert str(refusal.value) == (
        f"markets/ca-qc/{file}.toml: the file is missing. "
        "A market has contributions.toml, law.toml, market.toml, prices.toml."
    )


def test_a_file_that_a_market_has_no_use_for_is_refused_with_the_nearest_one(root: Path) -> None:
    (root / "markets/fr/price.toml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"unknown file of a market. Did you mean 'prices'"):
        read(root)


def test_a_figure_that_every_market_has_is_missed_by_name(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", 'key = "indexation"', 'key = "indexing"')
    assert said == "markets/fr/prices.toml, figure 'indexation': is missing. Add the record."


def test_a_statutory_figure_that_the_rules_read_is_missed_by_name(root: Path) -> None:
    said = spoil(root, "markets/fr/contributions.toml", 'key = "peec_ge50"', 'key = "peec"')
    assert "figure 'peec_ge50': is missing. Add the record: the rule set of this market" in said


def test_a_role_without_its_notice_is_missed_by_name(root: Path) -> None:
    notice = '[[notice]]\nrole = "emp_head"'
    said = spoil(root, "markets/fr/prices.toml", notice, '[[notice]]\nrole = "owner"')
    assert "markets/fr/prices.toml, notice 'emp_head': is missing." in said


def test_rules_that_the_product_does_not_have_are_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/market.toml", '"france"', '"farnce"')
    assert "unknown rule set 'farnce'. Did you mean 'france'?" in said


@pytest.mark.parametrize("key", ["currency", "timezone", "paper", "working_days", "locales"])
def test_a_market_that_does_not_say_how_it_counts_is_refused_by_that_name(
    root: Path, key: str
) -> None:
    text = (root / "markets/fr/market.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
    said = spoil(root, "markets/fr/market.toml", line + "\n", "")
    assert said.startswith("markets/fr/market.toml, [market]: ")
    assert f"'{key}' is missing" in said


def test_words_of_a_market_must_take_the_place_of_words_that_are_there(root: Path) -> None:
    said = spoil(root, "markets/ca-qc/wording.toml", '"skills.crm.label"', '"skills.crn.label"')
    assert said.startswith("markets/ca-qc/wording.toml, 'skills.crn.label': is no text.")
