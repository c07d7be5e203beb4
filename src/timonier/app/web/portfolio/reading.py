"""A dropped list read by a process that computes: its mapping, what is asked, one entry a row."""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from timonier.app.portfolio.check import Checked, Tally
from timonier.app.portfolio.given import given_of
from timonier.app.portfolio.reading import (
    ListError,
    ListMap,
    Reading,
    Row,
    map_from,
    read_list,
    write_map,
)
from timonier.app.portfolio.reading.outcomes import text_of
from timonier.app.portfolio.reading.table import open_table
from timonier.app.web import jobs
from timonier.app.web.models import Entry, Job, Portfolio
from timonier.app.web.plans import Stopped
from timonier.app.web.portfolio.keeping import DECIDED, READ, clear_line, packed_given, put_given
from timonier.app.web.portfolio.mending import reread

LANGS = ("fr", "en")
AT_ONCE = 500  # rows written in one transaction
MOST_ROWS = 200_000  # beyond, the command line is the better place
SAMPLES = 3  # cells of a column shown on the page
ALIKE = 0.8  # share of the headings in common with an earlier list that is read in the same way
UNREAD = 20  # words of a column that are none of its answers, shown on the page
CHANGES = 60  # kinds of change told on the page


def read(job: Job) -> None:
    """Read the list of a job; what keeps it from being read is kept as its reason."""
    portfolio = Portfolio.objects.get(pk=job.document["portfolio"])
    with tempfile.TemporaryDirectory(prefix="timonier-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(bytes(portfolio.content))
        try:
            given, like = _mapping_for(portfolio, path)
            reading = read_list(path, given)
            if reading.total > MOST_ROWS:
                raise ListError("too_long", n=reading.total, most=MOST_ROWS)
            _keep(portfolio, reading, like, job)
        except ListError as error:
            told = {lang: error.words(lang) for lang in LANGS}
            reason = {k: text.replace(str(path), portfolio.file_name) for k, text in told.items()}
            _save(portfolio, state="refused", found={"error": reason})
    jobs.finish(job, "done", progress=100)


def _save(portfolio: Portfolio, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(portfolio, name, value)
    portfolio.save(update_fields=[*fields, "updated_at"])


def _mapping_for(portfolio: Portfolio, path: Path) -> tuple[ListMap, str]:
    """The mapping said for this list, else the one of an earlier list that is written alike."""
    if portfolio.mapping:
        return map_from(portfolio.mapping), ""
    columns = set(open_table(path, ListMap().wanted).columns)
    earlier = Portfolio.objects.filter(owner=portfolio.owner, accepted=True)
    for other in earlier.only("mapping", "file_name")[:20]:
        mapping = map_from(other.mapping)
        common = tuple(c for c in mapping.columns if c.heading in columns)
        if len(common) >= ALIKE * len(columns):
            return ListMap(common, mapping.market), other.file_name
    return ListMap(), ""


def held_map(mapping: ListMap) -> dict[str, Any]:
    """A mapping as the database holds it: what its file would say."""
    return tomllib.loads(write_map(mapping, (), "en"))


def _keep(portfolio: Portfolio, reading: Reading, like: str, job: Job) -> None:
    """One entry a row, those that have not changed as they were; then what was found."""
    checked = Checked(reading)
    seen = [Seen() for _ in reading.columns]
    rows = _seen(_mended(checked.rows(), portfolio, reading), seen)
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            if not jobs.move(job, 100 * done // max(1, reading.total)):
                raise Stopped
            _write(portfolio, reading.mapping, done, some)
        done += len(some)
    portfolio.entries.filter(number__gte=done).delete()
    found = _found(checked, like)
    found["columns"] = [
        {"heading": heading, "samples": list(one.samples), "fates": one.fates, "unread": one.unread}
        for heading, one in zip(reading.columns, seen, strict=True)
    ]
    _save(portfolio, state="read", mapping=held_map(reading.mapping), found=found)


def _mended(rows: Iterable[Row], portfolio: Portfolio, reading: Reading) -> Iterator[Row]:
    """The rows, with the cells that were mended on the page."""
    several = len(reading.found.sheets) > 1
    for number, row in enumerate(rows):
        cells = portfolio.mended.get(str(number))
        yield reread(row, cells, reading.mapping, several) if cells else row


@dataclass
class Seen:
    """What passed in a column: a few of its cells, what became of all, which words say nothing."""

    samples: dict[str, None] = field(default_factory=dict)
    fates: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    def take(self, text: str, fate: str) -> None:
        self.fates[fate] += 1
        if text and len(self.samples) < SAMPLES:
            self.samples[text[:40]] = None
        if fate == "problem" and (text in self.unread or len(self.unread) < UNREAD):
            self.unread[text[:60]] += 1


def _seen(rows: Iterator[Row], columns: list[Seen]) -> Iterator[Row]:
    """The rows, noted column by column as they pass."""
    for row in rows:
        for cell, fate, column in zip(row.cells, row.fates, columns, strict=False):
            column.take(text_of(cell).strip(), fate)
        yield row


def _write(portfolio: Portfolio, mapping: ListMap, start: int, rows: list[Row]) -> None:
    """Make or renew the entries of some rows, from a place in the list on."""
    places = range(start, start + len(rows))
    held = {e.number: e for e in portfolio.entries.filter(number__in=places)}
    fresh: list[Entry] = []
    changed: list[Entry] = []
    for number, row in zip(places, rows, strict=True):
        entry = held.get(number) or Entry(portfolio=portfolio, number=number)
        given = given_of(row, mapping)
        cells = [text_of(cell) for cell in row.cells] if row.problems else None
        packed = packed_given(given, cells, row.sheet)
        if entry.pk and bytes(entry.given) == packed:
            continue
        put_given(entry, given, packed)
        clear_line(entry)
        (changed if entry.pk else fresh).append(entry)
    Entry.objects.bulk_create(fresh)
    Entry.objects.bulk_update(changed, [*READ, *DECIDED])


def _found(checked: Checked, like: str) -> dict[str, Any]:
    """What the pages show of a reading: worded in both languages, and counted."""
    reading = checked.reading
    changes = sorted(checked.changes.values(), key=lambda one: -one.count)
    file = reading.found
    return {
        "format": file.format,
        "encoding": file.encoding,
        "separator": file.separator,
        "sheets": list(file.sheets),
        "other_sheets": list(file.other_sheets),
        "headings": file.headings,
        "total": reading.total,
        "like": like,
        "new": list(reading.new) if like else [],
        "questions": [
            {"column": q.column, "code": q.code, "text": {k: q.text[k] for k in LANGS}}
            for q in reading.questions
        ],
        "changes": [_change(one) for one in changes[:CHANGES]],
    }


def _change(tally: Tally) -> Mapping[str, Any]:
    change = tally.example
    return {
        "column": change.column,
        "read": change.read[:60],
        "became": change.became[:60],
        "count": tally.count,
        "why": {lang: change.why(lang) for lang in LANGS},
    }
