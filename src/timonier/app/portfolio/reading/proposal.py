"""The mapping proposed for a list: what its headings say, checked against what its cells show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from timonier.app.company_file.errors import printable
from timonier.app.portfolio.reading.columns import CONTACTS, REGISTERS
from timonier.app.portfolio.reading.headings import meant_by
from timonier.app.portfolio.reading.identifiers import market_of
from timonier.app.portfolio.reading.mapping import ASKED, KEPT, ColumnMap, ListMap
from timonier.app.portfolio.reading.survey import Seen, Survey
from timonier.app.portfolio.reading.values import Question, say
from timonier.engine.catalogue import Text
from timonier.engine.company import FACTS, MARKET
from timonier.knowledge import load
from timonier.knowledge.columns import fold, load_columns

TOO_REGULAR = 30  # so many counts that are all codes of bands are hardly counts
SHOWN = 4  # examples in a question
OURS = ("source_row", "mended")  # columns that a file of errors adds
HEADINGS = (
    '[[column]] heading = "…" reads = "company.name"'  # the answer to a list of unknown names
)
PLACES = (MARKET, "country", "province", "postal_code")


def from_headings(columns: Sequence[str], given: ListMap) -> tuple[ColumnMap, ...]:
    """What is said by the mapping given, else by the headings alone; no cell is looked at."""
    found = []
    for heading in columns:
        meant = meant_by(heading)
        said = ColumnMap(heading, meant.key or KEPT, meant.part, meant.unit, version=meant.version)
        found.append(given.answered(heading) or said)
    return tuple(found)


def propose(
    columns: Sequence[ColumnMap], given: ListMap, survey: Survey
) -> tuple[ListMap, list[Question]]:
    """The mapping once the cells have been seen, and the questions that they leave."""
    questions: list[Question] = []
    seen = survey.seen
    decided = _rivals(columns, given, seen, questions)
    settled = []
    for column, one in zip(decided, seen, strict=True):
        if column.target is not None:
            column = _settled(column, one, given.answered(column.heading), questions)
        settled.append(column)
    if (
        columns
        and not any(c.target for c in columns)
        and not (given.columns or given.wanted.headings)
    ):
        shown = _quoted([printable(c.heading, 40) for c in columns[:SHOWN]])
        questions.append(Question("", "headings", say("question.headings", shown=shown), HEADINGS))
    market = given.market or _market(settled, seen)
    if not market and not any(c.reads in (*PLACES, *REGISTERS) for c in settled):
        answers = " | ".join(f'market = "{key}"' for key in load().markets)
        questions.append(Question("", "market", say("question.market"), answers))
    return ListMap(tuple(settled), market, given.wanted), questions


def _rivals(
    columns: Sequence[ColumnMap], given: ListMap, seen: Sequence[Seen], questions: list[Question]
) -> list[ColumnMap]:
    """Where two columns say one thing: a weak heading gives way, the others are asked about."""
    same: dict[str, list[int]] = defaultdict(list)
    for i, column in enumerate(columns):
        if column.target is not None and (seen[i].filled or given.answered(column.heading)):
            same[column.reads].append(i)
    found = list(columns)
    for key, places in same.items():
        said = [i for i in places if given.answered(columns[i].heading)]
        strong = [i for i in places if not meant_by(columns[i].heading).weak]
        kept = said or strong or places[:1] if key == "company.name" else said or strong or places
        for i in set(places) - set(kept):
            found[i] = replace(columns[i], reads=KEPT, part="", unit="", version="")
        if key in CONTACTS:
            for i in kept[1:]:
                found[i] = replace(columns[i], reads=KEPT)
        elif key not in OURS and _compete([columns[i] for i in kept]):
            _ask(key, kept, found, questions)
    return found


def _compete(columns: Sequence[ColumnMap]) -> bool:
    """More than one column, unless they are the two ends of one range."""
    return (len(columns) > 1 and {c.part for c in columns} != {"low", "high"}) or len(columns) > 2


def _ask(key: str, places: list[int], found: list[ColumnMap], questions: list[Question]) -> None:
    names = _quoted([found[i].heading for i in places])
    target = load_columns().targets[key, ""]
    text = say("question.rivals", columns=names, what=target.label)
    for i in places:
        answer = f'reads = "{key}" | reads = "{KEPT}"'
        questions.append(Question(found[i].heading, "rivals", text, answer))
        found[i] = replace(found[i], reads=ASKED)


def _quoted(texts: Sequence[str]) -> Text:
    """Some texts of the list, between the quotation marks of each language."""
    fr, en = (
        ", ".join(form.format(text) for text in texts) for form in ("«\u202f{}\u202f»", "“{}”")
    )
    return Text(fr=fr, en=en)


def _settled(
    column: ColumnMap, seen: Seen, given: ColumnMap | None, questions: list[Question]
) -> ColumnMap:
    """One column, its decimal mark, its unit and its bands settled by its cells, or asked."""
    if given is None and seen.filled and not seen.read and not _numbered(column, seen):
        examples = _quoted([printable(text, 40) for text in list(seen.unread)[:SHOWN]])
        target = column.target
        what = target.label if target else column.reads
        text = say("question.unread", column=column.heading, what=what, examples=examples)
        answer = f'reads = "{KEPT}" | reads = "{column.reads}"'
        questions.append(Question(column.heading, "unread", text, answer))
        return replace(column, reads=ASKED)
    if column.reads not in FACTS:
        return column
    for settle in (_bands, _decimal, _percent):
        column = settle(column, seen, questions)
    return column


def _numbered(column: ColumnMap, seen: Seen) -> bool:
    """Whether a column of a register holds numbers, though all of them are wrong."""
    return column.reads in REGISTERS and any(re.search(r"\d{4}", text) for text in seen.unread)


def _bands(column: ColumnMap, seen: Seen, questions: list[Question]) -> ColumnMap:
    if column.bands not in ("", ASKED) or not seen.codes:
        return column
    key, bands = next(iter(load_columns().bands.items()))
    heading = f" {fold(column.heading)} "
    hinted = any(f" {word} " in heading for word in bands.headings)
    sure = (hinted or seen.zeros) and not seen.plain
    regular = sum(seen.codes.values()) >= TOO_REGULAR and len(seen.codes) > 2 and not seen.plain
    if sure:
        return replace(column, bands=key)
    if not (hinted or seen.zeros or regular):
        return replace(column, bands="")
    examples = ", ".join(list(seen.codes)[:SHOWN])
    text = say("question.bands", column=column.heading, bands=bands.label, examples=examples)
    answer = f'bands = "{key}" | bands = "none"'
    questions.append(Question(column.heading, "bands", text, answer))
    return replace(column, bands=ASKED)


def _decimal(column: ColumnMap, seen: Seen, questions: list[Question]) -> ColumnMap:
    proved = [mark for mark in (",", ".") if seen.marks[mark]]
    if column.decimal not in ("", ASKED):
        return column
    if len(proved) == 1:
        return replace(column, decimal=proved[0])
    if not seen.doubts:
        return replace(column, decimal="")
    text = say("question.decimal", column=column.heading, n=seen.doubts)
    answer = 'decimal = "," | decimal = "."'
    questions.append(Question(column.heading, "decimal", text, answer))
    return replace(column, decimal=ASKED)


def _percent(column: ColumnMap, seen: Seen, questions: list[Question]) -> ColumnMap:
    if column.unit not in ("", ASKED):
        return column
    if not seen.over_one:
        return replace(column, unit="")
    text = say("question.percent", column=column.heading, n=seen.over_one)
    questions.append(Question(column.heading, "percent", text, 'unit = "%"'))
    return replace(column, unit=ASKED)


def _market(columns: Sequence[ColumnMap], seen: Sequence[Seen]) -> str:
    """The market of the only register whose numbers the list holds, where no column says places."""
    held = [(c, s) for c, s in zip(columns, seen, strict=True) if s.filled]
    if any(column.reads in (MARKET, "country", "province") for column, _ in held):
        return ""
    found = {market_of(c.reads) for c, s in held if c.reads in REGISTERS}
    return found.pop() if len(found) == 1 else ""
