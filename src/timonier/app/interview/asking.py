"""The question that an interview asks now, for whoever leads it one answer at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from timonier import company_from
from timonier.app.ask.parsing import fact_of
from timonier.app.company_file.build import ROWS
from timonier.app.company_file.errors import say
from timonier.app.company_file.kinds import kind_of
from timonier.app.document import Document
from timonier.app.document.parts import Ask
from timonier.app.document.words import Words
from timonier.app.interview import answers, way
from timonier.app.interview.posed import Posed, posed
from timonier.engine.company import FACTS, UNKNOWN
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in

Question = Ask | Posed


@dataclass(frozen=True)
class Now:
    """What is asked now, None to stop; ``place`` in what everybody is asked, None after it.

    ``decision`` is the one that says so, after everybody's questions.
    """

    question: Question | None
    place: way.Place | None = None
    decision: Document | None = None


def now(document: Mapping[str, Any], lang: str, decide: Callable[[], Document]) -> Now:
    """The first question of everybody's that is open, else the one worth most to the decision.

    Raises CompanyFileError where the company file would, save for a market that is missing.
    """
    if document:
        check(document)
    found = everybody(document, lang)
    if found is not None:
        return found
    decision = decide()
    key = way.next_useful(document, (), decision)
    return Now(_useful(key, decision, words_for(document, lang)) if key else None, None, decision)


def everybody(document: Mapping[str, Any], lang: str) -> Now | None:
    """The first of everybody's questions that is open; None once all are answered."""
    step = way.first_open(document)
    if step is None:
        return None
    key = next(key for key in way.left_of(document, step) if key in step.asks)
    words = words_for(document, lang)
    question = posed(key, words, words.say("information.why.required"))
    return Now(question, way.place(document, (), step.key))


def _useful(key: str, decision: Document, words: Words) -> Question:
    """A question of the decision; of what it only says could turn the advice, with what it says."""
    asked = next((one for one in decision.next_questions if one.fact == key), None)
    turn = next((one.text for one in decision.stop.turns if one.fact == key), "")
    return asked or posed(key, words, turn)


def check(document: Mapping[str, Any]) -> None:
    """Refuse what the company file would, save that the market may still be missing."""
    if answers.is_known(document, answers.NEEDED):
        company_from(document)
        return
    section = document.get("company")
    section = {} if section is None else section
    if not isinstance(section, Mapping):
        company_from(document)
    company_from({**document, "company": {**section, "market": next(iter(load().markets))}})


def place_of(key: str) -> str:
    """Where an answer goes in the company: SECTION.KEY, or a section alone."""
    return key if key in FACTS or key in ROWS else f"{way.FIGURES}.{key}"


def allowed(question: Question, lang: str) -> str:
    """What may be written there."""
    if question.kind == "rows":
        return say(load(), f"allowed.{question.fact}")[lang]
    fact = fact_of(question)
    return kind_of(fact).allowed(load(), fact)[lang]


def words_for(document: Mapping[str, Any], lang: str) -> Words:
    """The sentences of a company that is only begun, in the words of its market if it says one."""
    known = load()
    market = answers.read(document, answers.NEEDED)
    if not isinstance(market, str) or market not in known.markets:
        return Words(known, lang, "")
    return Words(spoken_in(known, market), lang, known.markets[market].currency)


def begun(company: Mapping[str, Any]) -> dict[str, Any]:
    """A company as its sections, to be completed; one that is not said is left out."""
    return {
        str(name): copy.deepcopy(held)
        for name, held in company.items()
        if held is not None and (held != UNKNOWN or name in ROWS)
    }
