"""Sharing links: exact, short, without names, and closed to what was cut or forged."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import COMPANY
from timonier.app import links
from timonier.app.links import BadLink, Shared, decode, encode
from timonier.knowledge import load

SHARED = Shared(COMPANY, "0123456789ab", 7, ("company.market", "company.headcount"))
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(0, 1),
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=30),
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


def test_a_link_holds_offers_and_what_was_tried_but_no_name_of_either() -> None:
    document = {
        "company": {"market": "fr", "headcount": [20, 49]},
        "marketing": {"results": [{"name": "devis Camille", "wanted": 3}], "budget": 9_000},
        "quote": [{"role": "free_seo", "monthly": 900, "name": "Camille"}],
        "tried": [{"what": "agency_full", "ended": "cost"}],
    }
    opened = decode(encode(Shared(document, "0123456789ab", 7, ()))).document
    assert opened["company"]["headcount"] == [20, 49]
    assert opened["quote"] == [{"role": "free_seo", "monthly": 900}]
    assert opened["tried"] == document["tried"]
    assert opened["marketing"] == {"budget": 9_000}


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


FIGURES = {"emp_head.salary": [1, 2, 3], "emp_head.nothing": 4}


def parts_of(count: int) -> dict[str, object]:
    """What stopped the server once: a short link of very many empty positions."""
    return {"company": {"market": "fr"}, "intended": [{}] * count}


HOSTILE: dict[str, object] = {
    "positions": parts_of(64_000),
    "few positions": parts_of(55),
    "roles": {"company": {"market": "fr"}, "team": [{"role": "nobody"}] * 59},
    "figures": {"assumptions": {f"emp_head.{i}": i for i in range(500)}},
    "tradeoffs": {
        "company": {"market": "fr"},
        "preferences": {"tradeoffs": [["alignment", "speed", 1.1], ["alignment", "speed", 2]] * 29},
        "team": [{"role": "nobody"}] * 20,
    },
    "zones": {"company": {"market": "fr", "timezone": "Europe/Pariss"}, "vision": {"x": 1}},
    "deep": {"assumptions": {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}},
    "words": {"company": {"market": "x" * 50_000}},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_link_is_read_or_refused_within_a_twentieth_of_a_second(name: str) -> None:
    code = encode(Shared(HOSTILE[name], "", 0, ()))  # type: ignore[arg-type]
    assert len(code) < links.LONGEST
    _open_or_refuse(encode(SHARED))  # what is imported once is not the link's own work
    started = time.process_time()
    _open_or_refuse(code)
    assert time.process_time() - started < 0.05


def _open_or_refuse(code: str) -> None:
    from timonier.app.web import reopening

    with contextlib.suppress(BadLink):
        reopening.open_shared(decode(code))


@pytest.mark.parametrize(
    "document",
    [
        {"company": [1], "team": "x"},
        {"company": 3},
        {"company": {"market": ["fr"]}, "team": {"role": "emp_junior"}},
        {"preferences": [[1]], "assumptions": [2], "steering": "no"},
        {"company": {"market": "fr"}, "team": [[[]]], "intended": [None, "x", 3]},
    ],
)
def test_a_document_of_any_shape_gives_up_what_cannot_be_read(document: dict[str, object]) -> None:
    from timonier.app.web import documents

    kept, dropped = documents.salvage(document)
    assert documents.problem(kept) == ""
    assert dropped


def test_what_can_be_read_survives_what_cannot() -> None:
    from timonier.app.web import documents

    damaged = {
        **COMPANY,
        "team": [{"role": "emp_junior"}, {"role": "emp_wizard"}, {"role": "free_seo"}],
        "quote": [{"role": "free_seo", "monthly": 900}, {"role": "free_seo"}],
        "tried": [{"what": "agency_full", "ended": "boredom"}, {"what": "nothing"}],
        "needs": {"recurrent_share": 0.7, "oneoff_share": 0.6, "evolving": 0.4},
        "assumptions": FIGURES,
        "preferences": {"order": ["speed", "alignment"], "tradeoffs": [["speed", "speed", 2]]},
    }
    kept, dropped = documents.salvage(damaged)
    assert [one["role"] for one in kept["team"]] == ["emp_junior", "free_seo"]
    assert kept["quote"] == [{"role": "free_seo", "monthly": 900}]
    assert kept["tried"] == [{"what": "nothing"}]
    assert kept["company"] == COMPANY["company"]
    assert kept["assumptions"] == {"emp_head.salary": [1, 2, 3]}
    assert kept["preferences"] == {"order": ["speed", "alignment"]}
    assert kept["needs"] == {"recurrent_share": 0.7, "evolving": 0.4}
    wrong = ["team", "assumptions.emp_head.nothing", "preferences.tradeoffs", "needs.oneoff_share"]
    assert sorted(dropped) == sorted([*wrong, "quote", "tried"])


@pytest.mark.parametrize(
    "figures", [{"emp_head.salary": [1, 2, 3]}, {"emp_head": {"salary": [1, 2, 3]}}]
)
def test_every_figure_that_a_link_changes_is_told(figures: dict[str, object]) -> None:
    from timonier.app.web import reopening

    document = {**COMPANY, "assumptions": figures}
    opened = reopening.open_shared(decode(encode(Shared(document, load().version, 0, ()))))
    (notice,) = reopening.notices(opened.told, opened.document)
    figure = load().figures["fr.emp_head.salary"]
    assert figure.label["fr"] in notice.text
    assert "1 ; 2 ; 3" in notice.text
    mine = {**opened.document, "assumptions": {"emp_head.salary": 60_000}}  # the reader's own, now
    assert reopening.notices(opened.told, mine) == []


def test_of_the_sector_a_link_holds_the_word_that_the_model_reads_and_nothing_else() -> None:
    told = {"market": "fr", "name": "Paie & Cie", "sector": "Logiciels de paie d’Anjou"}
    kept = links.without_names({"company": told})["company"]
    assert kept == {"market": "fr", "sector": "logiciel"}
    other = {"company": told | {"sector": "Meubles Dupont"}}
    assert links.without_names(other)["company"] == {"market": "fr"}
