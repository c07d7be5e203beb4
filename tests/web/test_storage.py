"""A database that is full, read-only or lost: pages say so, and nothing computed is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import check_page
from timonier.app.web import computing, storage

Keep = Callable[..., Any]
WAYS = {"full": "PRAGMA max_page_count = {pages}", "read_only": "PRAGMA query_only = ON"}
BACK = ("PRAGMA query_only = OFF", "PRAGMA max_page_count = 1073741823")


@contextmanager
def broken(way: str) -> Iterator[None]:
    """SQLite itself, as it is on a full disk or on one that is only read."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page left free by what was erased before
        cursor.execute("PRAGMA page_count")
        cursor.execute(WAYS[way].format(pages=cursor.fetchone()[0]))
    storage._seen = (0.0, "")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for back in BACK:
                cursor.execute(back)
        storage._seen = (0.0, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_cannot_be_kept_is_said_with_its_reason(
    client: Client, keep: Keep, way: str, lang: str
) -> None:
    situation = keep(COMPANY)
    asked = f"/{lang}/c/{situation.pk}/question/company.name/"
    with broken(way):
        answers = [client.post(asked, {"value": f"{n:02} Lemoine"}) for n in range(99)]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused, [answer.status_code for answer in answers]
    assert refused[-1]["Retry-After"]
    words = {"full": {"fr": "plein", "en": "full"}, "read_only": {"fr": "lecture", "en": "reading"}}
    assert words[way][lang] in check_page(refused[-1], lang).text
    assert client.post(asked, {"value": "Lemoine"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_health_tells_the_truth_about_writing(client: Client) -> None:
    storage._seen = (0.0, "")
    assert client.get("/health").json()["database"] == "ok"
    with broken("read_only"):
        answer = client.get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, "read_only")
    assert client.get("/health").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_what_was_computed_is_given_even_when_it_cannot_be_kept(way: str) -> None:
    with broken(way):
        found = computing.text(COMPANY, 7, "fr", quick=True)
    assert '"verdict"' in found
    assert computing.text(COMPANY, 7, "fr", quick=True) == found
    computing.forget([(COMPANY, 7)])


def test_what_postgresql_says_is_understood(postgres_url: str) -> None:
    from django.db import InternalError, OperationalError

    with pytest.raises(psycopg.OperationalError) as lost:
        psycopg.connect(postgres_url.replace("@127.0.0.1:", "@127.0.0.1:1"), connect_timeout=2)
    assert storage.trouble(OperationalError(str(lost.value))) == "lost"
    reading = f"{postgres_url}?options=-c%20default_transaction_read_only%3Don"
    with psycopg.connect(reading) as session, pytest.raises(psycopg.Error) as read_only:
        session.execute("create table nothing ()")
    assert storage.trouble(InternalError(str(read_only.value))) == "read_only"
    assert storage.trouble(OperationalError('no such table: "web_situation"')) == ""
    assert storage.trouble(ValueError("readonly")) == ""


def test_only_its_owner_reads_what_is_kept(tmp_path: Path) -> None:
    """As ``timonier serve`` prepares it, in a folder that was open to others."""
    tmp_path.chmod(0o755)
    (tmp_path / "timonier.sqlite3").touch(mode=0o644)
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("TIMONIER_", "DJANGO_"))}
    environ["TIMONIER_DATA_DIR"] = str(tmp_path)
    code = (
        "from timonier.app.serve import prepare; prepare();"
        "from timonier.app.web.models import Situation;"
        "Situation.objects.create(owner='x', form=1);"
        "import os, pathlib;"
        "folder = pathlib.Path(os.environ['TIMONIER_DATA_DIR']);"
        "files = [p for p in folder.iterdir() if p.is_file()];"
        "print(*(f'{p.name} {p.stat().st_mode & 0o077}' for p in files), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    modes = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert {"timonier.sqlite3", "timonier.sqlite3-wal", "secret-key"} <= set(modes)
    assert set(modes.values()) == {"0"}
