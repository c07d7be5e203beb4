"""Is the stored document still a company file the engine accepts?"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from timonier.app.company_file import CompanyFileError
from timonier.app.interview import answers, asking
from timonier.app.web.words import current
from timonier.engine.company import TABLES

Part = tuple[tuple[str, ...], Any]  # where a piece of a document stands, and what it is

MARKET = answers.NEEDED
MARKET_PATH = tuple(MARKET.split("."))
MOST_DROPPED = 24
SHARES = ("needs.recurrent_share", "needs.oneoff_share")


def problem(document: Mapping[str, Any]) -> str:
    """What the company file's own reader refuses in a document; "" when it accepts it.

    A situation being entered may still lack its market.
    """
    try:
        asking.check(document)
    except CompanyFileError as error:
        return error.words(current())
    return ""


def shares_overflow(document: dict[str, Any]) -> bool:
    """Whether the two shares of the needs add up to more than the whole."""
    held = [answers.read(document, key) for key in SHARES]
    said = [v for v in held if isinstance(v, int | float) and not isinstance(v, bool)]
    return sum(said) > 1 + 1e-9


class TooDamaged(ValueError):
    """So much of a document cannot be read that what is left would not be what was sent."""


def salvage(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Keep what can be read of a document; return it with the keys that had to be dropped.

    Each part is read alone first, then they are put together, halving what does not fit. Raises
    TooDamaged past ``MOST_DROPPED`` parts, so that reading stays short whatever is sent.
    """
    if not problem(document):
        return _tidied(document), []
    dropped: list[str] = []
    base: dict[str, Any] = {}
    sound: list[Part] = []
    for part in _parts(document):
        if problem(_with(base, [part])):
            _drop(part, dropped)
        elif part[0] == MARKET_PATH:
            base = _with(base, [part])
        else:
            sound.append(part)
    wishes = [part for part in sound if part[0][0] == "preferences"]  # ten times slower to read
    kept = _fitted(base, [part for part in sound if part not in wishes], dropped)
    for wish in wishes:
        kept = _fitted(kept, [wish], dropped)
    return _tidied(kept), dropped


def _tidied(document: dict[str, Any]) -> dict[str, Any]:
    """A copy without what says nothing; "unknown" answers a fact, and is no item of a list."""
    kept = {
        name: _said(held)
        for name, held in document.items()
        if not _says_nothing(held) or (held == answers.UNKNOWN and name in TABLES)
    }
    for name, held in document.items():
        if isinstance(held, dict) and name != "assumptions":
            kept[name] |= {k: one for k, one in held.items() if one == answers.UNKNOWN}
    return kept


def _said(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: _said(one) for key, one in held.items() if not _says_nothing(one)}
    if isinstance(held, list):
        return [_said(one) for one in held if not _says_nothing(one)]
    return held


def _says_nothing(value: Any) -> bool:
    return value is None or value == answers.UNKNOWN


def _fitted(kept: dict[str, Any], parts: list[Part], dropped: list[str]) -> dict[str, Any]:
    """The document with as many of the parts as read together, in their order."""
    if not parts:
        return kept
    trial = _with(kept, parts)
    if not problem(trial):
        return trial
    if len(parts) == 1:
        _drop(parts[0], dropped)
        return kept
    half = len(parts) // 2
    return _fitted(_fitted(kept, parts[:half], dropped), parts[half:], dropped)


def _drop(part: Part, dropped: list[str]) -> None:
    dropped.append(".".join(part[0]))
    if len(dropped) > MOST_DROPPED:
        raise TooDamaged


def _with(document: dict[str, Any], parts: list[Part]) -> dict[str, Any]:
    made = copy.deepcopy(document)
    for path, value in parts:
        _put(made, path, copy.deepcopy(value))
    return made


def _parts(document: dict[str, Any]) -> list[Part]:
    """The smallest pieces that stand alone: a fact, a row, one replaced figure."""
    parts: list[Part] = []
    for section, held in document.items():
        if isinstance(held, dict):
            parts += [((str(section), str(name)), value) for name, value in held.items()]
        elif isinstance(held, list):
            parts += [((str(section),), row) for row in held if not _says_nothing(row)]
        else:
            parts.append(((str(section),), held))
    return sorted(parts, key=lambda part: part[0] != MARKET_PATH)


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if len(path) == 2:
        document.setdefault(path[0], {})[path[1]] = value
    elif path[0] in TABLES and value != answers.UNKNOWN:
        document.setdefault(path[0], []).append(value)
    else:
        document[path[0]] = value
