"""Lists of CRMs, offices and registers: all read, no cell lost, what is wrong named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.app.portfolio.sheets import accounted, csv_file, workbook
from tests.app.portfolio.ugly_lists import LISTS, List
from timonier import company_from
from timonier.app.portfolio.reading import Row, read_list


def written(one: List, folder: Path) -> Path:
    if isinstance(one.content, str):
        return csv_file(folder, one.content, one.encoding)
    if isinstance(one.content, bytes):
        path = folder / "list"
        path.write_bytes(one.content)
        return path
    return workbook(folder, one.content, one.formats)


def held(row: Row, key: str) -> Any:
    section, _, name = key.partition(".")
    if name:
        return row.facts.get(section, {}).get(name)
    if key == "id":
        return row.id
    if key == "kept":
        return dict(row.kept)
    return row.identifiers.get(key) or row.contact.get(key)


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_read_and_every_cell_accounted_for(name: str, tmp_path: Path) -> None:
    one = LISTS[name]
    reading = read_list(written(one, tmp_path))
    rows = list(reading.rows())
    assert len(rows) == reading.total == one.rows
    assert accounted(reading, rows) == []
    wrong = {i: {p.code for p in row.problems} for i, row in enumerate(rows) if row.problems}
    assert wrong == dict(one.wrong)
    assert tuple(question.code for question in reading.questions) == one.asks
    for i, wanted in one.holds.items():
        assert {key: held(rows[i], key) for key in wanted} == dict(wanted), f"row {i}"
    for row in rows:
        if not row.problems:
            company_from(row.facts)


def test_there_are_thirty_of_them_at_least() -> None:
    assert len(LISTS) >= 30
