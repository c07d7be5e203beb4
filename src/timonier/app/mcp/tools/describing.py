"""What a company may hold, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from timonier.app.company_file.build import ROWS, SECTIONS
from timonier.app.company_file.kinds import kind_of
from timonier.app.document.parts import Choice
from timonier.app.mcp.words import Lang, NoSuch, say
from timonier.app.unknowns import unknown_law
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS, NUMBERS, TABLES, Fact, asked_as
from timonier.knowledge import load

USED: Final[Mapping[str, tuple[str, ...]]] = {
    "needs": ("activities", "skills"),
    "team": ("roles", "skills"),
    "intended": ("roles",),
    "quote": ("roles",),
    "tried": ("roles",),
    "preferences": ("criteria",),
    "assumptions": ("roles",),
}


class Key(BaseModel):
    """A key of a section, or of a row of it."""

    key: str
    question: str
    help: str
    allowed: str
    unit: str
    choices: list[Choice]
    required: bool
    not_concerned: bool
    """Whether "not_concerned" is an answer too."""
    if_unknown: str
    example: str


class Section(BaseModel):
    """A section; one that is a list holds rows, each with these keys."""

    section: str
    title: str
    question: str
    is_list: bool
    keys: list[Key]


class CompanyFile(BaseModel):
    """What a company may hold."""

    how: list[str]
    smallest: dict[str, dict[str, str]]
    """The least that can be decided on."""
    sections: list[Section]
    names: dict[str, list[Choice]]
    """The keys that these sections take from a list, each with what it means."""


def describe_company_file(section: str | None = None, lang: Lang = "fr") -> CompanyFile:
    """Describe every section, or one of them."""
    if section is not None and section not in SECTIONS:
        raise NoSuch("no_section", section, SECTIONS)
    known = load()
    wanted = [section] if section else list(SECTIONS)
    return CompanyFile(
        how=[
            known.wording["company_file.new.required"][lang],
            say("answers", lang),
            known.wording["company_file.new.money"][lang],
        ],
        smallest={"company": {"market": next(iter(known.markets))}},
        sections=[_section(name, known, lang) for name in wanted],
        names=_names(wanted, known, lang),
    )


def _names(wanted: list[str], known: Knowledge, lang: Lang) -> dict[str, list[Choice]]:
    libraries: dict[str, Mapping[str, Any]] = {
        "activities": known.activities,
        "skills": known.skills,
        "roles": known.roles,
        "criteria": known.criteria,
    }
    used = {name for section in wanted for name in USED.get(section, ())}
    return {
        name: [Choice(value=key, text=thing.label[lang]) for key, thing in things.items()]
        for name, things in libraries.items()
        if name in used
    }


def _section(name: str, known: Knowledge, lang: Lang) -> Section:
    asked = known.facts.get(name)
    return Section(
        section=name,
        title=known.wording[f"section.{name}"][lang],
        question=f"{asked.question[lang]} {asked.help[lang]}" if asked else "",
        is_list=name in ROWS,
        keys=list(_keys(name, known, lang)),
    )


def _keys(section: str, known: Knowledge, lang: Lang) -> Iterator[Key]:
    if section in ROWS:
        table = TABLES[section]
        for name, column in zip(table.names, table.columns, strict=True):
            yield _key(name, column, known, lang, required=name in table.required)
        return
    for name in SECTIONS[section]:
        key = f"{section}.{name}"
        if key in FACTS:
            yield _key(name, FACTS[key], known, lang, required=key == "company.market")
        elif asked := known.facts.get(asked_as(key)):
            yield _table(name, asked.question[lang], asked.help[lang], asked.example[lang])


def _table(name: str, question: str, help_: str, example: str) -> Key:
    """A key that holds rows of its own, or a list: its question and its help say what they are."""
    return Key(key=name, question=question, help=help_, allowed="", unit="", choices=[],
               required=False, not_concerned=False, if_unknown="", example=example)  # fmt: skip


def _key(name: str, fact: Fact, known: Knowledge, lang: Lang, *, required: bool) -> Key:
    asked = known.facts.get(asked_as(fact.key))
    currencies = " / ".join(market.currency for market in known.markets.values())
    offered = {**asked.choices, **asked.anchors} if asked else {}
    return Key(
        key=name,
        question=asked.question[lang] if asked else "",
        help=asked.help[lang] if asked else "",
        allowed=kind_of(fact).allowed(known, fact)[lang],
        unit=asked.unit[lang].format(currency=currencies) if asked else "",
        choices=[
            Choice(value=_written(fact, str(value)), text=text[lang])
            for value, text in offered.items()
        ],
        required=required,
        not_concerned=fact.may_be_not_concerned,
        if_unknown=unknown_law(fact.key, known, lang) if fact.key in FACTS else "",
        example=asked.example[lang] if asked else "",
    )


def _written(fact: Fact, value: str) -> bool | float | str:
    """A choice or a level as the company holds it."""
    if fact.kind == "bool":
        return value == "yes"
    if fact.kind in NUMBERS:
        return int(value) if value.isdecimal() else float(value)
    return value
