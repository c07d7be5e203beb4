"""What would change the advice, what to ask next and when to stop, in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from timonier.app.document import parts
from timonier.app.document.company import assumed
from timonier.app.document.numbers import rounded, whole
from timonier.app.document.words import Words
from timonier.engine.catalogue import Figure, Role, Text
from timonier.engine.company import FACTS, NUMBERS
from timonier.engine.decision import Decision
from timonier.engine.information.estimators import Worth
from timonier.engine.information.matters import Matters
from timonier.engine.information.questions import Candidate, Stop
from timonier.engine.information.tips import JointTipping, Tipping
from timonier.engine.information.worths import Learning


def information(decision: Decision, words: Words) -> dict[str, Any]:
    """The keys of the document about what matters."""
    matters = decision.matters
    return {
        "value_of_information": values(matters, words),
        "tipping_points": tuple(tipping(tip, words) for tip in matters.tips),
        "tipping_tolerance": _tolerance(decision, words),
        "joint_tipping_points": tuple(_joint(tip, words) for tip in matters.joint),
        "next_questions": tuple(question(c, decision, words) for c in matters.questions),
        "stop": stop(decision, words),
    }


def values(matters: Matters, words: Words) -> parts.ValueOfInformation:
    """The worth of knowing everything, each unknown and each group of them: utility and money."""
    return parts.ValueOfInformation(
        perfect=_worth(matters.everything, matters.money_per_utility),
        unknown=matters.unknown,
        nil=matters.nil,
        facts=tuple(_learning(item, matters, words) for item in matters.learnings),
        groups=tuple(
            parts.Group(
                facts=tuple(sorted(group)), **vars(_worth(worth, matters.money_per_utility))
            )
            for group, worth in sorted(matters.groups.items(), key=lambda pair: sorted(pair[0]))
            if len(group) > 1
        ),
        text=_counted(matters, words),
    )


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


def _worth(worth: Worth, slope: float) -> parts.Worth:
    return parts.Worth(
        evppi=rounded(worth.value, 5),
        error=rounded(worth.error, 5),
        money=whole(worth.value * slope),
        money_error=whole(worth.error * slope),
        changes=rounded(worth.changes),
    )


def _learning(item: Learning, matters: Matters, words: Words) -> parts.Learning:
    worth = _worth(item.worth, matters.money_per_utility)
    return parts.Learning(fact=item.key, label=label(item.key, words), **vars(worth), to=item.to)


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


def tipping(tip: Tipping, words: Words) -> parts.Tip:
    """One tipping point; ``now`` is null for an unknown fact."""
    said = words.say(
        f"information.tipping.{tip.side}",
        label=label(tip.key, words),
        at=_at(tip, words),
        answer=_at(tip, words),
        advice=words.advice(tip.to, {tip.key: tip.at}),
    )
    return parts.Tip(
        fact=tip.key,
        label=label(tip.key, words),
        now=tip.now,
        inside=tip.inside,
        flips_at=tip.at,
        side=tip.side,
        to=tip.to,
        text=said,
    )


def _tolerance(decision: Decision, words: Words) -> parts.Tolerance:
    """How exact the tipping points are, in chances of being the best, or why there is none."""
    gap = decision.world.rules.verdict_undecided_gap
    key = "tolerance"
    if not decision.matters.tips:
        chances = [] if decision.ranking is None else sorted(decision.ranking.chance_of_best)
        key = "level" if len(chances) > 1 and chances[-1] - chances[-2] < gap else "none"
    said = words.say(f"information.tipping.{key}", gap=round(100 * gap))
    return parts.Tolerance(chance=rounded(gap), text=said)


def _at(tip: Tipping, words: Words) -> str:
    return answer(tip.key, tip.at, words)


def _joint(tip: JointTipping, words: Words) -> parts.Joint:
    one, other = (
        words.say(
            f"information.tipping.part_{part.side}",
            label=label(part.key, words),
            at=_at(part, words),
            answer=_at(part, words),
        )
        for part in tip.parts
    )
    advice = words.advice(tip.to, {part.key: part.at for part in tip.parts})
    return parts.Joint(
        facts=tuple(tipping(part, words) for part in tip.parts),
        to=tip.to,
        text=words.say("information.tipping.joint", one=one, other=other, advice=advice),
    )


def stop(decision: Decision, words: Words) -> parts.Stop:
    """Whether to stop asking and why, with what could turn the advice."""
    found = decision.stop
    unknown = [t for t in decision.matters.tips if t.now is None and t.key in FACTS]
    turns = () if found.reached else (*decision.wishes, *unknown)[:TURNS]
    return parts.Stop(
        reached=found.reached,
        reason=found.reason,
        chance_wrong=rounded(found.chance_wrong),
        holds_if_known=rounded(found.holds),
        turns=tuple(tipping(t, words) for t in turns),
        text=stop_text(found, turns, words),
    )


def stop_text(found: Stop, turns: Sequence[Tipping], words: Words) -> str:
    """Why to stop or go on: what stopping now leaves, and the answers that could turn it."""
    left = words.percent(1.0 - found.holds)
    sure = found.reason == "holds" and round(100 * found.holds) == 100
    told = words.say(f"information.stop.{'holds_sure' if sure else found.reason}", left=left)
    if found.reason == "may_turn" and turns:
        which = [tipping(t, words).text.rstrip(".") for t in turns]
        told = f"{told} {words.say('information.stop.turns', turns=' ; '.join(which))}"
    if not found.reached or found.chance_wrong == 0.0:
        return told
    wrong = words.say("information.stop.wrong", wrong=words.percent(found.chance_wrong))
    return f"{told} {wrong}"


TURNS = 3  # answers that could turn the advice, named


def question(candidate: Candidate, decision: Decision, words: Words) -> parts.Ask:
    """A question with all that helps to answer it, and why it is asked now."""
    matters = decision.matters
    key = candidate.fact
    worth = _worth(candidate.worth, matters.money_per_utility)
    asked = _fact(key, decision, words) if key in FACTS else _figure(key, decision, words)
    return parts.Ask(
        fact=key,
        label=label(key, words),
        **vars(worth),
        minutes=candidate.effort,
        **vars(asked),
        reason=_reason(candidate, matters, words),
    )


def _reason(candidate: Candidate, matters: Matters, words: Words) -> str:
    to = next((i.to for i in matters.learnings if i.key == candidate.fact), None)
    if to is None or matters.first is None:
        key = "required" if candidate.required else "condition"
        return words.say(f"information.why.{key}")
    now, then = (words.say(f"information.model.{m}") for m in (matters.first, to))
    flip = words.say("information.why.flip", now=now, to=then)
    money = words.about(candidate.money)
    return f"{flip} {words.say('information.why.worth', money=money)}"


def _fact(key: str, decision: Decision, words: Words) -> parts.Shape:
    found = next((a for a in assumed(decision.world, words) if a.fact == key), None)
    default = parts.Default(text=found.value, source=found.source) if found else None
    return shape(key, words, default)


def shape(key: str, words: Words, default: parts.Default | None = None) -> parts.Shape:
    """How to ask about a fact, whatever the company."""
    fact, text = FACTS[key], words.knowledge.facts[key]
    unit = text.unit[words.lang].format(currency=words.currency)
    return parts.Shape(
        text=text.question[words.lang],
        why=text.why[words.lang],
        help=text.help[words.lang],
        kind=fact.kind,
        unit=unit,
        bounds=parts.Bounds(low=fact.low, high=fact.high) if fact.kind in NUMBERS else None,
        choices=_meanings(text.choices, words),
        anchors=_meanings(text.anchors, words),
        default=default,
        may_be_unknown=True,
        may_be_not_concerned=fact.may_be_not_concerned,
    )


def _meanings(texts: Mapping[Any, Text], words: Words) -> tuple[parts.Choice, ...]:
    return tuple(parts.Choice(value=v, text=t[words.lang]) for v, t in texts.items())


def _figure(key: str, decision: Decision, words: Words) -> parts.Shape:
    role_key, name = key.rsplit(".", 1)
    role: Role = decision.knowledge.roles[role_key]
    figure: Figure = decision.world.market.roles[role_key][name]
    label_ = role.label[words.lang]
    value = figure.value
    low, middle, high = (quantity(key, v, words) for v in (value.low, value.median, value.high))
    return parts.Shape(
        text=words.say(f"information.figure.{name}", role=label_),
        why=words.knowledge.facts["assumptions"].why[words.lang],
        help=words.say(f"information.figure.help_{'salary' if name == 'salary' else 'rate'}"),
        kind="float",
        unit=words.say(f"information.unit.{name}", amount=words.currency),
        bounds=parts.Bounds(low=0, high=None),
        choices=(),
        anchors=(),
        default=parts.Default(
            text=words.say("document.range", low=low, middle=middle, high=high),
            source=words.source(figure.source),
        ),
        may_be_unknown=True,
        may_be_not_concerned=False,
    )
