"""Check one answer against its fact: the value to keep, None when unknown, or a refusal."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import numpy as np

from timonier.app.company_file.errors import (
    CompanyFileError,
    Source,
    hint,
    nearest,
    plain,
    printable,
    say,
    shown,
)
from timonier.app.company_file.places import Path
from timonier.engine.catalogue import Knowledge, Text, Triple
from timonier.engine.company import (
    COLUMNS,
    FACTS,
    NOT_CONCERNED,
    TEXT_MAX,
    UNKNOWN,
    Fact,
    Range,
    choices_of,
)

DO_NOT_KNOW = {"", "?", "n/a", "na", "none", "null", "nan", "inconnu", "inconnue", "je ne sais pas",
               "i don't know", "don't know", UNKNOWN}  # fmt: skip
YES = {"true", "vrai", "yes", "y", "oui", "o", "1", "on"}
NO = {"false", "faux", "no", "n", "non", "0", "off"}
MEAN_TOLERANCE = 0.01
MONTHS = 12
SKILLS = "needs.specialised_skills"
INVISIBLE = ("Cc", "Cs", "Zl", "Zp")  # control, lone surrogate, line and paragraph separators
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they reorder others
MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


def read_answer(source: Source, fact: Fact, value: Any) -> Any:
    """The value of a fact as a Company holds it, NOT_CONCERNED, or None when unknown."""
    path: Path = tuple(fact.key.split("."))
    value = native(value)
    if is_unknown(value) or (fact.kind == "text" and value == ""):
        return None
    if value == "not_concerned" and isinstance(value, str):
        if fact.may_be_not_concerned:
            return NOT_CONCERNED
        raise source.error(path, "not_concerned", allowed=allowed_for(source.knowledge, fact))
    return KINDS[fact.kind](source, path, fact, value)


def native(value: Any) -> Any:
    """A scalar of numpy as the Python value it stands for; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def is_unknown(value: Any) -> bool:
    """Whether a file says that it does not know."""
    return value is None or (isinstance(value, str) and value == UNKNOWN)


def refuse(
    source: Source, path: Path, value: Any, allowed: Text, remedy: Text | None = None
) -> CompanyFileError:
    """The commonest refusal: what was read, what is allowed."""
    if remedy is None and isinstance(value, str) and value.strip().casefold() in DO_NOT_KNOW:
        remedy = hint(source.knowledge, "write", f'"{UNKNOWN}"')
    code = "item_expected" if isinstance(path[-1], int) else "expected"
    return source.error(path, code, read=shown(value), allowed=allowed, hint=remedy)


# --- numbers ----------------------------------------------------------------------------------


def number(
    source: Source,
    path: Path,
    value: Any,
    low: float,
    high: float,
    *,
    kind: str = "number",
) -> float:
    """A number between two bounds; ``kind`` "whole" wants no decimals, "above" excludes ``low``."""
    value = native(value)
    if not _is_number(value, low, high, kind):
        raise _no_number(source, path, value, low, high, kind)
    if kind == "whole":
        return int(value)
    read: float = abs(value) if value == 0 else value  # no negative zero
    return read


def _is_number(value: Any, low: float, high: float, kind: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if not low <= value <= high or (kind == "above" and value == low):  # a NaN is in no range
        return False
    return kind != "whole" or value == int(value)


def _no_number(
    source: Source, path: Path, value: Any, low: float, high: float, kind: str
) -> CompanyFileError:
    allowed = say(source.knowledge, f"allowed.{kind}", low=plain(low), high=plain(high))
    if isinstance(value, bool) or not isinstance(value, int | float):
        remedy = _number_meant(source, value, low, high, kind)
    elif isinstance(value, float) and not math.isfinite(value):
        remedy = None
    elif value < low or value > high or kind == "above":
        remedy = _nearest_number(source, value, low, high, kind)
    else:
        remedy = hint(source.knowledge, "write", round(value))
    return refuse(source, path, value, allowed, remedy)


def _number_meant(source: Source, value: Any, low: float, high: float, kind: str) -> Text | None:
    """A number written as a text: "13 500 000", "0,45", "45 %"."""
    if not isinstance(value, str):
        return None
    money = {word for m in source.knowledge.markets.values() for word in (m.sign, m.currency)}
    around = "|".join(map(re.escape, money))
    digits = re.sub(rf"[\s_\u00a0\u202f]|{around}", "", value)[:40].replace(",", ".")
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(%?)", digits)
    if not match:
        return None
    meant = float(match[1]) / (100 if match[2] else 1)
    if not low <= meant <= high or (kind == "above" and meant == low):
        return None
    return hint(source.knowledge, "unquoted", shown(meant))


def _nearest_number(
    source: Source, value: float, low: float, high: float, kind: str
) -> Text | None:
    if (low, high) == (0, 1) and 1 < value <= 100:  # a percentage
        return hint(source.knowledge, "write", shown(round(value / 100, 6)))
    if kind == "above" and value <= low:
        return None
    return hint(source.knowledge, "bound", shown(low if value < low else high))


def triple(source: Source, path: Path, value: Any, low: float, high: float) -> float | Triple:
    """One number, or low, likely, high in increasing order."""
    value = native(value)
    if not isinstance(value, list | tuple):
        return number(source, path, value, low, high)
    if len(value) != 3:
        bounds = say(source.knowledge, "allowed.triple", low=plain(low), high=plain(high))
        raise refuse(source, path, value, bounds)
    read = [number(source, (*path, i), one, low, high) for i, one in enumerate(value)]
    if read != sorted(read):
        text = f"[{', '.join(shown(one) for one in sorted(read))}]"
        raise source.error(path, "triple_order", read=shown(value), hint=Text(text, text))
    return Triple(*read)


def _number(source: Source, path: Path, fact: Fact, value: Any) -> float | Range:
    """A number; that of a fact may be a pair, at least and at most."""
    low, high = _bounds(fact)
    kind = "whole" if fact.kind == "int" else "above" if fact.above else "number"
    if not isinstance(value, list | tuple) or fact.key in COLUMNS:
        return number(source, path, value, low, high, kind=kind)
    if len(value) != 2:
        raise refuse(source, path, value, allowed_for(source.knowledge, fact))
    return pair(source, path, value, low, high, kind=kind)


def pair(
    source: Source, path: Path, value: Any, low: float, high: float, *, kind: str = "number"
) -> float | Range:
    """At least and at most, in this order; the number itself when both are the same."""
    first, last = (
        number(source, (*path, i), one, low, high, kind=kind) for i, one in enumerate(value)
    )
    if first > last:
        text = f"[{shown(last)}, {shown(first)}]"
        raise source.error(path, "range_order", read=shown(value), hint=Text(text, text))
    return first if first == last else Range(first, last)


def _bounds(fact: Fact) -> tuple[float, float]:
    if fact.low is None or fact.high is None:
        raise ValueError(f"{fact.key} has no bounds")
    return fact.low, fact.high


# --- yes, choices, keys -----------------------------------------------------------------------


def _yes(source: Source, path: Path, fact: Fact, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold() if isinstance(value, str | int | float) else ""
    meant = "true" if word in YES else "false" if word in NO else None
    remedy = hint(source.knowledge, "unquoted", meant) if meant else None
    raise refuse(source, path, value, allowed_for(source.knowledge, fact), remedy)


def _choice(source: Source, path: Path, fact: Fact, value: Any) -> str:
    if isinstance(value, str) and value in choices_of(fact, source.knowledge.markets):
        return value
    return key_among(
        source,
        path,
        value,
        _names(source, fact),
        allowed_for(source.knowledge, fact),
        also=(UNKNOWN,),
    )


def key_among(
    source: Source,
    path: Path,
    value: Any,
    names: Mapping[str, str],
    allowed: Text,
    also: tuple[str, ...] = (),
) -> str:
    """One of the values of ``names``, which maps keys, and words that people may use, to keys."""
    value = native(value)
    if isinstance(value, str) and value in names.values():
        return value
    near = nearest(value, {**names, **{w: w for w in also}}) if isinstance(value, str) else None
    remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
    raise refuse(source, path, value, allowed, remedy)


def keys_among(
    source: Source, path: Path, value: Any, names: Mapping[str, str], allowed: Text, item: Text
) -> tuple[str, ...]:
    """A list of different keys among ``names``; an item that is unknown is left out."""
    if not isinstance(value, list | tuple):
        near = nearest(value, names) if isinstance(value, str) else None
        remedy = hint(source.knowledge, "bracketed", f'["{near}"]') if near else None
        raise refuse(source, path, value, allowed, remedy)
    found: list[str] = []
    for i, one in enumerate(value):
        if is_unknown(native(one)):
            continue
        key = key_among(source, (*path, i), one, names, item)
        if key in found:
            raise source.error((*path, i), "repeated", read=shown(key))
        found.append(key)
    return tuple(found)


def _names(source: Source, fact: Fact) -> dict[str, str]:
    """The choices of a fact by key and by the first words of how they are offered."""
    choices = choices_of(fact, source.knowledge.markets)
    names = {choice: choice for choice in choices}
    asked = source.knowledge.facts.get(fact.key)
    for choice, text in (asked.choices if asked else {}).items():
        for said in (text.fr, text.en):
            names.setdefault(re.split(r"\s*[:(,]", said)[0], choice)
    return {name: choice for name, choice in names.items() if choice in choices}


def things_named(things: Mapping[str, Any]) -> dict[str, str]:
    """The keys of activities, skills, roles… by key and by label."""
    names = {key: key for key in things}
    for key, thing in things.items():
        names.setdefault(thing.label.fr, key)
        names.setdefault(thing.label.en, key)
    return names


def all_among(value: Any, keys: Collection[str]) -> bool:
    """Whether a list holds different keys and nothing else: then there is nothing to explain."""
    return (
        isinstance(value, list | tuple)
        and all(isinstance(one, str) and one in keys for one in value)
        and len(set(value)) == len(value)
    )


def _choices(source: Source, path: Path, fact: Fact, value: Any) -> tuple[str, ...] | None:
    if all_among(value, fact.choices):
        return tuple(value)
    item = say(source.knowledge, "allowed.choice", choices=quoted(fact.choices))
    found = keys_among(
        source, path, value, _names(source, fact), allowed_for(source.knowledge, fact), item
    )
    return found if found or not value else None


def _keys(source: Source, path: Path, fact: Fact, value: Any) -> tuple[str, ...] | None:
    plural, single, things = _library(source, fact)
    if all_among(value, things):
        return tuple(value)
    item = say(source.knowledge, f"allowed.{single}", choices=quoted(tuple(things)))
    names = things_named(things)
    allowed = say(source.knowledge, f"allowed.{plural}")
    found = keys_among(source, path, value, names, allowed, item)
    return found if found or not value else None


def _library(source: Source, fact: Fact) -> tuple[str, str, Mapping[str, Any]]:
    if fact.key == SKILLS:
        return "skills", "skill", source.knowledge.skills
    return "activities", "activity", source.knowledge.activities


def _hours(
    source: Source, path: Path, fact: Fact, value: Any
) -> Mapping[str, Triple | Range] | None:
    if not isinstance(value, Mapping):
        raise refuse(source, path, value, allowed_for(source.knowledge, fact))
    activities = source.knowledge.activities
    found: dict[str, Triple | Range] = {}
    for key, hours in value.items():
        here = (*path, key if isinstance(key, str) else "?")
        if not isinstance(key, str) or key not in activities:
            item = say(source.knowledge, "allowed.activity")
            near = nearest(key, things_named(activities)) if isinstance(key, str) else None
            remedy = hint(source.knowledge, "near", near) if near else None
            raise source.error(path, "item_expected", read=shown(key), allowed=item, hint=remedy)
        if activities[key].endogenous:
            raise source.error(here, "endogenous")
        if not is_unknown(native(hours)):
            found[key] = _some_hours(source, here, fact, native(hours))
    return found or None


def _some_hours(source: Source, path: Path, fact: Fact, value: Any) -> Triple | Range:
    """Of one activity: a number, a pair, or low, likely and high."""
    two = isinstance(value, list | tuple) and len(value) == 2
    read = (pair if two else triple)(source, path, value, *_bounds(fact))
    return Triple(read, read, read) if isinstance(read, int | float) else read


# --- texts ------------------------------------------------------------------------------------


def text(source: Source, path: Path, value: Any) -> str:
    """A text of one line and at most 200 characters."""
    if not isinstance(value, str):
        near = hint(source.knowledge, "quoted", f'"{shown(value)}"')
        scalar = isinstance(value, int | float | date)
        allowed = say(source.knowledge, "allowed.text")
        raise refuse(source, path, value, allowed, near if scalar else None)
    if any(unicodedata.category(c) in INVISIBLE or c in TURNING or _is_hole(c) for c in value):
        raise source.error(path, "text_control", read=shown(value))
    if len(value) > TEXT_MAX:
        raise source.error(path, "text_long", read=plain(len(value)), allowed=TEXT_MAX)
    return value


def _is_hole(character: str) -> bool:
    """Whether it is one of the code points that Unicode keeps for no character at all."""
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def _text(source: Source, path: Path, fact: Fact, value: Any) -> str:
    return text(source, path, value)


def _month(source: Source, path: Path, fact: Fact, value: Any) -> str:
    if isinstance(value, str) and MONTH.fullmatch(value):
        return value
    meant = None
    if isinstance(value, date):
        meant = f"{value:%Y-%m}"
    elif isinstance(value, str):
        year_first = re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:[-/. ]\d{1,2})?", value.strip())
        month_first = re.fullmatch(r"(?:\d{1,2}[-/.])?(\d{1,2})[-/. ](\d{4})", value.strip())
        parts = year_first.groups() if year_first else month_first and month_first.groups()[::-1]
        meant = f"{parts[0]}-{int(parts[1]):02}" if parts else None
    remedy = hint(source.knowledge, "quoted", f'"{meant}"') if MONTH.match(meant or "") else None
    raise refuse(source, path, value, allowed_for(source.knowledge, fact), remedy)


def _timezone(source: Source, path: Path, fact: Fact, value: Any) -> str:
    if isinstance(value, str) and value in _timezones():
        return value
    cities = {zone.rpartition("/")[2].replace("_", " "): zone for zone in sorted(_timezones())}
    names = {**cities, **{zone: zone for zone in _timezones()}}
    near = nearest(value, names) if isinstance(value, str) else None
    remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
    raise refuse(source, path, value, allowed_for(source.knowledge, fact), remedy)


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _seasonality(source: Source, path: Path, fact: Fact, value: Any) -> str | tuple[float, ...]:
    if not isinstance(value, list | tuple):
        return _choice(source, path, fact, value)
    if len(value) != MONTHS:
        raise source.error(path, "season_count", read=len(value))
    factors = tuple(number(source, (*path, i), one, 0, MONTHS) for i, one in enumerate(value))
    mean = math.fsum(factors) / MONTHS
    if abs(mean - 1) > MEAN_TOLERANCE + 1e-12:
        raise source.error(path, "season_mean", read=plain(round(mean, 4)))
    return factors


def quoted(names: Iterable[str]) -> str:
    """Keys as a file writes them, in a list."""
    return ", ".join(f'"{printable(name)}"' for name in names)


def allowed_for(knowledge: Knowledge, fact: Fact) -> Text:
    """What a fact allows, as the end of "it must be …"."""
    code = {"bool": "yes_or_no", "int": "whole", "float": "number"}.get(fact.kind, fact.kind)
    if fact.kind == "keys":
        code = "skills" if fact.key == SKILLS else "activities"
    fields: dict[str, Any] = {"choices": quoted(choices_of(fact, knowledge.markets))}
    if fact.kind in ("int", "float"):
        low, high = _bounds(fact)
        fields |= {"low": plain(low), "high": plain(high)}
    allowed = say(knowledge, f"allowed.{code}", **fields)
    if fact.kind in ("int", "float") and fact.key in FACTS:
        return say(knowledge, "allowed.or_range", one=allowed)
    return allowed


KINDS: Mapping[str, Callable[[Source, Path, Fact, Any], Any]] = {
    "int": _number,
    "float": _number,
    "bool": _yes,
    "choice": _choice,
    "choices": _choices,
    "keys": _keys,
    "hours": _hours,
    "text": _text,
    "timezone": _timezone,
    "seasonality": _seasonality,
    "month": _month,
}
