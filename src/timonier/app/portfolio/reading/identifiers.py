"""The numbers by which registers know a company: checked, their lost zeros given back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from timonier.knowledge import load

SIRET_DIGITS = 14  # a SIREN and the five digits of the establishment
LA_POSTE = "356000000"  # its establishments are so many that they follow another rule
LOST = 3  # leading zeros that a spreadsheet may have taken away
ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
DOUBLED = {str(n): n * 2 - 9 * (n > 4) for n in range(10)}  # the digits of twice a digit, added
AROUND = re.compile(r"(?:RCS|SIREN|SIRET|NEQ|n[°ºo]\.?)[^\d]*|[\s.\-\u00a0\u202f]", re.IGNORECASE)


@dataclass(frozen=True)
class Identified:
    """What a cell says: the number in full, or why it is none.

    ``code`` is "" when the number stands as it was written, "zeros" when zeros were given back,
    "longer" when it was taken out of a longer number, else what is wrong: "length", "key",
    "not_a_number" or "scientific".
    """

    number: str
    code: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.code in ("length", "key", "not_a_number", "scientific")


@cache
def digits_in(key: str) -> int:
    """How many digits a register's number has, from the records of the markets."""
    if key == "siret":
        return SIRET_DIGITS
    return next(
        one.digits
        for market in load().markets.values()
        for one in market.identifiers
        if one.key == key
    )


@cache
def market_of(key: str) -> str:
    """The market whose register gives such numbers."""
    key = "siren" if key in ("siret", "vat") else key
    return next(
        name
        for name, market in load().markets.items()
        if any(one.key == key for one in market.identifiers)
    )


def luhn(number: str) -> bool:
    """Whether the last digit is the key of the others (Luhn), as in a SIREN.

    >>> luhn("552081317"), luhn("552081318")
    (True, False)
    """
    plain = sum(map(int, number[-1::-2]))
    return (plain + sum(map(DOUBLED.__getitem__, number[-2::-2]))) % 10 == 0


def identified(key: str, text: str) -> Identified:
    """The SIREN, SIRET or NEQ that a text writes.

    >>> identified("siren", "5520176"), identified("siren", "552 081 317").number
    (Identified(number='005520176', code='zeros'), '552081317')
    >>> identified("siren", "55208131").code, identified("neq", "9999").code
    ('key', 'length')
    """
    number = text.strip()
    if number.isdigit() and number.isascii():
        return _sized(key, number)
    if ROUNDED.fullmatch(number):
        return Identified("", "scientific")
    number = AROUND.sub("", number.removesuffix(".0"))
    if not number.isdigit() or not number.isascii():
        taken = re.search(
            r"(?<!\d)(\d{3}\s?\d{3}\s?\d{3})(?!\d)", text
        )  # "RCS Paris B 552 081 317"
        if taken is None or key != "siren":
            return Identified("", "not_a_number")
        number = re.sub(r"\s", "", taken[1])
        return Identified(number, "longer" if _holds(key, number) else "key")
    return _sized(key, number)


def _sized(key: str, number: str) -> Identified:
    size = digits_in(key)
    if len(number) == size:
        return Identified(number) if _holds(key, number) else Identified("", "key")
    if key == "siren" and len(number) == SIRET_DIGITS and _holds("siret", number):
        return Identified(number[: digits_in("siren")], "longer")
    if key == "neq" or not size - LOST <= len(number) < size:
        return Identified("", "length")
    full = number.zfill(size)
    return Identified(full, "zeros") if _holds(key, full) else Identified("", "key")


def _holds(key: str, number: str) -> bool:
    """Whether the keys of a number are right; a NEQ has none."""
    if not number.strip("0"):
        return False
    if key == "neq":
        return True
    siren = number[: digits_in("siren")]
    if key == "siret" and siren == LA_POSTE and sum(map(int, number)) % 5 == 0:
        return True
    return luhn(siren) and luhn(number)


def siren_of_vat(text: str) -> Identified:
    """The SIREN inside a French VAT number: FR, two digits of control, the SIREN.

    >>> siren_of_vat("FR 03 552 081 317").number, siren_of_vat("FR00552081317").code
    ('552081317', 'key')
    """
    number = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()
    match = re.fullmatch(r"FR(\w{2})(\d{9})", number)
    if match is None:
        return Identified("", "length" if number.startswith("FR") else "not_a_number")
    key, siren = match[1], match[2]
    control = (12 + 3 * (int(siren) % 97)) % 97
    right = luhn(siren) and (not key.isdigit() or int(key) == control)
    return Identified(siren, "longer") if right else Identified("", "key")
