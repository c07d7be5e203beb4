"""A question on a page: what is read, refused, read back and kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.pages import check_page
from tests.web.test_questions.asking import Keep, address, held
from timonier.app.interview import way
from timonier.app.web.forms.parse import to_number

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lang", "typed", "read"),
    [
        ("fr", "390 000", 390_000), ("fr", "390\u202f000 €", 390_000), ("fr", "390.000", 390_000),
        ("fr", "1,5", 1.5), ("fr", "1.5", 1.5), ("fr", "390k", 390_000), ("fr", "1,2 M", 1_200_000),
        ("en", "390,000", 390_000), ("en", "$390,000.50", 390_000.5), ("en", "1.5", 1.5),
        ("en", "1,5", 1.5), ("en", "2,500,000", 2_500_000), ("fr", "-20 %", -20),
        ("fr", "3,5 millions", 3_500_000), ("fr", "3 500 000 euros", 3_500_000),
        ("fr", "2,000,000", 2_000_000), ("en", "1.000", 1_000), ("fr", "", None),
        ("fr", "douze", None), ("fr", "1,2,3", None), ("fr", "1e9", None), ("fr", "٣", None),
        ("fr", "NaN", None), ("fr", "9" * 60, None), ("fr", "12 personnes", 12), ("en", "£5", 5),
        ("en", "40 People", 40), ("fr", "20 heures", 20), ("fr", "2\u202f000 € par mois", None),
        ("fr", "20 heures par semaine", None), ("en", "CA$12k", 12_000), ("fr", "h", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(lang: str, typed: str, read: float | None) -> None:
    from django.utils import translation

    with translation.override(lang):
        assert to_number(typed) == read


def test_the_three_kinds_of_answer_are_kept_apart(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "steering.contact"), {"value": "yes"})
    assert held(situation, "steering", "contact") is True
    client.post(address(situation, "steering.contact"), {"answer": "unknown"})
    assert held(situation, "steering", "contact") == "unknown"
    client.post(address(situation, "steering.contact"), {"answer": "not_concerned"})
    assert held(situation, "steering", "contact") == "not_concerned"


def test_the_market_alone_cannot_be_left_unknown(client: Client, keep: Keep) -> None:
    """Nothing can be computed without it: the question stays until it is answered."""
    situation = keep({})
    here = address(situation, "company.market")
    assert 'value="unknown"' not in client.get(here).content.decode()
    assert client.post(here, {"answer": "unknown"}).status_code == 422
    said = {**COMPANY, "company": {**COMPANY["company"], "market": "unknown"}}
    reopened = keep(said)
    assert client.get(f"/fr/c/{reopened.pk}/next/")["Location"] == address(
        reopened, "company.market"
    )
    early = client.get(f"/fr/c/{reopened.pk}/result/")
    assert f"/fr/c/{reopened.pk}/next/" in check_page(early, "fr").attributes("href")


@pytest.mark.parametrize("then", ["answers", "result"])
def test_a_change_made_from_a_page_leads_back_to_it(client: Client, keep: Keep, then: str) -> None:
    situation = keep(COMPANY)
    here = address(situation, "company.headcount")
    shown = check_page(client.get(f"{here}?then={then}"), "fr")
    assert "Question 2" not in shown.text
    refused = client.post(f"{here}?then={then}", {"value": "douze"})
    assert refused.status_code == 422
    back = client.post(f"{here}?then={then}", {"value": "36"})["Location"]
    assert back.split("#")[0] == f"/fr/c/{situation.pk}/{then}/"
    elsewhere = client.post(f"{here}?then=https://example.com", {"value": "37"})["Location"]
    assert elsewhere == f"/fr/c/{situation.pk}/next/"


def test_not_concerned_is_no_answer_to_a_question_that_always_applies(
    client: Client, keep: Keep
) -> None:
    situation = keep(COMPANY)
    sent = client.post(address(situation, "marketing.role"), {"answer": "not_concerned"})
    assert sent.status_code == 422
    assert held(situation, "marketing", "role") == "growth_lever"


def test_an_unusual_answer_is_questioned_once_then_kept(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    first = client.post(address(situation, "company.headcount"), {"value": "4000"})
    assert first.status_code == 200
    assert "inhabituel" in check_page(first, "fr").text
    assert held(situation, "company", "headcount") == 35
    again = client.post(
        address(situation, "company.headcount"), {"value": "4000", "confirm": "yes"}
    )
    assert again.status_code == 302
    assert held(situation, "company", "headcount") == 4000


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("company.headcount", "0", "entre 1 et 10"),
        ("company.headcount", "12,5", "nombre entier"),
        ("marketing.budget", "beaucoup", "Écrivez un nombre"),
        ("needs.recurrent_share", "120", "entre 0 et 100"),
        ("company.market", "be", "Choisissez"),
        ("company.start", "2026-13", "2027-01"),
        ("company.name", "x" * 201, "200 caractères"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_to_write(
    client: Client, keep: Keep, key: str, value: str, part: str
) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, key), {"value": value})
    assert response.status_code == 422
    page = check_page(response, "fr")
    assert part in page.text
    situation.refresh_from_db()
    assert situation.document == COMPANY


@pytest.mark.parametrize(
    ("lang", "key", "typed", "value", "said"),
    [
        ("en", "company.headcount", "1.000 people", 1_000, "1,000 people"),
        ("fr", "company.headcount", "environ 100", [90, 110], "90 à 110 personnes"),
        ("fr", "needs.evolving", "0,45", 0.45, "45"),
    ],
)
def test_what_could_be_read_otherwise_is_read_back_before_it_is_kept(
    client: Client, keep: Keep, lang: str, key: str, typed: str, value: Any, said: str
) -> None:
    situation, (section, name) = keep(COMPANY), key.split(".")
    before = held(situation, section, name)
    page = client.post(address(situation, key, lang), {"value": typed})
    assert page.status_code == 200
    assert said in check_page(page, lang).text.replace("\u202f", " ").replace("\xa0", " ")
    assert held(situation, section, name) == before
    sure = {"value": typed, "confirm": "yes"}
    assert client.post(address(situation, key, lang), sure).status_code == 302
    assert held(situation, section, name) == value


def test_a_range_is_kept_shown_again_and_told_among_the_answers(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    here = address(situation, "company.headcount")
    assert client.post(here, {"value": "entre 20 et 50"}).status_code == 302
    assert held(situation, "company", "headcount") == [20, 50]
    assert 'value="20 à 50"' in client.get(here).content.decode()
    told = check_page(client.get(f"/fr/c/{situation.pk}/answers/"), "fr").text
    assert "20 à 50 personnes" in told.replace("\xa0", " ")


def test_nobody_who_steers_is_not_asked_for_hours_and_kept_ones_vanish(
    client: Client, keep: Keep
) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "steering.hours_per_month"), {"value": "10"})
    assert held(situation, "steering", "hours_per_month") == 10
    client.post(address(situation, "steering.level"), {"value": "0"})
    assert held(situation, "steering", "hours_per_month") is None
    asked = "steering.hours_per_month"
    assert not way.applies(situation.document, asked)
    assert asked not in [step.key for step in way.core(situation.document)]
    client.post(address(situation, "steering.level"), {"value": "2"})
    situation.refresh_from_db()
    assert way.is_open(situation.document, asked)
    assert asked in [step.key for step in way.core(situation.document)]


def test_shares_that_pass_the_whole_are_refused(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "needs.recurrent_share"), {"value": "70"})
    response = client.post(address(situation, "needs.oneoff_share"), {"value": "40"})
    assert response.status_code == 422
    assert held(situation, "needs", "oneoff_share") is None
    assert held(situation, "needs", "recurrent_share") == 0.7
