"""A few kilobytes of Parquet that would take the machine: refused in words, before they do."""

from __future__ import annotations

import contextlib
import io
import random
import resource
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from timonier.app.portfolio.reading import ListError, parquet_lines, read_list
from timonier.app.portfolio.reading.parquet_pages import Unreadable, pages

LONG = "Compagnie " * 50_000  # half a megabyte


def repeated(text: str, times: int) -> Any:
    """One text many times, held once in the file as well."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), [text])


def lists(times: int) -> Any:
    flat = repeated(LONG, times)
    return pa.ListArray.from_arrays(pa.array([0, times // 2, times], pa.int32()), flat)


NAMES = ["A", "B"]
BOMBS: dict[str, tuple[Callable[[], dict[str, Any]], dict[str, Any]]] = {
    "one long text a hundred thousand times": (
        lambda: {"Entreprise": repeated(LONG, 100_000)}, {}),
    "a text as long as may be, a hundred thousand times": (
        lambda: {"Entreprise": repeated(LONG[:90_000], 100_000)}, {}),
    "the same in lists": (lambda: {"Entreprise": NAMES, "Notes": lists(40_000)}, {}),
    "the same in structures": (
        lambda: {"Entreprise": ["A"] * 40_000,
                 "Notes": pa.StructArray.from_arrays([repeated(LONG, 40_000)], ["a"])}, {}),
    "a page that unpacks into gigabytes": (
        lambda: {"Entreprise": ["A" * 300_000_000]}, {"use_dictionary": False}),
    "a cell of megabytes": (lambda: {"Entreprise": ["A" * 2_000_000]}, {}),
    "as many blanks as can be": (
        lambda: {"Entreprise": pa.nulls(120_000_000)}, {}),
    "values of a fixed width of megabytes": (
        lambda: {"Entreprise": pa.array([b"A" * 2_000_000] * 3, pa.binary(2_000_000))}, {}),
}  # fmt: skip


def written(folder: Path, columns: dict[str, Any], **how: Any) -> Path:
    path = folder / "list.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd", **how)
    return path


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_parquet_file_that_would_take_the_machine_is_refused(
    name: str, tmp_path: Path
) -> None:
    columns, how = BOMBS[name]
    path = written(tmp_path, columns(), **how)
    assert path.stat().st_size < 300_000
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    with pytest.raises(ListError) as refused:
        list(read_list(path).rows())
    assert refused.value.code == "unpacked"
    assert process_time() - started < 30  # unguarded, minutes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000  # kilobytes


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "PLAIN"])
def test_values_that_share_their_beginning_are_unpacked_a_few_at_a_time(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a page holds the beginning once, and each value is as long as all of it."""
    values = [f"{LONG[:50_000]}{n}" for n in range(1_000)]  # fifty megabytes
    path = written(
        tmp_path, {"Entreprise": values}, use_dictionary=False,
        column_encoding={"Entreprise": encoding},
    )  # fmt: skip
    monkeypatch.setattr(parquet_lines, "AT_ONCE", 4_000_000)
    with pq.ParquetFile(path) as file:
        rows = parquet_lines._rows_at_once(path, file.metadata)
    assert (rows < parquet_lines.ROWS) == (encoding == "DELTA_BYTE_ARRAY")
    if encoding == "DELTA_BYTE_ARRAY":
        assert path.stat().st_size < 100_000
        assert rows * len(values[0]) < 4_000_000
    monkeypatch.setattr(parquet_lines, "TIMES", 10**6)
    lines = list(parquet_lines.parquet_lines(path))
    assert [line.cells for line in lines[1:]] == [[value] for value in values]
    monkeypatch.setattr(parquet_lines, "LARGEST", 25_000_000)
    with pytest.raises(ListError, match="unpacked"):
        list(parquet_lines.parquet_lines(path))


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd"])
def test_any_sound_file_is_read_as_it_was_written(
    tmp_path: Path, version: str, compression: str
) -> None:
    rng = random.Random(version + compression)
    rows = [
        {
            "Entreprise": f"Société n° {n}" if n % 7 else None,
            "Effectif": rng.choice([None, rng.randrange(900)]),
            "CA": rng.choice([None, 1.5 * n]),
            "Notes": rng.choice([None, [], ["à relancer", None], ["été"]]),
            "Contact": rng.choice([None, {"nom": "Zoé", "tel": None}]),
            "Code": rng.choice([b"\xc3\xa9t\xc3\xa9", None]),
        }
        for n in range(10_000)
    ]
    path = tmp_path / "list.parquet"
    table = pa.Table.from_pylist(rows)
    pq.write_table(
        table, path, compression=compression, data_page_version=version, row_group_size=3_000,
        data_page_size=2_000, write_page_index=True, write_page_checksum=True,
    )  # fmt: skip
    found = [line.cells for line in parquet_lines.parquet_lines(path)]
    expected = [[parquet_lines._cell(row[name]) for name in row] for row in rows]
    assert found == [list(rows[0]), *expected]


def test_a_header_of_a_page_that_is_none_is_refused_and_never_walked_for_ever() -> None:
    rng = random.Random(1)
    met = 0
    for _ in range(3_000):
        data = rng.randbytes(rng.randrange(1, 60))
        try:
            met += len(list(pages(io.BytesIO(data), 0, len(data))))
        except Unreadable:
            continue
    for data in (b"", b"\x15", b"\x1c" * 40, b"\x15" + b"\xff" * 20, b"\x19\xf5" + b"\xff" * 4):
        with pytest.raises(Unreadable):
            list(pages(io.BytesIO(data), 0, 100))


@pytest.mark.parametrize("cut", [4, 12, 200, 1_000])
def test_a_damaged_file_is_no_list(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, {"Entreprise": [f"A {n}" for n in range(500)]})
    content = bytearray(path.read_bytes())
    content[cut : cut + 8] = b"\xff" * 8
    path.write_bytes(content)
    with contextlib.suppress(ListError):  # what else it raised would be seen
        assert len(list(parquet_lines.parquet_lines(path))) == 501
