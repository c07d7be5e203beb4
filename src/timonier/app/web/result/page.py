"""What the pages behind the advice show: comparison, why, tipping points, assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.document import Document, parts
from timonier.app.measures import bare
from timonier.app.web import order
from timonier.app.web.result.comparator import Group, groups, members
from timonier.app.web.result.graphs import Graph, fact_label, graphs
from timonier.app.web.result.reading import Decision, about
from timonier.app.web.result.reasons import Reason, reason
from timonier.app.web.result.verdict import other_reading
from timonier.app.web.words import Lang, current, say
from timonier.app.wording import number, percent
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

# The framework's questions, and the sentences of the front page that ask them.
QUESTIONS = {"vision": "vision", "steering": "steering", "needs": "nature", "role": "place"}


@dataclass(frozen=True)
class Case:
    """The case for or against one model."""

    model: str
    name: str
    chance: str
    strengths: tuple[Reason, ...]
    limits: tuple[Reason, ...]
    against: tuple[Reason, ...]
    closed_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ask:
    """A question worth asking: its fact, its words, what it could change."""

    key: str
    label: str
    text: str
    money: str


@dataclass(frozen=True)
class Reading:
    """One of the four questions of the framework, as answered, and what it does."""

    title: str
    effect: str
    assumed: bool


@dataclass(frozen=True)
class Beside:
    """A team judged beside the three models: the present one, the intended one."""

    model: str
    team: tuple[str, ...]
    covered: str
    cost: str
    alignment: str
    warnings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    groups: list[Group]
    graphs: list[Graph]
    reasons: tuple[Reason, ...]
    cases: tuple[Case, ...]
    warnings: tuple[tuple[str, str], ...]  # what, and what to do
    tips: tuple[str, ...]
    no_tips: str
    next: Ask | None
    others: tuple[Ask, ...]
    stop: str
    path: tuple[tuple[str, tuple[str, ...]], ...]
    assumed: tuple[tuple[str, str, str], ...]
    faq: tuple[tuple[str, str], ...]
    provenance: str
    names: dict[str, str]  # what each model is called
    staffed: tuple[str, ...]  # the models that have a team
    shown: str | None  # the model put forward: the likeliest, None when no team is feasible
    questions: tuple[Reading, ...]
    beside: tuple[Beside, ...]
    doubt: tuple[tuple[str, str], ...]  # what the doubt is made of, each with its share
    other_reading: str


def result(decision: Decision) -> Result:
    """Gather the pages of a decision."""
    document = decision.document
    shown = decision.leading
    asks = [_ask(decision, found) for found in document.next_questions]
    asks = [ask for ask in asks if order.may_be_asked(ask.key, document.company)]
    return Result(
        groups=groups(decision),
        graphs=graphs(decision, shown),
        reasons=tuple(reason(decision, found) for found in document.reasons),
        cases=tuple(_case(decision, model) for model in MODELS),
        warnings=_warnings(decision, ("recommended", "company")),
        tips=tuple(tip.text for tip in document.tips[:3]),
        no_tips=document.tipping_tolerance.text,
        next=asks[0] if asks and not document.stop.reached else None,
        others=tuple(asks[1:4]),
        stop=document.stop.text,
        path=tuple(
            (step.text, tuple(trigger.text for trigger in step.triggers)) for step in document.path
        ),
        assumed=tuple((one.label, one.value, one.source) for one in document.assumed),
        faq=tuple((found.question, found.text) for found in document.faq),
        provenance=provenance(document),
        names=decision.called,
        staffed=tuple(decision.staffed),
        shown=shown,
        questions=tuple(_reading(found) for found in document.framework.questions),
        beside=tuple(
            _beside(decision, name) for name in ("as_is", "intended") if _is_beside(decision, name)
        ),
        doubt=_doubt(decision),
        other_reading=other_reading(decision),
    )


def _doubt(decision: Decision) -> tuple[tuple[str, str], ...]:
    """The parts of the doubt, in the words and shares of the document."""
    found = decision.document.verdict.doubt
    if found is None:
        return ()
    return tuple(
        (str(say(f"result.doubt.{part}")), percent(share, decision.lang))
        for part, share in vars(found).items()
    )


def provenance(document: Document) -> str:
    """What made the numbers: versions, seed, scenarios, teams tried."""
    told = {
        key: number(value, current()) if isinstance(value, int) else value
        for key, value in vars(document.provenance).items()
    }
    return str(say("result.provenance", **told))


def _case(decision: Decision, model: str) -> Case:
    part = decision.document.models[model]
    closed = None if part.team else decision.document.framework.excluded_by.get(model)
    return Case(
        model,
        decision.named(model),
        percent(part.chance_of_best, decision.lang)
        if part.team
        else str(say("result.why.ruled_out")),
        tuple(reason(decision, one) for one in part.advantages),
        tuple(reason(decision, one) for one in part.limits),
        tuple(reason(decision, one) for one in part.why_not),
        tuple((f, fact_label(f, decision)) for f in (closed.facts if closed else ())),
    )


def _warnings(decision: Decision, about: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is raised about these teams, and what to do."""
    raised = decision.document.warnings
    return tuple((one.text, one.remedy) for one in raised if one.about in about)


def _ask(decision: Decision, found: parts.Ask) -> Ask:
    worth = found.money
    money = str(say("result.worth", money=about(decision, worth))) if worth else ""
    return Ask(found.fact, fact_label(found.fact, decision), found.text, money)


def _reading(found: parts.Question) -> Reading:
    title = str(say(f"home.question.{QUESTIONS[found.question]}"))
    return Reading(title, found.effect, found.assumed)


def _is_beside(decision: Decision, name: str) -> bool:
    return name in decision.document.teams and name not in decision.names


def _beside(decision: Decision, name: str) -> Beside:
    team = decision.team(name)
    return Beside(
        name,
        members(decision, team),
        _criterion(team, "coverage", decision.lang),
        about(decision, team.cost.months_12.p50),
        _criterion(team, "alignment", decision.lang),
        _warnings(decision, (name,)),
    )


def _criterion(team: parts.Team, key: str, lang: Lang) -> str:
    return bare(load().criteria[key], team.criteria[key].p50, lang)
