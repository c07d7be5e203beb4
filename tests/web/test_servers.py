"""The real thing: the same tests on PostgreSQL, and the command that serves with the real files."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.tree import ROOT
from tests.web.serving import Browser, serving
from timonier.app.wording import percent
from timonier.engine.catalogue import MODELS

ON_BOTH = ("test_pages.py", "test_questions", "test_keeping.py", "test_queue")


def test_the_same_tests_pass_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    files = [f"tests/web/{name}" for name in ON_BOTH]
    environ = {**os.environ, "TIMONIER_DATABASE": postgres_url, "TIMONIER_DATA_DIR": str(tmp_path)}
    told = tmp_path / "told.xml"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist",
               f"--junit-xml={told}", *files]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    run = ElementTree.parse(told).getroot()
    where = {case.get("classname", "").split(".")[2] for case in run.iter("testcase")}
    assert where == {name.removesuffix(".py") for name in ON_BOTH}
    counts = {
        name: int(run[0].get(name, "")) for name in ("tests", "failures", "errors", "skipped")
    }
    assert counts.pop("tests") > 30
    assert set(counts.values()) == {0}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``timonier serve``, on a folder and a port of its own."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found.address
    assert f"{found.address}/" in found.log.read_text(encoding="utf-8")


def fetch(address: str) -> tuple[str, dict[str, str]]:
    with urllib.request.urlopen(address, timeout=60) as response:
        return response.read().decode("utf-8", "replace"), dict(response.headers)


def test_the_command_serves_pages_with_files_that_may_be_kept_for_ever(served: str) -> None:
    assert '"database": "ok"' in fetch(f"{served}/health")[0]
    home, headers = fetch(f"{served}/fr/")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', home)
    assert len(files) >= 7
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.", file)
        _, said = fetch(served + file)
        assert "immutable" in said["Cache-Control"]
    sheet, _ = fetch(served + next(f for f in files if "base." in f))
    fonts = re.findall(r'url\("([^"]+)"\)', sheet)
    assert fonts
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2", font) for font in fonts)


def test_the_page_the_file_and_the_command_say_the_same_numbers(
    served: str, tmp_path: Path
) -> None:
    browser = Browser(served)
    situation = browser.post("/en/sample/").split("result/")[0]
    page, _ = browser.get(f"{situation}result/")
    page += browser.get(f"{situation}result/comparison/")[0]
    kept, _ = browser.get(f"{situation}decision.json")
    file = tmp_path / "company.toml"
    file.write_text(browser.get(f"{situation}company.toml")[0], encoding="utf-8")
    command = [sys.executable, "-m", "timonier.app.cli", "decide", str(file), "--json", "--lang",
               "en"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said == json.loads(kept)
    page = html.unescape(page)
    shown = dict(re.findall(r'href="[^"]*/figure/([^/"]+)/"[^>]*>([^<]+)</a>', page))
    for name in MODELS:
        model, head = said["models"][name], f"models.{name}"
        if model["team"]:
            assert shown[f"{head}.chance_of_best"] == percent(model["chance_of_best"], "en")
            coverage = model["criteria"]["coverage"]["p50"]
            assert shown[f"{head}.criteria.coverage"] == percent(coverage, "en")
        for member in model["team"]:
            assert member["label"] in page
    assert said["verdict"]["text"] in page


@pytest.mark.parametrize(
    ("setting", "value"), [("TIMONIER_LOG_LEVEL", "loud"), ("TIMONIER_DATABASE", "mysql://x/y")]
)
def test_a_wrong_setting_stops_the_command_with_one_sentence(
    tmp_path: Path, setting: str, value: str
) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("TIMONIER_", "DJANGO_"))}
    environ |= {"TIMONIER_DATA_DIR": str(tmp_path), setting: value}
    command = [sys.executable, "-m", "timonier.app.cli", "serve", "--port", "1"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert setting in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_already_taken_is_said(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("TIMONIER_", "DJANGO_"))}
    environ["TIMONIER_DATA_DIR"] = str(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "timonier.app.cli", "serve", "--port", port]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
