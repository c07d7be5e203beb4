"""The journal: who called, and the same lines kept where this machine cannot take them back."""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.serving import Browser, serving, until
from tests.web.test_api.calling import get
from timonier.app.web import environment, logs
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import SCOPES


def test_each_line_reaches_the_server_of_journals_too(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as journal:
        journal.bind(("127.0.0.1", 0))
        journal.settimeout(60)
        where = "{}:{}".format(*journal.getsockname())
        with serving(tmp_path, TIMONIER_LOG_SERVER=where) as served:
            Browser(served.address).get("/fr/")
            line = journal.recv(65_536).decode().rstrip("\x00").partition(">")[2]
            said = json.loads(line)
            assert (said["message"], said["route"], said["status"]) == ("request", "home", 200)
            until(lambda: line in served.log.read_text(encoding="utf-8"), 10)


@pytest.mark.parametrize("away", [("127.0.0.1", 9), ("203.0.113.1", 514), ("0.0.0.0", 1)])
def test_a_server_of_journals_that_is_away_stops_nothing(
    away: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    handler = logs.Elsewhere(away)
    for _ in range(3):
        handler.emit(logging.makeLogRecord({"msg": "x" * 70_000}))  # larger than any datagram
        handler.emit(logging.makeLogRecord({"msg": "request"}))
    handler.close()
    assert capsys.readouterr().err == ""


def test_an_address_with_and_without_its_port_is_read(tmp_path: Path) -> None:
    for given, read in {
        "": None,
        "10.0.0.5": ("10.0.0.5", 514),
        "[fd00::5]:99": ("fd00::5", 99),
    }.items():
        environ = {"TIMONIER_DATA_DIR": str(tmp_path), "TIMONIER_LOG_SERVER": given}
        assert environment.read(environ).log_server == read


@pytest.mark.django_db
def test_a_line_names_the_key_that_called_and_not_its_secret(client: Client, caplog: Any) -> None:
    made = keys.create("a CRM", SCOPES, 1, 0)
    with caplog.at_level(logging.INFO, "timonier.web"):
        get(client, "/facts?limit=1", headers={"Authorization": f"Bearer {made.shown}"})
        get(client, "/facts?limit=1")
    named, nobody = (logs.JsonFormatter().format(record) for record in caplog.records)
    assert json.loads(named)["key"] == made.kept.pk
    assert made.shown.rpartition("_")[2] not in named
    assert "key" not in json.loads(nobody)
