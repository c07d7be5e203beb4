"""A question as the page shows it: its words, its choices, what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.kinds.keys import hours_shown
from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.interview import answers
from timonier.app.web import region
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.app.wording import signs
from timonier.engine.catalogue import FUNCTIONS, Activity, Text
from timonier.engine.company import FACTS, Fact
from timonier.knowledge import load


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    chosen: bool
    detail: str = ""


@dataclass(frozen=True)
class Question:
    """Everything the page needs to ask one fact."""

    key: str
    kind: str
    section: str
    label: str
    question: str
    why: str
    help: str
    unit: str
    options: tuple[Option, ...]
    groups: tuple[tuple[str, tuple[Option, ...]], ...]  # named groups, for long lists
    value: str  # what the input shows
    state: str  # "", "known", "unknown" or "not_concerned"
    may_be_not_concerned: bool
    typed: bool
    exact: bool  # whether a value between the anchors can be given
    picked: bool
    error: SafeString | str = ""
    warning: SafeString | str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def may_be_unknown(self) -> bool:
        return self.key != answers.NEEDED


def build(
    key: str, document: Mapping[str, Any], sent: str | None = None, **remarks: SafeString | str
) -> Question:
    """Build the question of a fact for this document; ``sent`` is what was typed and refused."""
    fact, text, lang = FACTS[key], load().facts[key], current()
    held = answers.read(document, key)
    options, groups = _options(fact, document, held)
    return Question(
        key=key,
        kind=fact.kind,
        section=load().wording[f"section.{key.split('.')[0]}"][lang],
        label=text.label[lang],
        question=text.question[lang],
        why=text.why[lang],
        help=text.help[lang],
        unit=unit_of(key, document),
        options=options,
        groups=groups,
        value=sent if sent is not None else kind_of(fact).shown(fact, _known(held), lang),
        state=_state(held),
        may_be_not_concerned=fact.may_be_not_concerned,
        typed=kind_of(fact).widget == "typed",
        exact=not _anchors_say_all(fact),
        picked=kind_of(fact).widget == "picked",
        extra=_extra(fact, held),
        **remarks,
    )


def unit_of(key: str, document: Mapping[str, Any]) -> str:
    """What stands beside the number: the market's currency filled in, percent for shares."""
    if in_percent(FACTS[key]):
        return str(say("unit.percent"))
    unit = load().facts[key].unit[current()]
    market = load().markets.get(document.get("company", {}).get("market", ""))
    return unit.replace("{currency}", signs()[market.currency] if market else say("unit.money"))


def _known(held: Any) -> Any:
    """An answer that says something, None otherwise."""
    return None if held in (answers.UNKNOWN, answers.NOT_CONCERNED) else held


def _anchors_say_all(fact: Fact) -> bool:
    """Whether every whole number allowed has its anchor, so that nothing is left to type."""
    if fact.kind != "int" or fact.low is None or fact.high is None:
        return False
    return len(load().facts[fact.key].anchors) == fact.high - fact.low + 1


def _state(held: Any) -> str:
    if held is None:
        return ""
    return held if held in (answers.UNKNOWN, answers.NOT_CONCERNED) else "known"


def _options(
    fact: Fact, document: Mapping[str, Any], held: Any
) -> tuple[tuple[Option, ...], tuple[tuple[str, tuple[Option, ...]], ...]]:
    text, lang = load().facts[fact.key], current()
    widget = kind_of(fact).widget
    if widget == "hours":
        return (), _hours_groups(document, held if isinstance(held, dict) else {})
    if widget == "several" and not fact.choices:
        return (), _key_groups(fact, document, held if isinstance(held, list) else [])
    if widget == "typed":
        return tuple(_anchor(fact, number, said, held) for number, said in text.anchors.items()), ()
    chosen = {True: "yes", False: "no"}.get(held, held) if isinstance(held, bool) else held
    several = held if isinstance(held, list) else [chosen]
    values = region.markets() if fact.key == answers.NEEDED else text.choices
    return tuple(_choice(value, text.choices[value][lang], several) for value in values), ()


def _choice(value: str, text: str, chosen: list[Any]) -> Option:
    """An option reads "short: what it looks like"; the two are told apart on the page."""
    head, colon, detail = text.partition("\u202f: " if current() == "fr" else ": ")
    return Option(value, head, value in chosen, detail[:1].upper() + detail[1:] if colon else "")


def _anchor(fact: Fact, number: str, said: Text, held: Any) -> Option:
    scaled = float(number) * (100 if in_percent(fact) else 1)
    same = isinstance(held, int | float) and abs(held - float(number)) < 1e-9
    return Option(plain(scaled), said[current()], same)


def _key_groups(
    fact: Fact, document: Mapping[str, Any], held: list[str]
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    lang, knowledge = current(), load()
    if fact.key == "needs.specialised_skills":
        skills = tuple(
            Option(s.key, s.label[lang], s.key in held, s.description[lang])
            for s in knowledge.skills.values()
        )
        return (("", skills),)
    groups = []
    for function in FUNCTIONS:
        members = tuple(
            Option(a.key, a.label[lang], a.key in held)
            for a in knowledge.activities.values()
            if a.function == function and not a.endogenous and applies(a, document)
        )
        groups.append((knowledge.wording[f"function.{function}"][lang], members))
    return tuple(groups)


def _hours_groups(
    document: Mapping[str, Any], held: Mapping[str, Any]
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """One line for each activity wanted, or of the usual ones when none is named."""
    lang, knowledge = current(), load()
    named = answers.read(document, "needs.activities")
    groups = []
    for function in FUNCTIONS:
        members = tuple(
            Option(a.key, a.label[lang], a.key in held, hours_shown(held.get(a.key), lang))
            for a in knowledge.activities.values()
            if a.function == function
            and not a.endogenous
            and (a.key in held or (a.key in named if isinstance(named, list) else a.core))
        )
        groups.append((knowledge.wording[f"function.{function}"][lang], members))
    return tuple(groups)


def applies(activity: Activity, document: Mapping[str, Any]) -> bool:
    """Whether an activity may concern a company of this business and these traits."""
    company = document.get("company", {})
    business = company.get("business")
    kinds = {"b2b", "b2c"} if business in (None, "both", answers.UNKNOWN) else {business}
    traits = company.get("traits")
    return bool(activity.applies_to & ({"all", *kinds} | set(traits or ())))


def _extra(fact: Fact, held: Any) -> dict[str, Any]:
    if fact.kind == "seasonality":
        factors = [plain(f) for f in held] if isinstance(held, list) else [""] * 12
        return {"factors": [(say(f"month.{i + 1}"), f) for i, f in enumerate(factors)]}
    return {}
