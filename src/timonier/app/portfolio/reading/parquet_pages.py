"""What the pages of a Parquet file take once unpacked: the sizes that they announce themselves.

A reader takes memory as a page's own header says; the sums at the end of the file may say anything.
Headers are structures of Thrift's compact protocol, which nothing that we have reads alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

KIND, SIZE, PACKED, DATA, DATA_2 = 1, 2, 3, 5, 8  # fields of a page's header, by their number
DICTIONARY = 2  # the kind of a page that holds each value once
ENCODING = {DATA: 2, DATA_2: 4}  # and where its values' own header says how they are written
SHARED_BEGINNINGS = 7  # DELTA_BYTE_ARRAY: each value begins with a part of the one before
LONGEST = 16_000_000  # bytes of a header, as pyarrow has it
DEEPEST = 8
INTEGERS, BINARY, LISTS, STRUCTURE = (4, 5, 6), 8, (9, 10), 12
WIDE = {1: 0, 2: 0, 3: 1, 7: 8}  # bytes of the kinds whose width is known


class Page(NamedTuple):
    """A page of a column."""

    size: int  # bytes once unpacked
    start: int  # where its content begins in the file
    packed: int  # bytes that it takes there
    is_dictionary: bool
    shares_beginnings: bool


class Unreadable(ValueError):
    """No header of a page stands where one should."""


def pages(file: BinaryIO, start: int, end: int) -> Iterator[Page]:
    """The pages of a column between two places of a file; Unreadable where there is none."""
    at = start
    while at < end:
        fields, length = _header(file, at)
        size, packed = fields.get(SIZE, -1), fields.get(PACKED, -1)
        if not isinstance(size, int) or not isinstance(packed, int) or size < 0 or packed < 0:
            raise Unreadable
        shares = any(_shares(fields.get(one), ENCODING[one]) for one in ENCODING)
        at += length
        yield Page(size, at, packed, fields.get(KIND) == DICTIONARY, shares)
        at += packed


def longest(content: bytes) -> int:
    """The longest of the texts that a page holds one after the other, each behind its length."""
    at = most = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "little")
        at += 4 + length
        most = max(most, length)
    if at != len(content):
        raise Unreadable
    return most


def _shares(held: Any, where: int) -> bool:
    return isinstance(held, dict) and held.get(where) == SHARED_BEGINNINGS


def _header(file: BinaryIO, at: int) -> tuple[dict[int, Any], int]:
    """The fields of the header at a place, and how many bytes it takes."""
    for most in (4_096, LONGEST):
        file.seek(at)
        data = file.read(most)
        try:
            return _structure(data, 0, 0)
        except IndexError:
            if len(data) < most:
                break
    raise Unreadable


def _structure(data: bytes, at: int, depth: int) -> tuple[dict[int, Any], int]:
    """The integers and the structures of a structure, by field, and where it ends."""
    if depth > DEEPEST:
        raise Unreadable
    fields: dict[int, Any] = {}
    number = 0
    while data[at]:
        kind, step = data[at] & 15, data[at] >> 4
        at += 1
        if not step:
            number, at = _integer(data, at)
        number += step
        fields[number], at = _value(data, at, kind, depth)
    return fields, at + 1


def _value(data: bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in INTEGERS:
        return _integer(data, at)
    if kind == STRUCTURE:
        return _structure(data, at, depth + 1)
    if kind == BINARY:
        length, at = _count(data, at)
        at += length
    elif kind in LISTS:
        at = _list(data, at, depth)
    elif kind in WIDE:
        at += WIDE[kind]
    else:
        raise Unreadable  # a map, or no kind at all: no header of a page holds any
    if at > len(data):
        raise IndexError
    return None, at


def _list(data: bytes, at: int, depth: int) -> int:
    """Where a list ends."""
    count, kind = data[at] >> 4, data[at] & 15
    at += 1
    if count == 15:
        count, at = _count(data, at)
    for _ in range(count):
        _, at = _value(data, at + (kind in (1, 2)), kind, depth + 1)
    return at


def _integer(data: bytes, at: int) -> tuple[int, int]:
    held, at = _count(data, at)
    return (held >> 1) ^ -(held & 1), at


def _count(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first."""
    held = shift = 0
    while True:
        byte = data[at]
        at += 1
        held |= (byte & 127) << shift
        if byte < 128:
            return held, at
        shift += 7
        if shift > 63:
            raise Unreadable
