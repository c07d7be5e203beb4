"""Sharing links: a whole situation in an address, without any name, checked before it is opened."""

from __future__ import annotations

import base64
import binascii
import copy
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.engine.sectors import sector_of
from timonier.knowledge import load

FORM = 1  # the shape of the document; one more each time a stored answer changes its meaning
LONGEST = 6_000  # characters of a link
LARGEST = 60_000  # bytes once decompressed: every figure of a market replaced is a third of it
MOST_PARTS = 600  # lists and tables of the whole text
MOST_VALUES = 3_000
MOST_ITEMS = 60  # of one list: positions, activities, trade-offs
DEEPEST = 6  # the text, the document, a section, a position or a list, a row of it
LONGEST_TEXT = 200  # characters of a word: names and free text are not in links
CHECK = 6  # bytes of checksum

# What links of form 1 are made of, most frequent last. Changing it breaks every link already sent.
DICTIONARY_1 = (
    b'"assumptions":{"decision":{"chosen":"preferences":{"order":["tradeoffs":[["alignment",'
    b'"expertise","speed","flexibility","initial_cost","coverage","total_cost"],'
    b'"intended":[{"quantity":1,"role":"emp_head"}],"team":[{"cost":,"quantity":1,"role":'
    b'"emp_junior","since_months":12}],"emp_content","free_seo","agency_full","fractional_cmo",'
    b'"zero_functions":[],"transfer_hours":0,"ambition":1,"specialised_skills":["paid","seo",'
    b'"crm","automation","web","design"],"activities":["editorial_content","crm_management",'
    b'"reporting","paid_social","sales_enablement","email_automation","seasonal_campaign"],'
    b'"hours":{},"unknown","not_concerned","market":"ca-qc","market":"fr","stage":"exploring",'
    b'"stage":"established","stage":"structuring","traits":["ecommerce","export","multi_site",'
    b'"regulated","manufacturing"],"start":"2026-01","timezone":"America/Toronto","payroll":,'
    b'"revenue":,"business":"b2c","business":"both","business":"b2b","headcount":'
    b'"deadline_month":,"growth":0.,"governance":"weak","governance":"strong",'
    b'"governance":"medium","role":"production_centre","role":"growth_lever",'
    b'"seasonality":"moderate","seasonality":"strong","seasonality":"none","wants":["control",'
    b'"expertise","flexibility","speed","cost"],"budget":000,"can_recruit":true},"hiring":{'
    b'"consultant":false,"contact":true,"hours_per_month":,"level":},"steering":{'
    b'"evolving":0.,"oneoff_share":0.,"recurrent_share":0.},"needs":{"channels":true,'
    b'"objectives":false,"targets":true}},"vision":{"marketing":{"company":{'
    b'{"a":["company.market","company.headcount","company.business","company.stage",'
    b'"marketing.budget","vision.targets","vision.channels","vision.objectives",'
    b'"steering.level","steering.hours_per_month","needs.recurrent_share"],"c":{"k":"","s":0}'
)


class BadLink(ValueError):
    """A link that cannot be opened; ``kind`` names the page that says why."""

    def __init__(self, kind: str = "bad_link") -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Shared:
    """What a link holds: the document without names, and what it was computed with."""

    document: dict[str, Any]
    knowledge: str
    seed: int
    asked: tuple[str, ...]
    form: int = FORM


def encode(shared: Shared) -> str:
    """Write a situation as a link: form, checksum, then the compressed document without names."""
    content = {
        "a": list(shared.asked),
        "c": without_names(shared.document),
        "k": shared.knowledge,
        "s": shared.seed,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY_1)
    packed = squeeze.compress(text.encode()) + squeeze.flush()
    return str(FORM) + base64.urlsafe_b64encode(_check(packed) + packed).decode().rstrip("=")


def decode(code: str) -> Shared:
    """Read a link back, or raise ``BadLink``. What it holds is still to be checked as answers."""
    if len(code) > LONGEST:
        raise BadLink("long_link")
    if not re.fullmatch(r"1[A-Za-z0-9_-]{12,}", code):
        raise BadLink
    try:
        body = base64.urlsafe_b64decode(code[1:] + "=" * (-len(code[1:]) % 4))
    except (ValueError, binascii.Error) as error:
        raise BadLink from error
    check, packed = body[:CHECK], body[CHECK:]
    if _check(packed) != check:
        raise BadLink
    return _read(_open(packed))


def without_names(document: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a document without what names someone or something: names and free text.

    Of the sector stays the one word that the model reads ("logiciel"), so that a link computes the
    same.
    """
    copied: dict[str, Any] = copy.deepcopy(dict(document))
    company = copied.get("company", {})
    company.pop("name", None)
    told = company.pop("sector", None)
    word = sector_of(told, load().sectors)[1] if isinstance(told, str) else ""
    if word:
        company["sector"] = word
    copied.get("marketing", {}).pop("results", None)  # nothing but names and what they count
    for group in ("team", "intended", "quote"):
        rows = copied.get(group, [])
        for row in rows if isinstance(rows, list) else []:  # or the one word "unknown"
            row.pop("name", None)
    return copied


def _check(packed: bytes) -> bytes:
    return hashlib.blake2s(packed, digest_size=CHECK, person=b"timonier").digest()


def _open(packed: bytes) -> bytes:
    stretch = zlib.decompressobj(-15, zdict=DICTIONARY_1)
    try:
        text = stretch.decompress(packed, LARGEST)
    except zlib.error as error:
        raise BadLink from error
    if not stretch.eof or stretch.unused_data:
        raise BadLink("long_link" if len(text) >= LARGEST else "bad_link")
    return text


def _read(text: bytes) -> Shared:
    parts, values = text.count(b"{") + text.count(b"["), text.count(b",")
    if parts > MOST_PARTS or values > MOST_VALUES:  # before anything is built from it
        raise BadLink("long_link")
    try:
        content = json.loads(text)
        document, knowledge, seed = content["c"], content["k"], content["s"]
        asked = content["a"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadLink from error
    well_typed = (
        isinstance(document, dict)
        and isinstance(knowledge, str)
        and isinstance(seed, int)
        and 0 <= seed < 2**31
        and isinstance(asked, list)
        and all(isinstance(key, str) and _is_plain(key) for key in (knowledge, *asked))
    )
    if not well_typed or not _is_plain(document):
        raise BadLink
    return Shared(document, knowledge[:12], seed, tuple(asked[:100]))


def _is_plain(held: Any, depth: int = 1) -> bool:
    """Whether a value is made of short lists and tables, none too deep, and of printable words."""
    if isinstance(held, str):
        return len(held) <= LONGEST_TEXT and held.isprintable()
    if not isinstance(held, dict | list):
        return True
    if depth > DEEPEST or (isinstance(held, list) and len(held) > MOST_ITEMS):
        return False
    inside = [*held, *held.values()] if isinstance(held, dict) else held
    return all(_is_plain(one, depth + 1) for one in inside)
