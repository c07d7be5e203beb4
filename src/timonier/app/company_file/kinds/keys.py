"""Answers made of keys of the knowledge base: lists, roles, hours by activity, levels by skill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from timonier.app.company_file.errors import Source, hint, nearest, say, shown
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
    is_unknown,
    key_among,
    keys_among,
    list_of,
    native,
    quoted,
    refuse,
    things_named,
)
from timonier.app.company_file.kinds.numbers import Number, bounds, number, pair, triple
from timonier.app.company_file.places import Path
from timonier.app.wording import listing
from timonier.engine.catalogue import Knowledge, Text, Triple
from timonier.engine.company import NOTHING, OWNER, UNKNOWN, Fact, Range

SKILLS: Final = "needs.specialised_skills"
HIRED: Final = ("employee", "internal_existing")


class Keys(Kind):
    """A list of activities, or of skills."""

    widget: ClassVar[Widget] = "several"

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> tuple[str, ...] | None:
        things = library(source.knowledge, fact)
        if all_among(value, things):
            return tuple(value)
        single = "skill" if fact.key == SKILLS else "activity"
        item = say(source.knowledge, f"allowed.{single}", choices=quoted(tuple(things)))
        allowed = self.allowed(source.knowledge, fact)
        found = keys_among(source, path, value, things_named(things), allowed, item)
        return found if found or not value else None

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, f"allowed.{'skills' if fact.key == SKILLS else 'activities'}")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return list_of({"type": "string"})

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        known, picked = library(knowledge, fact), sent.getlist("value")
        if not set(picked) <= set(known):
            raise self.refusal(fact)
        return Said([key for key in known if key in picked])

    def refusal(self, fact: Fact) -> Refused:
        return Refused("choose")

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        known = library(knowledge, fact)
        return listing([known[key].label[lang] for key in held], lang)


def library(knowledge: Knowledge, fact: Fact) -> Mapping[str, Any]:
    """The things whose keys a fact lists."""
    return knowledge.skills if fact.key == SKILLS else knowledge.activities


class Hours(Kind):
    """Hours by activity: a number, a pair, or low, likely and high."""

    widget: ClassVar[Widget] = "hours"

    def read(
        self, source: Source, path: Path, fact: Fact, value: Any
    ) -> Mapping[str, Triple | Range] | None:
        if not isinstance(value, Mapping):
            raise refuse(source, path, value, self.allowed(source.knowledge, fact))
        activities, found = source.knowledge.activities, {}
        for key, hours in _entries(source, path, value, activities, "activity"):
            if activities[key].endogenous:
                raise source.error((*path, key), "endogenous")
            found[key] = _some(source, (*path, key), fact, hours)
        return found or None

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.hours")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        one = {"type": "number", "minimum": fact.low, "maximum": fact.high}
        several = {"type": "array", "items": one, "minItems": 2, "maxItems": 3}
        hours = {"anyOf": [one, several, {"enum": [UNKNOWN, None]}]}
        return {"type": "object", "additionalProperties": hours}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        found, sure = {}, True
        for key in knowledge.activities:
            text = (sent.get(f"hours.{key}") or "").strip()
            if text:
                said = one_or_three(knowledge, fact, text, lang)
                found[key], sure = said.value, sure and said.sure
        return Said(found, sure)

    def refusal(self, fact: Fact) -> Refused:
        low, high = bounds(fact)
        return Refused("number", low=low, high=high)

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        labels = knowledge.activities
        return " ; ".join(
            f"{labels[k].label[lang]} {hours_shown(v, lang)}" for k, v in held.items()
        )


def _some(source: Source, path: Path, fact: Fact, value: Any) -> Triple | Range:
    two = isinstance(value, list | tuple) and len(value) == 2
    read = (pair if two else triple)(source, path, value, *bounds(fact))
    return Triple(read, read, read) if isinstance(read, int | float) else read


def one_or_three(knowledge: Knowledge, fact: Fact, text: str, lang: str) -> Said:
    """A number or a range, or three numbers apart as low, likely, high; Refused otherwise."""
    parts = [part for part in re.split(r"\s*[;/]\s*", text.strip()) if part]
    if len(parts) not in (1, 3):
        raise Refused("one_or_three")
    read = [Number().one(knowledge, fact, part, lang) for part in parts]
    values = [one.value for one in read]
    if len(parts) == 3 and (any(isinstance(v, list) for v in values) or values != sorted(values)):
        raise Refused("increasing")
    value = values[0] if len(values) == 1 else values
    low, high = bounds(fact)
    if not all(low <= v <= high for v in (value if isinstance(value, list) else [value])):
        raise Number().refusal(fact)
    return Said(value, all(one.sure for one in read))


def hours_shown(held: Any, lang: str) -> str:
    """Hours, or a figure, as an input shows them: a number, a range, low ; likely ; high."""
    if held is None or held == UNKNOWN:
        return ""
    if not isinstance(held, list):
        return number_shown(held, lang)
    mark = {2: " à " if lang == "fr" else " to "}.get(len(held), " ; ")
    return mark.join(number_shown(hours, lang) for hours in held)


class Role(Kind):
    """The key of a role, among those that the column may name."""

    widget: ClassVar[Widget] = "picked"

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> str:
        may, roles = roles_of(fact.key, source.knowledge), source.knowledge.roles
        if isinstance(value, str) and value in may:
            return value
        if isinstance(value, str) and value in roles:
            raise source.error(path, _out_of_place(fact, roles[value]), read=shown(value))
        named = things_named({k: r for k, r in roles.items() if k in may})
        names = {**named, **{k: k for k in may}}
        return key_among(source, path, value, names, self.allowed(source.knowledge, fact))

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.role")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return {"type": "string"}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        return Said((sent.get("value") or "").strip())

    def refusal(self, fact: Fact) -> Refused:
        return Refused("choose")

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        if held == NOTHING:
            return knowledge.wording["field.nothing"][lang]
        return knowledge.roles[held].label[lang]


def roles_of(column: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The roles that a column may name: of an offer a provider, in place the owner too."""
    roles = knowledge.roles.items()
    if column == "quote.role":
        return tuple(key for key, role in roles if role.category not in HIRED)
    there = tuple(key for key, role in roles if role.category != "internal_existing")
    return {"team.role": (*there, OWNER), "tried.what": (*there, OWNER, NOTHING)}.get(column, there)


def _out_of_place(fact: Fact, role: Any) -> str:
    """Why a role that exists cannot stand here."""
    if role.category == "internal_existing" and role.key != OWNER:
        return "role_inside"
    return {"quote.role": "role_hired", "intended.role": "role_there"}.get(fact.key, "role_inside")


class Levels(Kind):
    """A level by skill, kept as pairs in the order of their keys."""

    def read(
        self, source: Source, path: Path, fact: Fact, value: Any
    ) -> tuple[tuple[str, int], ...]:
        if not isinstance(value, Mapping):
            raise refuse(source, path, value, self.allowed(source.knowledge, fact))
        low, high = bounds(fact)
        pairs = _entries(source, path, value, source.knowledge.skills, "skill")
        read = {k: number(source, (*path, k), v, low, high, kind="whole") for k, v in pairs}
        return tuple(sorted((key, int(level)) for key, level in read.items()))

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.levels")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        level = {"type": "integer", "minimum": fact.low, "maximum": fact.high}
        return {
            "type": "object",
            "additionalProperties": {"anyOf": [level, {"enum": [UNKNOWN, None]}]},
        }

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        """Skills and levels in a line: "seo 4, crm 2"; a skill by its key or by its name."""
        names = {name.casefold(): key for name, key in things_named(knowledge.skills).items()}
        found: dict[str, int] = {}
        for part in re.split(r"\s*[;,]\s*", (sent.get("value") or "").strip()):
            match = re.fullmatch(r"(.+?)\s*[:=]?\s*([0-5])", part)
            skill = names.get(match[1].casefold()) if match else None
            if match is None or skill is None:
                raise self.refusal(fact)
            found[skill] = int(match[2])
        return Said(found)

    def refusal(self, fact: Fact) -> Refused:
        return Refused("levels")

    def shown(self, fact: Fact, held: Any, lang: str) -> str:
        pairs = held.items() if isinstance(held, Mapping) else ()
        return ", ".join(f"{skill} {level}" for skill, level in pairs)

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        skills = knowledge.skills
        return ", ".join(f"{skills[skill].label[lang]} {level}" for skill, level in held.items())


def _entries(
    source: Source, path: Path, table: Mapping[Any, Any], known: Mapping[str, Any], item: str
) -> Iterator[tuple[str, Any]]:
    """What a table says by key, unknown values left out; a key that is not known is refused."""
    for key, value in table.items():
        if not isinstance(key, str) or key not in known:
            allowed = say(source.knowledge, f"allowed.{item}", choices=", ".join(known))
            near = nearest(key, things_named(known)) if isinstance(key, str) else None
            remedy = hint(source.knowledge, "near", near) if near else None
            raise source.error(path, "item_expected", read=shown(key), allowed=allowed, hint=remedy)
        if not is_unknown(native(value)):
            yield key, value
