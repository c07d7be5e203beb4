"""The sentences of the document, filled with numbers, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.wording import about_money, hours, listing, number, percent, short
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS


@dataclass(frozen=True)
class Words:
    """What a document is written with: the knowledge, the language and the currency."""

    knowledge: Knowledge
    lang: str
    currency: str

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

    def assumed_number(self, key: str, numbers: Mapping[str, float] | None) -> str:
        """A range for a fact that nobody stated."""
        if numbers is None:
            return self.say("answer.unknown")
        low, middle, high = (self.quantity(key, numbers[k]) for k in ("p10", "p50", "p90"))
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

    def quantity(self, key: str, value: float) -> str:
        """A fact's number with its unit."""
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
        return self.say(f"model.{key}")

    def noun(self, key: str) -> str:
        return self.say(f"model_noun.{key}")

    def warning(self, code: str, facts: Mapping[str, Any]) -> str:
        """The text of a warning with the numbers that raised it."""
        known = self.knowledge.warnings[code]
        return known.text[self.lang].format(
            **{name: self._shown(facts[name], kind) for name, kind in known.fields.items()}
        )

    def _shown(self, value: Any, kind: str) -> str:
        lists = {"skills": self._skill, "vision": lambda v: self.say(f"vision.{v}")}
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

    def _skill(self, key: str) -> str:
        return self.knowledge.skills[key].label[self.lang]
