"""A role is its record, and its prices in each market: nothing else is touched to add one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from timonier.knowledge import plan
from timonier.knowledge.kept import DATA
from timonier.knowledge.loader import read
from timonier.knowledge.plan import read_plan

TWIN, NEW = "emp_content", "emp_brand"


def record(text: str, table: str, holder: str) -> str:
    """The records of a table that hold a line, as they are written, under the new key."""
    parts = [part.split("\n[[")[0] + "\n" for part in text.split(f"[[{table}]]\n")[1:]]
    found = [part for part in parts if re.search(holder, part, re.MULTILINE)]
    return "".join(f"\n[[{table}]]\n{part}" for part in found).replace(TWIN, NEW)


def add(path: Path, tables: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    more = "".join(record(text, table, holder) for table, holder in tables.items())
    assert NEW in more
    path.write_text(text.rstrip("\n") + "\n" + more, encoding="utf-8")


def test_a_role_is_its_record_and_its_prices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    before = {path: path.read_bytes() for path in data.rglob("*.toml")}
    add(data / "roles.toml", {"role": f'^key = "{TWIN}"'})
    for market in (data / "markets").iterdir():
        mine = f'^role = "{TWIN}"'
        add(market / "prices.toml", {"price": mine, "notice": mine})
    monkeypatch.setattr(plan, "MARKETS", data / "markets")
    known = read(data)
    assert known.roles[NEW].skills == known.roles[TWIN].skills
    assert all(NEW in m.roles and NEW in m.notice for m in known.markets.values())
    assert read_plan(data / "plan", known).sheets[NEW].title is not None
    touched = [p for p, content in before.items() if p.read_bytes() != content]
    assert len(touched) == 1 + len(known.markets)
