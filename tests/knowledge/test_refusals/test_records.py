"""A record that is wrong is refused with its file, its name and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.test_refusals.spoiling import append, spoil
from timonier.knowledge import KnowledgeError
from timonier.knowledge.loader import read

SALARY = 'role = "emp_head"\nfigure = "salary"\n'
REDESIGN = "project_hours = [70, 150, 320]"


def test_an_unknown_key_is_refused_with_the_nearest_one(root: Path) -> None:
    said = spoil(root, "roles.toml", "steering_level =", "stering_level =")
    assert said == (
        "roles.toml, role 'internal_pilot': unknown key 'stering_level'. "
        "Did you mean 'steering_level'?"
    )


def test_a_missing_key_is_named(root: Path) -> None:
    said = spoil(root, "roles.toml", "flexibility = 0.5\n", "")
    assert (
        said == "roles.toml, role 'internal_pilot': 'flexibility' is missing. Add it to the record."
    )


@pytest.mark.parametrize(("lang", "word"), [("fr", "French"), ("en", "English")])
def test_a_missing_language_is_refused_in_a_record(root: Path, lang: str, word: str) -> None:
    texts = {"fr": 'fr = "Pilote interne"', "en": 'en = "Internal pilot"'}
    kept = next(text for key, text in texts.items() if key != lang)
    old = f"label = {{ {texts['fr']}, {texts['en']} }}"
    said = spoil(root, "roles.toml", old, f"label = {{ {kept} }}")
    assert f"role 'internal_pilot': 'label.{lang}' is missing. Write the {word} text." in said


def test_a_missing_language_is_refused_in_a_sentence(root: Path) -> None:
    file = "wording/vocabulary.toml"
    said = spoil(root, file, 'in_house = { fr = "Recruter", en', "in_house = { en")
    assert said == f"{file}, 'model.in_house': 'fr' is missing. Write the French text."


def test_an_empty_translation_is_refused(root: Path) -> None:
    said = spoil(root, "roles.toml", 'en = "Internal pilot"', 'en = " "')
    assert "role 'internal_pilot': 'label.en'" in said


def test_a_sentence_in_a_third_language_is_refused(root: Path) -> None:
    said = append(root, "wording/vocabulary.toml", '\n[x]\ny = { fr = "a", en = "b", de = "c" }\n')
    assert "'x.y': unknown key 'de'" in said


def test_a_bare_string_is_not_a_sentence(root: Path) -> None:
    said = append(root, "wording/vocabulary.toml", '\n[x]\ny = "only one language"\n')
    assert "'x.y': is not a sentence" in said


def test_a_sentence_kept_in_two_files_is_refused(root: Path) -> None:
    (root / "wording" / "zz.toml").write_text('[model]\nhybrid = { fr = "a", en = "b" }\n')
    with pytest.raises(KnowledgeError, match=r"wording/zz.toml, 'model.hybrid': duplicate key"):
        read(root)


def test_a_figure_without_a_source_is_refused(root: Path) -> None:
    said = spoil(root, "method.toml", 'source = "estimate"\n', "")
    assert "'source' is missing" in said


def test_a_source_without_an_address_must_say_that_it_is_an_estimate(root: Path) -> None:
    said = spoil(root, "method.toml", 'source = "estimate"', 'source = "my cousin"')
    assert "'my cousin' has no web address" in said


def test_a_figure_without_a_review_date_is_refused(root: Path) -> None:
    said = spoil(root, "method.toml", 'review_by = "2027-11-30"\n', "")
    assert "'review_by' is missing" in said


@pytest.mark.parametrize("day", ["2027-13-01", "30/11/2027", "soon"])
def test_a_review_date_that_is_no_date_is_refused(root: Path, day: str) -> None:
    said = spoil(root, "method.toml", 'review_by = "2027-11-30"', f'review_by = "{day}"')
    assert f"'{day}' is not a date; write it like 2027-11-30" in said


def test_an_inverted_range_is_refused(root: Path) -> None:
    said = spoil(root, "activities.toml", REDESIGN, "project_hours = [320, 150, 70]")
    assert "activity 'web_redesign'" in said
    assert "not in the order low, median, high" in said


def test_an_inverted_price_range_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", SALARY + "low = 42000", SALARY + "low = 99000")
    assert "markets/fr/prices.toml, price 'emp_head.salary'" in said
    assert "not in the order low, median, high" in said


def test_a_figure_with_both_a_value_and_a_range_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", SALARY, SALARY + "value = 50000\n")
    assert "has both 'value' and a range" in said


def test_half_a_range_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", SALARY + "low = 42000\n", SALARY)
    assert "needs 'value', or 'low', 'median' and 'high'" in said


def test_an_unknown_unit_is_refused_with_the_nearest_one(root: Path) -> None:
    said = spoil(root, "method.toml", 'unit = "hours/month"', 'unit = "hour/month"')
    assert "unknown unit 'hour/month'. Did you mean 'hours/month'?" in said


def test_a_salary_by_the_month_is_refused(root: Path) -> None:
    path = root / "markets/fr/prices.toml"
    start = path.read_text(encoding="utf-8").index(SALARY)
    price = path.read_text(encoding="utf-8")[start:].split("\n\n")[0]
    said = spoil(root, "markets/fr/prices.toml", price, price.replace("EUR/year", "EUR/month"))
    assert "A salary is in EUR/year." in said


def test_an_amount_in_another_currency_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", 'unit = "EUR/hire"', 'unit = "CAD/hire"')
    assert "Amounts of this market are in EUR." in said


def test_an_activity_that_requires_an_unknown_skill_is_refused(root: Path) -> None:
    said = spoil(root, "activities.toml", "skills = { strategy =", "skills = { stratgy =")
    assert "unknown skill 'stratgy'. Did you mean 'strategy'?" in said


def test_a_role_that_does_not_rate_a_skill_is_refused(root: Path) -> None:
    said = spoil(root, "roles.toml", ", pr_events = 2 }", " }")
    assert "role 'internal_pilot': skills: 'pr_events' is missing" in said


def test_a_level_above_five_is_refused(root: Path) -> None:
    said = spoil(root, "roles.toml", "skills = { strategy = 3", "skills = { strategy = 6")
    assert "'skills.strategy'" in said


def test_a_price_of_an_unknown_role_is_refused(root: Path) -> None:
    said = spoil(root, "markets/fr/prices.toml", 'role = "emp_head"', 'role = "emp_hed"')
    assert "unknown role 'emp_hed'. Did you mean 'emp_head'?" in said


def test_a_role_without_its_price_is_refused(root: Path) -> None:
    text = (root / "markets/fr/prices.toml").read_text(encoding="utf-8")
    start = text.index("[[price]]\n" + SALARY)
    price = text[start : text.index("[[price]]", start + 1)]
    said = spoil(root, "markets/fr/prices.toml", price, "")
    assert said == (
        "markets/fr/prices.toml, price 'emp_head.salary': is missing. "
        "Add the record: every role has its prices."
    )


@pytest.mark.parametrize(
    ("file", "table"),
    [("skills.toml", "skill"), ("activities.toml", "activity"), ("method.toml", "figure")],
)
def test_a_record_that_comes_twice_is_refused(root: Path, file: str, table: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    first = text[text.index(f"[[{table}]]") :].split(f"[[{table}]]")[1]
    said = append(root, file, f"\n[[{table}]]{first}")
    assert "duplicate key. Keep one of the two records." in said


def test_two_files_cannot_give_one_figure_two_values(root: Path) -> None:
    prices = "markets/fr/prices.toml"
    record = (root / prices).read_text(encoding="utf-8").split("[[figure]]")[1]
    again = record.replace('key = "hours_per_day"', 'key = "emp_head.salary"')
    said = append(root, prices, f"\n[[figure]]{again}")
    assert "fr.emp_head.salary: duplicate figure" in said


def test_a_figure_of_the_method_that_no_rule_reads_is_refused(root: Path) -> None:
    said = spoil(root, "method.toml", 'key = "fit.minimum"', 'key = "fit.minimun"')
    assert said == (
        "method.toml, figure 'fit.minimun': unknown figure 'fit_minimun'. "
        "Did you mean 'fit_minimum'?"
    )


def test_a_rule_without_a_figure_is_named(root: Path) -> None:
    text = (root / "method.toml").read_text(encoding="utf-8")
    record = next(one for one in text.split("[[figure]]") if 'key = "fit.minimum"' in one)
    said = spoil(root, "method.toml", "[[figure]]" + record, "")
    assert said == (
        "method.toml, figure 'fit_minimum': is missing. Add the record: the engine reads it."
    )


def test_a_project_with_monthly_hours_is_refused(root: Path) -> None:
    said = spoil(root, "activities.toml", REDESIGN, REDESIGN + "\nhours_8 = [1, 2, 3]")
    assert "a project activity has exactly project_hours, projects_per_year" in said


def test_a_role_cannot_forget_what_it_knew_on_arrival(root: Path) -> None:
    said = spoil(root, "roles.toml", "knowledge_max = 1\n", "knowledge_max = 0.5\n")
    assert "knowledge_start is above knowledge_max" in said


def test_a_figure_backed_by_an_unknown_source_is_refused(root: Path) -> None:
    said = spoil(root, "roles.toml", '"executive-hire"', '"executive-hires"')
    assert "unknown source 'executive-hires'. Did you mean 'executive-hire'?" in said


def test_chances_that_do_not_sum_to_one_are_refused(root: Path) -> None:
    said = spoil(root, "priors.toml", "growth_lever = 0.55", "growth_lever = 0.85")
    assert "prior 'marketing.role': chances sum to 1.3. Make them sum to 1." in said


def test_a_prior_of_an_unknown_fact_is_refused(root: Path) -> None:
    said = spoil(root, "priors.toml", 'fact = "marketing.role"', 'fact = "marketing.rule"')
    assert "unknown fact 'marketing.rule'. Did you mean 'marketing.role'?" in said


def test_a_prior_under_an_unknown_condition_is_refused(root: Path) -> None:
    said = spoil(root, "priors.toml", 'given = "budget_unknown"', 'given = "when_sunny"')
    assert "prior 'needs.ambition': condition 'when_sunny'" in said


def test_a_beta_prior_needs_its_two_parameters(root: Path) -> None:
    said = spoil(root, "priors.toml", "values = { a = 4, b = 3 }", "values = { a = 4, c = 3 }")
    assert "a beta prior has exactly a, b" in said


def test_a_beta_prior_without_a_peak_is_refused(root: Path) -> None:
    said = spoil(root, "priors.toml", "values = { a = 4, b = 3 }", "values = { a = 0.5, b = 3 }")
    assert "a beta prior of a parameter below 1. Give 1 or more." in said


def test_a_prior_takes_its_numbers_from_a_figure_that_exists(root: Path) -> None:
    said = spoil(root, "priors.toml", '"market.revenue_per_head"', '"market.revenue_per_hed"')
    assert "unknown figure 'ca-qc.revenue_per_hed'. Did you mean" in said


def test_a_prior_states_its_numbers_once(root: Path) -> None:
    figure = 'figure = "market.payroll_per_head"\n'
    said = spoil(root, "priors.toml", figure, figure + "values = { value = 1 }\n")
    assert "needs either 'values' or the 'figure' that holds them" in said


def test_a_warning_cannot_cite_an_unknown_statement(root: Path) -> None:
    said = spoil(root, "warnings.toml", 'statements = ["A16"]', 'statements = ["A96"]')
    assert "warning 'slow_hiring': unknown statement 'A96'" in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_warning_uses_only_the_fields_it_declares(root: Path, lang: str) -> None:
    words = {"fr": "n’est couverte qu’à {coverage}", "en": "is only {coverage} covered"}
    spoilt = words[lang].replace("{coverage}", "{coverge}")
    said = spoil(root, "warnings.toml", words[lang], spoilt)
    assert f"'text.{lang}' uses unknown field '{{coverge}}'. Did you mean 'coverage'?" in said


def test_a_template_with_an_open_brace_is_refused(root: Path) -> None:
    said = spoil(root, "warnings.toml", "is only {coverage} covered", "is only {coverage covered")
    assert "Write fields like {share}." in said


def test_a_question_must_word_every_answer(root: Path) -> None:
    text = (root / "facts.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("exploring = "))
    said = spoil(root, "facts.toml", line + "\n", "")
    assert "fact 'company.stage': choice 'exploring' is missing" in said


def test_a_question_cannot_offer_an_answer_that_the_engine_does_not_know(root: Path) -> None:
    said = spoil(root, "facts.toml", "exploring = {", "explorring = {")
    assert "unknown choice 'explorring'. Did you mean 'exploring'?" in said


def test_an_anchor_outside_the_bounds_of_its_fact_is_refused(root: Path) -> None:
    said = spoil(root, "facts.toml", "5 = { fr = ", "6 = { fr = ")
    assert "fact 'steering.level': anchor '6' is out of bounds. Write a number from 0 to 5." in said


def test_a_fact_without_a_question_is_refused(root: Path) -> None:
    said = spoil(root, "facts.toml", 'key = "company.headcount"', 'key = "team"')
    assert "facts.toml" in said


def test_a_criterion_that_is_missing_is_refused(root: Path) -> None:
    text = (root / "criteria.toml").read_text(encoding="utf-8")
    last = text[text.rindex("[[criterion]]") :]
    said = spoil(root, "criteria.toml", last, "")
    assert "criterion 'total_cost': is missing" in said


def test_a_class_that_a_criterion_does_not_have_is_refused(root: Path) -> None:
    said = spoil(root, "criteria.toml", 'in_house = "strong"', 'in_house = "strnog"')
    assert "unknown class 'strnog'. Did you mean 'strong'?" in said


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "skills.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"skills.toml: the file is missing. Put it back."):
        read(root)


def test_a_file_that_is_not_toml_is_refused_with_the_line(root: Path) -> None:
    said = append(root, "skills.toml", "\n[[skill]\n")
    assert said.startswith("skills.toml: ")
    assert "line " in said


def test_a_table_that_the_file_does_not_have_is_refused(root: Path) -> None:
    said = append(root, "skills.toml", '\n[[skil]]\nkey = "x"\n')
    assert "table 'skil': unknown table. Did you mean 'skill'?" in said


def test_a_table_written_with_single_brackets_is_refused(root: Path) -> None:
    (root / "skills.toml").write_text('[skill]\nkey = "seo"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="double brackets"):
        read(root)
