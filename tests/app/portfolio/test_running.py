"""Running a list: whole, resumable, the same bytes whatever happens on the way."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.app.portfolio import lists
from timonier.app.portfolio import judging, local
from timonier.app.portfolio.folder import Folder, OtherSettings
from timonier.app.portfolio.judging import How
from timonier.app.portfolio.parquet import lines_of, read
from timonier.app.portfolio.run import Job, run
from timonier.app.portfolio.work import Done, Feed, compute

COUNT = 8


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list run to its end by one process."""
    out = tmp_path_factory.mktemp("whole")
    report = lists.run_here(out, lists.companies(COUNT), workers=1)
    assert report.complete
    assert report.statuses == {"ok": COUNT - 1, "invalid": 1}
    return out


def test_every_company_has_its_row_in_the_order_of_the_list(whole: Path) -> None:
    found = list(lines_of(read(Folder(whole).parts())))
    assert [line.id for line in found] == [row.id for row in lists.companies(COUNT)]
    assert all(line.kept["Téléphone"].startswith("01") for line in found[:-1])
    assert found[-1].problems[0].column == "company.headcount"


def test_a_run_that_is_done_computes_nothing_again(whole: Path) -> None:
    report = lists.run_here(whole, lists.companies(COUNT))
    assert (report.computed, report.found) == (0, COUNT)


def test_a_row_that_changes_is_computed_again_with_its_part_alone(
    whole: Path, tmp_path: Path
) -> None:
    for path in whole.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = lists.companies(COUNT)[:-1]  # the row that could not be read is gone
    report = lists.run_here(tmp_path, rows, workers=1)
    assert report.found == 6
    assert len(Folder(tmp_path).parts()) == 3
    assert len(list(lines_of(read(Folder(tmp_path).parts())))) == COUNT - 1


def test_other_settings_need_another_folder(whole: Path) -> None:
    with pytest.raises(OtherSettings) as refused:
        Folder(whole).open(How("quick", 4, 64, 3))
    assert refused.value.differ == {"seed": (3, 4)}


def test_shards_computed_apart_are_the_whole(whole: Path, tmp_path: Path) -> None:
    rows = lists.companies(COUNT)
    for share in (2, 1):
        lists.run_here(tmp_path, rows, workers=1, shard=(share, 2))
    assert lists.parts(tmp_path) == lists.parts(whole)


def test_a_worker_killed_at_any_moment_changes_nothing(whole: Path, tmp_path: Path) -> None:
    rng, over = random.Random(5), threading.Event()

    def kill() -> None:
        for _ in range(3):
            if over.wait(rng.uniform(0.5, 2.0)):
                return
            alive = [p for p in psutil.Process().children(recursive=True) if _computes(p)]
            if alive:
                rng.choice(alive).kill()

    killer = threading.Thread(target=kill)
    killer.start()
    report = lists.run_here(tmp_path, lists.companies(COUNT))
    over.set()
    killer.join()
    if report.missing:  # the same piece killed again and again is said to be missing, then made
        report = lists.run_here(tmp_path, lists.companies(COUNT))
    assert report.complete
    assert lists.parts(tmp_path) == lists.parts(whole)


def _computes(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_a_run_killed_at_any_moment_goes_on_where_it_was(whole: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.app.portfolio.lists", str(tmp_path), str(COUNT)]
    for seconds in (0.3, 4.0):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
    lists.run_here(tmp_path, lists.companies(COUNT))
    Folder(tmp_path).sweep()
    assert lists.parts(tmp_path) == lists.parts(whole)


def test_a_company_whose_computation_fails_says_so_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decide(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(judging, "decide", decide)
    rows = lists.companies(3)
    folder = Folder(tmp_path)
    folder.open(lists.HOW)
    report = run(Job(rows, folder, lists.HOW), _here, lambda _: None)
    assert report.statuses == {"failed": 2, "invalid": 1}
    assert report.failed == [1, 2]
    line = next(iter(lines_of(read(folder.parts()))))
    assert line.problems[0].code == "failed"
    assert "a fault of ours" in line.problems[0].text_en


def test_a_company_that_no_process_survives_is_the_only_one_missing(tmp_path: Path) -> None:
    rows, folder = lists.companies(4), Folder(tmp_path)
    folder.open(lists.HOW)

    def engine(feed: Feed):  # type: ignore[no-untyped-def]
        while (piece := feed.take()) is not None:
            deadly = any(row.id == "C-1" for row in piece.rows)
            yield Done(piece, lost="killed") if deadly else Done(piece, compute(piece))

    report = run(Job(rows, folder, lists.HOW), engine, lambda _: None)
    assert report.missing == {2: "killed"}
    found = list(lines_of(read(folder.parts())))
    assert [(line.id, line.status) for line in found][1] == ("C-1", "failed")
    assert {line.status for line in found} == {"ok", "failed", "invalid"}
    report = run(Job(rows, folder, lists.HOW), _here, lambda _: None)  # and the next run makes it
    assert report.complete
    assert (report.found, report.computed) == (1, 3)


def _here(feed: Feed):  # type: ignore[no-untyped-def]
    while (piece := feed.take()) is not None:
        yield Done(piece, compute(piece))


def test_a_full_disk_keeps_what_is_written_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    rows, folder = lists.companies(3), Folder(tmp_path)
    folder.open(lists.HOW)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            run(Job(rows, folder, lists.HOW), _here, lambda _: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [path.name for path in tmp_path.iterdir()] == ["portfolio.json"]


def test_processes_that_cannot_begin_are_an_error_and_not_an_endless_wait(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(local, "_work", _ends_at_once)
    folder = Folder(tmp_path)
    folder.open(lists.HOW)
    with pytest.raises(local.NoWorker):
        run(
            Job(lists.companies(3), folder, lists.HOW),
            lambda feed: local.run(feed, 1),
            lambda _: None,
        )


def _ends_at_once(pipe: object) -> None:
    os._exit(7)
