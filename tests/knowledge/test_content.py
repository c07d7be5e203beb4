"""The knowledge that ships: complete, in two languages, sourced, dated, and faithful."""

from __future__ import annotations

import pickle
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from timonier.engine.catalogue import FUNCTIONS, MODELS, Figure, Role, Text
from timonier.engine.company import FACTS
from timonier.engine.criteria import MEASURED
from timonier.knowledge import load
from timonier.knowledge.kept import DATA
from timonier.knowledge.spoken import spoken_in
from timonier.knowledge.typography import french
from timonier.knowledge.versions import versions

K = load()
EMPTY = Text("", "")
SIX = ("strategy", "content", "seo", "paid", "crm", "automation")
SAME_IN_BOTH = re.compile(r"[\W\d]*|.{0,40}", re.DOTALL)  # names and acronyms may be alike


def texts(value: object, path: str) -> Iterator[tuple[str, Text]]:
    """Every text reachable from a value, with the way that leads to it."""
    if isinstance(value, Text):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from texts(getattr(value, one.name), f"{path}.{one.name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts(item, f"{path}[{key}]")
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield from texts(item, f"{path}[{number}]")


ALL_TEXTS = [(path, text) for path, text in texts(K, "knowledge") if text != EMPTY]


def template_fields(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


# Words


def test_every_text_says_something_in_both_languages() -> None:
    assert [path for path, text in ALL_TEXTS if not text.fr.strip() or not text.en.strip()] == []


def test_only_units_notes_and_examples_may_be_empty() -> None:
    empty = {path for path, text in texts(K, "knowledge") if text == EMPTY}
    assert [path for path in empty if not path.endswith((".note", ".unit", ".example"))] == []


def test_no_long_text_was_left_in_the_other_language() -> None:
    same = [path for path, text in ALL_TEXTS if text.fr == text.en and ".example" not in path]
    assert [path for path in same if not SAME_IN_BOTH.fullmatch(dict(ALL_TEXTS)[path].fr)] == []


def test_every_french_text_follows_french_typography() -> None:
    assert [path for path, text in ALL_TEXTS if french(text.fr) != text.fr] == []


def test_no_english_text_has_a_straight_apostrophe_or_french_spacing() -> None:
    wrong = [
        path for path, text in ALL_TEXTS if "'" in text.en or re.search("\u202f[;:?!%]", text.en)
    ]
    assert wrong == []


def test_a_sentence_uses_the_same_fields_in_both_languages() -> None:
    wrong = [
        path for path, text in ALL_TEXTS if template_fields(text.fr) != template_fields(text.en)
    ]
    assert wrong == []


# What must be there


def test_the_knowledge_holds_the_published_activities_skills_and_roles() -> None:
    assert (len(K.activities), len(K.skills), len(K.roles)) == (50, 14, 30)
    by_function = [a.function for a in K.activities.values()]
    assert [by_function.count(one) for one in FUNCTIONS] == [9, 26, 7, 8]
    assert sum(role.category == "internal_existing" for role in K.roles.values()) == 2


def test_every_criterion_model_function_and_fact_of_the_engine_has_its_words() -> None:
    assert set(K.criteria) == set(MEASURED)
    assert set(FACTS) <= set(K.facts)
    for model in MODELS:
        assert f"model.{model}" in K.wording
        assert f"model_description.{model}" in K.wording
    for function in FUNCTIONS:
        assert f"function.{function}" in K.wording


def test_every_statement_of_the_article_is_told() -> None:
    told = {
        *(f"A{n:02}" for n in (*range(0, 6), *range(10, 20), *range(20, 29), *range(30, 38))),
        *(f"A{n}" for n in (*range(40, 45), *range(61, 67))),
        *(f"T{row}{model}" for row in range(1, 6) for model in "IOH"),
    }
    assert set(K.statements) == told


def test_the_seventeen_published_warnings_are_worded() -> None:
    assert set(K.warnings) == {
        "function_empty", "function_uncovered", "slow_hiring", "single_profile", "skill_spread",
        "junior_no_senior", "steering_gap", "brand_dilution", "dispersion", "coordination_load",
        "steering_quality", "vision_unclear", "vision_partial", "fcmo_first",
        "growth_needs_steering", "consultant_not_pilot", "one_profile",
    }  # fmt: skip


def test_a_warning_uses_every_field_it_declares() -> None:
    for warning in K.warnings.values():
        assert template_fields(warning.text.fr) == set(warning.fields), warning.code


def test_every_number_asked_on_a_scale_has_observable_anchors() -> None:
    scales = [key for key, fact in FACTS.items() if fact.unit in ("level", "share")]
    assert scales
    assert [key for key in scales if len(K.facts[key].anchors) < 4] == []
    assert set(K.facts["steering.level"].anchors) == set("012345")


def test_every_answer_that_is_a_number_says_its_unit() -> None:
    numbers = [key for key, fact in FACTS.items() if fact.kind in ("int", "float")]
    assert [key for key in numbers if K.facts[key].unit == EMPTY] == []


def test_every_drawn_fact_has_a_prior() -> None:
    drawn = {key for key, fact in FACTS.items() if fact.drawn}
    assert drawn <= {prior.fact for prior in K.priors}


def test_a_prior_per_head_is_the_market_figure_that_anyone_can_look_up() -> None:
    for market in ("fr", "ca-qc"):
        prior = next(
            p for p in K.priors if (p.fact, p.given) == ("company.revenue", f"market_{market}")
        )
        value = K.figures[f"{market}.revenue_per_head"].value
        assert prior.values == {"p10": value.low, "median": value.median, "p90": value.high}
        assert prior.scale == "company.headcount"


# Figures


def test_every_figure_has_a_source_a_unit_and_a_review_date() -> None:
    for figure in K.figures.values():
        assert figure.source.strip(), figure.key
        assert figure.unit in K.units, figure.key
        assert date.fromisoformat(figure.review_by) > date(2026, 1, 1), figure.key
        assert figure.estimate == ("estimate" in figure.source), figure.key


def test_a_figure_that_is_no_estimate_links_to_its_source() -> None:
    missing = [one.key for one in K.figures.values() if not one.estimate and not one.url]
    assert missing == []


def test_a_share_is_between_nothing_and_all() -> None:
    shares = [figure for figure in K.figures.values() if figure.unit == "ratio"]
    assert [one.key for one in shares if not -1e-9 <= one.value.low <= one.value.high <= 1] == []


def test_figures_are_found_by_the_keys_that_a_company_may_replace() -> None:
    for key in ("emp_head.lead_time_weeks", "emp_head.ramp_up_months", "emp_head.departure_rate"):
        assert isinstance(K.figures[key], Figure)
    for market in K.markets:
        for key in ("emp_junior.salary", "free_seo.day_rate", "agency_full.hour_rate",
                    "agency_full.retainer", "emp_head.notice_months", "recruitment_fee",
                    "worked_hours_per_year", "equipment_initial", "indexation"):  # fmt: skip
            assert f"{market}.{key}" in K.figures


def test_both_markets_state_the_same_figures_in_their_own_currency() -> None:
    france, quebec = K.markets["fr"], K.markets["ca-qc"]
    assert set(france.figures) == set(quebec.figures)
    assert {role: set(prices) for role, prices in france.roles.items()} == {
        role: set(prices) for role, prices in quebec.roles.items()
    }
    assert (france.currency, quebec.currency) == ("EUR", "CAD")


def test_every_resource_that_is_paid_has_its_prices_in_both_markets() -> None:
    paid = [role.key for role in K.roles.values() if role.category != "internal_existing"]
    for market in K.markets.values():
        assert set(market.roles) == set(paid)


def test_no_full_time_salary_is_below_the_minimum_wage() -> None:
    smic = K.markets["fr"].contributions["2026-01"]["smic"].value.median
    salaries = {
        role: prices["salary"].value.low
        for role, prices in K.markets["fr"].roles.items()
        if "salary" in prices and role != "emp_apprentice"  # paid a share of the minimum wage
    }
    assert [role for role, low in salaries.items() if low < smic] == []


def test_the_minimum_wage_bounds_what_an_apprentice_costs() -> None:
    smic = K.markets["fr"].contributions["2026-01"]["smic"].value.median
    pay = K.markets["fr"].roles["emp_apprentice"]["salary"].value
    assert pay.low / smic == pytest.approx(0.53, abs=0.005)
    assert pay.median / smic == pytest.approx(0.61, abs=0.005)
    assert pay.high / smic == pytest.approx(1.0, abs=0.005)


# Facts of the roles that the method relies on


def test_r120_a_consultant_never_steers_and_a_fractional_cmo_always_does() -> None:
    consultant, pilot = K.roles["consultant"], K.roles["fractional_cmo"]
    assert consultant.steering_capacity == 0
    assert consultant.steering_level < 3 <= pilot.steering_level
    assert pilot.steering_capacity > 0
    assert min(pilot.skills["strategy"], pilot.skills["coordination"]) >= 4


def test_r124_no_role_masters_five_of_the_six_skills_of_the_article() -> None:
    mastered = {role.key: sum(role.skills[skill] >= 4 for skill in SIX) for role in _roles()}
    assert max(mastered.values()) < 3, mastered


def test_an_employee_comes_to_know_the_company_better_than_any_provider_can() -> None:
    employees = [r.knowledge_max for r in _roles() if r.category == "employee"]
    full_time = [r.knowledge_max for r in _roles() if r.category in ("agency", "freelancer")]
    assert min(employees) > max(full_time)


def test_a_freelancer_arrives_sooner_than_an_employee() -> None:
    slow = min(r.lead_time_weeks.median for r in _roles() if r.category == "employee")
    fast = max(r.lead_time_weeks.median for r in _roles() if r.category == "freelancer")
    assert fast < slow


def test_every_activity_can_be_done_by_someone_at_the_required_level() -> None:
    best = {skill: max(role.skills[skill] for role in _roles()) for skill in K.skills}
    impossible = [
        (activity.key, skill)
        for activity in K.activities.values()
        for skill, level in activity.skills.items()
        if best[skill] < level
    ]
    assert impossible == []


def _roles() -> list[Role]:
    return list(K.roles.values())


# The value itself


def test_the_knowledge_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="read-only"):
        K.roles["emp_new"] = K.roles["emp_head"]  # type: ignore[index]
    with pytest.raises(TypeError, match="read-only"):
        K.wording.clear()  # type: ignore[attr-defined]


def test_the_knowledge_crosses_process_borders_unchanged() -> None:
    assert pickle.loads(pickle.dumps(K)) == K


def changed(root: Path, file: str, old: str, new: str) -> tuple[bool, bool]:
    """Whether the versions of the figures and of the words change with one edit."""
    copy = Path(shutil.copytree(DATA, root / "data"))
    before, path = versions(copy), copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    figures, words = (b != a for b, a in zip(before, versions(copy), strict=True))
    return figures, words


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("method.toml", "value = 0.4", "value = 0.5", (True, False)),
        ("markets/fr/prices.toml", "median = 84000", "median = 85000", (True, False)),
        ("roles.toml", 'steering_level = 2', 'steering_level = 3', (True, False)),
        ("method.toml", 'source = "estimate"', 'source = "A, https://a.example"', (True, False)),
        ("roles.toml", "Pilote interne", "Pilote de la maison", (False, True)),
        ("wording/vocabulary.toml", "Recruter", "Embaucher", (False, True)),
        ("plan/wording/report.toml", "Dans ce rapport", "Au sommaire", (False, True)),
        ("markets/ca-qc/wording.toml", "CRM et courriel", "CRM, courriel", (False, True)),
        ("glossary.toml", "key = ", "key  = ", (False, False)),
        ("method.toml", "# Parameters", "# The parameters", (False, False)),
    ],
)  # fmt: skip
def test_figures_and_words_have_versions_of_their_own(
    tmp_path: Path, file: str, old: str, new: str, expected: tuple[bool, bool]
) -> None:
    assert changed(tmp_path, file, old, new) == expected


def test_every_file_of_records_is_toml_that_python_reads() -> None:
    for path in DATA.rglob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8")), path.name


def test_what_a_market_calls_a_role_names_its_figures_too() -> None:
    for market in load().markets:
        spoken = spoken_in(load(), market)
        for key, figures in spoken.markets[market].roles.items():
            for figure in figures.values():
                assert figure.label.fr.startswith(f"{spoken.roles[key].label.fr} — "), figure.key
