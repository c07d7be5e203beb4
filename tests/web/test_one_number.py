"""One fact, one number: every sentence of the pages, the terminal and the report, walked."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from rich.console import Console

import timonier
from tests.web.pages import Page
from timonier.app.document import Answered, document, dump
from timonier.app.document.parts import adapter
from timonier.app.report import markdown
from timonier.app.report.make import given_of, voice_of
from timonier.app.report.story import story
from timonier.app.terminal.decision import show_decision
from timonier.app.web.computing import ToPlan
from timonier.app.web.result.ready import first_screens, prepare
from timonier.app.web.views.result import METHOD
from timonier.app.wording import significant
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in

COMPANIES = Path(__file__).parents[1] / "companies"
NAMES = ("a_fr_b2c_team", "d_odd", "f_qc_inhouse", "owner-alone")
TODAY = date(2026, 11, 23)
EVERY = [(name, lang) for name in NAMES for lang in ("fr", "en")]
FACES = ("pages", "terminal", "report")

# What a place of a sentence is the number of, whichever sentence holds it.
PLACES = ("recurrent_share", "oneoff_share", "evolving_share", "inside_level", "asked_level",
          "budget_money", "market_money", "vision_count", "needed_share")  # fmt: skip
SENTENCES = ("document.reason.", "document.why_not.")
# What the useful work done is told of: a budget, and the model that is named or the first one.
DONE = ("document.money.little_stated", "document.money.enough_stated",
        "document.money.little_drawn", "document.money.enough_drawn",
        "document.lever.spend", "web.result.rung.buys")  # fmt: skip


@cache
def decided(name: str) -> Answered:
    return timonier.decide(
        timonier.load_company(next(COMPANIES.rglob(f"{name}.toml"))), scenarios=64
    )


@cache
def faces(name: str, lang: str) -> dict[str, str]:
    """The text of each face, its spaces made alike."""
    decision = decided(name)
    made = {"pages": pages(decision, lang), "terminal": screen(decision, lang)}
    made["report"] = markdown.whole(story(voice_of(decision, lang, TODAY)))
    return {face: " ".join(text.split()) for face, text in made.items()}


def pages(decision: Answered, lang: str) -> str:
    """The advice and every page behind it, as people read them."""
    written = dump(document(decision, lang))
    given = adapter(ToPlan).dump_json(given_of(decision, document(decision, lang), TODAY))
    with translation.override(lang):
        screens, prepared = first_screens(written, given.decode(), TODAY), prepare(written)
        shared: dict[str, Any] = {
            "situation": SimpleNamespace(pk="x", title="–"), "s": screens, "r": prepared.result,
            "graphs": {}, "decision_names": MODELS, "method_steps": METHOD,
        }  # fmt: skip
        request = RequestFactory().get("/")
        html = [render_to_string("result_body.html", shared, request)]
        for page in screens.pages:
            context = shared | {"page": page}
            html.append(render_to_string(f"result/{page}.html", context, request))
    named = r'<span class="cell-model".*?</span>'  # each cell of a comparison repeats its model
    return " ".join(Page(re.sub(named, "", one)).text for one in html)


def screen(decision: Answered, lang: str) -> str:
    """What the command prints where no line is cut; chances at other budgets are left out."""
    console = Console(file=io.StringIO(), width=400)
    show_decision(document(decision, lang), console)
    printed: io.StringIO = console.file  # type: ignore[assignment]
    other_budget = re.compile(r"\s*[$€]?[\d\s.,]+[kM]?\s?[$€]?\s+[<>]?\s?\d+\s?%\s+[◆●▲]")
    lines = printed.getvalue().splitlines()
    return "\n".join(line for line in lines if not other_budget.match(line))


def found(key: str, lang: str, text: str) -> Iterator[dict[str, str]]:
    """The values of a sentence's places, wherever a text holds it."""
    said = " ".join(load().wording[key][lang].split())
    parts = re.split(r"\{(\w+)\}", said)
    pattern, seen = "", set()
    for i, part in enumerate(parts):
        if i % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>[^.!?|]{{1,60}}?)"
            seen.add(part)
    if not seen or len(parts[-1].strip()) == 0:
        return
    yield from (one.groupdict() for one in re.finditer(pattern, text))


def value(said: str) -> float | str:
    """The number that is said, an amount to the two figures that sentences keep."""
    kept = said.replace("\u202f", "").replace(" ", "").replace(",", ".")
    number = re.search(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", kept))
    if number is None:
        return said
    scale = 1000 if re.search(r"\dk", kept) else 1_000_000 if re.search(r"\dM", kept) else 1
    return significant(float(number[0]) * scale) if "%" not in kept else float(number[0])


def told(name: str, lang: str) -> dict[tuple[str, ...], dict[str, set[float | str]]]:
    """Every named quantity: the values that each face gives it."""
    held: dict[tuple[str, ...], dict[str, set[float | str]]] = defaultdict(lambda: defaultdict(set))
    written = document(decided(name), lang)
    first = load().wording[f"model_noun.{written.verdict.leading}"][lang]
    for face, text in faces(name, lang).items():
        for key in load().wording:
            if key.startswith(SENTENCES):
                for places in found(key, lang, text):
                    for place in PLACES:
                        if place in places:
                            held[(place,)][face].add(value(places[place]))
        for key in DONE:
            for places in found(key, lang, text):
                named = ("done", str(value(places["budget"])), places.get("model", first))
                held[named][face].add(value(places["share"]))
        for model in MODELS:
            for chance in chances(text, load().wording[f"model.{model}"][lang]):
                held[("chance", model)][face].add(value(chance))
    return held


def chances(text: str, label: str) -> list[str]:
    """What follows a model's name where chances are listed: on the dial, under it, on screen."""
    return re.findall(rf"{re.escape(label)} ([<>]? ?\d+ ?%)", text)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_name_has_two_values_on_any_face(name: str, lang: str) -> None:
    held = told(name, lang)
    everywhere = {named: set().union(*by.values()) for named, by in held.items()}
    assert {named: held[named] for named, said in everywhere.items() if len(said) > 1} == {}
    verdict = document(decided(name), lang).verdict
    assert set(held[("chance", str(verdict.leading))]) >= {"pages", "terminal"}
    assert len(held) > 5
    for step in document(decided(name), lang).frontier:
        if step.stated and step.model == verdict.leading:
            assert (step.chance_of_best, step.work_done) == (
                verdict.chance_of_best,
                verdict.work_done,
            )


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_what_a_dearer_team_buys_is_said_beside_the_advice(name: str, lang: str) -> None:
    """First, dearer and doing less than another: one sentence says what the difference pays."""
    written = document(decided(name), lang)
    first = str(written.verdict.leading)
    mine = written.teams[first]
    others = [written.teams[m] for m in MODELS if m != first and m in written.teams]
    dominated = [
        one
        for one in others
        if one.cost.a_year.p50 < mine.cost.a_year.p50
        and one.criteria["coverage"].p50 > mine.criteria["coverage"].p50 + 0.01
    ]
    assert bool(written.bought) >= bool(dominated)
    if written.bought:
        assert " ".join(written.bought.text.split()) in faces(name, lang)["pages"]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_hours_and_first_days_are_the_report_s(name: str, lang: str) -> None:
    with translation.override(lang):
        written = dump(document(decided(name), lang))
        given = adapter(ToPlan).dump_json(
            given_of(decided(name), document(decided(name), lang), TODAY)
        )
        plan = first_screens(written, given.decode(), TODAY).plan
    assert plan is not None
    report = faces(name, lang)["report"].replace("\\", "")
    for person in plan.people:
        hours = person.hours.split()[0]
        told_by = rf"- {re.escape(person.name)}, {hours} h"
        assert len(plan.people) > 7 or re.search(told_by, report), person.name
    for step in plan.steps:
        assert f"{step.day}" in report
        assert " ".join(step.text.split()) in report


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_owner_who_does_it_has_one_name_and_is_told_to_hire_nobody(lang: str) -> None:
    told_by = faces("owner-alone", lang)
    seat = {"fr": "Direction ", "en": "Management "}[lang]
    hire = {"fr": "recrute", "en": "hiring"}[lang]
    verdict = document(decided("owner-alone"), lang).verdict
    assert verdict.model == "in_house"
    assert hire not in verdict.text.lower()
    assert verdict.text in told_by["pages"]
    for face, text in told_by.items():
        assert load().roles["owner"].label[lang] in text, face
        assert seat not in text, face


@pytest.mark.parametrize("name", ["d_odd", "f_qc_inhouse"])
def test_what_québec_says_otherwise_is_never_said_as_elsewhere(name: str) -> None:
    common = load()
    spoken = spoken_in(common, "ca-qc")
    for kind in ("roles", "activities", "skills"):
        for key, one in getattr(common, kind).items():
            there = getattr(spoken, kind)[key].label.fr
            if one.label.fr == there:
                continue
            for face, text in faces(name, "fr").items():
                assert one.label.fr not in text.replace(there, ""), (face, one.label.fr)
