"""What holds for any company and for any text, however wrong."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.companies_at_random import ANYTHING, COMPANIES, DOCUMENTS, FACT_SETS, WORDS
from tests.tree import ROOT
from timonier.app.company_file import (
    CompanyFileError,
    load_company,
    notices,
    to_document,
    to_toml,
    write_back,
)
from timonier.app.company_file.places import json_lines, toml_lines
from timonier.app.new import annotated
from timonier.engine.company import Company
from timonier.knowledge import load

K = load()
SAMPLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "companies").glob("v??.toml"))
]
LOOSE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def read(path: Path, text: str | bytes) -> Company:
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return load_company(path, K)


def say(error: CompanyFileError) -> None:
    """Refuse an error that cannot be told: every terminal takes UTF-8, a mistake on each line."""
    for lang in ("fr", "en"):
        words = error.words(lang)
        lines = words.split("\n")
        assert len(lines) == 1 + len(error.others)
        assert all(line.replace("\u202f", "").isprintable() for line in lines)
        words.encode("utf-8")


# --- whatever is written ----------------------------------------------------------------------


@given(DOCUMENTS)
@settings(LOOSE, max_examples=300)
def test_any_mapping_is_read_or_refused_in_a_sentence(document: Any) -> None:
    try:
        company = load_company(document, K)
    except CompanyFileError as error:
        say(error)
    else:
        notices(company, K)
        assert load_company(to_document(company), K) == company


@given(data=st.data())
@settings(LOOSE, max_examples=150)
def test_any_text_near_a_company_file_is_read_or_refused_in_a_sentence(
    data: st.DataObject, tmp_path: Path
) -> None:
    text = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        upto = min(len(text), at + data.draw(st.integers(0, 12)))
        text = text[:at] + data.draw(st.text(max_size=6)) + text[upto:]
    suffix = data.draw(st.sampled_from([".toml", ".json", ""]))
    try:
        read(tmp_path / f"company{suffix}", text)
    except CompanyFileError as error:
        say(error)


@given(content=st.binary(max_size=200))
@LOOSE
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(CompanyFileError):
        read(tmp_path / "company", content)


@given(document=st.dictionaries(st.text(max_size=8), ANYTHING, max_size=3))
@LOOSE
def test_any_json_is_read_or_refused_in_a_sentence(document: Any, tmp_path: Path) -> None:
    text = json.dumps(document, default=str, skipkeys=True)
    with pytest.raises(CompanyFileError):
        read(tmp_path / "company.json", text)


# --- there and back ---------------------------------------------------------------------------


@given(COMPANIES)
@LOOSE
def test_a_company_written_as_toml_reads_back_the_same(company: Company) -> None:
    assert load_company(tomllib.loads(to_toml(company)), K) == company


@given(COMPANIES)
@LOOSE
def test_a_company_written_as_json_reads_back_the_same(company: Company) -> None:
    text = json.dumps(to_document(company), allow_nan=False)
    assert load_company(json.loads(text), K) == company


@given(COMPANIES, FACT_SETS)
@LOOSE
def test_an_answer_written_back_is_the_only_change(company: Company, others: Any) -> None:
    changes = {k: v for k, v in others.items() if not k.endswith("_share")}
    wanted = company
    for key, value in changes.items():
        wanted = wanted.with_fact(key, value)
    for text in (to_toml(company), json.dumps(to_document(company))):
        changed = write_back(text, changes)
        parsed = json.loads(changed) if changed.startswith("{") else tomllib.loads(changed)
        assert load_company(parsed, K) == wanted


@pytest.mark.parametrize("key", ['"emp_junior.salary"', "emp_junior.salary"])
def test_a_figure_written_back_takes_the_place_of_the_one_there(key: str) -> None:
    text = f'[company]\nmarket = "fr"\n[assumptions]\n{key} = 30_000  # offer of May\n'
    changed = write_back(text, {"emp_junior.salary": 33_000})
    assert changed == text.replace("30_000", "33000")
    gone = load_company(tomllib.loads(write_back(text, {"emp_junior.salary": None})), K)
    assert not gone.assumptions


@given(COMPANIES)
@LOOSE
def test_an_answer_taken_out_is_unknown(company: Company) -> None:
    gone = {key: None for key in company.facts if key != "company.market"}
    text = write_back(to_toml(company), gone)
    kept = load_company(tomllib.loads(text), K)
    assert dict(kept.facts) == {"company.market": company.market}
    assert kept.team == company.team


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(facts=FACT_SETS)
@settings(LOOSE, max_examples=15)
def test_the_annotated_file_takes_any_answer_and_keeps_every_comment(
    lang: str, facts: dict[str, Any]
) -> None:
    before = annotated(K, lang)
    text = write_back(before, facts)
    assert dict(load_company(tomllib.loads(text), K).facts) == facts
    assert len(text.splitlines()) == len(before.splitlines())


@given(st.sampled_from(SAMPLES), st.integers(0, 30), WORDS)
@LOOSE
def test_comments_survive_an_answer(text: str, at: int, comment: str) -> None:
    lines = text.split("\n")
    lines.insert(at % len(lines), f"# {comment}")
    changed = write_back("\n".join(lines), {"company.headcount": 41, "marketing.growth": 0.5})
    assert f"# {comment}\n" in changed
    parsed = tomllib.loads(changed)
    assert (parsed["company"]["headcount"], parsed["marketing"]["growth"]) == (41, 0.5)


# --- lines ------------------------------------------------------------------------------------


@given(COMPANIES)
@LOOSE
def test_every_key_of_a_text_is_found_on_its_line(company: Company) -> None:
    document = to_document(company)
    texts = (to_toml(company), toml_lines), (json.dumps(document, indent=1), json_lines)
    for text, find in texts:
        lines, found = text.split("\n"), find(text)
        for section, table in document.items():
            names = table if isinstance(table, dict) else {}
            assert section in lines[found[(section,)] - 1]
            for name in names:
                assert name in lines[found[(section, name)] - 1]
