"""Which line names the columns, and what each heading may say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.numbers import heading_unit
from timonier.app.portfolio.reading.values import Cell
from timonier.engine.company import FACTS
from timonier.knowledge.columns import Classification, Part, essential, fold, load_columns

LOOKED_AT = 40  # lines above which headings are looked for
NEARLY = 0.6  # a first line nearly as rich in headings as the best one is the headings
SEPARATED = re.compile(r"\s*(?:[-–:.>|/]|\s-\s)\s*")
YEAR = re.compile(r"\bau \d{1,2} \d{1,2}(?: (?:19|20)\d\d)?\b|\b(?:exercice )?(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Meant:
    """What a heading seems to say, in which unit; ``weak`` gives way to another column."""

    key: str = ""
    part: Part = ""
    unit: str = ""
    weak: bool = False
    version: str = ""


def meant_by(heading: str) -> Meant:
    """What a heading says; an empty key when nothing is recognised.

    >>> meant_by("Organization - Annual revenue").key, meant_by("CA 2024 (k€)")
    ('company.revenue', Meant(key='company.revenue', part='', unit='k€', weak=False, version=''))
    >>> meant_by("Person - Name").key, meant_by("Deal - Value").key, meant_by("Nom").weak
    ('contact', '', True)
    """
    if heading.strip() in FACTS:
        return _as_target((heading.strip(), ""))
    bare, unit = heading_unit(heading)
    for name in _names(bare):
        if found := _looked_up(name):
            return _versioned(Meant(found.key, found.part, unit, found.weak), heading)
    return _versioned(Meant(), heading)


def _names(heading: str) -> Iterator[str]:
    """What a heading may be looked up as: whole, without its year, without a CRM's prefix."""
    known = load_columns()
    yield fold(heading)
    prefix, separated, rest = _split(heading)
    if separated and prefix in known.other_prefixes:
        return
    yield YEAR.sub("", fold(heading)).strip()
    if prefix in known.company_prefixes:
        yield fold(rest)
        yield YEAR.sub("", fold(rest)).strip()


def _split(heading: str) -> tuple[str, bool, str]:
    """The prefix of a heading, whether a sign sets it apart, and the rest."""
    if found := SEPARATED.search(heading):
        return fold(heading[: found.start()]), True, heading[found.end() :]
    first, _, rest = fold(heading).partition(" ")
    return first, False, rest


def _looked_up(name: str) -> Meant | None:
    known, short = load_columns(), essential(name)
    for strong in (known.strong, known.strong_short):
        if target := strong.get(name if strong is known.strong else short):
            return _as_target(target)
    if target := known.weak.get(name):
        return Meant(*target, weak=True)
    return None


def _as_target(target: tuple[str, Part]) -> Meant:
    return Meant(*target)


def _versioned(meant: Meant, heading: str) -> Meant:
    """An activity code says in its heading which classification it is of."""
    found = classification_in(heading)
    if found is None or meant.key not in ("", "sector_code"):
        return meant
    if not meant.key and not re.search(r"\b(code|naf|ape|activite principale)", fold(heading)):
        return meant
    return Meant("sector_code", version=found.key)


def classification_in(text: str) -> Classification | None:
    """The classification that a heading, or a cell, names."""
    words = f" {fold(text)} "
    for kind in load_columns().classifications.values():
        if any(f" {name} " in words for name in (*kind.headings, fold(kind.key))):
            return kind
    return None


def heading_line(lines: Iterable[Line]) -> Line | None:
    """The line that names the columns: the one in which most cells are headings we know.

    Where none is known, the first line with two texts or more; None for a file of empty lines.
    """
    seen = list(islice(lines, LOOKED_AT))
    scores = [(richness(line.cells), line) for line in seen]
    best = max((score for score, _ in scores), default=0)
    if best:
        at = next(i for i, (score, _) in enumerate(scores) if score >= max(1, NEARLY * best))
        return _on_two_lines(seen, at) or seen[at]
    filled = [line for line in seen if any(not is_empty(cell) for cell in line.cells)]
    wide = [line for line in filled if sum(_is_word(cell) for cell in line.cells) > 1]
    return next(iter([*wide, *filled]), None)


def _on_two_lines(seen: Sequence[Line], at: int) -> Line | None:
    """The headings written on two lines, as merged cells leave them; None where one line has all.

    What stands below names its column; what stands above names those under which nothing stands.
    """
    for upper, lower in ((at, at + 1), (at - 1, at)):
        if upper < 0 or lower >= len(seen):
            continue
        pairs = list(zip_longest(seen[upper].cells, seen[lower].cells))
        above = [_says(a) for a, b in pairs if is_empty(b)]
        below = [_says(b) for a, b in pairs if not is_empty(b)]
        is_data = any(_says(a) or not _is_word(b) for a, b in pairs if not is_empty(b))
        if any(above) and any(below) and not is_data:
            cells = [a if is_empty(b) else b for a, b in pairs]
            return seen[lower]._replace(cells=cells)
    return None


def _says(cell: Cell) -> bool:
    """Whether a cell is a heading that we know."""
    return isinstance(cell, str) and bool(cell.strip()) and bool(meant_by(cell).key)


def richness(cells: Sequence[Cell]) -> int:
    """How many different things the cells of a line would be headings of."""
    meant = (meant_by(cell) for cell in cells if isinstance(cell, str) and cell.strip())
    return len({(one.key, one.part) for one in meant if one.key})


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and any(c.isalpha() for c in cell)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def named(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The names of the columns, each once: a second "Tél" is "Tél (2)", one without is "#4".

    >>> named(["Tél", "Tél", None, "Tél (2)", "Tél"])
    ('Tél', 'Tél (2)', '#3', 'Tél (2) (2)', 'Tél (3)')
    """
    names: dict[str, None] = {}
    times: Counter[str] = Counter()
    last = max((i for i, cell in enumerate(cells) if not is_empty(cell)), default=-1)
    for i, cell in enumerate(cells[: last + 1]):
        name = told = f"#{i + 1}" if is_empty(cell) else " ".join(str(cell).split())
        while told in names:
            times[name] += 1
            told = f"{name} ({times[name] + 1})"
        names[told] = None
    return tuple(names)
