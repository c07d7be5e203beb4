"""The command line: what it prints where, in which language, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import timonier
from tests.conftest import COMPANIES, FEW
from tests.sketches import typed
from timonier.app import cli, terminal
from timonier.app.commands import ALL
from timonier.app.commands.shell import console
from timonier.app.commands.speech import language

SAMPLE = str(COMPANIES / "v12.toml")
QUICK = ("--scenarios", str(FEW))
Written = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command line."""
    code = cli.run(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_prints_the_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "decide", SAMPLE, "--json", *QUICK)
    company = timonier.load_company(SAMPLE)
    assert code == 0
    assert out == timonier.decide(company, scenarios=FEW).to_json()
    assert "Calculé en" in err


def test_a_quick_decision_is_that_of_the_python_call_and_says_its_effort(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "decide", SAMPLE, "--json", "--effort", "quick")
    assert code == 0
    assert out == timonier.decide(timonier.load_company(SAMPLE), effort="quick").to_json()
    assert json.loads(out)["provenance"]["effort"] == "quick"


def test_json_is_french_whatever_the_environment_and_english_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    _, plain, _ = run(capsys, "decide", SAMPLE, "--json", *QUICK)
    _, asked, _ = run(capsys, "decide", SAMPLE, "--json", "--lang", "en", *QUICK)
    assert json.loads(plain)["language"] == "fr"
    assert json.loads(asked)["language"] == "en"


def test_the_program_itself_prints_the_same_bytes_from_standard_input() -> None:
    company = Path(SAMPLE).read_bytes()
    words = [sys.executable, "-m", "timonier.app.cli", "decide", "-", "--json", *QUICK]
    done = subprocess.run(words, input=company, capture_output=True, check=False)
    expected = timonier.decide(timonier.load_company(SAMPLE), scenarios=FEW).to_json("fr")
    assert done.returncode == 0
    assert done.stdout.decode() == expected


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["Comparer", "Les équipes", "Pourquoi", "Ce que nous avons supposé"]),
        ("en", ["Compare", "The teams", "Why", "What we assumed"]),
    ],
)
def test_a_decision_reads_in_one_language_with_the_marks_of_the_models(
    lang: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "decide", SAMPLE, "--lang", lang, *QUICK)
    assert code == 0
    assert all(word in out for word in [*words, "●", "▲", "◆"])
    assert "\x1b[" not in out


def screen(document: dict[str, Any], columns: int) -> list[str]:
    """The lines of a decision on a terminal of that width."""
    to = console(width=columns, file=StringIO(), color_system=None)
    terminal.show_decision(typed(document), to)
    return str(to.file.getvalue()).splitlines()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_line_is_wider_than_the_terminal(columns: int, lang: str, written: Written) -> None:
    for name in ("v12", "v17"):
        assert max(map(len, screen(written(name, lang), columns))) <= columns


def test_no_line_is_cut_at_a_space_that_french_does_not_break(written: Written) -> None:
    lines = [line.strip() for n in ("v12", "v17") for line in screen(written(n), 60)]
    assert not [line for line in lines if line and line[0] in ";:?%»€"]
    assert not [line for line in lines if line.endswith("«")]


def test_needs_show_the_four_functions_and_their_hours(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "needs", SAMPLE, "--lang", "en")
    assert code == 0
    assert all(f in out for f in ("Strategy", "Execution", "Measurement", "Coordination", "In all"))
    _, text, _ = run(capsys, "needs", SAMPLE, "--json")
    assert json.loads(text)["language"] == "fr"


def test_a_number_is_explained_with_its_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    path = "models.outsourced.criteria.total_cost"
    code, out, _ = run(capsys, "decide", SAMPLE, "--explain", path, "--lang", "en", *QUICK)
    assert code == 0
    assert path in out
    assert "[you]" in out
    assert "[data" in out


def test_an_unknown_path_ends_with_2_and_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    path = "models.outsourced.criteria.totalcost"
    code, out, err = run(capsys, "decide", SAMPLE, "--explain", path, *QUICK)
    assert (code, out) == (2, "")
    assert "models.outsourced.criteria.total_cost" in err


def test_a_path_like_nothing_is_told_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "decide", SAMPLE, "--explain", "zzz", "--lang", "en", *QUICK)
    assert code == 2
    assert "There it has: " in err
    assert "verdict" in err


def test_a_missing_option_is_named_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "report", SAMPLE, "--lang", "en")
    assert code == 2
    assert "timonier report [OPTIONS] COMPANY -o DIR" in err


def test_a_result_with_no_team_at_all_ends_with_3_and_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    poor = tmp_path / "poor.toml"
    poor.write_text(
        '[company]\nmarket = "fr"\nheadcount = 90\n[marketing]\nbudget = 900\n'
        'role = "growth_lever"\n[needs]\nhours = { editorial_content = 200 }\n',
        encoding="utf-8",
    )
    code, out, err = run(capsys, "decide", str(poor), "--json", *QUICK)
    document: dict[str, Any] = json.loads(out)
    assert document["verdict"]["model"] is None
    assert code == 3
    assert "Résultat incomplet" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["decide", "nowhere.toml"], "nowhere.toml"),
        (["decid"], "decide"),
        (["decide", SAMPLE, "--sede", "3"], "--seed"),
        (["decide", SAMPLE, "--months", "5"], "36"),
        (["decide", SAMPLE, "--scenarios", "many"], "64"),
        (["decide", SAMPLE, "--lang", "de"], "fr"),
        (["decide", SAMPLE, "--effort", "fast"], "full, quick, triage"),
        (["decide", SAMPLE, "--months"], "--months"),
        (["decide", SAMPLE, "again.toml"], "decide"),
        (["cost", "fr"], "cost"),
        (["cost", "fr", "abc"], "SALA"),
        (["cost", "de", "40000"], "de"),
        (["facts", "emp_juniorr"], "emp_junior"),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_bad_input_ends_with_2_and_one_message_on_standard_error(
    arguments: list[str],
    told: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", {"fr": "fr_FR.UTF-8", "en": "en_GB.UTF-8"}[lang])
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
    assert err.startswith({"fr": "Erreur", "en": "Error"}[lang])


def test_cost_and_new_write_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cost", "fr", "42000", "--json")
    assert code == 0
    assert json.loads(out)["gross"] == 42000
    code, out, _ = run(capsys, "new", "-", "--lang", "en")
    assert code == 0
    assert "[company]" in out


def test_new_refuses_to_write_over_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    assert run(capsys, "new", str(path))[0] == 0
    before = path.read_text(encoding="utf-8")
    code, out, err = run(capsys, "new", str(path))
    assert (code, out) == (2, "")
    assert "mine.toml" in err
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_help_of_every_command_is_in_the_language_asked_for(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"fr": ["Show this help", "Language, fr"], "en": ["Montrer cette aide", "Langue, fr"]}
    for command in [[], *([name.__name__.rpartition(".")[2]] for name in ALL)]:
        code, out, _ = run(capsys, *command, "--help", "--lang", lang)
        assert code == 0
        assert not [words for words in other[lang] if words in out], command


def test_the_language_may_be_asked_for_before_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, before, _ = run(capsys, "--lang", "en", "needs", SAMPLE)
    _, after, _ = run(capsys, "needs", SAMPLE, "--lang", "en")
    assert before == after
    assert "The work to do" in before


def test_the_environment_chooses_the_language_and_anything_else_is_french() -> None:
    assert language([], {"LC_ALL": "en_US.UTF-8", "LANG": "fr_FR"}) == "en"
    assert language([], {"LANG": "de_DE.UTF-8"}) == "fr"
    assert language([], {"LANG": "C"}) == "fr"
    assert language(["--lang", "en"], {"LANG": "fr_FR"}) == "en"


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from timonier.app import cli; cli.run(['--help']); "
        "print([m for m in ('numpy', 'numba', 'django', 'scipy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.splitlines()[-1] == "[]"
