"""One fact, one number: every sentence of the pages, the terminal and the report, walked.

Three companies here; ``python -m bench contradictions`` walks forty.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

import timonier
from tests import faces as walked
from tests.contradictions import contradictions
from tests.faces import TODAY, told
from timonier.app.document import Answered, document, dump
from timonier.app.document.parts import adapter
from timonier.app.report.make import given_of
from timonier.app.web.computing import ToPlan
from timonier.app.web.result.ready import first_screens
from timonier.knowledge import load

COMPANIES = Path(__file__).parents[1] / "companies"
NAMES = ("a_fr_b2c_team", "d_odd", "f_qc_inhouse", "owner-alone")
EVERY = [(name, lang) for name in NAMES for lang in ("fr", "en")]


@cache
def decided(name: str) -> Answered:
    return timonier.decide(
        timonier.load_company(next(COMPANIES.rglob(f"{name}.toml"))), scenarios=64
    )


@cache
def faces(name: str, lang: str) -> dict[str, str]:
    return walked.faces(decided(name), lang)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_sentence_of_a_result_speaks_against_another(name: str, lang: str) -> None:
    """Two values for one name, a lever apart from the frontier, a team dearer and doing less that
    is first unexplained, hiring where nobody is hired, two names for one person."""
    assert contradictions(decided(name), lang, faces(name, lang)) == []
    verdict = document(decided(name), lang).verdict
    held = told(str(verdict.leading), lang, faces(name, lang))
    assert set(held[("chance", str(verdict.leading))]) >= {"pages", "terminal"}
    assert len(held) > 5


def test_an_owner_who_does_it_is_named_and_told_to_hire_nobody() -> None:
    verdict = document(decided("owner-alone"), "fr").verdict
    assert verdict.model == "in_house"
    assert " ".join(verdict.text.split()) in faces("owner-alone", "fr")["pages"]
    assert load().roles["owner"].label["fr"] in faces("owner-alone", "fr")["report"]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_hours_and_first_days_are_the_report_s(name: str, lang: str) -> None:
    with translation.override(lang):
        written = dump(document(decided(name), lang))
        given = adapter(ToPlan).dump_json(
            given_of(decided(name), document(decided(name), lang), TODAY)
        )
        plan = first_screens(written, given.decode(), TODAY).plan
    assert plan is not None
    report = faces(name, lang)["report"].replace("\\", "")
    for person in plan.people:
        hours = person.hours.split()[0]
        told_by = rf"- {re.escape(person.name)}, {hours} h"
        assert len(plan.people) > 7 or re.search(told_by, report), person.name
    for step in plan.steps:
        assert f"{step.day}" in report
        assert " ".join(step.text.split()) in report
