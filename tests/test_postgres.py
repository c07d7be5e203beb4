"""The private PostgreSQL of the tests is a real server, and belongs to them alone."""

from __future__ import annotations

from pathlib import Path

import psycopg


def test_the_tests_have_a_real_postgresql_of_their_own(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("create table kept (company text, chance numeric)")
        connection.execute("insert into kept values (%s, %s)", ("Crémerie d’Été", "0.58"))
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select company, chance::text from kept").fetchone()
        version = connection.info.server_version
    assert row == ("Crémerie d’Été", "0.58")
    assert version >= 140000


def test_the_server_does_not_run_as_root(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        shown = connection.execute("show data_directory").fetchone()
    assert shown is not None
    server = (Path(shown[0]) / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
    assert Path("/proc", server).stat().st_uid != 0
