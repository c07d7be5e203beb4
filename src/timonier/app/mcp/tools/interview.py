"""The interview: the question to ask now, where its answer goes, and when to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, Resolve
from pydantic import BaseModel, ConfigDict, Field, create_model

import timonier
from timonier.app.ask.parsing import fact_of, parse
from timonier.app.company_file.kinds import Refused as Misread
from timonier.app.company_file.kinds import kind_of
from timonier.app.document import Document
from timonier.app.document.words import Words
from timonier.app.interview import answers, asking
from timonier.app.interview.words import unknown
from timonier.app.mcp.arguments import Company
from timonier.app.mcp.keeping import decided
from timonier.app.mcp.words import Effort, Lang, say
from timonier.engine.catalogue import MODELS
from timonier.engine.company import UNKNOWN, fall_with
from timonier.knowledge import load


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

    question: asking.Question | None
    write_at: str | None
    """Where the answer goes: SECTION.KEY of the company, or a section alone."""
    allowed: str
    """What may be written there."""
    unknown: str
    """What "unknown" means there, where it means more than "I don't know"."""
    number: int | None
    """Of the questions that everybody is asked; null for those that follow."""
    of: int | None
    stop: str
    """Whether asking can stop here, and why; "" before everybody's questions are answered."""
    models: list[ModelStanding]
    answered: Answered | None
    company: dict[str, Any]


class _Said(BaseModel):
    model_config = ConfigDict(extra="allow")


def _mapping(company: Any) -> dict[str, Any]:
    """The company as its sections, {} before anything is said of it."""
    if company is not None and not isinstance(company, Mapping):
        timonier.company_from(company)  # refuses it, in words
    return asking.begun(company or {})


def _now(document: dict[str, Any], effort: Effort, lang: Lang) -> asking.Now:
    return asking.now(document, lang, lambda: decided(document, effort, lang).document(lang))


def _form(question: asking.Question) -> type[BaseModel]:
    """The form of a question: its choices, or a line typed as people write."""
    values = tuple(str(choice.value) for choice in question.choices)
    picked = values and question.kind in ("choice", "bool")
    kind: Any = Literal[values] if picked else str
    unit = f" ({question.unit})" if question.unit else ""
    choices = " ".join(f"{choice.value} = {choice.text}." for choice in question.choices)
    about = " ".join(part for part in (question.help, question.reason, choices) if part)
    field = Field(title=f"{question.label}{unit}", description=about)
    return create_model("Answer", __base__=_Said, answer=(kind, field))


def ask_owner_now(
    ctx: Context,
    company: Any = None,
    ask_owner: bool = False,
    effort: Effort = "full",
    lang: Lang = "fr",
) -> Any:
    """Show the question to the person, where the assistant can show a form."""
    if not ask_owner:
        return None
    capabilities = ctx.request_context.session.client_capabilities
    if capabilities is None or capabilities.elicitation is None:
        return say("assistant_asks", lang)
    question = _now(_mapping(company), effort, lang).question
    if question is not None and question.kind == "rows":
        return say("no_form", lang)
    return Elicit(question.text, _form(question)) if question else None


def next_question(
    answer: Annotated[ElicitationResult[Any], Resolve(ask_owner_now)],
    company: Company = None,
    ask_owner: bool = False,
    effort: Effort = "full",
    lang: Lang = "fr",
) -> NextQuestion:
    """What to ask now; with a form's answer, what to ask after it."""
    document = _mapping(company)
    told = _told(answer, document, effort, lang) if ask_owner else None
    now = _now(document, effort, lang)
    asked, decision = now.question, now.decision
    core, words = now.place, asking.words_for(document, lang)
    return NextQuestion(
        question=asked,
        write_at=asking.place_of(asked.fact) if asked else None,
        allowed=asking.allowed(asked, lang) if asked else "",
        unknown=unknown(asked.fact, lang) if asked else "",
        number=core.number if core else None,
        of=core.total if core else None,
        stop=decision.stop.text if decision else "",
        models=[_standing(model, decision, words) for model in MODELS] if decision else [],
        answered=told,
        company=document,
    )


def _told(answer: Any, document: dict[str, Any], effort: Effort, lang: Lang) -> Answered | None:
    """What the form brought, written into the company when it can be read."""
    if not isinstance(answer, AcceptedElicitation):
        return Answered(action=answer.action, said=say("not_answered", lang))
    if isinstance(answer.data, str):
        return Answered(action="cannot_ask", said=answer.data)
    question = _now(document, effort, lang).question if answer.data is not None else None
    if question is None:
        return None
    known, fact = load(), fact_of(question)
    try:
        read = parse(known, str(answer.data.answer), question, lang).value
    except Misread as misread:
        return Answered(action="unreadable", said=misread.words(known, lang))
    for key, value in {
        question.fact: read,
        **dict.fromkeys(fall_with(question.fact, read)),
    }.items():
        put(document, asking.place_of(key), value)
    unsaid = read in (UNKNOWN, answers.NOT_CONCERNED)
    shown = known.wording[f"answer.{read}"][lang] if unsaid else kind_of(fact).worded(
        known, fact, read, lang
    )  # fmt: skip
    return Answered(action="accept", said=say("kept", lang, value=shown))


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


def _standing(model: str, decision: Document, words: Words) -> ModelStanding:
    chance = decision.models[model].chance_of_best if model in decision.teams else None
    said = words.say("terminal.no_team") if chance is None else words.percent(chance)
    return ModelStanding(
        model=model,
        label=words.say(f"model.{decision.called(model)}"),
        chance=chance,
        said=words.say("terminal.input", label=words.say("terminal.row.chance")) + said,
    )
