"""The call list: in the order of the calls worth making, in words, readable again as a list."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.app.portfolio import lists
from timonier.app import cli
from timonier.app.commands.portfolio import run as command_run
from timonier.app.portfolio import dask, local
from timonier.app.portfolio.calls import before, calls, change, head_of
from timonier.app.portfolio.export import changed
from timonier.app.portfolio.folder import Folder
from timonier.app.portfolio.given import Given, again, listed
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.parquet import encode
from timonier.app.portfolio.reading import read_list

FACTS = {
    "company": {"market": "fr", "name": "Nord", "headcount": [20, 49], "business": "b2b"},
    "marketing": {"budget": 45_000, "role": "growth_lever", "wants": ["control", "speed"]},
    "hiring": {"can_recruit": False},
    "needs": {"recurrent_share": 0.4},
    "steering": {"level": 2},
}
QUEBEC = '{"company":{"market":"ca-qc"}}'


def line(**told: object) -> Line:
    """A row without a decision behind it: what is tested here reads rows."""
    base = Line(
        id="A-1", source_row=2, name="Nord", siren="552081317", phone="+33 1 02 03 04 05",
        facts=json.dumps(FACTS), kept={"Note": "=1+1", "Suivi": "à rappeler"}, effort="quick",
        engine_version="1", knowledge_version="2", seed=0, input_hash="h", status="ok",
        market="fr", currency="EUR", first_model="hybrid", verdict_status="clear", p_hybrid=0.9,
        call_basket="talk", call_reason="nobody_there", call_score=100.0, call_stake=40_000,
        call_chance=1.0, call_minutes=12.0, call_reason_fr="Pourquoi.", call_reason_en="Why.",
        call_action_fr="Appelez.", call_action_en="Call.", cost_p50=40_000,
    )  # fmt: skip
    return replace(base, **told)  # type: ignore[arg-type]


def folder(path: Path, *lines: Line, head: tuple[Line, ...] = ()) -> Folder:
    made = Folder(path)
    made.open(How())
    made.put("000000-a.parquet", encode(lines))
    if head:
        made.put("head-000000-b.parquet", encode(head))
    return made


INVALID = {"status": "invalid", "call_basket": None, "call_score": 0.0, "first_model": None}
SEVERAL = (
    line(id="little", call_score=5.0),
    line(id="peace", call_basket="leave_in_peace", call_score=900.0),
    line(id="much", call_basket="act_now", call_score=50.0),
    line(id="unknown", call_basket="not_enough_known", call_score=800.0),
    line(id="bad", **INVALID),
)


def ids(found: object) -> list[str]:
    return [one.id for one in found]  # type: ignore[attr-defined]


def test_calls_come_first_by_their_score_then_what_to_ask_then_what_to_leave(
    tmp_path: Path,
) -> None:
    found = calls(folder(tmp_path, *SEVERAL))
    assert ids(found.lines()) == ["much", "little", "unknown", "peace"]
    assert (found.counts["act_now"], found.counts["invalid"]) == (1, 1)
    assert ids(found.lines(2)) == ["much", "little"]
    assert ids(calls(Folder(tmp_path), "talk").lines()) == ["little"]


def test_a_company_decided_again_is_there_once_with_the_later_row(tmp_path: Path) -> None:
    again = line(id="little", effort="full", call_score=70.0)
    made = folder(tmp_path, *SEVERAL, head=(again,))
    found = list(calls(made).lines())
    assert [(one.id, one.effort) for one in found][:2] == [("little", "full"), ("much", "quick")]
    assert len(found) == 4
    assert ids(head_of(made, 2)) == ["much", "little"]  # the head is of the lesser effort


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_was_written_reads_back_as_the_same_companies(
    tmp_path: Path, kind: str, lang: str
) -> None:
    folder(tmp_path / "out", line(), line(id="A-2", siren=None, facts=QUEBEC))
    path = tmp_path / f"calls.{kind}"
    assert cli.run(["portfolio", "list", str(tmp_path / "out"), f"--{kind}", str(path),
                    "--lang", lang]) == 0  # fmt: skip
    reading = read_list(path)
    rows = list(listed(reading))
    assert reading.questions == ()
    assert [row.problems for row in rows] == [(), ()]
    one, other = rows
    assert (one.id, one.name, one.source_row) == ("A-1", "Nord", 2)
    assert one.facts == FACTS
    assert other.facts["company"]["market"] == "ca-qc"
    assert one.identifiers["siren"] == "552081317"
    assert one.identifiers["phone"] == "+33 1 02 03 04 05"
    assert one.kept == {"Note": "=1+1", "Suivi": "à rappeler"}


def test_every_cell_of_a_list_comes_back_out_or_under_its_own_heading(tmp_path: Path) -> None:
    """What only served to understand the row too: its postal code, its VAT number, its currency."""
    source = tmp_path / "list.csv"
    source.write_text(
        "ID;Entreprise;SIRET;TVA intracom;CP;Ville;NAF;Nomenclature;Effectif;Budget marketing;"
        "Devise;Tél;Courriel;Commercial;Dirigeant;Commentaire\n"
        "C1;Alpha;73282932000074;FR44732829320;69001;Lyon;62.01Z;NAFRev2;12;30000;EUR;0478;"
        "a@b.example;Anne;Léa;à revoir\n",
        encoding="utf-8",
    )
    (row,) = listed(read_list(source))
    out = folder(tmp_path / "out", line_of(row, How("triage", scenarios=64)))
    assert cli.run(["portfolio", "list", str(out.path), "--csv", str(tmp_path / "l.csv"),
                    "--lang", "fr"]) == 0  # fmt: skip
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        (told,) = csv.DictReader(file, delimiter=";")
    with source.open(encoding="utf-8", newline="") as file:
        (given,) = csv.DictReader(file, delimiter=";")
    assert set(given.values()) <= set(told.values())
    (again_,) = listed(read_list(tmp_path / "l.csv"))
    assert (again_.facts, again_.kept) == (row.facts, row.kept)
    assert again_.identifiers == row.identifiers
    assert not {"sector_version", "company", "name"} & set(told)


def test_a_file_says_words_and_computes_nothing(tmp_path: Path) -> None:
    folder(tmp_path / "out", line())
    for kind in ("csv", "xlsx"):
        path = str(tmp_path / f"l.{kind}")
        cli.run(["portfolio", "list", str(tmp_path / "out"), f"--{kind}", path, "--lang", "fr"])
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert row["Note"] == "'=1+1"
    assert "non" in row.values()
    assert "en parler" in row.values()
    assert "l’hybride" in row.values()
    assert not {"True", "False", "true", "false", "None"} & set(row.values())
    page = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert page is not None
    cells = {page.cell(1, i).value: page.cell(2, i) for i in range(1, page.max_column + 1)}
    assert cells["Note"].data_type == "s"
    assert cells["Note"].value == "=1+1"


def test_what_changed_is_told_with_why(tmp_path: Path) -> None:
    earlier = before(folder(tmp_path, line(), line(id="same"), line(id="basket")))
    now = json.loads(line().facts)
    now["marketing"]["budget"] = 90_000
    turned = change(line(first_model="in_house", facts=json.dumps(now), input_hash="i"), earlier)
    assert (turned.kind, turned.previous_first, turned.why) == (
        "first", "hybrid", ("marketing.budget",)
    )  # fmt: skip
    assert "Budget marketing" in changed(turned, "fr")
    assert "the hybrid" in changed(turned, "en")
    assert changed(change(line(id="same"), earlier), "fr") == ""
    updated = line(id="basket", call_basket="act_now", knowledge_version="3")
    assert "updated figures" in changed(change(updated, earlier), "en")
    assert changed(change(line(id="other"), earlier), "en") == "new in the list"


def test_the_screen_names_the_first_companies_and_says_how_to_have_them_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path, *SEVERAL)
    assert cli.run(["portfolio", "list", str(tmp_path), "--top", "2", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "to call first: 4" in shown
    assert "--top 4" in shown
    assert shown.count("Call.") == 2
    assert cli.run(["portfolio", "list", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in document["rows"]] == ["much", "little", "unknown", "peace"]
    assert document["rows"][0]["facts"] == FACTS


def test_a_folder_without_results_is_refused_with_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["portfolio", "list", str(tmp_path), "--lang", "en"]) == 2
    assert "timonier portfolio run" in capsys.readouterr().err


def test_the_head_of_a_list_is_decided_again_with_more_effort(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "list.csv"
    rows: list[Given] = lists.companies(3)[:2]
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *rows[0].facts, "Téléphone"], delimiter=";")
        writer.writeheader()
        for row in rows:
            writer.writerow({"id": row.id, **row.facts, **row.kept})
    monkeypatch.setattr(command_run, "SCENARIOS", 64)
    command = ["portfolio", "run", str(source), str(tmp_path / "out"), "--lang", "en",
               "--effort", "quick", "--then", "full", "--top", "1", "--workers", "1"]  # fmt: skip
    assert cli.run(command) == 0
    found = list(calls(Folder(tmp_path / "out")).lines())
    assert sorted(one.effort for one in found) == ["full", "quick"]
    assert {one.id for one in found} == {"C-0", "C-1"}
    assert found[0].document == again(found[0]).facts
    assert cli.run(command) == 0  # and nothing is computed twice
    assert "Computed just now, 0" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "he same command goes on"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (local.NoWorker("exit code -9"), 3, "--workers 1"),
        (dask.NoCluster("nobody"), 3, "he same command goes on"),
    ],
    ids=["stopped", "full disk", "no worker", "no cluster"],
)
def test_a_run_that_ends_early_says_why_and_how_to_go_on(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    def engine(feed: object, workers: int) -> None:
        raise error

    monkeypatch.setattr(local, "run", engine)
    source = tmp_path / "list.csv"
    source.write_text("Entreprise;Effectif;Pays\nNord;12;France\n", encoding="utf-8")
    command = ["portfolio", "run", str(source), str(tmp_path / "out"), "--lang", "en"]
    assert cli.run(command) == code
    assert said in capsys.readouterr().err


def test_a_list_with_a_question_left_open_is_not_run_on_a_guess(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Entreprise;Effectif\nNord;12\n", encoding="utf-8")  # of which country?
    assert cli.run(["portfolio", "run", str(source), str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "portfolio check" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
