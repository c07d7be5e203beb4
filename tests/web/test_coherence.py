"""One company, one document: by the command, Python, the page, the API and an assistant."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import timonier
from tests.mcp.conftest import with_client
from tests.tree import PACKAGE
from tests.web.test_api.calling import post
from timonier.app import cli
from timonier.app.company_file import to_document
from timonier.app.document import Answered
from timonier.app.web import computing, memory

pytestmark = pytest.mark.django_db
SAMPLES = PACKAGE / "app" / "samples"


def sample(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


COMPANIES: dict[str, dict[str, Any]] = {
    "a sample of Québec": sample("jardinerie"),
    "a sample of France": sample("atelier"),
    "a market alone": {"company": {"market": "ca-qc"}},
    "an owner who does it": {
        "company": {"market": "fr", "headcount": 4, "business": "b2c", "stage": "exploring",
                    "name": "Chez <b>Zoé</b> & fils — « l’Épi »"},
        "marketing": {"budget": 5_000},
        "team": [{"role": "owner", "hours_per_month": 12, "skills": {"seo": 2}}],
    },
    "ranges and triples": {
        "company": {"market": "fr", "headcount": [20, 49], "business": "b2b",
                    "stage": "exploring"},
        "marketing": {"budget": [60_000, 140_000]},
        "assumptions": {"emp_head.lead_time_weeks": [8, 12, 20], "emp_junior.salary": 31_000},
    },
    "wishes, an order and a trade-off": {
        "company": {"market": "ca-qc", "headcount": 60, "business": "both", "stage": "established"},
        "marketing": {"budget": 400_000, "wants": ["control", "speed"]},
        "preferences": {"order": ["alignment", "speed"],
                        "tradeoffs": [["coverage", "total_cost", 2.0]]},
    },
    "nothing concerns them": {
        "company": {"market": "fr", "headcount": 15, "business": "b2b", "stage": "unknown",
                    "revenue": "not_concerned"},
        "steering": {"level": "not_concerned"},
        "hiring": {"can_recruit": False},
    },
    "offers in hand and what was tried": {
        "company": {"market": "fr", "headcount": 30, "business": "b2b", "stage": "structuring"},
        "marketing": {"budget": 110_000},
        "quote": [{"role": "fractional_cmo", "monthly": 4_200, "hours_per_month": 32,
                   "name": "Bureau “Nord”"}],
        "tried": [{"what": "agency_full", "ended": "no_direction"}],
    },
    "a vision, and nobody to steer": {
        "company": {"market": "ca-qc", "headcount": 12, "business": "b2b", "stage": "exploring"},
        "vision": {"targets": True, "channels": False, "objectives": "unknown"},
        "steering": {"level": 0, "hours_per_month": 4},
    },
    "people who stay, leave and are wanted": {
        "company": {"market": "ca-qc", "headcount": 45, "business": "b2b", "stage": "structuring"},
        "marketing": {"budget": 260_000},
        "team": [{"role": "emp_content", "keep": True, "name": "Léa"},
                 {"role": "agency_content_social", "hours_per_month": 26, "keep": False}],
        "intended": [{"role": "emp_head", "quantity": 1}],
        "decision": {"chosen": "in_house"},
    },
    "seasons, hours and a start": {
        "company": {"market": "fr", "headcount": 80, "business": "b2c", "stage": "established",
                    "start": "2027-03", "timezone": "Europe/Paris", "traits": ["ecommerce"]},
        "marketing": {"budget": 300_000, "seasonality": [0.5] * 6 + [1.5] * 6, "growth": 0.2,
                      "results": [{"name": "ventes", "per_month": 40, "wanted": 80}]},
        "needs": {"activities": ["paid_social", "seasonal_campaign"],
                  "hours": {"paid_social": [10, 20, 40]}, "evolving": 0.8},
    },
}  # fmt: skip
TOO_EARLY = "a market alone"  # for the page, which asks before it advises
IN_FULL = ("a sample of Québec", "an owner who does it")  # decided by the page's own effort


@pytest.fixture(autouse=True)
def computed_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each face decides through ``timonier.decide``: asked twice for the same company in the same
    way, it gives the decision that it has. Another company, or another way, is computed."""
    before, made = timonier.decide, _DECIDED

    def decide(company: Any, **how: Any) -> Answered:
        said = {name: value for name, value in sorted(how.items()) if value is not None}
        said = {"seed": 0, "effort": "full", **said}
        key = json.dumps([to_document(company), said])
        if key not in made:
            made[key] = before(company, **how)
        return made[key]

    monkeypatch.setattr(timonier, "decide", decide)
    monkeypatch.setattr(computing, "decide", decide)
    yield
    memory.TEXTS.clear()


_DECIDED: dict[str, Answered] = {}


def run_command(held: dict[str, Any], lang: str, folder: Path, *how: str) -> None:
    path = folder / "company.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    assert cli.run(("decide", str(path), "--json", "--lang", lang, *how)) == 0


def by_assistant(held: dict[str, Any], lang: str, effort: str = "quick") -> str:
    async def ask(client: Any) -> str:
        sent = {"company": held, "lang": lang, "effort": effort}
        said = await client.call_tool("decide", sent)
        assert said.structured_content is not None, said.content[0].text
        found = await client.read_resource(said.structured_content["document"])
        return str(found.contents[0].text)

    return str(with_client(ask))


@pytest.mark.parametrize("name", COMPANIES)
def test_the_same_company_gives_the_same_document_whoever_asks(
    name: str, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = COMPANIES[name]
    lang = "en" if list(COMPANIES).index(name) % 2 else "fr"
    wanted = timonier.decide(timonier.company_from(held), effort="quick").to_json(lang)
    run_command(held, lang, tmp_path, "--effort", "quick")
    assert capsys.readouterr().out == wanted
    answered = post(client, "/decisions", {"company": held, "lang": lang, "effort": "quick"})
    assert answered.content.decode() == wanted
    assert by_assistant(held, lang) == wanted


def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every face's full decision be the quick one: what is compared is the way to it."""
    made = timonier.decide

    def decide(company: Any, **how: Any) -> Answered:
        return made(company, seed=how.get("seed", 0), effort="quick")

    monkeypatch.setattr(timonier, "decide", decide)
    monkeypatch.setattr(computing, "decide", decide)


@pytest.mark.parametrize("name", [name for name in COMPANIES if name != TOO_EARLY])
def test_the_page_s_document_is_the_one_that_the_others_give(
    name: str,
    client: Client,
    keep: Callable[..., Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page takes full effort, here at the full number of scenarios."""
    monkeypatch.setattr(computing, "SCENARIOS", None)
    if name not in IN_FULL:
        in_haste(monkeypatch)
    held = COMPANIES[name]
    situation = keep(held)
    page = client.get(f"/fr/c/{situation.pk}/result/?compute=1")
    assert page.status_code == 200
    served = client.get(f"/fr/c/{situation.pk}/decision.json").content.decode()
    assert served == timonier.decide(timonier.company_from(held)).to_json("fr")
    run_command(held, "fr", tmp_path)
    assert capsys.readouterr().out == served
    answered = post(client, "/decisions", {"company": held, "lang": "fr", "effort": "full"})
    assert answered.content.decode() == served
    assert by_assistant(held, "fr", "full") == served


def test_the_page_says_when_it_is_too_early(client: Client, keep: Callable[..., Any]) -> None:
    situation = keep(COMPANIES[TOO_EARLY])
    served = client.get(f"/fr/c/{situation.pk}/decision.json").content.decode()
    assert "Encore trop tôt" in served


def test_another_company_is_not_taken_for_it() -> None:
    """The test above is worth what this comparison is worth."""
    one, other = (timonier.company_from({"company": {"market": m}}) for m in ("fr", "ca-qc"))
    documents = {timonier.decide(c, effort="quick").to_json("fr") for c in (one, other)}
    assert len(documents) == 2
