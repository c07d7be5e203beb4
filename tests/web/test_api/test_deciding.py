"""The API answers what the command answers, and refuses what the company file's reader refuses."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import timonier
from tests.conftest import COMPANIES
from tests.web.conftest import COMPANY
from tests.web.test_api.calling import get, post, read, refused
from timonier.app.cli import run
from timonier.app.company_file import to_document
from timonier.app.document import work
from timonier.app.interview import way
from timonier.app.web import computing
from timonier.engine.company import FACTS

pytestmark = pytest.mark.django_db


def sent(name: str) -> dict[str, Any]:
    """A company of the tests, as JSON holds it."""
    text = (COMPANIES / f"{name}.toml").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=str))
    return document


def test_a_decision_is_that_of_the_python_call_byte_for_byte(
    client: Client, decided: Callable[[str], Any]
) -> None:
    for lang in ("fr", "en"):
        body = {"company": sent("v17"), "effort": "full", "lang": lang}
        assert post(client, "/decisions", body).content.decode() == decided("v17").to_json(lang)


def test_a_decision_without_an_effort_is_that_of_the_quick_command(
    client: Client, capsys: Any
) -> None:
    path = COMPANIES / "v12.toml"
    assert run(["decide", str(path), "--json", "--effort", "quick", "--seed", "3"]) in (0, 3)
    response = post(client, "/decisions", {"company": sent("v12"), "seed": 3})
    assert response.content.decode() == capsys.readouterr().out
    assert (
        post(client, "/decisions", {"company": sent("v12"), "seed": 3})["ETag"] == response["ETag"]
    )
    part = post(client, "/decisions", {"company": sent("v12"), "seed": 3, "include": ["verdict"]})
    assert read(part) == {"verdict": read(response)["verdict"]}
    assert part["ETag"] != response["ETag"]


def test_the_mark_of_an_answer_changes_with_the_version_and_with_what_is_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mark(**more: Any) -> str:
        sent_now = {"company": sent("v12"), "effort": "triage", **more}
        return str(post(client, "/decisions", sent_now)["ETag"])

    first = mark()
    assert mark() == first
    others = {mark(seed=1), mark(lang="en"), mark(include=["verdict"])}
    monkeypatch.setattr(computing, "__version__", "a-later-one")
    others |= {mark()}
    assert len(others | {first}) == 5


def test_a_triage_is_that_of_the_python_call(client: Client) -> None:
    body = {"company": sent("v12"), "effort": "triage"}
    company = timonier.load_company(COMPANIES / "v12.toml")
    decided = timonier.decide(company, effort="triage")
    assert post(client, "/decisions", body).content.decode() == decided.to_json("fr")
    assert read(post(client, "/questions/next", body))["language"] == "fr"


def test_the_needs_are_those_of_the_command(client: Client) -> None:
    response = post(client, "/needs", {"company": COMPANY, "lang": "en"})
    company = timonier.company_from(COMPANY)
    from timonier.app.document import dump

    assert response.content.decode() == dump(work(company, "en"))


def test_the_parts_of_a_decision_are_its_own(client: Client) -> None:
    decision = read(post(client, "/decisions", {"company": COMPANY}))
    asked = read(post(client, "/questions/next", {"company": COMPANY}))
    assert asked["next_questions"] == decision["next_questions"]
    assert asked["stop"] == decision["stop"]
    frontier = read(post(client, "/frontier", {"company": COMPANY}))
    assert frontier["frontier"] == decision["frontier"]
    assert frontier["levers"] == decision["levers"]


def test_an_interview_leads_from_nothing_to_what_weighs_most(client: Client) -> None:
    held: dict[str, Any] = {}
    met: list[str] = []
    while (said := read(post(client, "/interview", {"company": held, "lang": "en"})))["of"]:
        assert (said["number"] <= said["of"], said["stop"]) == (True, "")
        assert said["question"]["text"]
        assert said["allowed"]
        section, _, name = said["write_at"].partition(".")
        known = COMPANY.get(section, "unknown")
        value = known.get(name, "unknown") if isinstance(known, dict) else known
        held = {**held, section: {**held.get(section, {}), name: value} if name else value}
        met.append(said["write_at"])
    everybody = [key for step in way.CORE for key in step.asks]
    assert met == [key for key in everybody if way.applies(held, key)]
    told = {"company": held, "effort": "full", "lang": "en"}  # as the pages ask, whoever asks
    decision = read(post(client, "/decisions", told))
    assert said["stop"] == decision["stop"]["text"]
    worth = [one["fact"] for one in decision["next_questions"] + decision["stop"]["turns"]]
    assert (said["question"] or {"fact": None})["fact"] in [*worth, None]


@pytest.mark.parametrize(
    ("company", "pointer"),
    [
        ({"marketing": {"budget": -1}}, "/company/marketing/budget"),
        ({"company": 0}, "/company/company"),
        ({"company": {"market": "mars"}}, "/company/company/market"),
    ],
)
def test_an_interview_refuses_what_the_company_file_would(
    client: Client, company: Any, pointer: str
) -> None:
    assert refused(post(client, "/interview", {"company": company}), 422)["pointer"] == pointer


@pytest.fixture
def whole(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = read(post(client, "/decisions", {"company": COMPANY, "effort": "full"}))
    return found


def test_a_change_is_tried_on_the_teams_already_found(
    client: Client, whole: dict[str, Any]
) -> None:
    body = {"company": COMPANY, "changes": {"hiring.can_recruit": False}, "lang": "en"}
    seen = read(post(client, "/what-if", body))
    assert seen["before"] == whole["verdict"]["leading"]
    for model, said in seen["models"].items():
        assert said["chance_before"] == whole["models"][model]["chance_of_best"]
    assert not seen["models"]["in_house"]["open"] or seen["models"]["in_house"]["chance_after"] < 1
    assert seen["text"]
    budget = {"company": COMPANY, "changes": {"marketing.budget": 300_000}}
    raised = read(post(client, "/what-if", budget))
    assert raised["models"]["hybrid"]["a_year"]["p50"] > 0
    assert raised["text"].startswith("En tête") or raised["text"].startswith("L’avis")


def test_a_number_is_explained_as_the_page_explains_it(
    client: Client, whole: dict[str, Any]
) -> None:
    every = read(post(client, "/explanations", {"company": COMPANY}))["explanations"]
    kept = computing.explanations_of(to_document(timonier.company_from(COMPANY)), 0, "fr")
    assert set(every) == set(kept)
    path = "verdict.chance_of_best"
    one = read(post(client, "/explanations", {"company": COMPANY, "paths": [path]}))
    assert one["explanations"] == {path: every[path]}
    wrong = {"company": COMPANY, "paths": [path, "verdict.chance_of_bst"]}
    said = refused(post(client, "/explanations", wrong), 422)
    assert (said["pointer"], said["nearest"]) == ("/paths/1", path)


REFUSED = [
    ({"company": {"company": {"market": "fr", "headcont": 3}}},
     "/company/company/headcont", "headcount"),
    ({"company": {"company": {"market": "fr"}, "team": [{"role": "emp_junor"}]}},
     "/company/team/0/role", "emp_junior"),
    ({"company": {"company": {"market": "frr"}}}, "/company/company/market", "fr"),
    ({"company": {"company": {}}}, "/company/company/market", ""),
    ({"company": {"compny": {}}}, "/company/compny", "company"),
    ({"compny": {}}, "/compny", "company"),
    ({}, "/company", ""),
    ([1], "", ""),
    ({"company": "companies/v17.toml"}, "/company", ""),
    ({"company": COMPANY, "seed": "3"}, "/seed", ""),
    ({"company": COMPANY, "seed": -1}, "/seed", ""),
    ({"company": COMPANY, "effort": "ful"}, "/effort", "full"),
    ({"company": COMPANY, "include": ["verdct"]}, "/include/0", "verdict"),
    ({"company": COMPANY, "include": []}, "/include", ""),
    ({"company": COMPANY, "lang": "de"}, "/lang", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "pointer", "nearest"), REFUSED)
def test_what_is_refused_is_named_with_its_place_and_the_nearest_name(
    client: Client, body: Any, pointer: str, nearest: str
) -> None:
    said = refused(post(client, "/decisions", body, headers={"Accept-Language": "en-CA"}), 422)
    assert said["pointer"] == pointer
    assert said.get("nearest", "") == nearest
    assert said["detail"][0] not in " ,"
    french = refused(post(client, "/decisions", body), 422)
    assert french["detail"] != said["detail"] or "lang" in body
    assert french["code"] == said["code"]


def test_a_refusal_says_what_was_read_and_what_is_allowed(client: Client) -> None:
    company = {**COMPANY, "marketing": {"budget": "lots"}}
    said = refused(post(client, "/decisions", {"company": company, "lang": "en"}), 422)
    assert said["read"] == '"lots"'
    assert said["allowed"] == "a number from 0 to 10,000,000,000"
    assert said["detail"].startswith("marketing.budget is")


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused_at_its_place(client: Client, written: str) -> None:
    company = '{"company": {"market": "fr"}, "marketing": {"budget": ' + written
    text = f'{{"company": {company}}}}}}}'
    assert refused(post(client, "/decisions", text), 422)["pointer"] == "/company/marketing/budget"
    seed = f'{{"company": {{}}, "seed": {written}}}'
    assert refused(post(client, "/decisions", seed), 422)["pointer"] == "/seed"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("{", 400, "not_json"),
        ('{"company": {}, "company": {}}', 400, "not_json"),
        ("[" * 5_000, 400, "not_json"),
        (b'{"company": "\xff"}', 400, "not_json"),
        ('{"seed": ' + "9" * 5_000 + "}", 400, "not_json"),
        ('{"company": {"company": {"market": "fr", "name": "\\ud800"}}}', 422, "invalid"),
        ('{"lang": "\\ud800", "company": {}}', 422, "invalid"),
        ("", 422, "invalid"),
        ("null", 422, "invalid"),
        (" " * 1_000_001, 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_words(
    client: Client, text: Any, status: int, code: str
) -> None:
    assert refused(post(client, "/decisions", text), status)["code"] == code


def test_only_json_in_utf_8_is_read(client: Client) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
    ):
        said = refused(post(client, "/decisions", "{}", content_type=kind), 415)
        assert said["allowed"] == "application/json"


def test_another_method_and_an_unknown_address_are_refused_alike(client: Client) -> None:
    response = get(client, "/decisions")
    assert refused(response, 405)["allowed"] == response["Allow"] == "POST"
    refused(get(client, "/decision"), 404)
    refused(client.delete("/api/v1/facts"), 405)


def test_a_change_is_refused_where_it_stands(client: Client) -> None:
    near = {"company": COMPANY, "changes": {"marketing.budgt": 3}}
    said = refused(post(client, "/what-if", near), 422)
    assert (said["pointer"], said["nearest"]) == ("/changes/marketing.budgt", "marketing.budget")
    wrong = {"company": COMPANY, "changes": {"marketing.budget": [9, 1]}}
    assert refused(post(client, "/what-if", wrong), 422)["pointer"] == "/changes/marketing.budget"
    market = {"company": COMPANY, "changes": {"company.market": "ca-qc"}}
    assert refused(post(client, "/what-if", market), 422)["pointer"] == "/changes/company.market"
    assert "company.market" in FACTS


def test_a_path_of_a_file_opens_nothing(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "company.toml"
    path.write_text('[company]\nmarket = "fr"\n', encoding="utf-8")
    for company in (str(path), {"company": str(path)}, {str(path): {}}):
        refused(post(client, "/decisions", {"company": company}), 422)
