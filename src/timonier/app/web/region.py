"""Where a visitor probably is, by the languages of the browser: whose market is shown first."""

from __future__ import annotations

from contextvars import ContextVar

from babel.core import get_global
from django.utils.translation.trans_real import parse_accept_lang_header

from timonier.knowledge import load

COUNTRY: ContextVar[str] = ContextVar("country", default="")


def country_of(accepted: str) -> str:
    """The country of the language that is read best; the likeliest one when it names none.

    >>> country_of("fr-CA,fr;q=0.9"), country_of("fr"), country_of("en;q=0.5,de-AT"), country_of("")
    ('CA', 'FR', 'AT', '')
    """
    for code, _ in parse_accept_lang_header(accepted.lower()):
        likely = get_global("likely_subtags").get(code.split("-")[0], "")
        for said in (*code.split("-")[1:], *likely.split("_")[1:]):
            if len(said) == 2 and said.isalpha():
                return str(said).upper()
    return ""


def markets() -> list[str]:
    """The markets, those of the visitor's country first."""
    here = COUNTRY.get()
    return sorted(load().markets, key=lambda one: load().markets[one].country != here)
