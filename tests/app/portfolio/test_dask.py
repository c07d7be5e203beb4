"""The same rows on Dask: the same bytes, a worker killed or not, and clear words where it lacks."""

from __future__ import annotations

import random
import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.app.portfolio import lists
from timonier.app import cli
from timonier.app.portfolio import dask
from timonier.app.portfolio.folder import Folder
from timonier.app.portfolio.run import Job, run
from timonier.app.portfolio.work import Feed

COUNT = 7


def test_dask_writes_the_bytes_of_a_local_run_though_a_worker_is_killed(tmp_path: Path) -> None:
    """A cluster that it starts itself, two workers, one of them killed in the middle."""
    rows = lists.companies(COUNT)
    lists.run_here(tmp_path / "local", rows)
    folder = Folder(tmp_path / "dask")
    folder.open(lists.HOW)
    killed = threading.Event()

    def tell(report: object) -> None:
        if not killed.is_set():  # some rows are done: the others are under way
            killed.set()
            random.Random(3).choice(_workers()).kill()

    report = run(Job(rows, folder, lists.HOW), lambda feed: dask.run(feed, None, 2), tell)
    assert killed.is_set()
    assert report.complete
    assert lists.parts(tmp_path / "dask") == lists.parts(tmp_path / "local")


def _workers() -> list[psutil.Process]:
    """Processes that Dask computes in: children of ours that were spawned for it."""
    found = psutil.Process().children(recursive=True)
    return [p for p in found if "spawn_main" in " ".join(p.cmdline())]


def test_an_address_where_nobody_answers_is_said_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dask, "PATIENCE", 0.5)
    with pytest.raises(dask.NoCluster):
        list(dask.run(Feed(iter(())), "tcp://127.0.0.1:9", 1))


def test_without_dask_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    source = tmp_path / "list.csv"
    source.write_text("Entreprise;Effectif;Pays\nNord;12;France\n", encoding="utf-8")
    command = ["portfolio", "run", str(source), str(tmp_path / "out"), "--engine", "dask"]
    assert cli.run([*command, "--lang", "en"]) == 2
    assert "pip install timonier[dask]" in capsys.readouterr().err
