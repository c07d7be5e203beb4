"""From a document to a Company: sections, rows, preferences, assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from timonier.app.company_file.errors import Source, hint, nearest, plain, printable, say, shown
from timonier.app.company_file.kinds import read_answer
from timonier.app.company_file.kinds.common import (
    all_among,
    is_unknown,
    key_among,
    keys_among,
    native,
    quoted,
    refuse,
    things_named,
)
from timonier.app.company_file.kinds.numbers import number, triple
from timonier.app.company_file.places import Path
from timonier.app.company_file.source import not_a_company
from timonier.app.company_file.tables import read_rows
from timonier.app.wording import listing
from timonier.engine.catalogue import Figure, Text, Triple
from timonier.engine.company import (
    CHOSEN,
    FACTS,
    MONEY_MAX,
    TABLES,
    Company,
    Range,
    asked_as,
)
from timonier.engine.team import SEATS

RATIO: Final = (0.01, 100.0)  # beyond, one criterion is as good as ignored
MOST_PARTS: Final = 3  # of the key of a figure, dots apart
FACT_SECTIONS: Final = tuple(dict.fromkeys(key.split(".")[0] for key in FACTS))
ROWS: Final = tuple(key for key in TABLES if "." not in key)  # sections that are lists
FIELDS: Final = {"quote": "quotes", "marketing.results": "results"}  # where a Company holds them
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    **{
        section: tuple(k.split(".")[1] for k in (*FACTS, *TABLES) if k.startswith(f"{section}."))
        for section in FACT_SECTIONS
    },
    **{key: TABLES[key].names for key in ROWS},
    "preferences": ("tradeoffs", "order"),
    "decision": ("chosen",),
    "assumptions": (),
}
DROPPED: Final = ("mixed",)  # models that older files may have chosen
# What a number of this unit may at most be; money and anything else takes the bound of money.
FIGURE_MAX: Final = {
    "ratio": 1.0,
    "ratio/year": 1.0,
    "level": 5.0,
    "weeks": 156.0,
    "months": 60.0,
    "hours/month": 744.0,
}


def build(source: Source) -> Company:
    """The company that a document describes; CompanyFileError at the first thing that is wrong."""
    if not isinstance(source.document, Mapping):
        raise not_a_company(source.document, source)
    parts: dict[str, Any] = {"facts": {}}
    for name, section in source.document.items():
        if not isinstance(name, str):
            raise source.error((), "key_not_text", read=shown(name))
        if name not in SECTIONS:
            raise _no_such_section(source, name)
        if not is_unknown(section):
            _READERS.get(name, _facts)(source, name, section, parts)
    if "company.market" not in parts["facts"]:
        markets = [f'market = "{key}"' for key in source.knowledge.markets]
        raise source.error(("company", "market"), "market_missing", markets=" / ".join(markets))
    _check_shares(source, parts["facts"])
    for key, value in parts.pop("figures", {}).items():
        parts.setdefault("assumptions", {})[key] = _figure(source, key, value, parts["facts"])
    company = Company(**parts)
    _check_preferences(source, company)
    _check_people(source, company)
    return company


# --- sections ---------------------------------------------------------------------------------


def _no_such_section(source: Source, name: str) -> Exception:
    allowed = ", ".join(SECTIONS)
    moved = _elsewhere(source, name)
    near = nearest(name, {s: s for s in SECTIONS} | {v[lang]: s for s, v in _titles(source).items()
                          for lang in ("fr", "en")})  # fmt: skip
    remedy = moved or (hint(source.knowledge, "near", f"[{near}]") if near else None)
    return source.error((name,), "section_unknown", allowed=allowed, hint=remedy)


def _titles(source: Source) -> dict[str, Text]:
    wording = source.knowledge.wording
    return {s: wording[f"section.{s}"] for s in SECTIONS if f"section.{s}" in wording}


def _elsewhere(source: Source, name: str) -> Text | None:
    """The section where a key belongs, when it stands in another one."""
    for section, keys in SECTIONS.items():
        if name in keys and section not in ROWS:
            return hint(source.knowledge, "moved", f"{section}.{name}", section=section)
    return None


def _names(section: str) -> tuple[str, ...]:
    """The keys of a section, or of a row of a table inside one."""
    return SECTIONS[section] if section in SECTIONS else TABLES[section].names


def _no_such_key(source: Source, path: Path, section: str) -> Exception:
    name, keys = str(path[-1]), _names(section)
    names = {key: key for key in keys}
    for key in keys:
        if label := source.knowledge.facts.get(asked_as(f"{section}.{key}")):
            names |= {label.label.fr: key, label.label.en: key}
    begun = next((key for key in keys if key.startswith(f"{name}_")), None)
    near = begun or nearest(name, names)
    moved = None if begun else _elsewhere(source, name)
    remedy = moved or (hint(source.knowledge, "near", near) if near else None)
    shown_section = f"[[{section}]]" if section in ROWS else f"[{section}]"
    allowed = ", ".join(keys)
    return source.error(path, "key_unknown", section=shown_section, allowed=allowed, hint=remedy)


def _keys(source: Source, section: str, table: Any, path: Path = ()) -> Iterator[tuple[str, Any]]:
    """The known answers of a section that is one table, its keys checked."""
    path = path or (section,)
    if isinstance(table, list | tuple) and table and all(isinstance(t, Mapping) for t in table):
        raise source.error(path, "section_repeated")
    if not isinstance(table, Mapping):
        raise source.error(path, "section_expected", read=shown(native(table)))
    for name, value in table.items():
        if not isinstance(name, str):
            raise source.error(path, "key_not_text", read=shown(name))
        if _names(section) and name not in _names(section):
            raise _no_such_key(source, (*path, name), section)
        yield name, native(value)


def _facts(source: Source, section: str, table: Any, parts: dict[str, Any]) -> None:
    for name, value in _keys(source, section, table):
        key = f"{section}.{name}"
        if key in TABLES:
            if not is_unknown(value):
                _rows(source, key, value, parts)
            continue
        answer = read_answer(source, FACTS[key], value)
        if answer is not None:
            parts["facts"][key] = answer


def _least(share: Any) -> float:
    """What a share is at the least; 0 when unknown or not concerned."""
    if isinstance(share, Range):
        return share.low
    return share if isinstance(share, int | float) else 0


def _check_people(source: Source, company: Company) -> None:
    """Refuse more posts than the simulation follows; each may hold many people."""
    posts = len(company.team) + len(company.intended)
    if posts > SEATS:
        at = ("team",) if company.team else ("intended",)
        raise source.error(at, "too_many", posts=plain(posts), most=plain(SEATS))
    start = company.get("company.start")
    for i, position in enumerate(company.team):
        if start and position.until and position.until < start:
            until, begins = shown(position.until), shown(start)
            raise source.error(("team", i, "until"), "until_past", until=until, start=begins)


def _check_shares(source: Source, facts: Mapping[str, Any]) -> None:
    keys = "needs.recurrent_share", "needs.oneoff_share"
    recurrent, oneoff = (_least(facts.get(key)) for key in keys)
    total = round(recurrent + oneoff, 9)
    if total > 1:
        said: dict[str, Any] = {"recurrent": shown(recurrent), "oneoff": shown(oneoff)}
        said["sum"] = plain(total)
        left = hint(
            source.knowledge,
            "remainder",
            shown(round(1 - recurrent, 9)),
            recurrent=said["recurrent"],
        )
        raise source.error(("needs", "oneoff_share"), "shares", **said, hint=left)


# --- rows -------------------------------------------------------------------------------------


def _rows(source: Source, section: str, rows: Any, parts: dict[str, Any]) -> None:
    def keys(row: Any, path: Path) -> Iterator[tuple[str, Any]]:
        return _keys(source, section, row, path)

    parts[FIELDS.get(section, section)] = read_rows(source, TABLES[section], rows, keys)


# --- preferences and decision -----------------------------------------------------------------


def _preferences(source: Source, section: str, table: Any, parts: dict[str, Any]) -> None:
    for name, value in _keys(source, section, table):
        if is_unknown(value):
            continue
        if name == "order" and all_among(value, source.knowledge.criteria):
            parts["order"] = tuple(value)
        elif name == "order":
            keys = quoted(source.knowledge.criteria)
            item = say(source.knowledge, "allowed.choice", choices=keys)
            allowed = say(source.knowledge, "allowed.choices", choices=keys)
            names = _criteria(source)
            parts["order"] = keys_among(source, (section, name), value, names, allowed, item)
        else:
            parts["tradeoffs"] = _tradeoffs(source, (section, name), value)


def _criteria(source: Source) -> dict[str, str]:
    known = source.knowledge.criteria
    return {**things_named(known), **{key: key for key in known}}


def _tradeoffs(source: Source, path: Path, value: Any) -> tuple[tuple[str, str, float], ...]:
    if not isinstance(value, list | tuple) or (value and not any(map(_is_row, value))):
        raise refuse(source, path, value, say(source.knowledge, "allowed.tradeoffs"))
    return tuple(
        _tradeoff(source, (*path, i), row) for i, row in enumerate(value) if not is_unknown(row)
    )


def _is_row(value: Any) -> bool:
    return is_unknown(value) or isinstance(value, list | tuple)


def _tradeoff(source: Source, path: Path, row: Any) -> tuple[str, str, float]:
    if not isinstance(row, list | tuple) or len(row) != 3:
        raise refuse(source, path, native(row), say(source.knowledge, "allowed.tradeoff"))
    item = say(source.knowledge, "allowed.choice", choices=quoted(source.knowledge.criteria))
    first, second = (
        key_among(source, (*path, i), row[i], _criteria(source), item) for i in range(2)
    )
    if first == second:
        raise source.error((*path, 1), "tradeoff_same", read=shown(first))
    return first, second, number(source, (*path, 2), row[2], *RATIO)


def _check_preferences(source: Source, company: Company) -> None:
    """Refuse preferences that no weighting of the criteria satisfies."""
    if not company.tradeoffs:
        return
    import numpy as np

    from timonier.engine.ranking.preferences import weight_draws, wishes  # compiled: slow

    wants = tuple(company.get("marketing.wants", ()))
    try:
        names = tuple(source.knowledge.criteria)
        weight_draws(wishes(company), names, np.random.default_rng(0), 1)
    except ValueError:
        said = [f"tradeoffs = {shown([list(row) for row in company.tradeoffs])}"]
        said += [f"order = {shown(list(company.order))}"] if company.order else []
        said += [f"wants = {shown(list(wants))}"] if wants else []
        both = Text(*(listing(said, lang) for lang in ("fr", "en")))
        raise source.error(("preferences", "tradeoffs"), "contradiction", said=both) from None


def _decision(source: Source, section: str, table: Any, parts: dict[str, Any]) -> None:
    for name, value in _keys(source, section, table):
        if value in DROPPED:
            parts["set_aside"] = ((f"{section}.{name}", value),)
        elif not is_unknown(value):
            names = {key: key for key in CHOSEN}
            for key in CHOSEN:
                if label := source.knowledge.wording.get(f"model.{key}"):
                    names |= {label.fr: key, label.en: key}
            allowed = say(source.knowledge, "allowed.choice", choices=quoted(CHOSEN))
            parts["chosen"] = key_among(source, (section, name), value, names, allowed)


# --- assumptions ------------------------------------------------------------------------------


def _assumptions(source: Source, section: str, table: Any, parts: dict[str, Any]) -> None:
    """Gathered now, checked once the market is known; ``a.b = 1`` reads like ``"a.b" = 1``."""
    found: dict[str, Any] = {}
    for path, value in _flat(source, section, table):
        key = ".".join(str(name) for name in path[1:])
        if key in found:
            raise source.error(path, "twice")
        if not is_unknown(value):
            found[key] = value
    parts["figures"] = found


def _flat(source: Source, section: str, table: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    path = path or (section,)
    for name, value in _keys(source, section, table, path):
        if isinstance(value, Mapping) and len(path) <= MOST_PARTS:
            yield from _flat(source, section, value, (*path, name))
        else:
            yield (*path, name), value


def _figure(source: Source, key: str, value: Any, facts: Mapping[str, Any]) -> float | Triple:
    figure = _figure_of(source, key, str(facts["company.market"]))
    high = FIGURE_MAX.get(figure.unit, MONEY_MAX)
    low = min(0.0, figure.value.low)
    if figure.is_money and figure.value.low > 0:
        low = min(0.01, figure.value.low)
    return triple(source, ("assumptions", key), value, low, max(high, figure.value.high))


def _figure_of(source: Source, key: str, market: str) -> Figure:
    """The figure that an assumption replaces, whether its key names the market or not."""
    figures = source.knowledge.figures
    found = figures.get(f"{market}.{key}") or figures.get(key)
    first, _, rest = key.partition(".")
    elsewhere = first in source.knowledge.markets and first != market
    if found is not None and not elsewhere:
        return found
    path: Path = ("assumptions", key)
    role = (rest if first in source.knowledge.markets else key).partition(".")[0]
    if role in source.knowledge.roles:
        own = sorted(_figures_of_role(source, role, market))
        near = nearest(key.rpartition(".")[2], {name: f"{role}.{name}" for name in own})
        remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
        fields: dict[str, Any] = {"role": shown(role), "allowed": ", ".join(own), "hint": remedy}
        raise source.error(path, "figure_of_role", **fields)
    names = {
        name: name for name in figures if name.partition(".")[0] not in source.knowledge.markets
    }
    own_market = (name for name in figures if name.startswith(f"{market}."))
    names |= {name: name.removeprefix(f"{market}.") for name in own_market}
    near = nearest(printable(key), names)
    remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
    raise source.error(path, "figure_unknown", hint=remedy)


def _figures_of_role(source: Source, role: str, market: str) -> set[str]:
    heads = (f"{role}.", f"{market}.{role}.")
    return {
        key[len(head) :]
        for key in source.knowledge.figures
        for head in heads
        if key.startswith(head)
    }


_READERS: Final[Mapping[str, Callable[[Source, str, Any, dict[str, Any]], None]]] = {
    **dict.fromkeys(ROWS, _rows),
    "preferences": _preferences,
    "decision": _decision,
    "assumptions": _assumptions,
}
