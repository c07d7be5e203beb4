"""``timonier portfolio check``: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.app.portfolio.sheets import accounted, csv_file
from tests.app.portfolio.test_four_lists import EXCEL_FR
from tests.hostile_names import NAMES
from timonier.app import cli
from timonier.app.portfolio.reading import read_list
from timonier.app.safe import csv_cell, unprotected

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def ran(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run(["portfolio", "check", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["3 entreprises", "Mises de côté", "À vous de dire", "À corriger",
                "Ce qui a été changé", "Ligne par ligne", "Trompé SA", "tranches d’effectif"]),
        ("en", ["3 companies", "Set aside", "For you to say", "To be mended",
                "What was changed", "Row by row", "Trompé SA", "INSEE headcount bands"]),
    ],
)  # fmt: skip
def test_the_summary_comes_first_then_the_questions_then_row_by_row(
    run: Run, tmp_path: Path, lang: str, words: list[str]
) -> None:
    code, out, _ = run(csv_file(tmp_path, EXCEL_FR, "cp1252"), "--lang", lang)
    places = [out.index(word) for word in words[:6]]
    assert code == 3
    assert places == sorted(places)
    assert all(word in out for word in words)


def test_a_list_without_fault_ends_with_code_0(run: Run, tmp_path: Path) -> None:
    code, out, err = run(csv_file(tmp_path, "Entreprise,Effectif,Pays\nA,12,France\n"))
    assert (code, err) == (0, "")
    assert "A" in out


def test_json_is_one_document_with_every_row(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(csv_file(tmp_path, EXCEL_FR, "cp1252"), "--json", "--lang", "en")
    document = json.loads(out)
    assert code == 3
    assert document["file"]["encoding"] == "cp1252"
    assert [row["source_row"] for row in document["rows"]] == [2, 3, 4]
    assert document["rows"][0]["facts"]["company"]["headcount"] == [20, 49]
    assert document["summary"]["set_aside"] == 2
    assert document["questions"][0]["answer"] == 'decimal = "," | decimal = "."'
    assert {p["column"] for p in document["rows"][1]["problems"]} == {"SIREN"}


def test_the_mapping_is_written_once_corrected_by_hand_and_never_written_over(
    run: Run, tmp_path: Path
) -> None:
    path, mapping = csv_file(tmp_path, EXCEL_FR, "cp1252"), tmp_path / "map.toml"
    _, _, err = run(path, "--map", mapping, "--lang", "en")
    assert "map.toml" in err
    corrected = mapping.read_text(encoding="utf-8").replace('decimal = "?"', 'decimal = "."')
    mapping.write_text(corrected, encoding="utf-8")
    code, out, _ = run(path, "--map", mapping, "--lang", "en", "--json")
    document = json.loads(out)
    assert code == 3  # the rows that are wrong still are
    assert document["questions"] == []
    assert document["rows"][2]["facts"]["marketing"]["budget"] == 1.25
    assert mapping.read_text(encoding="utf-8") == corrected


def test_a_mapping_that_is_wrong_ends_with_code_2(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('[[column]]\nheading = "A"\nread = "id"\n', encoding="utf-8")
    code, out, err = run(csv_file(tmp_path, EXCEL_FR), "--map", mapping)
    assert (code, out) == (2, "")
    assert "read" in err


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_wrong_rows_are_mended_in_their_file_and_read_again(
    run: Run, tmp_path: Path, kind: str
) -> None:
    path, wrong = csv_file(tmp_path, EXCEL_FR, "cp1252"), tmp_path / f"wrong.{kind}"
    mapping = tmp_path / "map.toml"
    _, _, err = run(path, "--errors", wrong, "--map", mapping, "--lang", "fr")
    assert f"wrong.{kind}" in err
    rows = _cells(wrong)
    assert rows[0][:2] == ["Raison sociale", "SIREN"]
    added = ["ligne", "colonne", "valeur", "raison", "remède"]
    assert rows[0][6:] == [f"Timonier\u202f: {name}" for name in added]
    assert [str(row[6]) for row in rows[1:]] == ["3", "4"]
    assert rows[2][7] == "SIREN | Tranche effectif salarié | Budget marketing"
    rows[1][1], rows[2][1], rows[2][3], rows[2][5] = "552081317", "", "01", "1250"
    mended = csv_file(tmp_path, _as_csv(rows), name="mended.csv")
    code, out, _ = run(mended, "--map", mapping, "--json")
    document = json.loads(out)
    assert (code, document["summary"]["good"]) == (0, 2)
    assert [row["id"] for row in document["rows"]] == ["552081317", "row-4"]
    assert document["rows"][1]["facts"]["company"]["headcount"] == [1, 2]
    assert document["rows"][1]["facts"]["company"]["revenue"] == 1250  # by the mapping's decimal


def _cells(path: Path) -> list[list[object]]:
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=";")]
    sheet = load_workbook(path).active
    return [["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]


def _as_csv(rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_the_file_of_errors_is_a_formula_and_all_read_back(
    run: Run, tmp_path: Path, kind: str
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["Entreprise", "Effectif", "Notes"], *([name, "zz", name] for name in NAMES.values())]
    )
    path, wrong = csv_file(tmp_path, out.getvalue()), tmp_path / f"wrong.{kind}"
    run(path, "--errors", wrong)
    if kind == "xlsx":
        types = {cell.data_type for row in load_workbook(wrong).active for cell in row}
        assert "f" not in types
    else:
        for row in _cells(wrong):
            assert all(csv_cell(cell) == cell for cell in row)
    reading = read_list(wrong)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    assert [row.name for row in rows] == list(NAMES.values())
    assert [row.kept["Notes"] for row in rows] == list(NAMES.values())


def test_what_is_set_behind_an_apostrophe_comes_back() -> None:
    for name in [*NAMES.values(), "-5", "+33 6 12 34 56 78", "'", "''=a"]:
        assert unprotected(csv_cell(name)) == name or name == "''=a"
    assert csv_cell("=1+1") == "'=1+1"
    assert csv_cell(-5) == -5


def test_the_file_of_errors_is_neither_the_list_nor_of_another_kind(
    run: Run, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, EXCEL_FR)
    before = path.read_bytes()
    for errors in (path, tmp_path / "wrong.ods"):
        code, out, err = run(path, "--errors", errors)
        assert (code, out) == (2, "")
        assert errors.name in err
    assert path.read_bytes() == before


def test_a_list_comes_from_standard_input_too(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, "Entreprise;Effectif;Pays\nÉté;12;France\n", "cp1252")
    with path.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        code, out, _ = run("-", "--json")
    assert code == 0
    assert json.loads(out)["rows"][0]["name"] == "Été"


def test_an_unknown_command_of_the_group_is_named_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["portfolio", "chek", "--lang", "en"]) == 2
    assert "check" in capsys.readouterr().err
