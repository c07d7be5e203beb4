"""Every mistake of a company file at once: whoever mends it reads it once."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import replace
from typing import Any

from timonier.app.company_file.build import build
from timonier.app.company_file.errors import CompanyFileError, Source
from timonier.app.company_file.places import Path, as_written
from timonier.engine.company import Company

MOST = 20  # told at once


def build_or_tell(source: Source) -> Company:
    """The company that a document describes; CompanyFileError at the first thing that is wrong,
    with what is wrong beside it in its ``others``."""
    try:
        return build(source)
    except CompanyFileError as first:
        first.others = _others(source, first)
        raise


def _others(source: Source, first: CompanyFileError) -> tuple[CompanyFileError, ...]:
    """What else is wrong: each mistake is left unsaid in a copy, which is read again.

    What only follows from one already told is not: a row whose role was wrong has none left.
    """
    left, error, told = deepcopy(source.document), first, [first]
    unsaid: list[Path] = []
    while len(told) < MOST and _leave_unsaid(left, error.place.path):
        unsaid.append(error.place.path)
        try:
            build(replace(source, document=left))
            break
        except CompanyFileError as again:
            error = again
        if not any(_follows(error, path) for path in unsaid):
            told.append(error)
    return tuple(sorted(told[1:], key=lambda one: one.place.line or math.inf))


def _follows(error: CompanyFileError, unsaid: Path) -> bool:
    """Whether a mistake is there because of what was left unsaid: one of the two places holds the
    other, or a whole section is gone, the market perhaps with it."""
    if error.told.code == "market_missing" and len(unsaid) == 1:
        return True
    return all(a == b for a, b in zip(error.place.path, unsaid, strict=False))


def _leave_unsaid(document: Any, path: Path) -> bool:
    """Take what stands at a path out of a document; whether there was anything.

    The rows of a list keep their numbers: one left out is unknown.
    """
    *way, last = as_written(path, document) or (None,)
    for name in way:
        if isinstance(document, dict) and name not in document:
            return False
        document = document[name]
    if isinstance(document, list) and isinstance(last, int) and document[last] is not None:
        document[last] = None
        return True
    if isinstance(document, dict) and last in document:
        del document[last]
        return True
    return False
