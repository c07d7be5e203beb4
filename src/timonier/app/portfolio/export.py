"""The call list as a sheet: in words, under the adviser's identifier, readable again as a list.

What is the list's own (numbers, contacts, facts, other columns) stands under headings that the
reading knows; what Timonier adds, under headings that begin with its name and are left out when the
sheet is read again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from timonier.app.portfolio.calls import NO_CHANGE, Change
from timonier.app.portfolio.given import IDENTIFIERS, is_ours
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.reading.answers import answers_of
from timonier.app.safe import TEXT_IS_TEXT, csv_cell
from timonier.app.wording import listing, number
from timonier.engine.company import FACTS
from timonier.engine.effort import loss_of
from timonier.engine.rules import rules_of
from timonier.knowledge import load
from timonier.knowledge.columns import fold, load_columns

ADDED = (
    "call_basket", "call_action", "call_reason", "call_stake", "call_chance", "call_minutes",
    "call_learning", "call_score", "currency", "first_model", "verdict_status", "p_in_house",
    "p_outsourced", "p_hybrid", "holds_if_known", "cost_p10", "cost_p50", "cost_p90", "cost_now",
    "work_first", "work_now", "warnings", "facts_known", "next_question", "next_question_worth",
    "next_question_link", "closed", "flips", "changed_since", "previous_first", "status",
    "problems", "effort", "same_as_full", "computed_at",
    "engine_version", "knowledge_version", "seed", "source_row",
)  # fmt: skip
SPOKEN = ("call_action", "call_reason", "next_question", "flips")  # held in both languages
OWN = ("id", "name", *IDENTIFIERS)


@dataclass(frozen=True)
class Listed:
    """A row of the list, with what changed since an earlier run and when it was computed."""

    line: Line
    change: Change = NO_CHANGE
    computed_at: str = ""
    link: str = ""  # where the company answers its next question alone
    closed: str = ""  # why the adviser has done with it


@dataclass(frozen=True)
class Sheet:
    """What the columns of a file are; those that no row fills are left out."""

    own: tuple[str, ...]
    facts: tuple[str, ...]
    kept: tuple[str, ...]
    lang: str

    @property
    def headings(self) -> list[str]:
        """One for each column, in the order of ``cells``."""
        known = load()
        own = [_own_heading(key, self.lang) for key in self.own]
        facts = [known.facts[key].label for key in self.facts]
        added = [say("list.prefix", self.lang, heading=heading(k, self.lang)) for k in ADDED]
        return [*own, *added, *(t[self.lang] for t in facts), *self.kept]

    def cells(self, listed: Listed) -> list[Any]:
        """The row in words; a number stays a number."""
        line = listed.line
        stated = _flat(line.document)
        return [
            *(getattr(line, key) for key in self.own),
            *(told(listed, key, self.lang) for key in ADDED),
            *(fact_cell(key, stated.get(key), self.lang) for key in self.facts),
            *(line.kept.get(key) for key in self.kept),
        ]


def _own_heading(key: str, lang: str) -> str:
    """What the reading calls a column, or its key where that alone is known for it."""
    if key == "name":
        return say("list.company", lang)
    columns = load_columns()
    label = columns.targets[key, ""].label[lang]
    return label if columns.strong.get(fold(label)) == (key, "") else key


def say(key: str, lang: str, **values: object) -> str:
    """A sentence about calls."""
    return load().wording[f"call.{key}"][lang].format(**values)


def heading(key: str, lang: str) -> str:
    """What a column of ours is called."""
    return say(f"column.{key}", lang)


def sheet_of(lines: Iterable[Line], lang: str) -> Sheet:
    """The columns that some row fills."""
    own, facts, kept = set[str](), set[str](), dict[str, None]()
    for line in lines:
        own.update(key for key in OWN if getattr(line, key) is not None)
        facts.update(key for key, value in _flat(line.document).items() if value is not None)
        kept.update(dict.fromkeys(key for key in line.kept if not is_ours(key)))
    named = tuple(k for k in OWN if k in own)
    return Sheet(named, tuple(k for k in FACTS if k in facts - {"company.name"}), tuple(kept), lang)


def told(listed: Listed, key: str, lang: str) -> Any:
    """One of our columns in words, None when it says nothing."""
    line, wording = listed.line, load().wording
    if key == "same_as_full":
        loss = loss_of(line.effort, rules_of(load().method))
        return None if loss is None else loss.same
    if key in ("changed_since", "previous_first", "computed_at"):
        return _since(listed, key, lang)
    if key in ("next_question_link", "closed"):
        return (listed.link if key == "next_question_link" else listed.closed) or None
    value = getattr(line, f"{key}_{lang}" if key in SPOKEN else key)
    if value is None or value == ():
        return None
    if key == "call_basket":
        return say(f"basket.{value}", lang)
    if key == "status":
        return say(f"status.{value}", lang)
    if key == "first_model":
        return wording[f"model_noun.{value}"][lang]
    if key == "verdict_status":
        return wording[f"status.{value}"][lang]
    if key == "warnings":
        return listing([load().warnings[code].label[lang] for code in value], lang)
    if key == "problems":
        return " ".join(getattr(one, f"text_{lang}") for one in value)
    return value


def _since(listed: Listed, key: str, lang: str) -> str | None:
    change = listed.change
    if key == "computed_at":
        return listed.computed_at or None
    if key == "changed_since":
        return changed(change, lang) or None
    if change.previous_first is None:
        return None
    return load().wording[f"model_noun.{change.previous_first}"][lang]


def changed(change: Change, lang: str) -> str:
    """What changed since the earlier run and why; empty when nothing did."""
    if change.kind in ("none", "new"):
        return "" if change.kind == "none" else say("change.new", lang)
    facts = [_label(key, lang) for key in change.why if key not in NOT_FACTS]
    why = [say("change.facts", lang, facts=listing(facts, lang))] if facts else []
    why += [say(f"change.{key}", lang) for key in change.why if key in NOT_FACTS]
    if change.kind == "basket":
        before = say(f"basket.{change.previous_basket}", lang) if change.previous_basket else "–"
    elif change.previous_first:
        before = load().wording[f"model_noun.{change.previous_first}"][lang]
    else:
        before = say("change.nothing", lang)
    told = "; ".join(why) or say("change.none", lang)
    return say(f"change.{change.kind}", lang, before=before, why=told)


NOT_FACTS = ("effort", "engine_version", "knowledge_version", "seed")


def _label(key: str, lang: str) -> str:
    known = load().facts.get(key)
    return known.label[lang] if known else key


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by their whole key; tables have no cell."""
    return {
        f"{section}.{name}": value
        for section, held in document.items()
        if isinstance(held, Mapping)
        for name, value in held.items()
    }


def fact_cell(key: str, value: Any, lang: str) -> Any:
    """A fact as a cell says it: words for an answer, "20 à 49" for a range.

    >>> fact_cell("company.headcount", [20, 49], "fr"), fact_cell("hiring.can_recruit", True, "en")
    ('20 à 49', 'yes')
    """
    if isinstance(value, bool):
        return load().wording[f"answer.{'yes' if value else 'no'}"][lang]
    if isinstance(value, list | tuple):
        if all(isinstance(one, int | float) for one in value):
            ends = (number(one, lang, 0 if one == int(one) else 2) for one in value)
            return f" {'à' if lang == 'fr' else 'to'} ".join(ends)
        return ", ".join(_answer(key, one, lang) for one in value)
    if isinstance(value, str):
        return _answer(key, value, lang)
    return value


def _answer(key: str, value: Any, lang: str) -> str:
    """An answer in words, where the words are read back as that answer; else its key."""
    return _spoken(key, str(value), lang)


@cache
def _spoken(key: str, value: str, lang: str) -> str:
    known, fact = load().facts.get(key), FACTS.get(key)
    if known is None or fact is None or value not in known.choices:
        return value
    words = known.choices[value][lang]
    safe = "," not in words and answers_of(key).get(fold(words)) == value
    return words if safe else value


def write_csv(path: Path, rows: Iterator[Listed], sheet: Sheet) -> int:
    """A file that spreadsheets open as it is: UTF-8 with its mark, the language's separators."""
    separator, mark = (";", ",") if sheet.lang == "fr" else (",", ".")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow([csv_cell(h) for h in sheet.headings])
        written = 0
        for row in rows:
            writer.writerow([_csv(cell, mark) for cell in sheet.cells(row)])
            written += 1
    return written


def _csv(cell: Any, mark: str) -> Any:
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", mark)
    return csv_cell(cell)


WIDTHS: Mapping[str, int] = {"call_action": 50, "call_reason": 50, "next_question": 40, "flips": 40}
SHARES = ("call_chance", "p_in_house", "p_outsourced", "p_hybrid", "holds_if_known", "work_first",
          "work_now", "same_as_full")  # fmt: skip


def write_xlsx(path: Path, rows: Iterator[Listed], sheet: Sheet) -> int:
    """A workbook written row by row, its headings fixed and filtered."""
    import xlsxwriter

    path.open("wb").close()  # what cannot be written is known now, not at the end
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, **TEXT_IS_TEXT})
    page = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    share, plain = book.add_format({"num_format": "0%"}), book.add_format()
    added = [""] * len(sheet.own) + list(ADDED)
    for column, key in enumerate(added):
        page.set_column(column, column, WIDTHS.get(key, 16), share if key in SHARES else plain)
    _row(page, 0, sheet.headings, head)
    written = 0
    for row in rows:
        written += 1
        _row(page, written, sheet.cells(row), None)
    page.freeze_panes(1, min(2, len(sheet.own)))
    page.autofilter(0, 0, max(1, written), len(sheet.headings) - 1)
    book.close()
    return written


def _row(page: Any, at: int, cells: Sequence[Any], form: Any) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(at, column, cell, form)
        elif cell is not None:
            page.write_number(at, column, cell, form)


def when(seconds: float) -> str:
    """A moment as sheets sort it, in the time of this machine."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
