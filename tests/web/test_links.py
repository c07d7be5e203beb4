"""Sharing links: exact, short, without names, and closed to what was cut or forged."""

from __future__ import annotations

import base64
import hashlib
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import COMPANY
from timonier.app.web import links
from timonier.app.web.links import BadLink, Shared, decode, encode

SHARED = Shared(COMPANY, "0123456789ab", 7, ("company.market", "company.headcount"))
VALUES = st.one_of(
    st.booleans(), st.integers(-(10**9), 10**9), st.floats(0, 1), st.text(max_size=30)
)
DOCUMENTS = st.dictionaries(
    st.sampled_from(["company", "marketing", "needs"]),
    st.dictionaries(st.text("abcdefgh_", min_size=1, max_size=12), VALUES, max_size=6),
    max_size=3,
)


def test_a_link_gives_back_everything_but_names() -> None:
    opened = decode(encode(SHARED))
    assert opened.document == links.without_names(COMPANY)
    assert (opened.seed, opened.knowledge, opened.asked) == (7, "0123456789ab", SHARED.asked)
    assert opened.document["company"]["headcount"] == 35


def test_no_name_is_in_a_link_even_decompressed() -> None:
    packed = links._open(base64.urlsafe_b64decode(encode(SHARED)[1:] + "==")[6:])
    for name in (b"Lemoine", b"mobilier", b"Camille"):
        assert name not in packed


def test_a_whole_company_fits_in_a_short_address() -> None:
    assert len(encode(SHARED)) < 260


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, st.integers(0, 2**31 - 1))
def test_any_document_survives_the_way_there_and_back(document: dict, seed: int) -> None:  # type: ignore[type-arg]
    opened = decode(encode(Shared(document, "", seed, ())))
    assert opened.document == links.without_names(document)


@given(st.data())
def test_a_link_cut_or_changed_anywhere_is_refused(data: st.DataObject) -> None:
    code = encode(SHARED)
    at = data.draw(st.integers(1, len(code) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_"))
    for wrong in (code[:at], code[:at] + letter + code[at + 1 :]):
        if wrong.rstrip("=") != code and not _same_bytes(wrong, code):
            with pytest.raises(BadLink):
                decode(wrong)


def _same_bytes(one: str, other: str) -> bool:
    """The last character of base64 may carry unused bits: changing them changes nothing."""
    return one[:-1] == other[:-1]


@pytest.mark.parametrize(
    "code", ["", "1", "x" * 50, "1" + "é" * 20, "2" + "A" * 40, "1" + "A" * 40]
)
def test_what_never_was_a_link_is_refused(code: str) -> None:
    with pytest.raises(BadLink):
        decode(code)


def test_a_link_too_long_or_too_large_once_open_is_refused_as_long() -> None:
    with pytest.raises(BadLink) as long:
        decode("1" + "A" * 7000)
    assert long.value.kind == "long_link"
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=links.DICTIONARY_1)
    packed = squeeze.compress(b'{"c":"' + b"a" * 3_000_000 + b'"}') + squeeze.flush()
    bomb = "1" + base64.urlsafe_b64encode(links._check(packed) + packed).decode()
    with pytest.raises(BadLink) as large:
        decode(bomb.rstrip("="))
    assert large.value.kind == "long_link"


def test_the_dictionary_of_links_already_sent_never_changes() -> None:
    assert hashlib.sha256(links.DICTIONARY_1).hexdigest().startswith("679ca20c4e15e611")
