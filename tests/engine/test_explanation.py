"""Why and why not: explanations say what holds for this company, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from timonier.app.document import Answered
from timonier.engine.catalogue import MODELS
from timonier.engine.explanation import (
    Evidence,
    Point,
    advantages,
    cells,
    differences,
    limits,
    reasons,
    why_not,
)

Decided = Callable[[str], Answered]
NAMES = ("v01", "v12", "v17", "v30")


def points(evidence: Evidence) -> list[Point]:
    """Everything that is said of a decision."""
    said = list(reasons(evidence))
    for m in MODELS:
        said += why_not(evidence, m)
        if m in evidence.decision.row:
            said += [*advantages(evidence, m), *limits(evidence, m), *differences(evidence, m)]
    return said


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_cited_exists_and_every_number_is_finite(
    name: str, decided: Decided
) -> None:
    known = decided(name).knowledge.statements
    cells_of_the_table = {f"T{i}{m}" for i in range(1, 6) for m in "IOH"}
    for point in points(Evidence(decided(name))):
        assert set(point.statements) <= known.keys() | cells_of_the_table, point
        numbers = [v for v in point.facts.values() if isinstance(v, float)]
        assert np.isfinite([point.value, *numbers]).all(), point


@pytest.mark.parametrize("name", NAMES)
def test_r043_a21_justifies_outsourcing_only_when_exploring_or_unable_to_recruit(
    name: str, decided: Decided
) -> None:
    evidence = Evidence(decided(name))
    company = decided(name).company
    holds = company.get("company.stage") == "exploring" or not company.get("hiring.can_recruit")
    cited = {
        p.key
        for p in reasons(evidence)
        if "A21" in p.statements and p.key in ("reason.exploring", "reason.cannot_recruit")
    }
    assert holds or not cited


def test_r043_exploring_is_a_reason_where_it_holds(decided: Decided) -> None:
    company = decided("v12").company
    assert company.get("company.stage") == "exploring" or not company.get("hiring.can_recruit")
    keys = {p.key for p in reasons(Evidence(decided("v12")))}
    assert keys & {"reason.exploring", "reason.cannot_recruit"}


@pytest.mark.parametrize("name", NAMES)
def test_a_criterion_said_to_separate_is_one_where_the_first_is_worth_more(
    name: str, decided: Decided
) -> None:
    evidence = Evidence(decided(name))
    for point in reasons(evidence):
        if point.key == "reason.separates":
            first, second = point.facts["model"], point.facts["loser"]
            assert (first, second) == evidence.order[:2]
            assert evidence.value(first, point.metric) > evidence.value(second, point.metric)


@pytest.mark.parametrize("name", NAMES)
def test_the_weight_that_flips_makes_the_second_worth_as_much_as_the_first(
    name: str, decided: Decided
) -> None:
    evidence = Evidence(decided(name))
    flip = next((p for p in reasons(evidence) if p.key == "reason.flip"), None)
    if flip is None:
        assert len(evidence.order) < 2 or any(
            p.key in ("reason.flip_never", "reason.flip_now") for p in reasons(evidence)
        )
        return
    first, second = evidence.order[:2]
    shift = flip.value
    weights = {c: evidence.weights[c] * (1 - shift) for c in evidence.weights}
    weights[flip.metric] += shift
    assert weights[flip.metric] == pytest.approx(flip.facts["then_share"])
    gap = sum(
        w * (evidence.value(first, c) - evidence.value(second, c)) for c, w in weights.items()
    )
    assert gap == pytest.approx(0.0, abs=1e-6)


def test_no_class_is_read_from_the_articles_cells(decided: Decided) -> None:
    decision = decided("v17")
    before = {m: {k: c.here for k, c in cells(Evidence(decision), m).items()} for m in decision.row}
    swapped = {
        key: replace(one, article_class=dict.fromkeys(MODELS, "nonsense"))
        for key, one in decision.knowledge.criteria.items()
    }
    other = replace(decision, knowledge=replace(decision.knowledge, criteria=swapped))
    after = {m: {k: c.here for k, c in cells(Evidence(other), m).items()} for m in decision.row}
    assert before == after


def test_a_condition_is_met_exactly_when_its_number_reaches_what_is_needed(
    decided: Decided,
) -> None:
    evidence = Evidence(decided("v17"))
    found = [c.condition for c in cells(evidence, "hybrid").values() if c.condition]
    assert {c.metric for c in found} == {"steering_quality", "coordination_ratio"}
    for condition in found:
        assert replace(condition, value=condition.needed).met
        assert not replace(condition, value=condition.needed - 0.02).met
