"""However a command ends, no traceback: a full disk, a closed pipe, a key, a crowd."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from timonier.app import cli

PROGRAM = (sys.executable, "-m", "timonier.app.cli")
ENGLISH = {**os.environ, "LC_ALL": "en_CA.UTF-8"}


@pytest.mark.parametrize(
    "command", [("cost", "fr", "45000", "--json"), ("facts", "emp_junior"), ("--version",)]
)
def test_no_room_to_write_is_one_message(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True, env=ENGLISH
        )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: the result could not be written (ENOSPC).")
    assert done.stderr.count("\n") == 1


def test_a_closed_pipe_ends_without_a_word() -> None:
    with subprocess.Popen(
        [*PROGRAM, "facts"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENGLISH
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 0


def test_an_interruption_says_stopped_and_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        @property
        def buffer(self) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert cli.run(["decide", "-", "--lang", "en"]) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


def test_more_posts_than_can_be_followed_are_refused_by_number(tmp_path: Path) -> None:
    crowd = tmp_path / "crowd.toml"
    crowd.write_text(
        '[company]\nmarket = "fr"\n' + '[[team]]\nrole = "emp_junior"\n' * 14, encoding="utf-8"
    )
    done = subprocess.run(
        [*PROGRAM, "decide", str(crowd)], capture_output=True, text=True, env=ENGLISH
    )
    assert done.returncode == 2
    assert "add up to 14 entries; the computation follows 13 at most" in done.stderr
