"""The three frequent questions, answered with the company's own numbers."""

import pytest


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_r123_when_to_recruit_gives_the_three_conditions_their_status_and_a_month_or_none(
    written, lang
):
    answers = {a["code"]: a for a in written("v17", lang)["faq"]}
    recruit = answers["recruit"]
    assert {"vision", "recurrent", "supervision"} <= recruit["numbers"].keys()
    assert all(0.0 <= recruit["numbers"][k] <= 1.0 for k in ("vision", "recurrent", "supervision"))
    month = {"fr": "mois", "en": "month"}[lang]
    foreseeable = {"fr": "prévisible", "en": "foreseeable"}[lang]
    assert month in recruit["text"] or foreseeable in recruit["text"]


def test_r123_the_three_questions_are_answered_with_numbers(written):
    answers = written("v25", "en")["faq"]
    assert [a["code"] for a in answers] == ["consultant", "recruit", "one_profile"]
    assert all(a["numbers"] and a["text"] for a in answers)
