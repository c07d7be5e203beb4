"""The published schema of the company file is current and agrees with the reader."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.app.bad_companies import MARKET
from tests.app.companies_at_random import COMPANIES
from tests.tree import PACKAGE, ROOT
from timonier.app.company_file import CompanyFileError, load_company, to_document
from timonier.app.company_file.schema import PATH, as_text, company_schema
from timonier.engine.company import Company
from timonier.knowledge import load

CHECK = jsonschema.Draft202012Validator(company_schema())
FILES = [
    *(PACKAGE / "app" / "samples").glob("*.toml"),
    *(ROOT / "tests/companies").glob("v??.toml"),
]


def test_the_committed_schema_is_the_one_that_the_facts_make() -> None:
    remedy = "python -m timonier.app.company_file.schema"
    assert PATH.read_text(encoding="utf-8") == as_text(), f"write it again: {remedy}"


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(company_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_company_that_ships_is_valid(path: Any) -> None:
    CHECK.validate(tomllib.loads(path.read_text(encoding="utf-8")))


@given(COMPANIES)
@settings(max_examples=40, deadline=None)
def test_what_the_reader_accepts_is_valid(company: Company) -> None:
    CHECK.validate(json.loads(json.dumps(to_document(company))))


@pytest.mark.parametrize(
    "body",
    ["headcount = 0\n", 'headcount = "40"\n', 'busines = "b2b"\n', "[needs]\nevolving = 2\n",
     '[vision]\ntargets = "yes"\n', "[[team]]\nquantity = 1\n", 'stage = "not_concerned"\n',
     '[[team]]\nrole = "emp_crm"\nquantity = 0\n', 'start = "2026-13"\n', "[team]\nrole = 1\n",
     '[marketing]\nseasonality = [1, 1]\n', '[decision]\nchosen = "x"\n'],
)  # fmt: skip
def test_what_the_schema_refuses_the_reader_refuses(body: str) -> None:
    document = tomllib.loads(MARKET + body)
    assert not CHECK.is_valid(document)
    with pytest.raises(CompanyFileError):
        load_company(document, load())
