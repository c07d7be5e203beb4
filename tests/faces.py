"""The faces of one decision, as people read them: its pages, the terminal, the report."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from rich.console import Console

from tests.web.pages import Page
from timonier.app.document import Answered, document, dump
from timonier.app.document.parts import IN_HOUSE, KEPT, adapter
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

Told = dict[tuple[str, ...], dict[str, set[float | str]]]
TODAY = date(2026, 11, 23)
NAMES = {IN_HOUSE: (IN_HOUSE, KEPT)}  # of a model that is not always called the same
FACES = ("pages", "terminal", "report")

# What a place of a sentence is the number of, whichever sentence holds it.
PLACES = ("recurrent_share", "oneoff_share", "evolving_share", "inside_level", "asked_level",
          "budget_money", "market_money", "vision_count", "needed_share")  # fmt: skip
SENTENCES = ("document.reason.", "document.why_not.")
# What the useful work done is told of: a budget, and the model that is named or the first one.
DONE = ("document.money.little_stated", "document.money.enough_stated",
        "document.money.little_drawn", "document.money.enough_drawn",
        "document.lever.spend", "web.result.rung.buys")  # fmt: skip


def faces(decision: Answered, lang: str) -> dict[str, str]:
    """The text of each face, its spaces made alike."""
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
    other_budget = re.compile(r"\s*[$€]?\d[^%◆●▲]*\d\s?%\s+[◆●▲]")  # amounts, work done, model
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


def told(first: str, lang: str, texts: Mapping[str, str]) -> Told:
    """Every named quantity: what each face gives it; ``first`` is the model that leads."""
    held: Told = defaultdict(lambda: defaultdict(set))
    first = load().wording[f"model_noun.{first}"][lang]
    for face, text in texts.items():
        for key in load().wording:
            if key.startswith(SENTENCES):
                for places in found(key, lang, text):
                    for place in PLACES:
                        if place in places:
                            held[(place,)][face] |= numbers(places[place])
        for key in DONE:
            for places in found(key, lang, text):
                named = ("done", str(value(places["budget"])), places.get("model", first))
                held[named][face].add(value(places["share"]))
        for model in MODELS:
            for name in NAMES.get(model, (model,)):
                for chance in chances(text, load().wording[f"model.{name}"][lang]):
                    held[("chance", model)][face].add(value(chance))
    return held


def numbers(said: str) -> set[float | str]:
    """The value of a place; none where it is told in words alone."""
    return {value(said)} if any(one.isdigit() for one in said) else set()


def chances(text: str, label: str) -> list[str]:
    """What follows a model's name where chances are listed: on the dial, under it, on screen."""
    return re.findall(rf"{re.escape(label)} ([<>]? ?\d+ ?%)", text)
