"""The examples of the page about the API run, against a real server."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts import examples
from tests.tree import ROOT

PAGE = ROOT / "docs" / "how-to" / "call-the-api.md"
SERVED = "http://127.0.0.1:8000"
COMMANDS = [one for one in examples.blocks(PAGE.read_text("utf-8")) if one.language == "sh"]


@pytest.mark.django_db(transaction=True)
def test_each_command_of_the_page_is_answered(live_server: Any, tmp_path: Path) -> None:
    folder = examples.reader_folder(tmp_path)
    assert len(COMMANDS) > 1
    for block in COMMANDS:
        command = block.text.replace(SERVED, live_server.url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "code" not in json.loads(done.stdout), done.stdout


def test_each_trap_of_the_study_is_held_by_the_test_that_it_names() -> None:
    page = (ROOT / "docs" / "traps.md").read_text("utf-8")
    held = re.findall(r"\[`(test_\w+)`\]\(\.\./(\S+)\) \|$", page, re.MULTILINE)
    assert len(held) == len(re.findall(r"^\| ", page, re.MULTILINE)) - 2  # its title and its rule
    for name, file in held:
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), file
