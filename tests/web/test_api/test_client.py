"""The client of one file, against a real server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clients.timonier_client import Refused, Timonier
from tests.web.conftest import COMPANY
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import SCOPES
from timonier.knowledge import load

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = "src/timonier/app/samples/atelier.toml"


@pytest.fixture
def server(live_server: Any) -> Timonier:
    return Timonier(live_server.url, lang="en")


def test_a_company_or_its_file_is_decided(server: Timonier) -> None:
    whole = server.decide(SAMPLE)
    assert whole["language"] == "en"
    assert whole["provenance"]["effort"] == "quick"
    assert server.decide(SAMPLE, include=["verdict"]) == {"verdict": whole["verdict"]}
    assert server.next_questions(SAMPLE)["next_questions"] == whole["next_questions"]
    assert server.frontier(SAMPLE)["frontier"] == whole["frontier"]
    assert server.needs(COMPANY)["needs"]


def test_a_refusal_is_raised_with_its_place(server: Timonier) -> None:
    with pytest.raises(Refused, match="Did you mean headcount") as refused:
        server.decide({"company": {"market": "fr", "headcont": 3}})
    assert refused.value.problem["pointer"] == "/company/company/headcont"
    with pytest.raises(Refused, match="key is unknown"):
        Timonier(server.address, key="tim_none", lang="en").needs(COMPANY)


def test_every_figure_is_read_page_after_page(server: Timonier) -> None:
    assert [one["key"] for one in server.facts()] == sorted(load().figures)
    assert {one["key"] for one in server.facts("emp_head")} < set(load().figures)


def test_a_share_that_is_spent_is_waited_for_or_said(server: Timonier) -> None:
    key = keys.create("a small share", SCOPES, 1, 1).shown
    hurried = Timonier(server.address, key=key, patience=0.5)
    with pytest.raises(Refused) as refused:
        [hurried.needs(COMPANY) for _ in range(8)]  # a minute may end meanwhile
    assert refused.value.problem["code"] == "share_spent"


def test_a_plan_is_waited_for_and_fetched(server: Timonier) -> None:
    made = server.plan(SAMPLE)
    decision = next(one for one in made["files"] if one["path"] == "decision.json")
    assert json.loads(server.fetch(decision["address"]))["language"] == "en"
    assert server.fetch(made["archive"])[:2] == b"PK"


def test_a_list_is_decided_and_read_under_its_own_identifiers(server: Timonier) -> None:
    companies = {"A-1": COMPANY, "A-2": {"company": {"market": "atlantis"}}}
    rows = {row["id"]: row for row in server.decide_list(companies, effort="triage")}
    assert rows["A-1"]["status"] == "ok"
    assert rows["A-1"]["first_model"]
    assert rows["A-2"]["status"] == "invalid"
    with pytest.raises(Refused, match="effort"):
        server.decide_list(companies, effort="quickly")
