"""The annotated company file: complete, readable as it is, and never over another file."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest

from timonier.app.company_file import CompanyFileError, load_company
from timonier.app.company_file.build import ROWS, SECTIONS
from timonier.app.new import annotated, write_new
from timonier.app.unknowns import unknown_law
from timonier.engine.company import FACTS, Company
from timonier.knowledge import load
from timonier.knowledge.typography import french

K = load()
LANGS = pytest.mark.parametrize("lang", ["fr", "en"])
EXAMPLE = re.compile(r"^# ((?:\"[\w.]+\"|[a-z_]+) = .*)$", re.MULTILINE)


@LANGS
def test_the_annotated_file_reads_as_it_is_with_only_the_market_known(
    tmp_path: Path, lang: str
) -> None:
    path = tmp_path / "company.toml"
    said = write_new(str(path), K, lang)
    assert said is not None
    assert str(path) in said[lang]
    company = load_company(path, K)
    assert company == Company({"company.market": company.market})


@LANGS
def test_every_key_of_the_company_file_is_in_the_annotated_one(lang: str) -> None:
    text = annotated(K, lang)
    for section, names in SECTIONS.items():
        assert (f"[[{section}]]" if section in ROWS else f"[{section}]") in text
        assert section == "intended" or set(names) <= set(re.findall(r"\w+", text))


@LANGS
def test_every_example_can_be_uncommented(lang: str) -> None:
    """All at once: the whole file is then one plausible company."""
    text = EXAMPLE.sub(r"\1", annotated(K, lang)).replace("# [[", "[[")
    company = load_company(tomllib.loads(text), K)
    assert set(company.facts) == set(FACTS)
    assert len(company.team) == len(company.intended) == 1
    assert len(company.quotes) == len(company.tried) == len(company.results) == 1
    assert company.tradeoffs
    assert company.order
    assert company.chosen
    assert len(company.assumptions) == 2


@LANGS
def test_every_key_that_a_file_may_hold_is_listed(lang: str) -> None:
    words = set(annotated(K, lang).split())
    roles = {k for k, role in K.roles.items() if role.category != "internal_existing"}
    assert roles | set(K.activities) | set(K.skills) <= words


@LANGS
def test_bounds_and_the_law_of_an_unknown_answer_are_said(lang: str) -> None:
    text = annotated(K, lang).replace("\u202f", " ")
    wanted = {
        "fr": ["un nombre entier de 1 à 10 000", "de 5 à 80 huit fois sur dix", "oui dans 50 %"],
        "en": ["a whole number from 1 to 10,000", "5 to 80 eight times out of ten", "yes in 50%"],
    }
    assert [said for said in wanted[lang] if said not in text] == []


def test_the_annotated_file_is_well_set_and_fits_a_screen() -> None:
    text = annotated(K, "fr")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    plain = [re.sub(r'"[^"]*"', "", line) for line in comments if not EXAMPLE.match(line)]
    assert [line for line in plain if french(line) != line] == []
    assert max(map(len, text.splitlines())) <= 100


def test_the_two_languages_hold_the_same_keys() -> None:
    def keys(lang: str) -> list[str]:
        return [match.split(" ")[0] for match in EXAMPLE.findall(annotated(K, lang))]

    assert keys("fr") == keys("en")


def test_a_dash_writes_to_standard_output() -> None:
    out = io.StringIO()
    assert write_new("-", K, "en", out) is None
    assert out.getvalue() == annotated(K, "en")


@LANGS
def test_without_a_name_the_file_is_written_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_new(None, K, lang)
    assert [p.name for p in tmp_path.iterdir()] == [
        {"fr": "entreprise.toml", "en": "company.toml"}[lang]
    ]


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "company.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CompanyFileError) as caught:
        write_new(str(path), K, "en")
    assert "already exists" in caught.value.words("en")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "says"), [("none/company.toml", "no folder"), (".", "exists"),
                                            ("a\0b", "cannot be read")])  # fmt: skip
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(CompanyFileError) as caught:
        write_new(f"{tmp_path}/{name}", K, "en")
    assert says in caught.value.words("en")


@LANGS
@pytest.mark.parametrize("key", sorted(FACTS))
def test_every_fact_says_what_it_becomes_when_unknown(key: str, lang: str) -> None:
    if key != "company.market":
        said = unknown_law(key, K, lang)
        assert said
        assert said[-1] not in ".;:"
        assert not re.search(r"[{}]|nan", said)
