"""Is the stored document still a company file the engine accepts?"""

from __future__ import annotations

import copy
from typing import Any

from timonier.app.web.forms import answers
from timonier.app.web.words import current
from timonier.engine.company import FACTS

SHARES = ("needs.recurrent_share", "needs.oneoff_share")


def problem(document: dict[str, Any]) -> str:
    """What the company file's own reader refuses in a document; "" when it accepts it.

    A situation being entered may still lack its market: any one serves for the check.
    """
    from timonier import load_company
    from timonier.app.company_file import CompanyFileError

    checked = copy.deepcopy(document)
    if not answers.is_known(checked, "company.market"):
        answers.write(checked, "company.market", FACTS["company.market"].choices[0])
    try:
        load_company(checked)
    except CompanyFileError as error:
        return error.words(current())
    return ""


def shares_overflow(document: dict[str, Any]) -> bool:
    """Whether the two shares of the needs add up to more than the whole."""
    held = [answers.read(document, key) for key in SHARES]
    said = [v for v in held if isinstance(v, int | float) and not isinstance(v, bool)]
    return sum(said) > 1 + 1e-9


def salvage(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Keep what can be read of a document; return it with the keys that had to be dropped.

    Parts are put back one at a time, each only if the document with it still reads.
    """
    kept: dict[str, Any] = {}
    dropped: list[str] = []
    for path, value in _parts(document):
        trial = copy.deepcopy(kept)
        _put(trial, path, copy.deepcopy(value))
        if problem(trial):
            dropped.append(".".join(path))
        else:
            kept = trial
    return kept, dropped


def _parts(document: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """The smallest pieces that stand alone: a fact, a position, one replaced figure."""
    parts: list[tuple[tuple[str, ...], Any]] = []
    for section, held in document.items():
        if isinstance(held, dict):
            parts += [((str(section), str(name)), value) for name, value in held.items()]
        elif isinstance(held, list):
            parts += [((str(section),), position) for position in held]
        else:
            parts.append(((str(section),), held))
    market_first = [p for p in parts if p[0] == ("company", "market")]
    return [*market_first, *(p for p in parts if p[0] != ("company", "market"))]


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if len(path) == 2:
        document.setdefault(path[0], {})[path[1]] = value
    elif path[0] in ("team", "intended"):
        document.setdefault(path[0], []).append(value)
    else:
        document[path[0]] = value
