"""A company file is read as it is, and a wrong one is refused with one sentence that helps."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.bad_companies import BAD, MARKET, Bad
from timonier.app.company_file import CompanyFileError, company_from, load_company, notices
from timonier.engine.catalogue import Triple
from timonier.engine.company import (
    NOT_CONCERNED,
    Company,
    Position,
    Quote,
    Range,
    Result,
    Tried,
)
from timonier.knowledge import load
from timonier.knowledge.typography import french

K = load()
EVERYTHING = """
[company]
name = "Jardinerie du Nord"
market = "ca-qc"
traits = ["multi_site"]
payroll = 2_400_000
timezone = "America/Toronto"
start = "2026-12"
headcount = 40
revenue = 13_500_000
[marketing]
seasonality = [0.4, 0.5, 1, 2, 2.5, 1.6, 1, 0.8, 0.7, 0.6, 0.4, 0.5]
wants = ["flexibility"]
deadline_month = "not_concerned"
growth = 0.2
[vision]
targets = true
channels = "unknown"
[needs]
hours = { seasonal_campaign = 30, reporting = [2, 4, 9] }
zero_functions = []
[[team]]
role = "emp_junior"
quantity = 1
name = "Poste 1"
since_months = 14
cost = 61_000
[[intended]]
role = "emp_head"
[preferences]
tradeoffs = [["alignment", "total_cost", 2.0]]
order = ["alignment", "expertise"]
[decision]
chosen = "in_house"
[assumptions]
"emp_junior.salary" = 48_000
emp_head.lead_time_weeks = [8, 12, 20]
"""

NEW_WORDS = """
[company]
market = "fr"
headcount = [20, 49]
[marketing]
budget = [60_000, 60_000]
media_budget = 20_000
results = [{ name = "leads", per_month = 40, wanted = 80 }]
[hiring]
max_hires = 1
[needs]
hours = { reporting = [3, 9], editorial_content = [5, 10, 20] }
[[team]]
role = "owner"
hours_per_month = 20
skills = { seo = 4, crm = 2 }
[[team]]
role = "agency_paid"
keep = false
until = "2027-03"
[[quote]]
role = "fractional_cmo"
monthly = 4_200
hours_per_month = 32
[[tried]]
what = "nothing"
[[tried]]
what = "agency_full"
ended = "no_direction"
"""


def refusal(origin: Any) -> CompanyFileError:
    with pytest.raises(CompanyFileError) as caught:
        load_company(origin, K)
    return caught.value


def written(folder: Path, content: str | bytes, name: str = "company.toml") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


# --- what is read -----------------------------------------------------------------------------


def test_every_part_of_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    company = load_company(written(tmp_path, EVERYTHING), K)
    assert company.market == "ca-qc"
    assert company.get("company.traits") == ("multi_site",)
    assert company.get("marketing.seasonality")[3:5] == (2, 2.5)
    assert company.get("needs.hours") == {
        "seasonal_campaign": Triple(30, 30, 30),
        "reporting": Triple(2, 4, 9),
    }
    assert company.team == (Position("emp_junior", 1, "Poste 1", 14, 61_000),)
    assert company.intended == (Position("emp_head", 1),)
    assert company.tradeoffs == (("alignment", "total_cost", 2.0),)
    assert company.order == ("alignment", "expertise")
    assert company.chosen == "in_house"
    assert dict(company.assumptions) == {
        "emp_junior.salary": 48_000,
        "emp_head.lead_time_weeks": Triple(8, 12, 20),
    }


def test_people_offers_attempts_and_results_are_read_as_they_are(tmp_path: Path) -> None:
    company = load_company(written(tmp_path, NEW_WORDS), K)
    owner, agency = company.team
    assert owner == Position("owner", hours=20, skills=(("crm", 2), ("seo", 4)))
    assert agency == Position("agency_paid", keep=False, until="2027-03")
    assert company.quotes == (Quote("fractional_cmo", monthly=4_200, hours=32),)
    assert company.tried == (Tried("nothing"), Tried("agency_full", "no_direction"))
    assert company.results == (Result("leads", 40, 80),)
    assert company.get("marketing.media_budget") == 20_000
    assert company.get("hiring.max_hires") == 1
    assert notices(company, K) == ()


def test_two_numbers_are_a_range_unless_they_are_one_and_three_are_a_triple(tmp_path: Path) -> None:
    company = load_company(written(tmp_path, NEW_WORDS), K)
    assert company.get("company.headcount") == Range(20, 49)
    assert company.get("marketing.budget") == 60_000
    assert company.get("needs.hours") == {
        "reporting": Range(3, 9),
        "editorial_content": Triple(5, 10, 20),
    }


def test_a_model_that_was_dropped_opens_with_a_word_and_without_the_choice() -> None:
    old = load_company({"company": {"market": "fr"}, "decision": {"chosen": "mixed"}}, K)
    assert old.chosen is None
    assert old == load_company({"company": {"market": "fr"}}, K)
    (said,) = notices(old, K)
    assert '"mixed"' in said.en
    assert "ignored" in said.en


def test_unknown_is_the_same_as_absent_and_not_concerned_is_an_answer(tmp_path: Path) -> None:
    company = load_company(written(tmp_path, EVERYTHING), K)
    assert not company.knows("vision.channels")
    assert company.facts["marketing.deadline_month"] is NOT_CONCERNED
    assert company.get("needs.zero_functions") == ()


@pytest.mark.parametrize(
    "text",
    [
        'vision = "unknown"\n' + MARKET,
        'team = "unknown"\nneeds = "unknown"\n' + MARKET,
        MARKET + '[needs]\nhours = { reporting = "unknown" }\nactivities = ["unknown"]\n',
        MARKET + '[preferences]\norder = "unknown"\n[decision]\nchosen = "unknown"\n',
        MARKET + '[assumptions]\n"emp_junior.salary" = "unknown"\n',
        '{"company": {"market": "fr", "headcount": null}, "vision": null}',
        MARKET + 'name = ""\n',
        "\ufeff" + MARKET,
        MARKET.replace("\n", "\r\n"),
        '\n \n{"company": {"market": "fr"}}',
    ],
)
def test_nothing_known_but_the_market_can_be_said_in_many_ways(tmp_path: Path, text: str) -> None:
    company = load_company(written(tmp_path, text), K)
    assert company == Company({"company.market": "fr"})


@pytest.mark.parametrize("name", ["company.json", "company.toml", "company", "company.txt"])
def test_json_is_told_by_its_content(tmp_path: Path, name: str) -> None:
    text = json.dumps({"company": {"market": "fr", "headcount": 12.0}})
    assert load_company(written(tmp_path, text, name), K).get("company.headcount") == 12


def test_a_mapping_is_read_like_a_file_numbers_of_numpy_included() -> None:
    company = load_company(
        {"company": {"market": "fr", "headcount": np.int64(12), "revenue": np.float32(2.5)},
         "vision": {"targets": np.bool_(True)}}, K)  # fmt: skip
    assert company.get("company.headcount") == 12
    assert type(company.get("company.headcount")) is int
    assert company.get("vision.targets") is True


def test_standard_input_is_read_at_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(MARKET.encode())))
    assert load_company("-", K).market == "fr"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"[company]\nmarket = 3\n")))
    error = refusal("-")
    assert error.words("en").startswith("standard input, line 2: company.market is 3")
    assert error.words("fr").startswith("entrée standard, ligne 2")


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_a_wrong_file_is_refused_with_its_place_what_was_read_and_a_remedy(
    tmp_path: Path, bad: Bad
) -> None:
    path = written(tmp_path, bad.content, f"company{bad.suffix}")
    error = refusal(path)
    said = error.words("en")
    place = f", line {bad.line}: " if bad.line else ": "
    assert said.startswith(f"{path}{place}")
    assert [fragment for fragment in bad.says if fragment not in said] == []


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_a_refusal_is_one_line_in_each_language_and_its_french_is_well_set(
    tmp_path: Path, bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = refusal(written(Path(), bad.content, f"company{bad.suffix}"))
    fr, en = error.words("fr"), error.words("en")
    assert str(error) == fr
    for said in (fr, en):
        assert "\n" not in said
        assert said.isprintable() or said.replace("\u202f", " ").isprintable()
        assert not re.search(r"  |\.\.(?!\.)|\{\w+\}", said)
        assert len(said) < 700
    own_words = re.sub(r'"[^"]*"|«[^»]*»|“[^”]*”', "", fr)
    assert french(own_words) == own_words
    assert "ligne" in fr or not bad.line


def test_the_bad_files_are_more_than_forty_and_all_different() -> None:
    assert len(BAD) == len({bad.content for bad in BAD}) == len({bad.what for bad in BAD})
    assert len(BAD) > 40


MISTAKES = """[company]
market = "fr"
headcount = "twelve"
headcont = 3
[marketing]
budget = "95k"
[[team]]
role = "emp_contnt"
quantity = -1
[[team]]
role = "owner"
cost = 3
[asumptions]
x = 1
[assumptions]
emp_head.salaryy = 3
"emp_content.salary" = "a"
[decision]
chosen = "everybody"
"""


def test_every_mistake_of_a_file_is_told_at_once_in_its_order(tmp_path: Path) -> None:
    """Whoever mends it does not come back ten times; what only follows from one is not told."""
    error = refusal(written(tmp_path, MISTAKES))
    lines = [one.place.line for one in (error, *error.others)]
    assert lines == [3, 4, 6, 8, 9, 12, 13, 16, 17, 19]
    said = error.words("en").splitlines()
    assert len(said) == len(lines)
    assert all(f"line {line}:" in one for line, one in zip(lines, said, strict=True))
    mended = MISTAKES.replace('"twelve"', "12").replace("headcont = 3\n", "")
    assert refusal(written(tmp_path, mended)).words("en").splitlines()[0].count("budget")


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_one_mistake_is_told_once(tmp_path: Path, bad: Bad) -> None:
    assert not refusal(written(tmp_path, bad.content, f"company{bad.suffix}")).others


def test_a_missing_file_names_its_neighbour_and_how_to_write_one(tmp_path: Path) -> None:
    written(tmp_path, MARKET, "entreprise.toml")
    said = refusal(tmp_path / "entrepise.toml").words("en")
    assert "no such file" in said
    assert "Did you mean entreprise.toml?" in said
    assert "timonier new" in said


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "this is a folder" in refusal(tmp_path).words("en")
    assert "no folder" in refusal(tmp_path / "none" / "company.toml").words("en")


@pytest.mark.parametrize("name", ["a\0b.toml", "x" * 5_000])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    assert "cannot be read" in refusal(name).words("en")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """Root opens everything: what matters is the sentence, told of a loop of links otherwise."""
    path = written(tmp_path, MARKET)
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.unlink()
        path.symlink_to(path)
        assert "cannot be read" in refusal(path).words("en")
    else:
        assert "not allowed to open" in refusal(path).words("en")


def test_a_file_of_one_megabyte_is_still_read(tmp_path: Path) -> None:
    path = written(tmp_path, MARKET + "#" * (1_000_000 - len(MARKET)))
    assert load_company(path, K).market == "fr"
    path = written(tmp_path, MARKET + "#" * (1_000_001 - len(MARKET)))
    assert "1 MB" in refusal(path).words("en")


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({}, "company.market is missing"),
        ({1: {}}, "The key 1 is not a text"),
        ({"company": {2: "x"}}, "The key 2 is not a text"),
        ({"company": {"market": "fr", "headcount": object()}}, "company.headcount is <object>"),
        ({"company": {"market": "fr", "headcount": float("nan")}}, "company.headcount is nan"),
    ],
)
def test_a_wrong_mapping_is_refused_without_a_file_name(mapping: Any, says: str) -> None:
    error = refusal(mapping)
    assert error.words("en").startswith(says)
    assert error.place.line is None


# --- what is accepted with a word -------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('[hiring]\ncan_recruit = false\n[[intended]]\nrole = "emp_head"\n', "cannot recruit"),
        ("[steering]\nlevel = 0\nhours_per_month = 26\n", "steering.level = 0"),
        ("[hiring]\ncan_recruit = false\nmax_hires = 2\n", "hiring.can_recruit = false"),
        ('headcount = 2\n[[team]]\nrole = "emp_crm"\nquantity = 3\n', "full-time equivalents"),
        ("revenue = 1000\n[marketing]\nbudget = 2000\n", "above the revenue"),
        ("headcount = 20\nrevenue = 900\n", "company.revenue is 900: is that in thousands?"),
        ("[marketing]\nbudget = 120\n", "marketing.budget is 120: is that in thousands?"),
        ('[needs]\nactivities = ["reporting"]\nzero_functions = ["measurement"]\n', "ruled out"),
        ('[marketing]\nwants = ["control", "expertise", "flexibility", "speed", "cost"]\n',
         "preferring nothing"),
    ],
)  # fmt: skip
def test_what_is_odd_but_possible_is_accepted_with_a_word(
    tmp_path: Path, body: str, says: str
) -> None:
    said = notices(load_company(written(tmp_path, MARKET + body), K), K)
    assert len(said) == 1
    assert says in said[0].en
    assert french(said[0].fr) == said[0].fr


def test_an_ordinary_company_raises_no_notice(tmp_path: Path) -> None:
    assert notices(load_company(written(tmp_path, EVERYTHING), K), K) == ()


def test_a_document_that_is_a_path_is_refused_and_never_opened(tmp_path: Path) -> None:
    for sent in (written(tmp_path, MARKET), str(tmp_path), "-", None, ["fr"]):
        with pytest.raises(CompanyFileError):
            company_from(sent, K)
    assert company_from({"company": {"market": "fr"}}, K).market == "fr"
