"""What would change the advice, what to ask next and when to stop, in the document."""

from __future__ import annotations

from typing import Any

from timonier.app.document.company import assumed
from timonier.app.document.numbers import MONEY, rounded
from timonier.app.document.words import Words
from timonier.engine.catalogue import Figure, Role
from timonier.engine.company import FACTS, NUMBERS
from timonier.engine.decision import Decision
from timonier.engine.information.estimators import Worth
from timonier.engine.information.matters import Matters
from timonier.engine.information.questions import Candidate, Stop
from timonier.engine.information.tips import JointTipping, Tipping
from timonier.engine.information.worths import Learning

Document = dict[str, Any]


def information(decision: Decision, words: Words) -> Document:
    """The keys of the document about what matters."""
    matters = decision.matters
    return {
        "value_of_information": values(matters, words),
        "tipping_points": [tipping(tip, decision, words) for tip in matters.tips],
        "tipping_tolerance": _tolerance(decision, words),
        "joint_tipping_points": [_joint(tip, decision, words) for tip in matters.joint],
        "next_questions": [question(c, decision, words) for c in matters.questions],
        "stop": stop(matters, words),
    }


def values(matters: Matters, words: Words) -> Document:
    """The worth of knowing everything, each unknown and each group of them: utility and money."""
    return {
        "perfect": _worth(matters.everything, matters.money_per_utility),
        "unknown": matters.unknown,
        "nil": matters.nil,
        "facts": [_learning(item, matters, words) for item in matters.learnings],
        "groups": [
            {"facts": sorted(group), **_worth(worth, matters.money_per_utility)}
            for group, worth in sorted(matters.groups.items(), key=lambda pair: sorted(pair[0]))
            if len(group) > 1
        ],
        "text": _counted(matters, words),
    }


def _counted(matters: Matters, words: Words) -> str:
    """For how many of the unknowns no answer would count."""
    total, nil = matters.unknown, matters.nil
    if total == 0:
        return ""
    if total == 1:
        key = "single_nil" if nil else "single"
    elif nil in (0, 1, total):
        key = {0: "nil_none", 1: "nil_one", total: "nil_all"}[nil]
    else:
        key = "nil"
    return words.say(f"information.stop.{key}", total=total, nil=nil)


def _worth(worth: Worth, slope: float) -> Document:
    return {
        "evppi": rounded(worth.value, 5),
        "error": rounded(worth.error, 5),
        "money": rounded(worth.value * slope, MONEY),
        "money_error": rounded(worth.error * slope, MONEY),
        "changes": rounded(worth.changes),
    }


def _learning(item: Learning, matters: Matters, words: Words) -> Document:
    worth = _worth(item.worth, matters.money_per_utility)
    return {"fact": item.key, "label": label(item.key, words), **worth, "to": item.to}


def label(key: str, words: Words) -> str:
    """What a fact or a role's figure is called."""
    if key in FACTS:
        return words.fact(key)
    role, name = key.rsplit(".", 1)
    figure = words.say(f"figure.{name}")
    return words.say("information.figure.label", figure=figure, role=words.role(role))


def quantity(key: str, value: float, words: Words) -> str:
    """A fact's or a figure's number with its unit."""
    if key in FACTS:
        return words.quantity(key, value)
    return words.say(f"information.unit.{key.rsplit('.', 1)[1]}", amount=words.about(value))


def answer(key: str, value: Any, words: Words) -> str:
    """A choice in words."""
    if isinstance(value, bool):
        return words.say(f"information.answer.{'yes' if value else 'no'}")
    if isinstance(value, str):
        return words.choice(key, value)
    return quantity(key, value, words)


def tipping(tip: Tipping, decision: Decision, words: Words) -> Document:
    """One tipping point; ``now`` is null for an unknown fact."""
    said = words.say(
        f"information.tipping.{tip.side}",
        label=label(tip.key, words),
        at=_at(tip, words),
        answer=_at(tip, words),
        advice=words.say(f"information.advice.{tip.to}"),
    )
    return {
        "fact": tip.key,
        "label": label(tip.key, words),
        "now": tip.now,
        "inside": tip.inside,
        "flips_at": tip.at,
        "side": tip.side,
        "to": tip.to,
        "text": said,
    }


def _tolerance(decision: Decision, words: Words) -> Document:
    """How exact the tipping points are, in chances of being the best, or why there is none."""
    gap = decision.knowledge.method["verdict.undecided_gap"].value.median
    key = "tolerance"
    if not decision.matters.tips:
        chances = [] if decision.ranking is None else sorted(decision.ranking.chance_of_best)
        key = "level" if len(chances) > 1 and chances[-1] - chances[-2] < gap else "none"
    said = words.say(f"information.tipping.{key}", gap=round(100 * gap))
    return {"chance": rounded(gap), "text": said}


def _at(tip: Tipping, words: Words) -> str:
    return answer(tip.key, tip.at, words)


def _joint(tip: JointTipping, decision: Decision, words: Words) -> Document:
    one, other = (
        words.say(
            f"information.tipping.part_{part.side}",
            label=label(part.key, words),
            at=_at(part, words),
            answer=_at(part, words),
        )
        for part in tip.parts
    )
    return {
        "facts": [tipping(part, decision, words) for part in tip.parts],
        "to": tip.to,
        "text": words.say(
            "information.tipping.joint",
            one=one, other=other, advice=words.say(f"information.advice.{tip.to}"),
        ),
    }  # fmt: skip


def stop(matters: Matters, words: Words) -> Document:
    """Whether to stop asking and why, with the chance left of being wrong."""
    found = matters.stop
    return {
        "reached": found.reached,
        "reason": found.reason,
        "chance_wrong": rounded(found.chance_wrong),
        "text": stop_text(found, len(matters.questions), words),
    }


def stop_text(found: Stop, count: int, words: Words) -> str:
    """Why to stop or go on, and what is left to chance; ``count`` answers are worth giving."""
    key = "worth_asking_one" if count == 1 and not found.reached else found.reason
    told = words.say(f"information.stop.{key}", count=count)
    if not found.reached or found.chance_wrong == 0.0:
        return told
    wrong = words.say("information.stop.wrong", wrong=words.percent(found.chance_wrong))
    return f"{told} {wrong}"


def question(candidate: Candidate, decision: Decision, words: Words) -> Document:
    """A question with all that helps to answer it, and why it is asked now."""
    matters = decision.matters
    key = candidate.fact
    worth = _worth(candidate.worth, matters.money_per_utility)
    shape = _fact(key, decision, words) if key in FACTS else _figure(key, decision, words)
    return {
        "fact": key,
        "label": label(key, words),
        **worth,
        "minutes": candidate.effort,
        **shape,
        "reason": _reason(candidate, matters, words),
    }


def _reason(candidate: Candidate, matters: Matters, words: Words) -> str:
    to = next((i.to for i in matters.learnings if i.key == candidate.fact), None)
    if to is None or matters.first is None:
        key = "required" if candidate.required else "condition"
        return words.say(f"information.why.{key}")
    now, then = (words.say(f"information.model.{m}") for m in (matters.first, to))
    flip = words.say("information.why.flip", now=now, to=then)
    money = words.about(candidate.money)
    return f"{flip} {words.say('information.why.worth', money=money)}"


def _fact(key: str, decision: Decision, words: Words) -> Document:
    fact, text = FACTS[key], decision.knowledge.facts[key]
    unit = text.unit[words.lang].format(currency=words.currency)
    found = next((a for a in assumed(decision, words) if a["fact"] == key), None)
    return {
        "text": text.question[words.lang],
        "why": text.why[words.lang],
        "help": text.help[words.lang],
        "kind": fact.kind,
        "unit": unit,
        "bounds": {"low": fact.low, "high": fact.high} if fact.kind in NUMBERS else None,
        "choices": [{"value": v, "text": t[words.lang]} for v, t in text.choices.items()],
        "anchors": [{"value": v, "text": t[words.lang]} for v, t in text.anchors.items()],
        "default": {"text": found["value"], "source": found["source"]} if found else None,
        "may_be_unknown": True,
        "may_be_not_concerned": fact.may_be_not_concerned,
    }


def _figure(key: str, decision: Decision, words: Words) -> Document:
    role_key, name = key.rsplit(".", 1)
    role: Role = decision.knowledge.roles[role_key]
    figure: Figure = decision.world.market.roles[role_key][name]
    label_ = role.label[words.lang]
    value = figure.value
    low, middle, high = (quantity(key, v, words) for v in (value.low, value.median, value.high))
    return {
        "text": words.say(f"information.figure.{name}", role=label_),
        "why": words.knowledge.facts["assumptions"].why[words.lang],
        "help": words.say(f"information.figure.help_{'salary' if name == 'salary' else 'rate'}"),
        "kind": "float",
        "unit": words.say(f"information.unit.{name}", amount=words.currency),
        "bounds": {"low": 0, "high": None},
        "choices": [],
        "anchors": [],
        "default": {
            "text": words.say("document.range", low=low, middle=middle, high=high),
            "source": words.source(figure.source),
        },
        "may_be_unknown": True,
        "may_be_not_concerned": False,
    }
