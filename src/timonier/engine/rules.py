"""The figures of the method by name, as the engine reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from timonier.engine.catalogue import Figure, Triple, as_triple


@dataclass(frozen=True, slots=True)
class Rules:
    """Each figure of ``method.toml``, which has its unit: ``fit.minimum`` is ``fit_minimum``.

    An int is counted, a float is the middle of what may be, and a Triple is drawn.
    """

    volume_people_small: float
    volume_people_medium: float
    volume_people_large: float
    volume_floor: float
    project_size_small: float
    project_size_medium: float
    project_size_large: float
    ambition_exponent: float
    ambition_min: float
    ambition_max: float
    ambition_spread: float
    needs_optional_probability: float
    needs_specialised_threshold: float
    needs_named_project_last_start: float
    needs_low_floor: float
    needs_project_months: float
    needs_specialised_level: int
    shares_factor_min: float
    shares_factor_max: float
    moves_activity_correlation: float
    evolving_volume_sd: float
    evolving_autocorrelation: float
    evolving_mix_share: float
    evolving_mix_sd: float
    seasonality_peak_none: float
    seasonality_peak_moderate: float
    seasonality_peak_strong: float
    seasonality_execution_share: float
    pivot_rate_exploring: float
    pivot_rate_structuring: float
    pivot_rate_established: float
    cut_rate_exploring: float
    cut_rate_structuring: float
    cut_rate_established: float
    cut_depth: float
    split_coordination_per_party: float
    pilot_other_skills_gap: float
    pilot_months_after_hire: int
    pilot_enough_inside: float
    contact_default_hours: float
    in_house_bought_share_max: float
    feasible_overrun_probability: float
    budget_over_paid: Triple
    vision_months_per_part: float
    in_place_pilot_days: float
    in_place_freelancer_days: float
    in_place_owner_hours: float
    junior_steering_level: float
    junior_steering_need: float
    judgement_level: float
    judgement_hours: float
    judgement_share: float
    growth_steering_ratio: float
    horizon_months: int
    horizon_months_max: int
    ramp_start: float
    knowledge_ramp_divisor: float
    steering_level_zero: float
    steering_level_span: float
    steering_pilot_share_max: float
    coordination_hours_per_link: float
    coordination_ritual_base: float
    coordination_ritual_per_employee: float
    coordination_employee_share: float
    speed_wait_days: float
    speed_handoffs_inside: float
    speed_handoffs_outside: float
    speed_cycle_days: float
    speed_first_share: float
    speed_full_share: float
    stretch_freelancer: float
    stretch_agency: float
    quality_knowledge_loss: float
    rework_junior: float
    rework_other: float
    project_patience_months: int
    alignment_weight_base: float
    alignment_weight_strategic: float
    alignment_from_month: int
    alignment_to_month: int
    alignment_early_month: int
    flexibility_stop_months: float
    flexibility_swing: float
    flexibility_stop_weight: float
    flexibility_provider_minimum_term: float
    coverage_from_month: int
    undone_price: float
    governance_weak: float
    governance_medium: float
    governance_strong: float
    class_alignment_strong: float
    class_alignment_weak: float
    class_flexibility_high: float
    class_flexibility_low: float
    class_expertise_strong: float
    class_expertise_limited: float
    class_speed_fast_weeks: float
    class_speed_fast_cycle: float
    class_speed_slow_weeks: float
    class_speed_slow_cycle: float
    class_cost_adjustable_spread: float
    value_alignment_one: float
    value_work_exponent: float
    value_total_cost_zero: float
    value_total_cost_one: float
    value_initial_cost_zero: float
    value_flexibility_loss: float
    value_expertise_loss: float
    value_cycle_best: float
    value_cycle_worst: float
    verdict_clear_chance: float
    verdict_clear_regret: float
    verdict_undecided_gap: float
    verdict_undecided_below: float
    verdict_answers_min: int
    stop_holds: float
    money_enough_work: float
    condition_steering_quality: float
    condition_coordination_ratio: float
    framework_recurrent: float
    framework_evolving: float
    framework_oneoff: float
    framework_pilot_level: float
    framework_pilot_hours_share: float
    framework_pilot_hours_cap: float
    warning_share_of_draws: float
    warning_slow_hiring_month: float
    warning_single_profile_share: float
    warning_skill_spread_count: float
    warning_skill_spread_level: float
    warning_skill_spread_employees: float
    warning_brand_external_share: float
    warning_brand_dilution: float
    warning_steering_quality: float
    warning_function_coverage: float
    warning_one_profile_skills: float
    overload_demand: float
    overload_measurement: float
    overload_steering_quality: float
    upskilling_gain_per_hour: float
    upskilling_level_gap: float
    upskilling_cap_below_expert: float
    sampling_screen_scenarios: int
    sampling_polish_scenarios: int
    sampling_quick_polish_scenarios: int
    sampling_second_scenarios: int
    sampling_quick_second_scenarios: int
    sampling_scenarios: int
    sampling_quick_scenarios: int
    sampling_triage_scenarios: int
    sampling_what_if_scenarios: int
    sampling_influence_scenarios: int
    sampling_path_scenarios: int
    fit_strategic_min: float
    fit_levels_short: float
    fit_minimum: float
    fit_insider_margin: float
    contract_commit_agency: float
    contract_commit_freelancer: float
    search_pilot_days_max: float
    search_pilot_days_min: float
    search_rounds: int
    search_quick_rounds: int
    search_answers: int
    search_fitted: float
    search_climbs: int
    search_quick_climbs: int
    search_home_climbs: int
    search_quick_home_climbs: int
    search_overrun_probability: float
    search_use_margin: float
    search_share_margin: float
    search_gap: float
    use_least: float
    ask_figure_minutes: float
    tipping_tail: float
    information_least_chance: float
    information_significance: float
    path_step_months: int
    path_vision_months: int
    faq_one_profile_share: float
    people_recruit_hours: float
    people_manage_hours: float
    provider_agency_first_choice_fails: float
    provider_freelancer_first_choice_fails: float
    provider_pilot_first_choice_fails: float
    provider_agency_finding_hours: float
    provider_freelancer_finding_hours: float
    provider_pilot_finding_hours: float
    provider_months_found: Triple
    provider_freelancer_unavailable_share: float
    provider_agency_setup_months: float
    provider_poor_brief_rework: float
    failed_hire_judged: float
    failed_hire_senior_alone: float
    failed_hire_junior_alone: float
    failed_hire_months_found: Triple
    failed_hire_judging_hours: float
    failed_hire_vision_part: float
    answers_about_spread: float
    call_minutes: float
    call_much: float
    call_one_question: float
    call_soon_months: float
    effort_companies: int
    effort_quick_same: float
    effort_quick_clear: float
    effort_quick_change: float
    effort_quick_no_team: float
    effort_triage_same: float
    effort_triage_clear: float
    effort_triage_change: float
    effort_triage_no_team: float

    @property
    def sizes(self) -> tuple[float, float, float]:
        """Headcounts at which the hours of each activity are known."""
        return self.volume_people_small, self.volume_people_medium, self.volume_people_large

    @property
    def project_sizes(self) -> tuple[float, float, float]:
        """How large a project is at each of them, against the second."""
        return self.project_size_small, self.project_size_medium, self.project_size_large

    @property
    def peaks(self) -> Mapping[str, float]:
        """The busiest month against an even one, by seasonality."""
        return {
            "none": self.seasonality_peak_none,
            "moderate": self.seasonality_peak_moderate,
            "strong": self.seasonality_peak_strong,
        }

    @property
    def pivot_rates(self) -> Mapping[str, float]:
        """Pivots a year, by stage."""
        return {
            "exploring": self.pivot_rate_exploring,
            "structuring": self.pivot_rate_structuring,
            "established": self.pivot_rate_established,
        }

    @property
    def cut_rates(self) -> Mapping[str, float]:
        """Budget cuts a year, by stage."""
        return {
            "exploring": self.cut_rate_exploring,
            "structuring": self.cut_rate_structuring,
            "established": self.cut_rate_established,
        }

    @property
    def governances(self) -> Mapping[str, float]:
        """How far rules of the brand hold back those who do not know it, by strength."""
        return {
            "weak": self.governance_weak,
            "medium": self.governance_medium,
            "strong": self.governance_strong,
        }

    def figure(self, key: str) -> float:
        """The figure that a text names by its key."""
        return float(getattr(self, name_of(key)))


_AS: Mapping[str, Callable[[Triple], Any]] = {
    "int": lambda value: int(value.median),
    "float": lambda value: value.median,
    "Triple": lambda value: value,
}
RULES = {field.name: _AS[str(field.type)] for field in fields(Rules)}


def name_of(key: str) -> str:
    """The name of a figure as a rule.

    >>> name_of("fit.minimum")
    'fit_minimum'
    """
    return key.replace(".", "_")


def rules_of(
    method: Mapping[str, Figure], assumed: Mapping[str, float | Triple] | None = None
) -> Rules:
    """The rules of a knowledge; ``assumed``: what a company puts in the place of its figures."""
    own = assumed or {}
    values = {name_of(k): as_triple(own.get(k, f.value)) for k, f in method.items()}
    return Rules(**{name: read(values[name]) for name, read in RULES.items()})
