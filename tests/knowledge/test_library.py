"""The library of teams of a market: read as it was made, refused where it no longer fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from timonier.knowledge import load
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.library import read_library

HEAD = 'made_from = "0123456789ab"\ncompanies = 3\neffort = "quick"\ntraits = ["money", "work"]\n'
ADDED = '[{{ role = "{role}", hours = 0.8 }}]'
TEAM = f'team = [{{{{ model = "hybrid", added = {ADDED}, suits = {{suits}} }}}}]\n'


def written(folder: Path, role: str = "free_paid", suits: str = "[1.5, 2.0]") -> Path:
    text = HEAD + TEAM.format(role=role, suits=suits)
    (folder / "teams.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_library_is_read_as_it_was_made(tmp_path: Path) -> None:
    library = read_library(written(tmp_path), "teams.toml", load().roles)
    assert library is not None
    (one,) = library.precedents
    assert (one.model, one.traits, library.companies) == ("hybrid", (1.5, 2.0), 3)
    assert [(m.role, m.hours) for m in one.added] == [("free_paid", 0.8)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"role": "free_juggler"}, "free_juggler"), ({"suits": "[1.5]"}, "1 traits")],
)
def test_a_library_of_other_roles_or_traits_is_refused_with_how_to_make_it_again(
    changes: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(KnowledgeError, match="make library") as refused:
        read_library(written(tmp_path, **changes), "teams.toml", load().roles)
    assert told in str(refused.value)


def test_a_market_without_the_file_has_no_library(tmp_path: Path) -> None:
    assert read_library(tmp_path, "teams.toml", load().roles) is None
