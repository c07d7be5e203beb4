"""What-ifs: what can be moved, what was moved, and the company that it makes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from django.http import QueryDict

from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.document import Document as Decision
from timonier.app.document.parts import AssumedNumber
from timonier.app.interview import answers
from timonier.app.web.forms import review
from timonier.app.web.forms.parse import to_number
from timonier.app.web.forms.question import Option, unit_of
from timonier.app.web.numbers import measured, plain
from timonier.app.web.words import current, say
from timonier.app.wording import percent
from timonier.engine.company import FACTS, Range
from timonier.knowledge import load

Document = dict[str, Any]

SALARIES = "salaries"  # every salary at once, in percent of what is assumed
WEIGHT, OVER, TIMES = "weight", "over", "times"  # a trade-off: this criterion, over that, so much
RANKS = 3
RATIOS = (1, 1.5, 2, 3, 5)
LONGEST, MOST_VALUES = 40, 20  # of a value sent, and how many of them a control sends

# What a slider may reach, as shown: percents for shares. The budget's end follows its start.
SLIDERS: Mapping[str, tuple[float, float, float]] = {
    "steering.hours_per_month": (0, 80, 1),
    "steering.level": (0, 5, 1),
    "needs.ambition": (0.3, 3, 0.1),
    "needs.recurrent_share": (0, 100, 5),
    "needs.evolving": (0, 100, 5),
    "marketing.growth": (-50, 100, 5),
}
UNITS = {"steering.level": "/ 5", "needs.ambition": "×"}

# Each switch, and the place of the vocabulary, or of the page's wording, that words its positions.
SWITCHES: Mapping[str, str] = {
    "hiring.can_recruit": "answer",
    "steering.contact": "answer",
    "marketing.seasonality": "seasonality",
    "marketing.role": "marketing_role",
    "marketing.governance": "whatif.governance",
    "company.stage": "stage",
}


CONTROLS = ("marketing.budget", *SLIDERS, SALARIES, *SWITCHES, "priorities", "wants",
            *(f"rank{n}" for n in range(1, RANKS + 1)), WEIGHT, TIMES, OVER)  # fmt: skip


def said(sent: QueryDict) -> QueryDict:
    """What a form says of the controls, and nothing else of it."""
    found = QueryDict(mutable=True)
    for name in CONTROLS:
        if name in sent:
            found.setlist(name, [v[:LONGEST] for v in sent.getlist(name)[:MOST_VALUES]])
    return found


@dataclass(frozen=True)
class Slider:
    key: str
    label: str
    value: float
    low: float
    high: float
    step: float
    unit: str
    base: float  # where the situation stands

    @property
    def rest(self) -> float:
        """Where a browser puts the mark of ``base``: on the nearest step."""
        steps = min(floor((self.base - self.low) / self.step + 0.5), self._steps)
        return round(self.low + steps * self.step, 6)

    @property
    def _steps(self) -> int:
        return floor((self.high - self.low) / self.step + 1e-9)

    @property
    def moved(self) -> bool:
        """Whether it was moved: a mark laid on the nearest step was not."""
        return min(abs(self.value - self.base), abs(self.value - self.rest)) > 1e-9

    def said(self, number: str) -> str:
        """A number of this slider, with its unit."""
        return measured(number, self.unit)

    @property
    def shown(self) -> str:
        """Where the mark lies, in words."""
        return self.said(plain(self.value if self.moved else self.base))

    @property
    def saved(self) -> str:
        """Where the situation stands, in words."""
        return self.said(plain(self.base))

    @property
    def pattern(self) -> str:
        """How the page writes any of its numbers, in the place of ``{n}``."""
        return self.said("{n}")


@dataclass(frozen=True)
class Switch:
    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def sliders(document: Document, decision: Decision, sent: QueryDict) -> list[Slider]:
    """Every slider at the value sent, else where the situation stands."""
    found = [_budget(document, decision, sent)]
    for key, (low, high, step) in SLIDERS.items():
        base = base_value(key, document, decision)
        value = _sent_number(key, sent, base, min(low, base), max(high, base))
        label = load().facts[key].label[current()]
        unit = UNITS.get(key) or unit_of(key, document)
        found.append(Slider(key, label, value, min(low, base), max(high, base), step, unit, base))
    percent_unit = str(say("unit.percent"))
    value = _sent_number(SALARIES, sent, 100, 60, 160)
    found.append(
        Slider(SALARIES, str(say("whatif.salaries")), value, 60, 160, 5, percent_unit, 100)
    )
    return found


def _budget(document: Document, decision: Decision, sent: QueryDict) -> Slider:
    key = "marketing.budget"
    base = base_value(key, document, decision)
    step = 1_000 if base < 200_000 else 5_000
    high = max(3 * base, 60_000)
    high -= high % step
    value = _sent_number(key, sent, base, 0, max(high, base))
    label = load().facts[key].label[current()]
    return Slider(key, label, value, 0, max(high, base), step, unit_of(key, document), base)


def _sent_number(key: str, sent: QueryDict, base: float, low: float, high: float) -> float:
    value = to_number(sent.get(key, ""))
    return base if value is None else min(max(value, low), high)


def base_value(key: str, document: Document, decision: Decision) -> float:
    """Where a slider starts: the answer, else the middle of what was assumed."""
    held = answers.read(document, key)
    scale = 100 if in_percent(FACTS[key]) else 1
    if isinstance(held, list) and len(held) == 2:
        held = FACTS[key].middle(Range(*held))
    if isinstance(held, int | float) and not isinstance(held, bool):
        return round(held * scale, 4)
    assumed = next((a for a in decision.assumed if a.fact == key), None)
    if isinstance(assumed, AssumedNumber) and assumed.numbers:
        return round(float(assumed.numbers.p50) * scale, 1)
    return {"needs.ambition": 1.0}.get(key, 0.0)


def switches(document: Document, sent: QueryDict) -> list[Switch]:
    """Every switch, with the position sent, else the situation's; none when it is unknown."""
    found = []
    words, lang = load().wording, current()
    for key, place in SWITCHES.items():
        fact, text = FACTS[key], load().facts[key]
        held = answers.read(document, key)
        chosen = sent.get(key) or ("yes" if held is True else "no" if held is False else held)
        values = ("yes", "no") if fact.kind == "bool" else fact.choices
        ours = "web." if place.startswith("whatif.") else ""
        options = tuple(Option(v, words[f"{ours}{place}.{v}"][lang], v == chosen) for v in values)
        found.append(Switch(key, text.label[lang], options))
    return found


def changed(document: Document, decision: Decision, sent: QueryDict) -> Document:
    """The document with what was moved; what was left where it stood stays as it was answered."""
    made = copy.deepcopy(document)
    for slider in sliders(document, decision, sent):
        if slider.moved:
            _move(made, slider, decision)
    for key in SWITCHES:
        value: Any = sent.get(key)
        options = ("yes", "no") if FACTS[key].kind == "bool" else FACTS[key].choices
        if value in options:
            answers.write(made, key, value == "yes" if FACTS[key].kind == "bool" else value)
    if "priorities" in sent:
        _prefer(made, sent)
    return made


def _move(made: Document, slider: Slider, decision: Decision) -> None:
    if slider.key == SALARIES:
        _pay(made, slider.value / 100)
        return
    value = slider.value / (100 if in_percent(FACTS[slider.key]) else 1)
    answers.write(made, slider.key, int(value) if FACTS[slider.key].kind == "int" else value)
    if slider.key == "marketing.budget":
        hold_ambition(made, decision)
    if slider.key == "needs.recurrent_share":
        other = answers.read(made, "needs.oneoff_share")
        if isinstance(other, int | float) and other + value > 1:
            answers.write(made, "needs.oneoff_share", round(1 - value, 6))


def hold_ambition(made: Document, decision: Decision) -> None:
    """The budget says how much is wanted; moving it must not move what is wanted."""
    if not answers.is_known(made, "needs.ambition"):
        answers.write(made, "needs.ambition", base_value("needs.ambition", made, decision))


def _pay(made: Document, factor: float) -> None:
    market = load().markets[made["company"]["market"]]
    held = made.setdefault("assumptions", {})
    for role, figures in market.roles.items():
        if "salary" in figures:
            key, value = f"{role}.salary", figures["salary"].value
            own = held.get(key, [value.low, value.median, value.high])
            scaled = [own] * 3 if isinstance(own, int | float) else own
            held[key] = [round(v * factor) for v in scaled]


def _prefer(made: Document, sent: QueryDict) -> None:
    wants = [want for want in FACTS["marketing.wants"].choices if want in sent.getlist("wants")]
    answers.write(made, "marketing.wants", wants or None)
    ranked = [sent.get(f"rank{n}", "") for n in range(1, RANKS + 1)]
    known = load().criteria
    order = [c for c in dict.fromkeys(ranked) if c in known]
    answers.write(made, "preferences.order", order or None)
    first, second, times = sent.get(WEIGHT, ""), sent.get(OVER, ""), to_number(sent.get(TIMES, ""))
    traded = first in known and second in known and first != second and times in RATIOS
    said = [[first, second, times]] if traded and times != 1 else None
    answers.write(made, "preferences.tradeoffs", said)


def budget_ratio(before: Document, after: Document, decision: Decision) -> float:
    """The changed budget over the one that the decision was made for; 1 when it has not moved."""
    key = "marketing.budget"
    now = answers.read(after, key)
    base = base_value(key, before, decision)
    if answers.read(before, key) == now or not isinstance(now, int | float) or base <= 0:
        return 1.0
    return max(0.05, float(now) / base)


def changes(before: Document, after: Document, decision: Decision, sent: QueryDict) -> list[Change]:
    """What was moved, in words; the ambition that only follows the budget is not told."""
    told = []
    for key in [
        *(k for k in load().facts if k in FACTS),
        "preferences.order",
        "preferences.tradeoffs",
    ]:
        one, other = answers.read(before, key), answers.read(after, key)
        if one != other and not _follows(key, before, decision, sent):
            label = load().facts[key].label[current()]
            told.append(Change(label, _said(key, one, before), _said(key, other, after)))
    if before.get("assumptions") != after.get("assumptions"):
        factor = to_number(sent.get(SALARIES, "")) or 100
        shown_now = percent(factor / 100, current())
        told.append(Change(str(say("whatif.salaries")), percent(1, current()), shown_now))
    return told


def _follows(key: str, before: Document, decision: Decision, sent: QueryDict) -> bool:
    """Whether a changed answer only follows another: the ambition, held while the budget moves."""
    if key != "needs.ambition":
        return False
    return not any(one.moved for one in sliders(before, decision, sent) if one.key == key)


def _said(key: str, held: Any, document: Document) -> str:
    if held is None or held == answers.UNKNOWN:
        return str(say("whatif.assumed"))
    if held == answers.NOT_CONCERNED:
        return str(say("answers.not_concerned"))
    return review.worded(key, held, document)


@dataclass(frozen=True)
class Priorities:
    wants: tuple[Option, ...]
    ranks: tuple[tuple[str, tuple[Option, ...]], ...]
    weight: tuple[Option, ...]
    over: tuple[Option, ...]
    times: tuple[Option, ...]


def priorities(document: Document, sent: QueryDict) -> Priorities:
    """The three ways of saying what counts, as sent, else as the situation says."""
    lang, words = current(), load().wording
    told = "priorities" in sent
    held = answers.read(document, "marketing.wants")
    wants = sent.getlist("wants") if told else (held if isinstance(held, list) else [])
    order = answers.read(document, "preferences.order") or []
    trades = answers.read(document, "preferences.tradeoffs") or [["", "", 1]]
    ranks = []
    for n in range(1, RANKS + 1):
        chosen = sent.get(f"rank{n}", "") if told else (order[n - 1] if n <= len(order) else "")
        ranks.append((str(say(f"whatif.rank.{n}")), _criteria(chosen)))
    first, second, times = (sent.get(k, "") for k in (WEIGHT, OVER, TIMES)) if told else trades[0]
    ratio = to_number(str(times)) if isinstance(times, str) else times
    return Priorities(
        tuple(
            Option(w, words[f"want.{w}"][lang], w in wants)
            for w in FACTS["marketing.wants"].choices
        ),
        tuple(ranks),
        _criteria(first),
        _criteria(second),
        tuple(Option(plain(r), times_as_much(r), r == (ratio or 1)) for r in RATIOS),
    )


def times_as_much(ratio: float) -> str:
    """How much more one criterion counts, in words."""
    return str(say("whatif.as_much") if ratio == 1 else say("whatif.times", n=plain(ratio)))


def _criteria(chosen: str) -> tuple[Option, ...]:
    none = Option("", str(say("whatif.no_matter")), not chosen)
    known = load().criteria.values()
    return none, *(Option(c.key, c.label[current()], c.key == chosen) for c in known)
