"""In which market a row is: what it says, its register, its postal code, else the mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from timonier.app.portfolio.reading.identifiers import market_of
from timonier.app.portfolio.reading.values import Cell
from timonier.engine.company import MARKET
from timonier.knowledge import load
from timonier.knowledge.columns import fold, load_columns

REMEMBERED = 10_000  # different words, before the oldest are forgotten
REGISTERS = ("siren", "siret", "neq", "vat")


@dataclass(frozen=True)
class Told:
    """The market, and the column that told it; or what is wrong: "conflict", "elsewhere", "part",
    "missing"."""

    market: str = ""
    by: str = ""  # a key of ``said``; "" for the mapping
    wrong: str = ""


def market_told(said: Mapping[str, Any], fallback: str) -> Told:
    """The market of a row from what it says by key (market, country, siren, postal_code…).

    >>> market_told({"siren": "552081317"}, ""), market_told({"country": "Canada"}, "").wrong
    (Told(market='fr', by='siren', wrong=''), 'part')
    >>> market_told({"country": "Canada", "postal_code": "G1R 2B5"}, "").market
    'ca-qc'
    """
    told = {key: market_of(key) for key in REGISTERS if said.get(key)}
    if said.get(MARKET):
        told[MARKET] = str(said[MARKET])
    country, province = said.get("country", ""), said.get("province", "")
    for key, word in (("country", country), ("province", province)):
        if market := _in_words(word):
            told[key] = market
    if len(set(told.values())) > 1:
        return Told(by=next(iter(told)), wrong="conflict")
    part = _part(country)
    if country and not part and "country" not in told:
        return Told(by="country", wrong="elsewhere")
    if told:
        by = next(key for key in (MARKET, "country", "province", *told) if key in told)
        return Told(told[by], by)
    return _by_post(said, part, fallback)


def _by_post(said: Mapping[str, Any], part: str, fallback: str) -> Told:
    postal = str(said.get("postal_code", ""))
    market = _of_postal_code(postal) if postal else ""
    if market and part in ("", market):
        return Told(market, "postal_code")
    if fallback and part in ("", fallback):
        return Told(fallback)
    return Told(by="country", wrong="part") if part else Told(wrong="missing")


@lru_cache(maxsize=REMEMBERED)
def _of_postal_code(code: str) -> str:
    places = load_columns().places
    return next((where.market for where in places if where.postal.fullmatch(code)), "")


@lru_cache(maxsize=REMEMBERED)
def _in_words(word: Cell) -> str:
    text = fold(str(word or ""))
    if str(word) in load().markets:
        return str(word)
    return next((w.market for w in load_columns().places if text in w.words), "") if text else ""


@lru_cache(maxsize=REMEMBERED)
def _part(word: Cell) -> str:
    """The market that is a part of the country named: Canada is more than Québec."""
    text = fold(str(word or ""))
    return next((w.market for w in load_columns().places if text in w.part), "") if text else ""
