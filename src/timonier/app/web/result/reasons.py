"""Why, in plain words: three reasons, the strongest one against, what alone could turn it."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.document import parts
from timonier.app.web.result.reading import Decision, word
from timonier.app.web.words import say
from timonier.knowledge import load

MOST = 3
# What is a fact of the company speaks before what the criteria measure; the firmest come first.
FACTS = ("by_elimination", "cannot_recruit", "no_pilot", "supervised", "recurrent", "oneoff",
         "below_one_post", "evolving", "mixed_needs", "exploring", "structuring",
         "vision_clear")  # fmt: skip
NUMBERED = ("no_pilot", "supervised", "recurrent", "oneoff", "below_one_post", "evolving",
            "mixed_needs")  # fmt: skip


@dataclass(frozen=True)
class Reason:
    text: str
    codes: tuple[tuple[str, str], ...] = ()  # statements of the article: code, what it says
    plain: str = ""  # the same in words alone
    path: str = ""  # the figure that it rests on, explained on its own

    @property
    def more(self) -> str:
        """The sentence with its numbers, when the plain one leaves them out."""
        return self.text if self.plain and self.plain != self.text else ""


def reason(decision: Decision, found: parts.Point) -> Reason:
    """A point of the document, with the statements it rests on and its words without numbers."""
    known = load().statements
    codes = (code for code in found.statements if code in known)
    return Reason(
        found.text,
        tuple((code, known[code].text[decision.lang]) for code in codes),
        _plain(decision, found),
        _path(decision, found),
    )


def three(decision: Decision) -> tuple[Reason, ...]:
    """The three that weigh most: two facts of the company at most, then what separates."""
    found = decision.document.reasons
    facts = sorted((p for p in found if _name(p) in FACTS), key=lambda p: FACTS.index(_name(p)))
    measured = [p for p in found if _name(p) == "separates"]
    kept = [*facts[: MOST - bool(measured)], *measured]
    return tuple(reason(decision, point) for point in kept[:MOST])


def against(decision: Decision) -> Reason | None:
    """The strongest against: what the first concedes to the second, else its first limit."""
    conceded = [p for p in decision.document.reasons if _name(p) == "concedes"]
    leading = decision.leading
    limits = decision.document.models[leading].limits if leading else ()
    found = next(iter((*conceded, *limits)), None)
    return reason(decision, found) if found else None


@dataclass(frozen=True)
class Turn:
    """What alone could turn the advice; ``key`` is the question to answer, when it is one."""

    text: str
    key: str = ""


def turn(decision: Decision) -> Turn:
    """One tipping point, else an answer not given yet, else another way of weighing."""
    document = decision.document
    for tip in document.tipping_points:
        return Turn(tip.text, tip.fact)
    if not document.stop.reached and document.stop.turns:
        return Turn(document.stop.turns[0].text, document.stop.turns[0].fact)
    for joint in document.joint_tipping_points:
        return Turn(joint.text)
    flips = [p for p in document.reasons if _name(p).startswith("flip")]
    return Turn(flips[0].text if flips else document.tipping_tolerance.text)


def _name(point: parts.Point) -> str:
    return point.key.removeprefix("reason.")


def _plain(decision: Decision, found: parts.Point) -> str:
    name = _name(found)
    if name in NUMBERED:
        return str(say(f"result.plain.{name}"))
    if name not in ("separates", "concedes"):
        return found.text
    criterion, better, worse = (str(found.facts[k]) for k in ("criterion", "model", "loser"))
    said = {"label": load().criteria[criterion].label[decision.lang]}
    said |= {"better": word(f"model_noun.{better}"), "worse": word(f"model_noun.{worse}")}
    classes = [_class(decision, m, criterion) for m in (better, worse)]
    if not all(classes) or classes[0] == classes[1]:
        return str(say("result.plain.better", **said))
    return str(say("result.plain.classes", **said, high=classes[0], low=classes[1]))


def _class(decision: Decision, model: str, criterion: str) -> str:
    team = decision.document.teams.get(model)
    found = team.criteria[criterion].class_ if team else None
    return word(f"class.{criterion}.{found}") if found else ""


def _path(decision: Decision, found: parts.Point) -> str:
    """The explained figure behind a comparison of two models."""
    criterion, model = found.facts.get("criterion"), found.facts.get("model")
    held = decision.document.teams.get(str(model))
    shown = held is not None and criterion in held.criteria and _name(found) != "flip"
    return f"models.{model}.criteria.{criterion}" if shown else ""
