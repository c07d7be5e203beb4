"""Explain one path of the document: value, definition, formula, inputs, where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from timonier.app.document.build import Answered
from timonier.app.document.explain import inputs
from timonier.app.document.explain.families import Family, family_of
from timonier.app.document.explain.formulas import numbers
from timonier.app.document.explain.paths import NoSuchPath, resolve
from timonier.app.document.parts import (
    Document,
    Explained,
    Input,
    Joint,
    Member,
    Part,
    Range,
    Step,
    Tip,
    opened,
)
from timonier.app.document.words import Words
from timonier.app.measures import bare, description
from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS
from timonier.engine.rules import rules_of


def explained(decision: Answered, document: Document, path: str) -> Explained:
    """How the value at a path was computed, worded; NoSuchPath when there is no such path."""
    value, place = resolve(document, path)
    found = family_of(place)
    if found is None:
        raise NoSuchPath(path, place)
    family, names = found
    words = Words.of(decision, document.language)
    filled = numbers(family.key, names, decision.evidence, words)
    return Explained(
        language=document.language,
        path=path,
        title=_title(family, names, place, document, words),
        value=_value(decision, _called(value, place, document), family, names, place, words),
        definition=_definition(family, names, document, place, words),
        formula=_formula(family, names, filled, words),
        inputs=tuple(_inputs(decision, family, names, document, place, words)),
        used_in=words.say(f"explain.{family.key}.used_in"),
    )


def _title(
    family: Family, names: Mapping[str, str], place: str, document: Document, words: Words
) -> str:
    """What the number is, of what."""
    said = words.say(f"explain.{family.key}.title")
    if "criterion" in names and names["criterion"] in words.knowledge.criteria:
        said = words.knowledge.criteria[names["criterion"]].label[words.lang]
        if family.key != "criterion":
            said = f"{said} · {words.say(f'explain.{family.key}.title')}"
    if "risk" in names:
        said = words.knowledge.risks[names["risk"]].label[words.lang]
    if "member" in names:
        said = f"{said} · {_team_of(names, document)[int(names['member'])].label}"
    if place.startswith("needs.") and family.key.startswith("needs"):
        said = document.needs[int(place.split(".")[1])].text
    model = names.get("model") or names.get("own")
    return f"{said} · {words.model(model)}" if model else said


def _definition(
    family: Family, names: Mapping[str, str], document: Document, place: str, words: Words
) -> str:
    """One sentence of meaning; criteria, risks and facts have theirs in the knowledge."""
    known = words.knowledge
    if family.key == "criterion" and names["criterion"] in known.criteria:
        measure = words.known(_measure(names, place, words))
        return description(measure, words.lang, rules_of(known.method))
    if "risk" in names:
        return known.risks[names["risk"]].description[words.lang]
    if family.key in ("company", "assumed"):
        key = _fact_at(family, place, document)
        if key in known.facts:
            return f"{known.facts[key].question[words.lang]} {known.facts[key].why[words.lang]}"
    return words.say(f"explain.{family.key}.definition")


def _fact_at(family: Family, place: str, document: Document) -> str:
    parts = place.split(".")
    if family.key == "company":
        return ".".join(parts[1:3])
    return document.assumed[int(parts[1])].fact if len(parts) > 1 else ""


def _formula(
    family: Family, names: Mapping[str, str], filled: Mapping[str, str], words: Words
) -> str:
    known = words.knowledge
    if family.key == "criterion":
        text = known.criteria[names["criterion"]].formula
    elif "risk" in names:
        text = known.risks[names["risk"]].formula
    else:
        text = known.wording[f"explain.{family.key}.formula"]
    try:
        return text[words.lang].format(**filled)
    except KeyError:  # a model without a team has no numbers of its own
        return words.say("explain.no_numbers")


def _inputs(
    decision: Answered,
    family: Family,
    names: Mapping[str, str],
    document: Document,
    place: str,
    words: Words,
) -> Iterator[Input]:
    """Facts first, then the parameters of the method, then the figures of the team's roles."""
    facts, figures, role = family.facts, family.figures, family.role
    if family.key in ("criterion", "value") and names["criterion"] in words.knowledge.criteria:
        more = words.knowledge.criteria[names["criterion"]]
        facts, figures = (*facts, *more.facts), (*figures, *more.figures)
        role = (*role, *more.role_figures)
    if family.key == "value":
        figures = (*figures, *_anchors(decision, names["criterion"]))
    if family.key in ("company", "assumed"):
        facts = (_fact_at(family, place, document),)
    for key in facts:
        found = inputs.fact(decision, key, words) if _is_fact(key) else None
        if found:
            yield found
    for key in figures:
        yield inputs.method(decision, key, words)
    if role:
        yield from inputs.of_roles(decision, _roles(names, document), role, words)


def _is_fact(key: str) -> bool:
    return key in FACTS


def _anchors(decision: Answered, criterion: str) -> list[str]:
    return [k for k in decision.knowledge.method if k.startswith(f"value.{criterion}_")]


def _team_of(names: Mapping[str, str], document: Document) -> tuple[Member, ...]:
    named = names.get("own") or names.get("model") or document.verdict.leading
    part = document.teams.get(named or "")
    return part.team if part else ()


def _roles(names: Mapping[str, str], document: Document) -> list[str]:
    team = _team_of(names, document)
    chosen = [team[int(names["member"])]] if "member" in names else team
    return [member.role for member in chosen]


def _measure(names: Mapping[str, str], place: str, words: Words) -> str:
    """The criterion of a place, or the measure that is told with it there."""
    criterion = names.get("criterion", "")
    part = place.partition(".criteria.")[2].split(".")
    known = words.knowledge.criteria.get(criterion)
    return known.more.get(part[1], criterion) if known and len(part) > 1 else criterion


def _value(
    decision: Answered,
    value: Any,
    family: Family,
    names: Mapping[str, str],
    place: str,
    words: Words,
) -> str:
    if family.key == "company":
        key = ".".join(place.split(".")[1:3])
        if _is_fact(key):
            return inputs.answer(key, decision.company.facts[key], words)
    measured = {**names, "criterion": _measure(names, place, words)}
    said = written(value, family.kind, measured, words)
    yearly = value is not None and ".cost.a_year" in place
    return words.say("document.a_year", amount=said) if yearly else said


def _called(value: Any, place: str, document: Document) -> Any:
    """A model as the document calls it there: first at a budget, after a change, or at all."""
    if not isinstance(value, str) or value not in MODELS:
        return value
    holder, _ = resolve(document, place.rpartition(".")[0])
    if isinstance(holder, Step):
        return document.naming.at(holder)
    if isinstance(holder, Tip | Joint):
        return document.called_after(holder)
    return document.called(value)


def written(value: Any, kind: str, names: Mapping[str, str], words: Words) -> str:
    """A value of the document in words; a part of the document says what it holds."""
    if value is None:
        return words.say("explain.nothing")
    if isinstance(value, bool):
        return words.say("answer.yes" if value else "answer.no")
    if isinstance(value, str):
        return words.say(f"model.{value}") if f"model.{value}" in words.knowledge.wording else value
    if isinstance(value, (int, float)):
        return _number(float(value), kind, names, words)
    if isinstance(value, Range):
        low, middle, high = (_number(float(v), kind, names, words) for v in value)
        if low == high:
            return middle
        if kind == "criterion":  # its unit once
            low, high = (words.bare(names["criterion"], v) for v in (value.p10, value.p90))
        return words.say("document.range", low=low, middle=middle, high=high)
    said = getattr(value, "text", None)
    if isinstance(said, str):
        return said
    if isinstance(value, Part | Mapping):
        keys = opened(value) if isinstance(value, Part) else value
        return words.say("explain.holds", keys=", ".join(keys))
    return words.say("explain.items", n=words.number(len(value)))


def _number(value: float, kind: str, names: Mapping[str, str], words: Words) -> str:
    if kind == "criterion":
        return words.measure(names["criterion"], value)
    if kind == "risk":
        return bare(words.knowledge.risks[names["risk"]], value, words.lang)
    writers: Mapping[str, Callable[[float], str]] = {
        "share": words.percent,
        "money": lambda v: words.money(v),
        "hours": words.hours,
        "weeks": lambda v: words.counted("weeks", v),
        "days": lambda v: words.counted("days", v),
        "value": lambda v: words.number(v, 3),
        "ratio": lambda v: words.number(v, 2),
        "count": lambda v: words.number(v),
    }
    plain = words.number(value, 0 if value == int(value) else 2)
    return writers[kind](value) if kind in writers else plain
