"""What an address may not say: an answer of the company, alone or with all the others in a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from timonier.app import links

# A company each of whose answers is told from what addresses say by themselves.
COMPANY: dict[str, Any] = {
    "company": {
        "name": "Zibeline Quasar",
        "market": "ca-qc",
        "sector": "verrerie orbitale",
        "business": "b2b",
        "headcount": 347,
        "revenue": 98_765_431,
        "stage": "structuring",
    },
    "marketing": {"budget": 143_219, "role": "growth_lever", "seasonality": "strong"},
    "steering": {"level": 4, "hours_per_month": 37},
    "needs": {"recurrent_share": 0.65},
    "team": [{"role": "emp_junior", "quantity": 1, "name": "Ludivine Ombrage"}],
}


def texts(held: Any) -> Iterator[str]:
    """Every answer of a company, as addresses would write it; yes and no tell nothing by
    themselves, nor does one.
    """
    if isinstance(held, dict):
        for inside in held.values():
            yield from texts(inside)
    elif isinstance(held, list):
        for inside in held:
            yield from texts(inside)
    elif held != 1:
        yield str(held)
        if isinstance(held, float):
            yield f"{100 * held:g}"


def revealed(address: str, company: dict[str, Any] = COMPANY) -> list[str]:
    """The answers that an address says: the parts of its path, the values of its query."""
    split = urlsplit(address)
    parts = [unquote(part) for part in split.path.split("/")]
    parts += [value for _, value in parse_qsl(split.query)] + [unquote(split.fragment)]
    said = set(texts(company))
    found = [part for part in parts if part.strip() in said or _is_code(part)]
    bare = re.sub(r"[\s\u00a0\u202f,._+-]", "", " ".join(parts)).casefold()
    telling = [one.replace(" ", "").casefold() for one in said if re.search(r"\d{5}| ", one)]
    return found + [one for one in telling if one in bare]


def _is_code(part: str) -> bool:
    """Whether a part of an address holds a whole company."""
    try:
        return bool(links.decode(part).document)
    except links.BadLink:
        return False
