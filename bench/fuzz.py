"""Twenty thousand structured inputs: each is read or refused in words, and links within their time.

Documents and files are grown from real ones: keys kept, moved, doubled or misspelt, values replaced
by values of other kinds. Links carry such documents, or are cut and altered once written.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import random
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import numpy as np

DOCUMENTS, FILES, LINKS, DECIDED = 7_000, 3_000, 10_000, 120
BAR = 0.050  # seconds of processor time for a link
A_SECOND = 1.0  # above which nothing is timed again
SEED = 15
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e400, 10**40, 0.5, 3.7, "", "unknown", "not_concerned", "x" * 300,
    "é\u0301", "\u202e", "2026-13", "fr", "ca-qc", "emp_head", [], [[]], [0.5, "x"], [1, 2, 3], {},
    {"a": 1}, [{}], [{"role": "emp_junior"}], ["speed", "speed"], [["speed", "alignment", 2]],
    list(range(12)), [1.0] * 12, {"reporting": [1, 2, 3]}, "=1+1", "\x00", "Europe/Paris",
)  # fmt: skip


@dataclass
class Met:
    """What one kind of input met."""

    read: int = 0
    refused: int = 0
    undocumented: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def report() -> str:
    """Feed everything, and return the table as Markdown."""
    with tempfile.TemporaryDirectory(prefix="timonier-fuzz-") as folder:
        _set_up(folder)
        rng = random.Random(SEED)
        met = {
            "documents": fed(DOCUMENTS, partial(a_document, rng)),
            "files": fed(FILES, partial(a_file, rng)),
            "links": fed(LINKS, partial(a_link, rng)),
            "documents, decided where accepted": fed(DECIDED, partial(a_decision, rng)),
        }
    lines = ["| input | given | read | refused in words | anything else | median, ms | most, ms |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for name, one in met.items():
        middle, most = 1e3 * np.median(one.seconds), 1e3 * max(one.seconds)
        given = len(one.seconds)
        bad = len(one.undocumented)
        lines.append(
            f"| {name} | {given:,} | {one.read:,} | {one.refused:,} | {bad} "
            f"| {middle:.1f} | {most:.0f} |"
        )
    said = "met" if max(met["links"].seconds) <= BAR else "not met"
    found = [f"- {name}: {what}" for name, one in met.items() for what in one.undocumented[:5]]
    bar = f"Bar for a link: {1e3 * BAR:.0f} ms of processor time, its page included; {said}."
    return "\n".join([*lines, "", bar, *found])


def _set_up(folder: str) -> None:
    """Make the web application ready on an empty database of its own."""
    os.environ |= {"TIMONIER_DATA_DIR": folder, "TIMONIER_SECONDS_PER_MINUTE": "0",
                   "TIMONIER_LOG_LEVEL": "error", "TIMONIER_HOSTS": "testserver",
                   "DJANGO_SETTINGS_MODULE": "timonier.app.web.settings"}  # fmt: skip
    from timonier.app.serve import prepare

    prepare()
    _open("1abc")
    for document in SEEDS:  # what is imported or made once for all is no link's own work
        _open(_written(json.dumps({"c": document, "k": "", "s": 0, "a": []}).encode()))


def fed(count: int, make: Callable[[], Callable[[], bool]]) -> Met:
    """Make each input, then read it; what passes the bar is timed thrice, for the least."""
    met = Met()
    for _ in range(count):
        feed = make()
        started = time.process_time()
        try:
            if feed():
                met.read += 1
            else:
                met.refused += 1
        except Exception as failure:
            met.undocumented.append(f"{type(failure).__name__}: {str(failure)[:120]}")
        took = time.process_time() - started
        again = 2 if BAR < took < A_SECOND else 0  # the collector of garbage passes now and then
        met.seconds.append(min([took, *(_timed(feed) for _ in range(again))]))
    return met


def _timed(feed: Callable[[], bool]) -> float:
    started = time.process_time()
    feed()
    return time.process_time() - started


# --- what is fed ------------------------------------------------------------------------------


def a_document(rng: random.Random) -> Callable[[], bool]:
    return partial(_reads, _altered(rng, _seed(rng)))


def _reads(given: Any) -> bool:
    import timonier
    from timonier.app.company_file import CompanyFileError

    try:
        timonier.load_company(given)
    except CompanyFileError as refused:
        said = refused.words("fr"), refused.words("en")
        assert all(one.strip() and "\n" not in one for one in said), said
        return False
    return True


def a_file(rng: random.Random) -> Callable[[], bool]:
    """A file as an editor, a copy or a transfer damages it."""
    import tomlkit

    document = _seed(rng)
    is_json = rng.random() < 0.3
    text = json.dumps(document, indent=1) if is_json else tomlkit.dumps(document)
    data = bytearray(text.encode())
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(data))
        end = at + rng.randint(1, 12)
        piece = bytes(data[at:end])
        data[at:end] = rng.choice(
            (b"", piece * 2, rng.randbytes(2), b"[", b"]", b'"', b"=", b"\n", b"{", piece[::-1])
        )
    return partial(_reads_file, bytes(data), ".json" if is_json else ".toml")


def _reads_file(data: bytes, suffix: str) -> bool:
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        return _reads(file.name)


def a_link(rng: random.Random) -> Callable[[], bool]:
    return partial(_open, bad_code(rng))


def bad_code(rng: random.Random) -> str:
    """A link with a right checksum over anything, or a good one cut and altered."""
    content: Any = {"c": _altered(rng, _seed(rng)), "k": "0" * 12, "s": 0, "a": ["company.market"]}
    if rng.random() < 0.3:
        content = _altered(rng, content)
    if rng.random() < 0.1:
        content = {**content, "c": _many(rng)} if isinstance(content, dict) else content
    code = _written(json.dumps(content, default=str).encode())
    if rng.random() < 0.2:
        at = rng.randrange(len(code))
        code = code[:at] + rng.choice("Aa0-_é.") + code[at + rng.randint(0, 3) :]
    return code


def _open(code: str) -> bool:
    """Ask for the page of a link, as anybody on the network may."""
    from urllib.parse import quote

    status = _visitor().get(f"/fr/s/{quote(code)}/").status_code
    assert status in (200, 400, 404), status
    return bool(status == 200)


@cache
def _visitor() -> Any:
    from django.test import Client

    return Client()


def _written(text: bytes) -> str:
    from timonier.app import links

    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=links.DICTIONARY_1)
    packed = squeeze.compress(text) + squeeze.flush()
    return "1" + base64.urlsafe_b64encode(links._check(packed) + packed).decode().rstrip("=")


def _many(rng: random.Random) -> dict[str, Any]:
    """Far more of something than anybody has."""
    count = 10 ** rng.randint(1, 5)
    return rng.choice(
        (
            {"intended": [{}] * count},
            {"company": {"market": "fr"}, "team": [{"role": "nobody"}] * count},
            {"assumptions": {f"emp_head.{i}": i for i in range(min(count, 2_000))}},
            {"preferences": {"tradeoffs": [["speed", "coverage", 2]] * min(count, 500)}},
            {"needs": {"activities": ["reporting"] * count}},
        )
    )  # fmt: skip


def a_decision(rng: random.Random) -> Callable[[], bool]:
    return partial(_decides, _altered(rng, _seed(rng), gently=True))


def _decides(document: Any) -> bool:
    """A document that is accepted leads to an advice that can be written."""
    import timonier

    if not _reads(document):
        return False
    decided = timonier.decide(timonier.load_company(document), scenarios=64)
    json.loads(decided.to_json("fr"))
    return True


# --- growing ----------------------------------------------------------------------------------


def _seed(rng: random.Random) -> dict[str, Any]:
    return copy.deepcopy(rng.choice(SEEDS))


SEEDS: tuple[dict[str, Any], ...] = (
    {"company": {"market": "fr"}},
    {
        "company": {"market": "ca-qc", "business": "both", "headcount": 40, "stage": "structuring",
                    "traits": ["multi_site"], "revenue": 9_800_000, "start": "2027-01"},
        "marketing": {"budget": 310_000, "role": "growth_lever", "seasonality": "strong",
                      "wants": ["flexibility", "cost"], "governance": "medium"},
        "vision": {"targets": True, "channels": True, "objectives": False},
        "steering": {"level": 1, "hours_per_month": 10, "contact": True},
        "hiring": {"can_recruit": True},
        "needs": {"recurrent_share": 0.45, "oneoff_share": 0.25, "evolving": 0.7,
                  "activities": ["seasonal_campaign", "paid_social"],
                  "specialised_skills": ["paid"], "hours": {"reporting": [4, 8, 12]}},
        "team": [{"role": "emp_junior", "quantity": 1, "since_months": 20, "cost": 41_000}],
        "intended": [{"role": "agency_full"}, {"role": "fractional_cmo", "quantity": 0.5}],
        "preferences": {"order": ["alignment", "speed"], "tradeoffs": [["speed", "coverage", 2]]},
        "assumptions": {"emp_head.salary": [60_000, 70_000, 80_000]},
        "decision": {"chosen": "hybrid"},
    },
    {"company": {"market": "fr", "headcount": "unknown"}, "marketing": {"seasonality": [1.0] * 12},
     "preferences": {"tradeoffs": [["alignment", "flexibility", 1.5], ["flexibility", "speed", 1.5],
                                   ["speed", "expertise", 1.5], ["expertise", "coverage", 1.5]]}},
)  # fmt: skip


def _altered(rng: random.Random, document: Any, gently: bool = False) -> Any:
    for _ in range(1 if gently else rng.choice((1, 1, 2, 4))):
        _alter(rng, document)
    return document


def _alter(rng: random.Random, held: Any) -> None:
    """Change one thing somewhere inside, in place."""
    while isinstance(held, dict | list) and held:
        key = rng.choice(list(held) if isinstance(held, dict) else range(len(held)))
        inside = held[key]
        if isinstance(inside, dict | list) and inside and rng.random() < 0.7:
            held = inside
            continue
        _replace(rng, held, key)
        return


def _replace(rng: random.Random, held: Any, key: Any) -> None:
    way = rng.randrange(8)
    if way == 0:
        del held[key]
    elif way == 1 and isinstance(held, dict):
        held[str(key)[::-1] or "?"] = held.pop(key)
    elif way == 2 and isinstance(held, list):
        held.extend(held[: rng.randint(1, 30)])
    elif way == 3 and isinstance(held, dict):
        held[rng.choice(("market", "role", "cost", "x", "a.b", "", "é"))] = held[key]
    elif way < 6 and isinstance(held[key], int | float) and not isinstance(held[key], bool):
        held[key] = type(held[key])(held[key] * rng.choice((0, 0.5, 1.1, 2, -1, 100)))
    elif way == 6:
        held[key] = rng.choice((None, "unknown", "not_concerned"))
    else:
        held[key] = copy.deepcopy(rng.choice(STRANGE))


if __name__ == "__main__":
    print(report())
