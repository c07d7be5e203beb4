"""How the columns of a list of companies are called: headings, blanks, bands, places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import FACTS
from timonier.knowledge.kept import DATA, load
from timonier.knowledge.reading import (
    Read,
    parse_one,
    parse_records,
    read_toml,
    refuse_other_tables,
)
from timonier.knowledge.records import Filled, Key, Record, TextRecord
from timonier.knowledge.things import check_known

FILE = "columns.toml"
OWN = (
    "id", "siren", "siret", "vat", "neq", "sector_code", "sector_version", "country", "province",
    "postal_code", "currency", "source_row", "mended", "adviser", "contact", "phone", "email",
)  # fmt: skip
LEFT_OUT = ("needs.hours",)  # no cell holds hours by activity
LITTLE = {"d", "de", "des", "du", "l", "la", "le", "les", "of", "the"}
NEVER = r"(?!)"  # a pattern that nothing fits
Part = Literal["", "low", "high"]


def _pattern(text: str) -> str:
    re.compile(text)
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class ColumnRecord(Record):
    key: Key
    part: Part = ""
    label: TextRecord | None = None
    headings: Annotated[list[Filled], Field(min_length=1)]
    weak: list[Filled] = Field(default_factory=list)
    answers: dict[str, list[Filled]] = Field(default_factory=dict)


class WordsRecord(Record):
    words: list[Filled]


class PrefixesRecord(Record):
    company: list[Filled]
    other: list[Filled]


class BandsRecord(Record):
    key: Key
    label: TextRecord
    source: Filled
    headings: list[Filled]
    unsaid: list[Filled]
    codes: dict[str, Annotated[list[int], Field(min_length=1, max_length=2)]]


class ClassificationRecord(Record):
    key: Filled
    market: str = ""
    pattern: Pattern
    headings: list[Filled]


class PlaceRecord(Record):
    market: Key
    words: list[Filled]
    postal: Pattern
    part: list[Filled]


@dataclass(frozen=True)
class Target:
    """What a column may hold: a fact of the company file, or one of ``OWN``.

    ``part`` is "low" or "high" where two columns say one range. ``answers`` maps what people write
    to what the fact allows, both folded.
    """

    key: str
    part: Part
    label: Text
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Bands:
    """The codes of a register: what each stands for; those of ``unsaid`` say nothing."""

    key: str
    label: Text
    headings: tuple[str, ...]
    unsaid: frozenset[str]
    codes: Mapping[str, tuple[int, ...]]  # low and high, or low alone


@dataclass(frozen=True)
class Classification:
    key: str
    market: str
    pattern: re.Pattern[str]
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Where:
    """How a market is told by a country, a province or a postal code; words are folded."""

    market: str
    words: frozenset[str]
    part: frozenset[str]
    postal: re.Pattern[str]


@dataclass(frozen=True)
class Columns:
    """All of it. ``strong`` and ``weak`` map a folded heading to (key, part)."""

    targets: Mapping[tuple[str, Part], Target]
    strong: Mapping[str, tuple[str, Part]]
    strong_short: Mapping[str, tuple[str, Part]]  # the same by their ``essential`` words
    weak: Mapping[str, tuple[str, Part]]
    blanks: frozenset[str]
    company_prefixes: frozenset[str]
    other_prefixes: frozenset[str]
    bands: Mapping[str, Bands]
    classifications: Mapping[str, Classification]
    places: tuple[Where, ...]


def fold(text: str) -> str:
    """A heading or a word as people mean it: no capital, accent, apostrophe or punctuation.

    Curly apostrophes are replaced first: taking the accents apart would lose them.

    >>> fold("Chiffre d’affaires"), fold("N° SIREN :"), fold("NumberOfEmployees"), fold("Budget__c")
    ('chiffre d affaires', 'no siren', 'number of employees', 'budget')
    """
    text = re.sub(r"[’‘ʼ`´]", "'", text)
    text = re.sub(r"n[°º]|(?<![^\W_])#(?=\s|$|\w)", "no ", text, flags=re.IGNORECASE)
    text = re.sub(r"__c$", "", text.strip())
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-zà-ÿ])", " ", text)
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(bare).casefold()).split())


def essential(folded: str) -> str:
    """The words of a folded heading that say something.

    >>> essential("chiffre d affaires"), essential("nombre de salaries")
    ('chiffre affaires', 'nombre salaries')
    """
    return " ".join(word for word in folded.split() if word not in LITTLE)


@cache
def load_columns() -> Columns:
    """The columns that ship with the product, read once; KnowledgeError at a bad record."""
    return read_columns(DATA, load())


def read_columns(root: Path, known: Knowledge) -> Columns:
    """The columns kept under ``root``, every fact of the company file among them."""
    content = read_toml(root, FILE)
    tables = {"column", "blanks", "prefixes", "bands", "classification", "place"}
    refuse_other_tables(FILE, content, tables)
    rows = parse_records(FILE, content, "column", ColumnRecord)
    prefixes = parse_one(FILE, content, "prefixes", PrefixesRecord)
    blanks = parse_one(FILE, content, "blanks", WordsRecord)
    strong = _strong(rows, known)
    return Columns(
        targets=MappingProxyType(_targets(rows, known)),
        strong=MappingProxyType(strong),
        strong_short=MappingProxyType(_short(strong)),
        weak=MappingProxyType(_headings(rows, "weak")),
        blanks=frozenset(word.casefold() for word in blanks.words),
        company_prefixes=frozenset(map(fold, prefixes.company)),
        other_prefixes=frozenset(map(fold, prefixes.other)),
        **_codes(content, known),
    )


def _codes(content: Mapping[str, Any], known: Knowledge) -> dict[str, Any]:
    bands = [row.record for row in parse_records(FILE, content, "bands", BandsRecord)]
    kinds = parse_records(FILE, content, "classification", ClassificationRecord)
    places = parse_records(FILE, content, "place", PlaceRecord)
    for row in places:
        check_known(row.place, [row.record.market], known.markets, "market")
    for kind in kinds:
        check_known(kind.place, [kind.record.market], ["", *known.markets], "market")
    return {
        "bands": MappingProxyType({r.key: _bands(r) for r in bands}),
        "classifications": MappingProxyType({r.record.key: _classified(r.record) for r in kinds}),
        "places": tuple(_where(key, [r.record for r in places], known) for key in known.markets),
    }


def _bands(r: BandsRecord) -> Bands:
    codes = MappingProxyType({code: tuple(ends) for code, ends in r.codes.items()})
    headings = tuple(map(fold, r.headings))
    return Bands(r.key, r.label.text(), headings, frozenset(r.unsaid), codes)


def _classified(r: ClassificationRecord) -> Classification:
    return Classification(r.key, r.market, re.compile(r.pattern), tuple(map(fold, r.headings)))


def _where(market: str, rows: list[PlaceRecord], known: Knowledge) -> Where:
    """How a market is told: by its own name, and by what its record adds, if it has one."""
    label = known.markets[market].label
    own = [r for r in rows if r.market == market]
    words = [label.fr, label.en, *(word for r in own for word in r.words)]
    part = [word for r in own for word in r.part]
    postal = "|".join(f"(?:{r.postal})" for r in own) or NEVER
    return Where(
        market,
        frozenset(map(fold, words)),
        frozenset(map(fold, part)),
        re.compile(postal, re.IGNORECASE),
    )


def _targets(rows: list[Read[ColumnRecord]], known: Knowledge) -> dict[tuple[str, Part], Target]:
    found: dict[tuple[str, Part], Target] = {
        (key, ""): Target(key, "", known.facts[key].label, MappingProxyType({}))
        for key in FACTS
        if key not in LEFT_OUT
    }
    for row in rows:
        r = row.record
        check_known(row.place, [r.key], [*FACTS, *OWN], "column")
        if r.key in FACTS:
            check_known(row.place, r.answers, FACTS[r.key].choices, "choice")
        label = r.label.text() if r.label else known.facts[r.key].label
        said = {fold(word): answer for answer, words in r.answers.items() for word in words}
        found[r.key, r.part] = Target(r.key, r.part, label, MappingProxyType(said))
    return found


def _strong(rows: list[Read[ColumnRecord]], known: Knowledge) -> dict[str, tuple[str, Part]]:
    """Keys and labels of the facts are headings too, unless a record says otherwise of them."""
    own: dict[str, tuple[str, Part]] = {}
    for key in FACTS:
        if key not in LEFT_OUT:
            label = known.facts[key].label
            for name in (key, label.fr, label.en):
                own.setdefault(fold(name), (key, ""))
    for key in OWN:
        own[fold(key)] = (key, "")
    weak = _headings(rows, "weak")
    said = _headings(rows, "headings")
    return {**{name: held for name, held in own.items() if name not in weak}, **said}


def _short(strong: Mapping[str, tuple[str, Part]]) -> dict[str, tuple[str, Part]]:
    """Headings by their essential words, but for those that would then say two things."""
    found: dict[str, set[tuple[str, Part]]] = {}
    for name, held in strong.items():
        found.setdefault(essential(name), set()).add(held)
    return {name: held.pop() for name, held in found.items() if len(held) == 1}


def _headings(rows: list[Read[ColumnRecord]], kind: str) -> dict[str, tuple[str, Part]]:
    found: dict[str, tuple[str, Part]] = {}
    for row in rows:
        held = (row.record.key, row.record.part)
        for heading in getattr(row.record, kind):
            name = fold(heading)
            if found.setdefault(name, held) != held:
                remedy = f"It is a heading of '{found[name][0]}' already: keep one."
                raise row.place.error(f"heading '{heading}'", remedy)
    return found
