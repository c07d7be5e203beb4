"""Plans of real decisions: whatever the team, its documents add up to it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import timonier
from tests.conftest import FEW
from timonier.app import cli, samples
from timonier.app.document import Answered, document
from timonier.app.links import decode
from timonier.app.report.make import share_link, voice_of, whole
from timonier.app.report.planned import NoSuchTeam, advised
from timonier.app.report.sections.budget import line_name
from timonier.app.report.voice import Voice
from timonier.engine.plan import second_reading

SAMPLES = Path(str(samples.__path__[0]))
COMPANIES = ("atelier", "jardinerie")
TODAY = date(2026, 11, 23)


@cache
def decision(name: str) -> Answered:
    return timonier.decide(timonier.load_company(SAMPLES / f"{name}.toml"), scenarios=FEW)


@cache
def voice(name: str, model: str | None = None, lang: str = "en") -> Voice:
    return voice_of(decision(name), lang, TODAY, model=model)


@pytest.mark.parametrize("name", COMPANIES)
def test_the_second_reading_agrees_with_every_team_of_the_decision(name: str) -> None:
    for model in decision(name).row:
        said = voice(name, model)
        assert second_reading(said.plan) == (), model


@pytest.mark.parametrize("name", COMPANIES)
def test_the_plan_holds_the_team_of_the_document(name: str) -> None:
    said = voice(name)
    team = said.document.teams[said.plan.model].team
    people = [m for m in said.plan.people.values() if m.category != "internal_existing"]
    for row in team:
        mine = [m for m in people if m.role == row.role and m.existing == row.existing]
        assert sum(m.hours + m.on_top for m in mine) == pytest.approx(row.hours, abs=0.06)
        paid = sum(m.monthly_cost.median + m.on_top_cost.median for m in mine)
        assert paid == pytest.approx(row.monthly_cost.p50)
        for member in mine:
            first = said.plan.diary.month(said.plan.presence[member.key].first)
            assert first >= member.arrival == row.start_month - 1
    whole = sum(m.quantity * (1 + m.on_top / m.hours if m.inside else 1) for m in people)
    assert whole == pytest.approx(sum(one.quantity for one in team))


@pytest.mark.parametrize("name", COMPANIES)
def test_the_budget_keeps_the_documents_own_figures_beside_the_plans(name: str) -> None:
    said = voice(name)
    cost = said.document.teams[said.plan.model].cost
    for months, total in said.plan.budget.periods.items():
        assert total.median == cost.over(months).p50
    assert said.plan.budget.stated == said.document.company["marketing"]["budget"]
    assert all(line_name(said, line) for line in said.plan.budget.lines)


def test_the_decision_in_the_folder_is_the_one_that_the_command_prints() -> None:
    made = {one.path: one.content for one in whole(voice("jardinerie"), decision("jardinerie"))}
    assert made["decision.json"].decode() == decision("jardinerie").to_json("en")
    again = timonier.load_company(json.loads(made["decision.json"])["company"])
    assert again == decision("jardinerie").company


def test_the_link_holds_the_answers_and_no_name() -> None:
    code = share_link(decision("jardinerie"), "fr").rstrip("/").rsplit("/", 1)[1]
    company = decode(code).document["company"]
    assert company["market"] == decision("jardinerie").company.market
    assert "name" not in company


def test_r128_every_team_that_was_found_can_be_chosen_with_its_own_warnings() -> None:
    first = advised(document(decision("jardinerie"), "en"))
    others = [model for model in decision("jardinerie").row if model != first]
    assert others
    for model in others:
        said = voice("jardinerie", model)
        assert said.plan.overridden
        assert said.plan.model == model
        codes = {one.code for one in said.warnings}
        assert set(said.plan.warnings) <= codes


def test_r084_no_search_for_an_employee_opens_before_an_outside_pilot_signs() -> None:
    for name in COMPANIES:
        for model in decision(name).row:
            actions = voice(name, model).plan.actions
            signed = [one.last for one in actions if one.kind == "sign_pilot"]
            opened = [one.first for one in actions if one.kind == "write_post"]
            if signed and opened:
                assert min(opened) > max(signed)


def test_a_team_that_was_not_found_is_refused_with_those_that_were() -> None:
    with pytest.raises(NoSuchTeam) as refusal:
        voice_of(decision("atelier"), "fr", TODAY, model="nobody")
    assert refusal.value.models == tuple(decision("atelier").row)


def test_the_command_writes_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = str(SAMPLES / "atelier.toml"), tmp_path / "plan"
    code = cli.run(["report", source, "-o", str(out), "--scenarios", str(FEW), "--lang", "fr"])
    said = capsys.readouterr()
    assert code == 0
    assert said.out.splitlines()[0] == str(out / "index.html")
    assert (out / "rapport.pdf").read_bytes().startswith(b"%PDF")
    assert "Calculé en" in said.err


def test_an_unknown_team_or_paper_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(SAMPLES / "atelier.toml")
    for option in ("--model", "--paper"):
        code = cli.run(["report", source, "-o", str(tmp_path), option, "x", "--lang", "en"])
        assert code == 2
        assert option in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    source = str(SAMPLES / "atelier.toml")
    out = str(tmp_path / "file" / "plan")
    code = cli.run(["report", source, "-o", out, "--scenarios", str(FEW), "--lang", "en"])
    assert code == 2
    assert "another folder" in capsys.readouterr().err


def test_an_owner_who_does_the_marketing_is_in_the_plan_and_signs_nothing() -> None:
    company = timonier.load_company({
        "company": {"market": "ca-qc", "headcount": 6, "revenue": 900_000, "business": "b2b"},
        "marketing": {"budget": 90_000},
        "steering": {"level": 2, "hours_per_month": 10},
        "team": [{"role": "owner", "hours_per_month": 12}, {"role": "emp_content"}],
    })  # fmt: skip
    found = timonier.decide(company, scenarios=FEW)
    for model in found.row:
        said = voice_of(found, "en", TODAY, model=model)
        assert second_reading(said.plan) == ()
        owners = [m for m in said.plan.people.values() if m.role == "owner"]
        assert [m.hours for m in owners] == [pytest.approx(12.0)]
        signed = [one.key for one in said.plan.actions if one.subject == owners[0].key]
        assert signed == []


@pytest.mark.parametrize(("stated", "hours"), [({}, 12.0), ({"hours_per_month": 5}, 17.0)])
def test_an_owner_alone_is_the_contact_with_one_line_and_one_capacity(
    stated: dict[str, object], hours: float
) -> None:
    """No contact of eight hours is invented beside them, nothing is planned beyond their hours."""
    company = timonier.load_company({
        "company": {"market": "fr", "headcount": 1, "business": "b2c"},
        "marketing": {"budget": 6_000},
        "steering": stated,
        "team": [{"role": "owner", "hours_per_month": 12}],
    })  # fmt: skip
    found = timonier.decide(company, scenarios=64)
    for model in found.row:
        said = voice_of(found, "fr", TODAY, model=model).plan
        owners = [key for key, m in said.people.items() if m.category == "internal_existing"]
        if "owner.1" not in said.people:
            continue
        assert owners == ["owner.1"] == [*said.seats["contact"]] == [*said.seats["ceo"]]
        assert said.people["owner.1"].hours == pytest.approx(hours, rel=0.35 if stated else 1e-6)
        assert second_reading(said) == ()
