"""Texts: of one line, a month, a time zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from timonier.app.company_file.errors import Source, hint, nearest, plain, say, shown
from timonier.app.company_file.kinds.base import Kind, Refused, Said, Schema, Sent
from timonier.app.company_file.kinds.common import refuse
from timonier.app.company_file.places import Path
from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import TEXT_MAX, Fact

INVISIBLE: Final = ("Cc", "Cs", "Zl", "Zp")  # control, lone surrogate, line and paragraph ends
# They reorder the others.
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MONTH: Final = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


def _is_no_text(c: str) -> bool:
    """Whether a character is none of a text: unseen, turning others, or set aside by Unicode."""
    hole = ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF
    return hole or c in TURNING or unicodedata.category(c) in INVISIBLE


class OneLine(Kind):
    """A text of one line and at most 200 characters."""

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> str | None:
        if not isinstance(value, str):
            near = hint(source.knowledge, "quoted", f'"{shown(value)}"')
            scalar = isinstance(value, int | float | date)
            allowed = self.allowed(source.knowledge, fact)
            raise refuse(source, path, value, allowed, near if scalar else None)
        usual = value.isascii() and value.isprintable()  # most are, and it is told at once
        if not usual and any(_is_no_text(c) for c in value):
            raise source.error(path, "text_control", read=shown(value))
        if len(value) > TEXT_MAX:
            raise source.error(path, "text_long", read=plain(len(value)), allowed=TEXT_MAX)
        return value or None

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.text")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return {"type": "string", "maxLength": TEXT_MAX}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        said = " ".join((sent.get("value") or "").split())
        if not said:
            raise Refused("empty")
        return Said(said)

    def refusal(self, fact: Fact) -> Refused:
        return Refused("too_long", most=TEXT_MAX)


class Month(Kind):
    """A year and a month: "2026-12"."""

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> str:
        if isinstance(value, str) and MONTH.fullmatch(value):
            return value
        meant = f"{value:%Y-%m}" if isinstance(value, date) else month_meant(str(value))
        near = hint(source.knowledge, "quoted", f'"{meant}"') if MONTH.match(meant or "") else None
        raise refuse(source, path, value, self.allowed(source.knowledge, fact), near)

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.month")

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        return {"type": "string", "pattern": f"^{MONTH.pattern}$"}

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        said = (sent.get("value") or "").strip()
        return Said(month_meant(said) or said)

    def refusal(self, fact: Fact) -> Refused:
        return Refused("not_a_month")


def month_meant(text: str) -> str | None:
    """A month written another way: 2026/12, 12-2026, 2026-12-01.

    >>> month_meant("12/2026"), month_meant("2026-1"), month_meant("soon")
    ('2026-12', '2026-01', None)
    """
    year_first = re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:[-/. ]\d{1,2})?", text.strip())
    month_first = re.fullmatch(r"(?:\d{1,2}[-/.])?(\d{1,2})[-/. ](\d{4})", text.strip())
    parts = year_first.groups() if year_first else month_first and month_first.groups()[::-1]
    return f"{parts[0]}-{int(parts[1]):02}" if parts else None


class Timezone(OneLine):
    """The name of a time zone."""

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> str:
        if isinstance(value, str) and value in _timezones():
            return value
        cities = {zone.rpartition("/")[2].replace("_", " "): zone for zone in sorted(_timezones())}
        names = {**cities, **{zone: zone for zone in _timezones()}}
        near = nearest(value, names) if isinstance(value, str) else None
        remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
        raise refuse(source, path, value, self.allowed(source.knowledge, fact), remedy)

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        return say(knowledge, "allowed.timezone")

    def refusal(self, fact: Fact) -> Refused:
        return Refused("timezone")


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())
