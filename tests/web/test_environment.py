"""Settings: safe by default, and a clear sentence for a wrong one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from timonier.app.web import environment


def read(tmp_path: Path, **values: str) -> environment.Environment:
    return environment.read({"TIMONIER_DATA_DIR": str(tmp_path), **values})


def test_defaults_are_safe_and_the_secret_is_made_once(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert not first.debug
    assert first.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert first.workers == min(2, os.cpu_count() or 1)  # one that is held holds not all pages


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMONIER_DATABASE", "mysql://somewhere/name"),
        ("TIMONIER_DATABASE", "postgresql://host"),
        ("TIMONIER_DATABASE", "postgresql://user:hunter2secret@host:port/name"),
        ("TIMONIER_DATABASE", "postgresql://host/name?sslmod=require"),
        ("TIMONIER_SECRET_KEY", "short"),
        ("TIMONIER_SECRET_KEY", ""),
        ("TIMONIER_WORKRS", "4"),
        ("TIMONIER_DATA_DIRECTORY", "/elsewhere"),
        ("TIMONIER_PUBLIC_URL", "advice.example"),
        ("TIMONIER_PUBLIC_URL", "https://advice.example/path"),
        ("TIMONIER_HOSTS", "*"),
        ("TIMONIER_PROXIES", "many"),
        ("TIMONIER_SECONDS_PER_MINUTE", "-1"),
        ("TIMONIER_WORKERS", "0"),
        ("TIMONIER_THREADS", "1e3"),
        ("TIMONIER_LOG_LEVEL", "loud"),
        ("TIMONIER_LOG_SERVER", "logs.example:514"),
        ("TIMONIER_LOG_SERVER", "10.0.0.5:high"),
        ("TIMONIER_LOG_SERVER", "10.0.0.5:99999"),
        ("TIMONIER_DEBUG", "maybe"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_without_repeating_a_secret(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(environment.BadSetting) as refused:
        read(tmp_path, **{name: value})
    said = str(refused.value)
    assert said.startswith(name)
    assert said.endswith(".")
    assert "hunter2secret" not in said


def test_a_folder_that_cannot_be_written_names_the_remedy(tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    with pytest.raises(environment.BadSetting, match="TIMONIER_DATA_DIR"):
        read(blocked / "below")


def test_the_databases_are_safe_for_several_writers() -> None:
    sqlite = environment.database_settings("data.sqlite3")
    options = sqlite["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "foreign_keys=ON" in options["init_command"]
    address = "postgresql://us%40er:p%3Aw@db.example:5433/timonier"
    postgres = environment.database_settings(address)
    assert (postgres["USER"], postgres["PASSWORD"]) == ("us@er", "p:w")
    assert (postgres["HOST"], postgres["PORT"]) == ("db.example", "5433")


def test_the_options_of_a_database_address_are_kept() -> None:
    address = "postgresql://u:p@db.example/name?sslmode=verify-full&connect_timeout=3"
    found = environment.database_settings(address)
    assert found["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "3"}
    local = environment.database_settings("postgresql:///name?host=/run/postgresql&user=u")
    assert (local["HOST"], local["USER"], local["NAME"]) == ("/run/postgresql", "u", "name")


def test_a_misspelt_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(environment.BadSetting, match="nearest is TIMONIER_WORKERS"):
        read(tmp_path, TIMONIER_WORKRS="4")


@pytest.mark.parametrize("held", ["", "short\n", " " * 60])
def test_a_key_file_cut_short_is_refused_and_named(tmp_path: Path, held: str) -> None:
    (tmp_path / "secret-key").write_text(held)
    with pytest.raises(environment.BadSetting, match="secret-key"):
        read(tmp_path)


def test_two_processes_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {one.secret_key for one in pool.map(lambda _: read(tmp_path), range(32))}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
