"""Copied while it serves, put back here or in another kind of database, whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

WRITE = """
import sys, django
from timonier.app.serve import open_database
open_database()
from django.db import transaction
from timonier.app.web.models import Revision, Situation
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    with transaction.atomic():
        document = {"company": {"market": "fr", "name": f"Crémerie d’Été n° {number} 🌸"}}
        said = {"document": document, "asked": ["x"], "form": 1}
        one = Situation.objects.create(owner=f"{number:064}", **said)
        for step in range(3):
            Revision.objects.create(situation=one, document={"step": step}, change="x")
    print(number, flush=True)
"""
READ = """
import json, django
from timonier.app.serve import open_database
open_database()
from timonier.app.web.models import Situation
kept = {
    s.pk: [s.owner, s.document, s.asked, s.form, s.updated_at.isoformat(), s.created_at.isoformat(),
           [[r.document, r.change, r.created_at.isoformat()] for r in s.revisions.order_by("id")]]
    for s in Situation.objects.all()
}
print(json.dumps(kept, sort_keys=True))
"""


def environ(folder: Path, database: str = "") -> dict[str, str]:
    found = {k: v for k, v in os.environ.items() if not k.startswith(("TIMONIER_", "DJANGO_"))}
    found["TIMONIER_DATA_DIR"] = str(folder)
    return found | ({"TIMONIER_DATABASE": database} if database else {})


def python(code: str, *arguments: str, env: dict[str, str]) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def timonier(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "timonier.app.cli", *arguments, "--lang", "en"]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def empty_postgres(postgres_url: str) -> str:
    """A database of its own in the tests' server."""
    with psycopg.connect(postgres_url, autocommit=True) as session:
        session.execute("create database moved")
    return postgres_url.rpartition("/")[0] + "/moved"


@dataclass(frozen=True)
class Kept:
    """A folder with seven situations, what it holds, and a copy of it that the command made."""

    env: dict[str, str]
    held: str
    copy: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    env, copy = environ(folder / "here"), folder / "first.gz"
    python(WRITE, "0", "7", env=env)
    done = timonier("backup", str(copy), env=env)
    assert (done.returncode, done.stderr.strip()) == (
        0,
        "Copied. Situations: 7; earlier states: 21.",
    )
    return Kept(env, python(READ, env=env), copy)


def test_a_copy_moves_everything_to_postgresql_and_back(
    kept: Kept, empty_postgres: str, tmp_path: Path
) -> None:
    there, back = environ(tmp_path / "there", empty_postgres), environ(tmp_path / "back")
    second = str(tmp_path / "second.gz")
    assert kept.copy.stat().st_mode & 0o077 == 0
    for _ in range(2):  # a second time changes nothing
        assert timonier("restore", str(kept.copy), env=there).returncode == 0
        assert python(READ, env=there) == kept.held
    assert timonier("backup", second, env=there).returncode == 0
    assert timonier("restore", second, env=back).returncode == 0
    assert python(READ, env=back) == kept.held


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
def test_a_copy_made_while_others_write_holds_one_moment(
    where: str, empty_postgres: str, tmp_path: Path
) -> None:
    env = environ(tmp_path / where, empty_postgres if where == "postgresql" else "")
    python(WRITE, "1000", "1010", env=env)
    command = [sys.executable, "-c", WRITE, "2000", "9000"]
    writer = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    try:
        writer.stdout.readline()
        done = timonier("backup", str(tmp_path / "copy.gz"), env=env)
        assert done.returncode == 0, done.stderr
        assert writer.poll() is None  # it wrote all along
    finally:
        writer.terminate()
        writer.wait(30)
    lines = gzip.decompress((tmp_path / "copy.gz").read_bytes()).decode().splitlines()[1:-1]
    rows = [json.loads(line) for line in lines]
    situations = [row["pk"] for row in rows if row["model"] == "web.situation"]
    owners = [row["fields"]["situation"] for row in rows if row["model"] == "web.revision"]
    assert len(situations) > 10
    assert sorted(owners) == sorted(situations * 3)


def test_what_is_put_back_replaces_its_own_and_leaves_the_rest(kept: Kept, tmp_path: Path) -> None:
    env = environ(shutil.copytree(kept.env["TIMONIER_DATA_DIR"], tmp_path / "here"))
    before = json.loads(kept.held)
    change = """
first, second, *_ = Situation.objects.order_by("created_at")  # of those in the copy
first.delete()
second.document = {"changed": 1}
second.save()
second.revisions.create(document={}, change="late")
"""
    python(WRITE + change, "50", "51", env=env)
    assert timonier("restore", str(kept.copy), env=env).returncode == 0
    after = json.loads(python(READ, env=env))
    assert len(after) == 8
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("way", ["cut", "changed", "other", "newer", "absent"])
def test_a_file_that_is_not_a_whole_copy_is_refused_and_nothing_is_written(
    kept: Kept, tmp_path: Path, way: str
) -> None:
    copy = tmp_path / "copy.gz"
    packed = kept.copy.read_bytes()
    text = gzip.decompress(packed)
    wrong = {
        "cut": packed[:-40],
        "changed": gzip.compress(text.replace(b"Cr", b"Kr")),
        "other": b"not a copy at all",
        "newer": gzip.compress(b'{"timonier": 99}\n' + text),
    }
    if way != "absent":
        copy.write_bytes(wrong[way])
    fresh = environ(tmp_path / "fresh")
    done = timonier("restore", str(copy), env=fresh)
    assert done.returncode == 2
    assert copy.name in done.stderr
    assert "Traceback" not in done.stderr
    assert situations_in(tmp_path / "fresh") == 0
    assert situations_in(Path(kept.env["TIMONIER_DATA_DIR"])) == 7


def situations_in(folder: Path) -> int:
    """How many a folder holds; its database may not have been made."""
    with closing(sqlite3.connect(folder / "timonier.sqlite3")) as database:
        made = database.execute("select 1 from sqlite_master where name = 'web_situation'")
        if made.fetchone() is None:
            return 0
        (count,) = database.execute("select count(*) from web_situation").fetchone()
        return int(count)
