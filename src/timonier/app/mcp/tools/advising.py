"""The advice, where a number comes from, and the case against a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from mcp.types import CallToolResult, ResourceLink, TextContent
from pydantic import BaseModel, Field

from timonier.app.company_file import notices
from timonier.app.document import Document
from timonier.app.document.explain import explained
from timonier.app.document.parts import Explained, Point, Staffed, opened, plain
from timonier.app.mcp.arguments import Company
from timonier.app.mcp.keeping import Held, decided, written
from timonier.app.mcp.words import Effort, Lang, NoSuch, say
from timonier.app.terminal.decision import dear, engaged
from timonier.app.terminal.style import Voice
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

MOST = 100  # parts asked for by name
ModelKey = Literal["in_house", "outsourced", "hybrid"]
# What is said of each model at once, by path; explain says any other.
SAID = ("chance_of_best", "cost.a_year", "cost.paid_over_budget", "coverage.all", "cost.initial",
        "cost.internal_time")  # fmt: skip


class Number(BaseModel):
    """A number of the document, in words."""

    path: str
    title: str
    value: str
    definition: str


class Person(BaseModel):
    """Somebody of a team: who, and how much, from when, at what cost a month."""

    who: str
    engaged: str


class OneModel(BaseModel):
    """A model for this company: its numbers, its team, whom that team lets go."""

    model: str
    label: str
    numbers: list[Number]
    team: list[Person]
    ends: list[str]


class Warned(BaseModel):
    """What to beware of, of which team, and what to do."""

    about: str
    text: str
    remedy: str


class Advice(BaseModel):
    """The advice, in the sentences of the decision document."""

    model: str | None
    """The model advised; null when there is no clear winner."""
    status: str
    headline: str
    confidence: str
    money: list[str]
    models: list[OneModel]
    reasons: list[str]
    against: list[str]
    """The limits of the model that leads."""
    warnings: list[Warned]
    would_change: list[str]
    levers: list[str]
    over_time: list[str]
    assumed: list[str]
    next_question: str | None
    stop: str
    notices: list[str]
    """What the company given deserves a word about."""
    effort: str
    document: str
    """The address of the whole document, a resource."""
    included: dict[str, Any]


class Explanation(BaseModel):
    """Where a number comes from."""

    explained: Explained


class Case(BaseModel):
    """The case of one model."""

    model: str
    label: str
    advised: bool
    headline: str
    """The advice as a whole."""
    numbers: list[Number]
    against: list[Point]
    """Why not this model; for the model advised, its limits."""
    for_it: list[Point]
    would_put_it_first: list[str]


def decide(
    company: Company = None,
    effort: Effort = "quick",
    include: Annotated[list[str], Field(max_length=MOST)] | None = None,
    lang: Lang = "fr",
) -> Annotated[CallToolResult, Advice]:
    """The advice in sentences, with the address of the whole document."""
    held = decided(company, effort, lang)
    document = held.document(lang)
    name = written(held, lang)
    address = f"timonier://decision/{name}"
    made = _advice(held, document, address, _parts(document, include or []))
    link = ResourceLink(
        type="resource_link",
        uri=address,
        name=f"decision-{name}.json",
        title=say("resource.decision", lang),
        mime_type="application/json",
    )
    return CallToolResult(
        content=[TextContent(type="text", text=made.headline), link],
        structured_content=made.model_dump(mode="json", by_alias=True),
    )


def explain(
    path: str, company: Company = None, effort: Effort = "quick", lang: Lang = "fr"
) -> Explanation:
    """Where the value at a path of the document comes from."""
    held = decided(company, effort, lang)
    return Explanation(explained=explained(held.decision, held.document(lang), path))


def why_not(
    model: ModelKey, company: Company = None, effort: Effort = "quick", lang: Lang = "fr"
) -> Case:
    """The case against a model, and for it."""
    held = decided(company, effort, lang)
    document = held.document(lang)
    found, advised = document.models[model], document.verdict.model == model
    return Case(
        model=model,
        label=load().wording[f"model.{document.called(model)}"][lang],
        advised=advised,
        headline=document.verdict.text,
        numbers=list(_numbers(held, document, model)),
        against=list(found.limits if advised else found.why_not or found.limits),
        for_it=list(found.advantages),
        would_put_it_first=[] if advised else [t.text for t in document.tips if t.to == model],
    )


def _parts(document: Document, wanted: list[str]) -> dict[str, Any]:
    held = opened(document)
    for name in wanted:
        if name not in held:
            raise NoSuch("no_part", name, held)
    return {name: plain(held[name]) for name in wanted}


def _advice(held: Held, document: Document, address: str, included: dict[str, Any]) -> Advice:
    lang, verdict = document.language, document.verdict
    voice = Voice(held.decision.knowledge, lang, document.currency, document.naming)
    leading = document.models[verdict.leading] if verdict.leading else None
    levers, asked = document.levers, document.next_questions
    told = (levers.spend, levers.want_less, levers.wait) if levers else ()
    return Advice(
        model=verdict.model,
        status=verdict.status,
        headline=verdict.text,
        confidence=verdict.confidence,
        money=[part for part in (verdict.money, dear(document, voice)) if part],
        models=[_model(held, document, model, voice) for model in MODELS],
        reasons=[one.text for one in document.reasons],
        against=[one.text for one in leading.limits] if leading else [],
        warnings=[
            Warned(about=voice.say(f"about.{w.about}"), text=w.text, remedy=w.remedy)
            for w in document.warnings
        ],
        would_change=[t.text for t in document.tips or (document.tipping_tolerance,)],
        levers=[one.text for one in (*told, document.bought) if one],
        over_time=[stage.text for stage in document.path],
        assumed=[voice.say("input", label=one.label) + one.value for one in document.assumed],
        next_question=asked[0].text if asked else None,
        stop=document.stop.text,
        notices=[one[lang] for one in notices(held.decision.company, load())],
        effort=document.provenance.effort,
        document=address,
        included=included,
    )


def _model(held: Held, document: Document, model: str, voice: Voice) -> OneModel:
    found = document.models[model]
    staffed = isinstance(found, Staffed)
    return OneModel(
        model=model,
        label=voice.say(f"model.{document.called(model)}"),
        numbers=list(_numbers(held, document, model)),
        team=[Person(who=one.name or one.label, engaged=engaged(one, voice)) for one in found.team],
        ends=[
            voice.say("released", role=one.name or one.label, cost=voice.thousands(one.cost))
            + f" {one.caution}"
            for one in (found.released if staffed else ())
        ],
    )


def _numbers(held: Held, document: Document, model: str) -> Iterator[Number]:
    """The numbers that are said of a model at once; of one without a team, its chance alone."""
    for part in SAID if model in document.teams else SAID[:1]:
        found = explained(held.decision, document, f"models.{model}.{part}")
        yield Number(
            path=found.path, title=found.title, value=found.value, definition=found.definition
        )
