"""The sentences of the document, filled with numbers, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from timonier.app.company_file import to_document
from timonier.app.document.parts.naming import IN_HOUSE, Naming
from timonier.app.measures import bare, worded
from timonier.app.wording import about_money, hours, listing, money, number, percent, short
from timonier.engine.catalogue import Knowledge, Measure, Triple
from timonier.engine.company import FACTS, Range
from timonier.engine.decision import Decision
from timonier.engine.explanation import Point
from timonier.engine.team import hires

# Chances that people can see.
EASY = tuple(
    Fraction(n, total)
    for n, total in (
        (1, 20), (1, 10), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (7, 10), (3, 4),
        (4, 5), (9, 10), (19, 20),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a document is written with: the knowledge, the language and the currency."""

    knowledge: Knowledge
    lang: str
    currency: str
    naming: Naming = field(default_factory=Naming)

    @classmethod
    def of(cls, decision: Decision, lang: str) -> Words:
        """Those of a decision: its currency, and its own names of the models."""
        known = decision.knowledge
        hired = IN_HOUSE not in decision.row or hires(decision.team(IN_HOUSE), known.roles)
        naming = Naming.of(to_document(decision.company), hired)
        return cls(known, lang, decision.world.market.currency, naming)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the wording, its fields filled; KeyError when there is none."""
        return self.knowledge.wording[key][self.lang].format(**values)

    def fact(self, key: str) -> str:
        """What a fact is called."""
        known = self.knowledge.facts.get(key)
        return known.label[self.lang] if known else key

    def source(self, source: str) -> str:
        """Where a figure comes from, an estimate said in words."""
        return self.say("source.estimate") if source == "estimate" else source

    def assumed_number(self, key: str, numbers: Iterable[float] | None) -> str:
        """A range for a fact that nobody stated."""
        if numbers is None:
            return self.say("answer.unknown")
        low, middle, high = (self.quantity(key, n) for n in numbers)
        if low == high:
            return middle
        return self.say("document.range", low=low, middle=middle, high=high)

    def assumed_choice(self, key: str, shares: Mapping[str, float]) -> str:
        """The possible answers, the likeliest first, each with its chance."""
        ranked = sorted(shares, key=lambda c: -shares[c])
        return ", ".join(
            self.say(
                "document.chance_of",
                answer=self.choice(key, c),
                chance=percent(shares[c], self.lang),
            )
            for c in ranked
        )

    def choice(self, key: str, value: str) -> str:
        """An answer in a word or two."""
        groups = {
            "company.stage": "stage",
            "marketing.role": "marketing_role",
            "marketing.seasonality": "seasonality",
            "marketing.governance": "governance",
        }
        if key in groups:
            return self.say(f"{groups[key]}.{value}")
        if f"answer.{value}" in self.knowledge.wording:
            return self.say(f"answer.{value}")
        known = self.knowledge.facts.get(key)
        if known and value in known.choices:
            return known.choices[value][self.lang]
        return value

    def quantity(self, key: str, value: float | Range) -> str:
        """A fact's number with its unit, or its range."""
        if isinstance(value, Range):
            low, high = (self.quantity(key, end) for end in (value.low, value.high))
            return self.say("document.between", low=low, high=high)
        unit = FACTS[key].unit if key in FACTS else ""
        if unit == "currency/year":
            return self.say("document.a_year", amount=self.about(value))
        if unit == "ratio":
            return percent(value, self.lang)
        if unit == "hours/month":
            return self.say("document.a_month", amount=hours(value, self.lang))
        return short(value, self.lang)

    def about(self, amount: float) -> str:
        return about_money(amount, self.currency, self.lang)

    def money(self, amount: float) -> str:
        """An amount in full."""
        return money(amount, self.currency, self.lang)

    def triple_of(self, value: Triple) -> str:
        """Low, likely and high as a range; one number when they are equal."""
        low, middle, high = (short(v, self.lang, 3) for v in (value.low, value.median, value.high))
        if low == high:
            return middle
        return self.say("document.range", low=low, middle=middle, high=high)

    def percent(self, share: float) -> str:
        return percent(share, self.lang)

    def number(self, value: float, decimals: int = 0) -> str:
        return number(value, self.lang, decimals)

    def hours(self, amount: float) -> str:
        return hours(amount, self.lang)

    def listing(self, words: list[str]) -> str:
        return listing(words, self.lang)

    def statement(self, code: str) -> str:
        """A statement of the article in our own words."""
        return self.knowledge.statements[code].text[self.lang]

    def role(self, key: str) -> str:
        return self.knowledge.roles[key].label[self.lang]

    def model(self, key: str) -> str:
        return self.say(f"model.{self.naming.model(key)}")

    def advice(self, to: str, moved: Mapping[str, Any]) -> str:
        """What to do once these facts have these values."""
        return self.say(f"information.advice.{self.naming.after(to, moved)}")

    def noun(self, key: str) -> str:
        return self.say(f"model_noun.{key}")

    def odds(self, chance: float) -> str:
        """A chance in words that people count with: about 3 chances in 4."""
        if chance < 0.025 or chance > 0.975:
            return self.say(f"document.odds.almost_{'none' if chance < 0.5 else 'all'}")
        nearest = min(EASY, key=lambda easy: abs(float(easy) - chance))
        if nearest == Fraction(1, 2):
            return self.say("document.odds.half")
        if nearest.numerator == 1:
            return self.say("document.odds.about_one", total=nearest.denominator)
        return self.say("document.odds.about", n=nearest.numerator, total=nearest.denominator)

    def warning(self, code: str, facts: Mapping[str, Any]) -> str:
        """The text of a warning with the numbers that raised it."""
        known = self.knowledge.warnings[code]
        return known.text[self.lang].format(
            **{name: self._shown(facts[name], kind) for name, kind in known.fields.items()}
        )

    def _shown(self, value: Any, kind: str) -> str:
        lists: Mapping[str, Callable[[str], str]] = {
            "skills": self._skill,
            "vision": lambda v: self.say(f"vision.{v}"),
        }
        if kind in lists:
            return self.listing([lists[kind](v) for v in value])
        if kind == "role":
            return self.role(value)
        if kind == "function":
            return self.say(f"function.{value}")
        if kind == "share":
            return self.percent(float(value))
        if kind == "hours":
            return self.hours(float(value))
        if kind == "month":
            return self.say("document.month", n=self.number(float(value)))
        return self.number(float(value), 2 if kind == "ratio" else 0)

    def point(self, point: Point) -> str:
        """The sentence of an explanation, its numbers written in the manner of each."""
        facts = {name: self._fact(name, value, point) for name, value in point.facts.items()}
        known = self.knowledge.criteria.get(str(point.facts.get("criterion", point.metric)))
        label = known.label[self.lang] if known else ""
        for name in ("here", "article"):
            if f"{name}_class" in point.facts:
                found = point.facts[f"{name}_class"]
                facts[name] = self.say(f"class.{point.facts['criterion']}.{found}")
        said = self.say(f"document.{point.key}", label=label, label_inline=lowered(label), **facts)
        return said[:1].upper() + said[1:]

    def _fact(self, name: str, value: Any, point: Point) -> str:
        if name in ("own", "other", "cut"):
            return self.measured(point, float(value))
        if name in ("model", "first", "rival", "loser"):
            return self.noun(value)
        if name == "models":
            return self.listing([self.noun(m) for m in value])
        if name == "skills":
            return self.listing([lowered(self._skill(s)) for s in value])
        if name == "role":
            return self.role(value)
        kind = name.rpartition("_")[2]
        return self.kinds()[kind](value) if kind in self.kinds() else str(value)

    def kinds(self) -> dict[str, Callable[[float], str]]:
        """How a number reads, by the end of its name."""
        return {
            "share": self.percent,
            "hours": self.hours,
            "money": self.about,
            "weeks": lambda v: self.counted("weeks", v),
            "months": lambda v: self.counted("months", v),
            "days": lambda v: self.counted("days", v),
            "count": lambda v: self.number(v),
            "level": lambda v: short(v, self.lang),
            "ratio": lambda v: self.number(v, 2),
            "times": lambda v: self.number(v, 1),
        }

    def measured(self, point: Point, value: float) -> str:
        """The measure that a point compares: its criterion's, or another that says it better."""
        return self.measure(str(point.facts.get("measure", point.facts["criterion"])), value)

    def counted(self, unit: str, value: float) -> str:
        """A whole number of weeks, months or days, singular or plural as the language counts."""
        rounded = max(1, round(value))
        one = "_one" if rounded == 1 else ""
        return self.say(f"document.unit.{unit}{one}", n=self.number(rounded))

    def measure(self, key: str, value: float) -> str:
        """A criterion, or a measure told with one, with its unit, as it reads in a sentence."""
        return worded(self.known(key), value, self.lang, self.currency)

    def bare(self, key: str, value: float) -> str:
        """The same without its unit."""
        return bare(self.known(key), value, self.lang, self.currency)

    def known(self, key: str) -> Measure:
        """A criterion, or a measure told with one."""
        return self.knowledge.criteria.get(key) or self.knowledge.measures[key]

    def _skill(self, key: str) -> str:
        return self.knowledge.skills[key].label[self.lang]


def lowered(words: str) -> str:
    """Words as they read in the middle of a sentence; an acronym keeps its capitals.

    >>> lowered("Cost of a hire"), lowered("CRM and e-mail")
    ('cost of a hire', 'CRM and e-mail')
    """
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
