"""Answers picked among a few: yes or no, one choice, several, a seasonality."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Final

from timonier.app.company_file.errors import Source, hint, plain, say
from timonier.app.company_file.kinds.base import (
    Kind,
    Refused,
    Said,
    Schema,
    Sent,
    Widget,
    number_shown,
)
from timonier.app.company_file.kinds.common import (
    all_among,
    first_words,
    key_among,
    keys_among,
    list_of,
    quoted,
    refuse,
)
from timonier.app.company_file.kinds.numbers import number
from timonier.app.company_file.kinds.typed import read_number
from timonier.app.company_file.places import Path
from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import UNKNOWN, Fact, asked_as, choices_of

YES: Final = {"true", "vrai", "yes", "y", "oui", "o", "1", "on"}
NO: Final = {"false", "faux", "no", "n", "non", "0", "off"}
MEAN_TOLERANCE: Final = 0.01
MONTHS: Final = 12


class YesNo(Kind):
    widget: ClassVar[Widget] = "picked"

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).strip().casefold() if isinstance(value, str | int | float) else ""
        meant = "true" if word in YES else "false" if word in NO else None
        remedy = hint(source.knowledge, "unquoted", meant) if meant else None
        raise refuse(source, path, value, self.allowed(source.knowledge, fact), remedy)

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.yes_or_no")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return {"type": "boolean"}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        word = (sent.get("value") or "").strip().casefold()
        if word not in YES | NO:
            raise self.refusal(fact)
        return Said(word in YES)

    def refusal(self, fact: Fact) -> Refused:
        return Refused("choose")

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        return _choice_named(knowledge, fact, "yes" if held else "no", lang)


class Choice(Kind):
    widget: ClassVar[Widget] = "picked"

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> Any:
        if isinstance(value, str) and value in choices_of(fact, source.knowledge.markets):
            return value
        names, allowed = _names(source, fact), self.allowed(source.knowledge, fact)
        return key_among(source, path, value, names, allowed, also=(UNKNOWN,))

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        choices = quoted(choices_of(fact, knowledge.markets))
        return say(knowledge, "allowed.choice", choices=choices)

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return {"enum": list(choices_of(fact, knowledge.markets))}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        word = (sent.get("value") or "").strip().casefold()
        if word not in choices_of(fact, knowledge.markets):
            raise self.refusal(fact)
        return Said(word)

    def refusal(self, fact: Fact) -> Refused:
        return Refused("choose")

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        return _choice_named(knowledge, fact, held, lang)


class Choices(Kind):
    widget: ClassVar[Widget] = "several"

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> tuple[str, ...] | None:
        if all_among(value, fact.choices):
            return tuple(value)
        item = say(source.knowledge, "allowed.choice", choices=quoted(fact.choices))
        names, allowed = _names(source, fact), self.allowed(source.knowledge, fact)
        found = keys_among(source, path, value, names, allowed, item)
        return found if found or not value else None

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.choices", choices=quoted(fact.choices))

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return list_of({"enum": list(fact.choices)})

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        picked = sent.getlist("value")
        if not set(picked) <= set(fact.choices):
            raise self.refusal(fact)
        return Said([choice for choice in fact.choices if choice in picked])

    def refusal(self, fact: Fact) -> Refused:
        return Refused("choose")

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        return " ; ".join(_choice_named(knowledge, fact, one, lang) for one in held)


class Seasonality(Choice):
    """A choice, or twelve monthly factors of mean 1."""

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return super().read(source, path, fact, value)
        if len(value) != MONTHS:
            raise source.error(path, "season_count", read=len(value))
        factors = tuple(number(source, (*path, i), one, 0, MONTHS) for i, one in enumerate(value))
        mean = math.fsum(factors) / MONTHS
        if abs(mean - 1) > MEAN_TOLERANCE + 1e-12:
            raise source.error(path, "season_mean", read=plain(round(mean, 4)))
        return factors

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.seasonality", choices=quoted(fact.choices))

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        factor = {"type": "number", "minimum": 0, "maximum": MONTHS}
        twelve = {"type": "array", "items": factor, "minItems": MONTHS, "maxItems": MONTHS}
        return {"anyOf": [super().schema(knowledge, fact), twelve]}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        months = sent.getlist("month")
        if not months:
            return super().typed(knowledge, fact, sent, lang)
        found = [read_number(text, lang, large=False) for text in months]
        said = [one.low for one in found if one is not None and one.low == one.high]
        if len(said) != MONTHS or min(said) < 0:
            raise Refused("twelve")
        mean = sum(said) / MONTHS
        if abs(mean - 1) > MEAN_TOLERANCE:
            raise Refused("mean_one", mean=round(mean, 2))
        return Said(said)

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        if isinstance(held, list):
            return ", ".join(number_shown(factor, lang) for factor in held)
        return super().worded(knowledge, fact, held, lang)


def _names(source: Source, fact: Fact) -> dict[str, str]:
    """The choices of a fact by key and by the first words of how they are offered."""
    choices = choices_of(fact, source.knowledge.markets)
    names = {choice: choice for choice in choices}
    asked = source.knowledge.facts.get(asked_as(fact.key))
    for choice, text in (asked.choices if asked else {}).items():
        for said in (text.fr, text.en):
            names.setdefault(first_words(said), choice)
    return {name: choice for name, choice in names.items() if choice in choices}


def _choice_named(knowledge: Knowledge, fact: Fact, choice: str, lang: str) -> str:
    """A choice as it is offered, up to the colon."""
    mark = "\u202f: " if lang == "fr" else ": "
    return knowledge.facts[asked_as(fact.key)].choices[choice][lang].split(mark)[0]
