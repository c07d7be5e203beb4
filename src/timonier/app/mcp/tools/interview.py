"""The interview: the question worth most now, where its answer goes, and when to stop."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import (
    AcceptedElicitation,
    Context,
    Elicit,
    ElicitationResult,
    Resolve,
)
from pydantic import BaseModel, ConfigDict, Field, create_model

import timonier
from timonier.app.ask.answers import said_unknown_in
from timonier.app.ask.parsing import fact_of, parse
from timonier.app.ask.standing import Standing
from timonier.app.company_file.kinds import Refused as Misread
from timonier.app.company_file.kinds import kind_of
from timonier.app.document.information import shape
from timonier.app.document.parts import Ask, Named, Shape
from timonier.app.mcp.arguments import Company
from timonier.app.mcp.keeping import decided
from timonier.app.mcp.words import Lang, say, words_for
from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS, UNKNOWN, fall_with
from timonier.knowledge import load

# Nothing can be computed without the market, nor means much before the size and the business.
OPENING = ("company.market", "company.headcount", "company.business", "company.stage")


@dataclass(frozen=True, kw_only=True)
class Opening(Shape, Named):
    """A question that everybody is asked, before anything can be computed."""

    reason: str


class ModelStanding(BaseModel):
    """Where a model stands: its chance of being the best, none when no team can serve it."""

    model: str
    label: str
    chance: float | None
    said: str


class Answered(BaseModel):
    """What the person answered in a form, or why there is no answer."""

    action: Literal["accept", "decline", "cancel", "unreadable", "cannot_ask"]
    said: str


class NextQuestion(BaseModel):
    """The next question, or why to stop; ``company`` is complete up to the last answer."""

    question: Ask | Opening | None
    write_at: str | None
    """Where the answer goes: SECTION.KEY of the company."""
    allowed: str
    """What may be written there."""
    stop: str
    """Whether asking can stop here, and why; "" before anything is computed."""
    models: list[ModelStanding]
    answered: Answered | None
    company: dict[str, Any]


class _Said(BaseModel):
    model_config = ConfigDict(extra="allow")


@dataclass(frozen=True)
class _Now:
    """What is asked now, and what was computed to know it."""

    question: Ask | Opening | None
    found: Standing | None


def _now(company: Any, lang: Lang) -> _Now:
    document = _mapping(company)
    words = words_for(document, lang)
    if document:
        _checked(document)
    for key in OPENING:
        if _is_open(document, key):
            reason = words.say("information.why.required")
            asked = vars(shape(key, words)) | {"may_be_unknown": key != OPENING[0]}
            return _Now(Opening(fact=key, label=words.fact(key), reason=reason, **asked), None)
    decision = decided(document, "quick", lang).decision
    asked_before = said_unknown_in(document)
    left = tuple(c for c in decision.matters.candidates if c.fact not in asked_before)
    found = Standing("", decision, left)
    return _Now(found.next_question(words), found)


def _mapping(company: Any) -> dict[str, Any]:
    if company is None:
        return {}
    if not isinstance(company, Mapping):
        timonier.company_from(company)  # refuses it, in words
    return {str(key): value for key, value in company.items()}


def _checked(document: dict[str, Any]) -> None:
    """Refuse what the company file would, save that the market may still be missing."""
    held = document.get("company")
    if isinstance(held, Mapping) and held.get("market") in (None, UNKNOWN):
        market = next(iter(load().markets))
        document = {**document, "company": {**held, "market": market}}
    elif "company" not in document:
        document = {**document, "company": {"market": next(iter(load().markets))}}
    timonier.company_from(document)


def _is_open(document: Mapping[str, Any], key: str) -> bool:
    section, name = key.split(".")
    held = document.get(section)
    said = held.get(name) if isinstance(held, Mapping) else None
    return said is None or (said == UNKNOWN and key == OPENING[0])


def _form(question: Ask | Opening) -> type[BaseModel]:
    """The form of a question: its choices, or a line typed as people write."""
    values = tuple(str(choice.value) for choice in question.choices)
    kind: Any = Literal[values] if values and question.kind in ("choice", "bool") else str
    unit = f" ({question.unit})" if question.unit else ""
    told = " ".join(part for part in (question.help, question.reason) if part)
    choices = " ".join(f"{choice.value} = {choice.text}." for choice in question.choices)
    about = f"{told} {choices}".strip()
    field = Field(title=f"{question.label}{unit}", description=about)
    return create_model("Answer", __base__=_Said, answer=(kind, field))


def ask_owner_now(
    ctx: Context, company: Any = None, ask_owner: bool = False, lang: Lang = "fr"
) -> Any:
    """Show the question to the person, where the assistant can show a form."""
    if not ask_owner:
        return None
    capabilities = ctx.request_context.session.client_capabilities
    if capabilities is None or capabilities.elicitation is None:
        return say("assistant_asks", lang)
    question = _now(company, lang).question
    if question is None:
        return None
    return Elicit(question.text, _form(question))


def next_question(
    answer: Annotated[ElicitationResult[Any], Resolve(ask_owner_now)],
    company: Company = None,
    ask_owner: bool = False,
    lang: Lang = "fr",
) -> NextQuestion:
    """What to ask now; with a form's answer, what to ask after it."""
    document = copy.deepcopy(_mapping(company))
    told = _told(answer, document, lang) if ask_owner else None
    now = _now(document, lang)
    words = words_for(document, lang)
    found = now.found
    return NextQuestion(
        question=now.question,
        write_at=_place(now.question.fact) if now.question else None,
        allowed=_allowed(now.question, lang) if now.question else "",
        stop=found.stop(words) if found else "",
        models=[_standing(model, found, words) for model in MODELS] if found else [],
        answered=told,
        company=document,
    )


def _allowed(question: Ask | Opening, lang: Lang) -> str:
    fact = fact_of(question)
    return kind_of(fact).allowed(load(), fact)[lang]


def _told(answer: Any, document: dict[str, Any], lang: Lang) -> Answered | None:
    """What the form brought, written into the company when it can be read."""
    if not isinstance(answer, AcceptedElicitation):
        return Answered(action=answer.action, said=say("not_answered", lang))
    if isinstance(answer.data, str):
        return Answered(action="cannot_ask", said=answer.data)
    if answer.data is None:
        return None
    question = _now(document, lang).question
    if question is None:
        return None
    try:
        read = parse(load(), str(answer.data.answer), question, lang)
    except Misread as misread:
        return Answered(action="unreadable", said=misread.words(load(), lang))
    for key, value in ((question.fact, read.value), *_away(question.fact, read.value)):
        put(document, _place(key), value)
    fact = fact_of(question)
    shown = kind_of(fact).worded(load(), fact, read.value, lang)
    return Answered(action="accept", said=say("kept", lang, value=shown))


def _away(key: str, value: Any) -> list[tuple[str, None]]:
    return [(other, None) for other in fall_with(key, value)]


def _place(key: str) -> str:
    return key if key in FACTS else f"assumptions.{key}"


def put(document: dict[str, Any], place: str, value: Any) -> None:
    """Write an answer at SECTION.KEY of a company, in place; None takes it out."""
    section, _, name = place.partition(".")
    held = document.get(section)
    table = dict(held) if isinstance(held, Mapping) else {}
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value
    document[section] = table
    if not table:
        del document[section]


def _standing(model: str, found: Standing, words: Any) -> ModelStanding:
    chance = found.chances.get(model)
    said = words.say("terminal.no_team") if chance is None else words.percent(chance)
    return ModelStanding(
        model=model,
        label=words.model(model),
        chance=chance,
        said=words.say("terminal.input", label=words.say("terminal.row.chance")) + said,
    )
