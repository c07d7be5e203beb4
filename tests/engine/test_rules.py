"""A company's own figure of the method stands wherever the figure is read."""

from __future__ import annotations

import pytest

from tests import worlds
from timonier.engine.catalogue import Triple
from timonier.engine.company import Company
from timonier.engine.decision import decide
from timonier.engine.effort import TRIAGE
from timonier.engine.rules import rules_of

METHOD = worlds.KNOWLEDGE.method
STEADY = worlds.COMPANIES["steady"]


def test_a_rule_is_the_middle_of_its_figure_counted_or_drawn_as_its_type_says() -> None:
    own = Triple(1.0, 3.5, 6.0)
    assumed = {"fit.minimum": 0.4, "search.rounds": own, "budget.over_paid": own, "stop.holds": own}
    rules = rules_of(METHOD, assumed)
    assert rules.fit_minimum == 0.4
    assert rules.search_rounds == 3
    assert rules.budget_over_paid == own
    assert rules.stop_holds == 3.5
    assert rules.fit_strategic_min == METHOD["fit.strategic_min"].value.median


def entry(company: Company) -> float:
    made = worlds.draw(company)
    return float(made.prices.entry[made.role_keys.index("free_content")].mean())


def over_paid(company: Company) -> float:
    return float(worlds.draw(company).over_paid.mean())


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [("provider.freelancer.finding_hours", 300.0, entry), ("budget.over_paid", 3.0, over_paid)],
)
def test_what_a_company_assumes_of_the_method_is_drawn(
    key: str, value: float, read: object
) -> None:
    assert callable(read)
    assert read(STEADY.with_assumption(key, value)) > 1.5 * read(STEADY)


def test_the_thresholds_of_the_verdict_are_those_that_the_company_assumes() -> None:
    def status(company: Company) -> str:
        said = decide(company, knowledge=worlds.KNOWLEDGE, effort=TRIAGE, threads=1).verdict
        assert said is not None
        return said.status

    assert status(STEADY) != "undecided"
    assert status(STEADY.with_assumption("verdict.undecided_below", 1.0)) == "undecided"
