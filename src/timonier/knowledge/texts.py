"""Facts, statements, warnings, terms and sources: words turned into values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter

from timonier.engine.catalogue import (
    FactText,
    Figure,
    Market,
    Source,
    Statement,
    Term,
    Text,
    Triple,
    Warning_,
)
from timonier.engine.company import COLUMNS, FACTS, MARKET, TABLES, asked_as
from timonier.knowledge.errors import KnowledgeError, nearest
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.reading import (
    Place,
    Read,
    parse_one,
    parse_records,
    read_records,
    read_toml,
    refuse_other_tables,
)
from timonier.knowledge.records import TextRecord
from timonier.knowledge.text_records import (
    AnsweringRecord,
    FactRecord,
    SourceRecord,
    StatementRecord,
    TermRecord,
    WarningRecord,
)
from timonier.knowledge.things import by_key, check_known

NO_TEXT = Text("", "")
ASKED_TOO = frozenset(
    {
        *TABLES,
        *map(asked_as, COLUMNS),
        "preferences.order",
        "preferences.tradeoffs",
        "decision.chosen",
        "assumptions",
    }
)


def check_fields(place: Place, text: TextRecord, fields: Collection[str]) -> None:
    """Raise KnowledgeError when a language uses a field that the record does not declare."""
    for lang, template in (("fr", text.fr), ("en", text.en)):
        try:
            used = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
        except ValueError as problem:
            raise place.error(f"'text.{lang}': {problem}", "Write fields like {share}.") from None
        for name in used:
            if name not in fields:
                remedy = nearest(name, fields) if fields else "This record declares no field."
                raise place.error(f"'text.{lang}' uses unknown field '{{{name}}}'", remedy)


def read_statements(root: Path) -> Frozen[str, Statement]:
    """Return the article's statements by code."""
    rows = read_records(root, "statements.toml", "statement", StatementRecord)
    return by_key(rows, lambda row: Statement(row.record.code, row.record.text.text()))


def read_warnings(root: Path, statements: Mapping[str, Statement]) -> Frozen[str, Warning_]:
    """Return the warnings by code; their statements and fields must exist."""
    rows = read_records(root, "warnings.toml", "warning", WarningRecord)
    return by_key(rows, lambda row: _warning(row, statements))


def _warning(row: Read[WarningRecord], statements: Mapping[str, Statement]) -> Warning_:
    r = row.record
    check_known(row.place, r.statements, statements, "statement")
    check_fields(row.place, r.text, r.fields)
    return Warning_(
        code=r.code,
        label=r.label.text(),
        text=r.text.text(),
        remedy=r.remedy.text(),
        statements=tuple(r.statements),
        fields=Frozen({name: str(shown) for name, shown in r.fields.items()}),
    )


def read_facts(
    root: Path, markets: Mapping[str, Market]
) -> tuple[Frozen[str, FactText], list[Figure]]:
    """Return how each fact is asked, and what answering costs as figures ``FACT.minutes``."""
    name = "facts.toml"
    content = read_toml(root, name)
    refuse_other_tables(name, content, {"answering", "fact"})
    effort = parse_one(name, content, "answering", AnsweringRecord)
    rows = parse_records(name, content, "fact", FactRecord)
    named = {key: market.label for key, market in markets.items()}
    facts = by_key(rows, lambda row: _fact(row, named))
    for missing in {*FACTS, *ASKED_TOO} - set(facts):
        raise KnowledgeError(name, f"fact '{missing}'", "is missing", "Add its record.")
    return facts, [_minutes(fact, effort) for fact in facts.values()]


def _fact(row: Read[FactRecord], markets: Mapping[str, Text]) -> FactText:
    r = row.record
    check_known(row.place, [r.key], FACTS.keys() | ASKED_TOO, "fact")
    _check_answers(row)
    choices = {key: text.text() for key, text in r.choices.items()}
    return FactText(
        key=r.key,
        label=r.label.text(),
        question=r.question.text(),
        why=r.why.text(),
        help=r.help.text(),
        unit=r.unit.text() if r.unit else NO_TEXT,
        choices=Frozen(markets if r.key == MARKET else choices),
        anchors=Frozen({key: text.text() for key, text in r.anchors.items()}),
        example=Text(r.example, r.example) if isinstance(r.example, str) else r.example.text(),
        minutes=r.minutes,
    )


def _check_answers(row: Read[FactRecord]) -> None:
    """Every answer that the engine allows is worded, and no other."""
    fact = FACTS.get(row.record.key) or COLUMNS.get(row.record.key)
    if fact is None:
        return
    if row.record.key in FACTS and row.record.key != MARKET and not row.record.example:
        remedy = "Write a plausible value, as a company file holds it."
        raise row.place.error("there is no example", remedy)
    wanted = ("yes", "no") if fact.kind == "bool" else fact.choices
    if wanted:
        check_known(row.place, row.record.choices, wanted, "choice")
    for missing in set(wanted) - set(row.record.choices):
        raise row.place.error(f"choice '{missing}' is missing", "Add its text.")
    for anchor in row.record.anchors:
        if not _within(anchor, fact.low, fact.high):
            remedy = f"Write a number from {fact.low:g} to {fact.high:g}."
            raise row.place.error(f"anchor '{anchor}' is out of bounds", remedy)


def _within(anchor: str, low: float | None, high: float | None) -> bool:
    try:
        value = float(anchor)
    except ValueError:
        return False
    return low is not None and high is not None and low <= value <= high


def _minutes(fact: FactText, effort: AnsweringRecord) -> Figure:
    value = Triple(fact.minutes, fact.minutes, fact.minutes)
    label = Text(f"{fact.label.fr} — temps de réponse", f"{fact.label.en} — time to answer")
    return Figure(
        key=f"{fact.key}.minutes",
        label=label,
        value=value,
        unit="minutes",
        source="estimate",
        year=effort.year,
        note=effort.note.text(),
        review_by=effort.review_by,
        estimate=True,
    )


def read_glossary(root: Path) -> Frozen[str, Term]:
    """Return the words of the trade by their name in code."""
    rows = read_records(root, "glossary.toml", "term", TermRecord)
    return by_key(
        rows,
        lambda row: Term(row.record.key, row.record.label.text(), row.record.definition.text()),
    )


def read_sources(root: Path) -> Frozen[str, Source]:
    """Return the public pages that back the method, by key."""
    return by_key(read_records(root, "sources.toml", "source", SourceRecord), _source)


def _source(row: Read[SourceRecord]) -> Source:
    r = row.record
    return Source(r.key, r.title, r.url, r.year, r.strength, r.supports.text())
