"""What ``portfolio check`` finds in a list: counted while it is read, then told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from timonier.app.portfolio.reading import Change, ColumnMap, Problem, Question, Reading, Row

MOST_KINDS = 500  # of problems and of changes that are told apart
ALL_SHOWN = 200  # rows of a list that is told whole
FIRST_SHOWN = 20  # rows told of a longer one


@dataclass
class Tally:
    """How often one thing was met, and the first example of it."""

    example: Any
    line: int
    count: int = 0


@dataclass
class Checked:
    """A list gone through: counted row by row, so that nothing but the counts is kept."""

    reading: Reading
    good: int = 0
    bad: int = 0
    problems: dict[tuple[str, str], Tally] = field(default_factory=dict)
    changes: dict[tuple[str, str], Tally] = field(default_factory=dict)
    shown: list[Row] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Every row, counted as it passes."""
        most = ALL_SHOWN if self.reading.total <= ALL_SHOWN else FIRST_SHOWN
        for row in self.reading.rows():
            self.good += not row.problems
            self.bad += bool(row.problems)
            for problem in row.problems:
                _tally(self.problems, (problem.column, problem.code), problem, row)
            for change in row.changes:
                _tally(self.changes, (change.column, change.code), change, row)
            if len(self.shown) < most and (row.problems or self.reading.total <= ALL_SHOWN):
                self.shown.append(row)
            yield row


def _tally(found: dict[tuple[str, str], Tally], key: tuple[str, str], what: Any, row: Row) -> None:
    if key not in found:
        if len(found) >= MOST_KINDS:
            return
        found[key] = Tally(what, row.source_row)
    found[key].count += 1


def row_document(row: Row, lang: str) -> dict[str, Any]:
    """A row as the JSON of ``portfolio check`` writes it."""
    return {
        "source_row": row.source_row,
        **({"sheet": row.sheet} if row.sheet else {}),
        "id": row.id,
        "name": row.name,
        "facts": dict(row.facts),
        "identifiers": dict(row.identifiers),
        "contact": dict(row.contact),
        "kept": {heading: _plain(cell) for heading, cell in row.kept.items()},
        "changes": [change_document(change, lang) for change in row.changes],
        "problems": [problem_document(problem, lang) for problem in row.problems],
    }


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


def change_document(change: Change, lang: str) -> dict[str, Any]:
    """A change, worded."""
    return {
        "column": change.column,
        "read": change.read,
        "became": change.became,
        "code": change.code,
        "why": change.why(lang),
    }


def problem_document(problem: Problem, lang: str) -> dict[str, Any]:
    """A problem, worded."""
    return {
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "reason": problem.reason[lang],
        "remedy": problem.remedy[lang],
    }


def head_document(reading: Reading, lang: str) -> dict[str, Any]:
    """All that is known before the first row."""
    found = reading.found
    return {
        "language": lang,
        "file": {
            "format": found.format,
            "encoding": found.encoding,
            "separator": found.separator,
            "sheets": list(found.sheets),
            "other_sheets": list(found.other_sheets),
            "headings": found.headings,
            "rows": reading.total,
            "empty": reading.empty,
            "repeated": reading.repeated,
        },
        "mapping": {
            "market": reading.mapping.market,
            "columns": [column_document(column, lang) for column in reading.mapping.columns],
            "absent": list(reading.absent),
            "new": list(reading.new),
        },
        "questions": [question_document(one, lang) for one in reading.questions],
    }


def column_document(column: ColumnMap, lang: str) -> dict[str, Any]:
    """A column of the mapping."""
    target = column.target
    return {
        "heading": column.heading,
        "reads": column.reads,
        "part": column.part,
        "label": target.label[lang] if target else "",
        "unit": column.unit,
        "decimal": column.decimal,
        "bands": column.bands,
        "version": column.version,
        "values": dict(column.values),
    }


def question_document(question: Question, lang: str) -> dict[str, Any]:
    """A question, worded."""
    return {
        "column": question.column,
        "code": question.code,
        "text": question.text[lang],
        "answer": question.answer,
    }


def summary_document(checked: Checked, lang: str) -> dict[str, Any]:
    """The counts, once every row has passed."""

    def told(found: dict[tuple[str, str], Tally], worded: Any) -> list[dict[str, Any]]:
        return [
            {"count": one.count, "first_row": one.line, "example": worded(one.example, lang)}
            for one in found.values()
        ]

    return {
        "rows": checked.good + checked.bad,
        "good": checked.good,
        "set_aside": checked.bad,
        "problems": told(checked.problems, problem_document),
        "changes": told(checked.changes, change_document),
    }
