"""What-ifs: the advice with a change, beside the advice without it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from timonier.app.company_file.build import ROWS, SECTIONS
from timonier.app.document.explain import explained
from timonier.app.document.explain.inputs import answer
from timonier.app.document.words import Words
from timonier.app.interview.asking import words_for
from timonier.app.mcp.arguments import Changes, Company
from timonier.app.mcp.keeping import Held, decided
from timonier.app.mcp.tools.interview import put
from timonier.app.mcp.words import Effort, Lang, Refused, shown
from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS


class Change(BaseModel):
    """An answer before and after."""

    key: str
    label: str
    before: str
    after: str


class Moved(BaseModel):
    """A number of a model before and after."""

    path: str
    title: str
    before: str
    after: str


class WhatIf(BaseModel):
    """The advice with the changes, beside the advice without them."""

    said: str
    flips: bool
    headline_before: str
    headline_after: str
    changes: list[Change]
    numbers: list[Moved]
    company: dict[str, Any]
    """The changed company."""


def what_if(
    changes: Changes, company: Company = None, effort: Effort = "quick", lang: Lang = "fr"
) -> WhatIf:
    """Decide with the changes and without them, in full."""
    before = decided(company, effort, lang)
    made = changed(company, changes)
    if changes.get("marketing.budget") is not None:
        from timonier.app.web.whatif import hold_ambition  # as on the page

        hold_ambition(made, before.document(lang))
    after = decided(made, effort, lang)
    words = words_for(made, lang)
    first, then = (one.document(lang).verdict.leading for one in (before, after))
    key = "ahead" if first == then else "flips"
    named = words.say(f"model.{after.document(lang).called(then)}") if then else ""
    said = words.say(f"web.whatif.{key}", model=named) if then else ""
    return WhatIf(
        said=said or after.document(lang).verdict.text,
        flips=first != then,
        headline_before=before.document(lang).verdict.text,
        headline_after=after.document(lang).verdict.text,
        changes=[_change(key, before, after, words) for key in changes],
        numbers=list(_numbers(before, after, lang)),
        company=made,
    )


def changed(company: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the company with the changes; Refused for a key that is none."""
    made: dict[str, Any] = copy.deepcopy(dict(company or {}))
    for key, value in changes.items():
        section, _, name = key.partition(".")
        if name and section not in ROWS:
            put(made, key, value)
        elif key in SECTIONS and value is None:
            made.pop(key, None)
        elif key in SECTIONS:
            made[key] = value
        else:
            raise Refused("no_key", given=key)
    return made


def _change(key: str, before: Held, after: Held, words: Words) -> Change:
    one, other = (_said(key, held, words) for held in (before, after))
    return Change(key=key, label=words.fact(key), before=one, after=other)


def _said(key: str, held: Held, words: Words) -> str:
    """What a company says of a key: a fact in words, anything else as its file holds it."""
    company = held.decision.company
    if key in FACTS:
        known = company.knows(key)
        return answer(key, company.facts[key], words) if known else words.say("web.whatif.assumed")
    section, _, name = key.partition(".")
    part = held.document(words.lang).company.get(section)
    if name and isinstance(part, Mapping):
        part = part.get(name)
    return words.say("answer.unknown") if part is None else shown(part)


def _numbers(before: Held, after: Held, lang: Lang) -> Iterator[Moved]:
    """Chance and cost a year of each model, on both sides."""
    for model in MODELS:
        for part in ("chance_of_best", "cost.a_year", "coverage.all"):
            path = f"models.{model}.{part}"
            staffed = [model in held.document(lang).teams for held in (before, after)]
            if part != "chance_of_best" and not all(staffed):
                continue
            one, other = (explained(h.decision, h.document(lang), path) for h in (before, after))
            yield Moved(path=path, title=one.title, before=one.value, after=other.value)
