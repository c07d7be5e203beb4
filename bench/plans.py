"""Plans read back from their own files: nobody acts before they exist, no quantity has two values.

``python -m bench plans`` makes the whole folder of each company below in both languages, as its
file would be given to the product, and reads it back (``bench.read_back``, ``bench.sent_out``);
the tests read the folders of a few. Two languages share one decision: the cases and samples are
decided in full, the others by quick decisions, whose plans are made alike.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import timonier
from bench.read_back import CHECKS, FREE, Folder
from bench.sent_out import SENT
from bench.timing import machine, table
from timonier.app.document import Answered
from timonier.app.report.make import voice_of, whole
from timonier.app.report.planned import NoSuchTeam

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "tests" / "companies"
SAMPLES = sorted((ROOT / "src" / "timonier" / "app" / "samples").glob("*.toml"))
COMPANIES = (
    *(path for path in sorted(HERE.rglob("*.toml")) if not path.stem.endswith("expected")),
    *SAMPLES,
)
WHOLE = tuple(SAMPLES) + tuple(HERE.glob("v??.toml"))  # decided in full, as ``timonier report``
EACH: tuple[tuple[str, Callable[[Folder], Iterator[str]]], ...] = (*CHECKS, *SENT)


@dataclass
class Found:
    """What was counted over all the folders."""

    folders: int = 0
    none: int = 0  # companies for which no team can be planned
    faults: list[tuple[str, str, str]] = field(default_factory=list)  # (check, folder, fault)
    free: list[float] = field(default_factory=list)
    unfilled: Counter[str] = field(default_factory=Counter)
    beyond: list[int] = field(default_factory=list)  # years planned beyond the budget, of 3
    seconds: list[float] = field(default_factory=list)  # for a folder
    decisions: list[float] = field(default_factory=list)  # folders per decision, in time


def faults(folder: Folder) -> list[str]:
    """What does not hold in the files of one plan, in words; empty when all does."""
    return [fault for _, check in EACH for fault in check(folder)]


def read(decision: Answered, lang: str, today: date) -> Folder:
    """The whole folder of a decision, read back."""
    voice = voice_of(decision, lang, today)
    return Folder({one.path: one.content for one in whole(voice, decision)}, voice)


def company(path: Path, today: date, found: Found) -> None:
    """Decide for one company, make its folders in both languages and count what is in them."""
    begun = time.perf_counter()
    effort = "full" if path in WHOLE else "quick"
    decision = timonier.decide(timonier.load_company(path), effort=effort)
    decided = time.perf_counter() - begun
    folder = None
    for lang in ("fr", "en"):
        begun = time.perf_counter()
        try:
            folder = read(decision, lang, today)
        except NoSuchTeam:
            found.none += 1
            return
        found.seconds.append(time.perf_counter() - begun)
        if effort == "full":
            found.decisions.append(found.seconds[-1] / decided)
        found.folders += 1
        for name, check in EACH:
            for fault in check(folder):
                print(f"{path.stem}-{lang}: {name}: {fault}", file=sys.stderr, flush=True)
                found.faults.append((name, f"{path.stem}-{lang}", fault))
    assert folder is not None
    found.free.append(free_share(folder))
    print(f"{path.stem}: read, {_share(found.free[-1])} free", file=sys.stderr, flush=True)
    found.unfilled.update(unfilled(folder))
    found.beyond.append(years_beyond(folder))


def free_share(folder: Folder) -> float:
    """The part of the hours paid for that nothing fills."""
    hours = sum(one["hours_per_month"] for one in folder.contracts.values())
    free = sum(one["hours_free"] for one in folder.contracts.values())
    return float(free / hours) if hours else 0.0


def unfilled(folder: Folder) -> Iterator[str]:
    """For each person with more than 5 % of their hours free, the reason that is given."""
    for one in folder.contracts.values():
        if one["hours_free"] > max(FREE * one["hours_per_month"], 0.5):
            yield one["free_because"] or "none"


def years_beyond(folder: Folder) -> int:
    """Years whose planned payments, with everybody there all year, pass the stated budget."""
    stated, months = folder.plan["budget_a_year"], folder.plan["months"]
    paid = [
        sum(one["p50"] for one in folder.plan["costs"]
            if one["month"] in months[i : i + 12] and one["kind"] != "media")
        for i in (0, 12, 24)
    ]  # fmt: skip
    return sum(bool(stated) and year > stated * 1.0001 for year in paid)


def report(companies: Iterable[Path] = COMPANIES) -> str:
    """A table of what was checked, over how many folders, and what does not hold."""
    today, found, count = date.today() + timedelta(days=1), Found(), 0
    for path in companies:
        count += 1
        company(path, today, found)
    return f"{table(('what', 'found'), rows(count, found))}\n\n{machine()}"


def rows(count: int, found: Found) -> list[tuple[str, str]]:
    """The table: a row for each check, then what was measured."""
    kinds = Counter(name for name, _, _ in found.faults)
    reasons = ", ".join(f"{n} {why}" for why, n in sorted(found.unfilled.items()))
    return [
        ("companies; folders, in two languages", f"{count}; {found.folders}"),
        ("companies for which no team can be planned", str(found.none)),
        *((f"faults: {name}", str(kinds[name])) for name, _ in EACH),
        ("hours paid for that nothing fills, median", _share(statistics.median(found.free))),
        ("the same, worst company", _share(max(found.free))),
        ("people with more than 5 % of them, by reason", reasons or "nobody"),
        ("companies with a year planned beyond the budget", str(sum(map(bool, found.beyond)))),
        ("seconds for a whole folder once decided, median", _decimal(found.seconds)),
        ("the same in full decisions, median and most", _two(found.decisions)),
    ]


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _decimal(values: list[float]) -> str:
    return f"{statistics.median(values):.1f}"


def _two(values: list[float]) -> str:
    return f"{statistics.median(values):.2f}, {max(values):.2f}" if values else "–"


if __name__ == "__main__":
    print(report([Path(one) for one in sys.argv[1:]] or COMPANIES))
