"""Answers of several lines or fields: the team, offers, preferences, figures of one's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.pages import check_page
from tests.web.test_questions.asking import Keep, address, held

pytestmark = pytest.mark.django_db


def test_every_word_of_the_team_survives_its_form(client: Client, keep: Keep) -> None:
    """What a file said is sent back by the page as it was, what few people say included."""
    team = [
        {"role": "owner", "quantity": 1, "hours_per_month": 20, "skills": {"crm": 2, "seo": 4}},
        {"role": "free_seo", "quantity": 1, "keep": False, "until": "2027-03", "cost": 9_000},
    ]
    situation = keep({**COMPANY, "team": team})
    here = address(situation, "team")
    fields = _fields(client.get(here).content.decode())
    assert client.post(here, fields).status_code == 302
    situation.refresh_from_db()
    assert situation.document["team"] == team


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the first form that counts its lines."""
    form = page[page.index('name="count"') :].split("</form>")[0]
    count = re.search(r'value="(\d+)"', form)
    assert count is not None
    sent = {"count": count[1]}
    sent |= dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


@pytest.mark.parametrize(
    ("key", "sent", "kept"),
    [
        ("quote", {"count": "1", "role.0": "fractional_cmo", "monthly.0": "4 200 €",
                   "hours_per_month.0": "32"},
         [{"role": "fractional_cmo", "monthly": 4_200, "hours_per_month": 32}]),
        ("tried", {"count": "2", "what.0": "nothing", "what.1": "agency_full", "ended.1": "cost"},
         [{"what": "nothing"}, {"what": "agency_full", "ended": "cost"}]),
        ("marketing.results", {"count": "1", "name.0": "devis", "per_month.0": "40",
                               "wanted.0": "80"},
         [{"name": "devis", "per_month": 40, "wanted": 80}]),
    ],
)  # fmt: skip
def test_offers_attempts_and_results_are_kept_line_by_line(
    client: Client, keep: Keep, key: str, sent: dict[str, str], kept: list[Any]
) -> None:
    situation = keep(COMPANY)
    check_page(client.get(address(situation, key)), "fr")
    assert client.post(address(situation, key), sent).status_code == 302
    situation.refresh_from_db()
    section, _, name = key.partition(".")
    found = situation.document[section]
    assert (found[name] if name else found) == kept
    check_page(client.get(f"/fr/c/{situation.pk}/answers/"), "fr")
    check_page(client.get(address(situation, key)), "fr")


def test_the_team_is_kept_line_by_line(client: Client, keep: Keep) -> None:
    situation = keep({"company": {"market": "ca-qc"}})
    sent = {"count": "3", "role.0": "emp_junior", "quantity.0": "0,5", "since_months.0": "14",
            "name.0": "Poste 1", "role.2": "free_seo", "cost.2": "18 000"}  # fmt: skip
    assert client.post(address(situation, "team"), sent).status_code == 302
    situation.refresh_from_db()
    assert situation.document["team"] == [
        {"role": "emp_junior", "quantity": 0.5, "since_months": 14, "name": "Poste 1"},
        {"role": "free_seo", "quantity": 1, "cost": 18_000},
    ]
    more = client.post(address(situation, "team"), {**sent, "more": "1"})
    assert more.content.decode().count('name="role.') == 5
    assert client.post(address(situation, "team"), {"count": "0"}).status_code == 302
    situation.refresh_from_db()
    assert situation.document["team"] == []


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("team", {"count": "1", "role.0": "founder"}),
        ("team", {"count": "1", "role.0": "emp_junior", "quantity.0": "0"}),
        ("team", {"count": "999"}),
        ("team", {"count": "1", "role.0": "emp_junior", "quantity.0": "51"}),
        ("team", {"count": "1", "role.0": "emp_junior", "skills.0": "seo 9"}),
        ("team", {"count": "1", "role.0": "free_seo", "keep.0": "yes", "until.0": "2027-03"}),
        ("intended", {"count": "1", "role.0": "owner"}),
        ("quote", {"count": "1", "role.0": "free_seo"}),
        ("quote", {"count": "1", "role.0": "emp_junior", "monthly.0": "900"}),
        ("tried", {"count": "1", "what.0": "agency_full", "ended.0": "boredom"}),
        ("preferences.order", {"rank.1": "alignment", "rank.2": "alignment"}),
        ("preferences.tradeoffs", {"first.0": "speed", "second.0": "speed", "times.0": "2"}),
        ("decision.chosen", {"value": "none_of_them"}),
        ("assumptions", {"figure": "no.such.figure"}),
    ],
)
def test_a_wrong_answer_of_several_fields_is_refused(
    client: Client, keep: Keep, key: str, sent: dict[str, str]
) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, key), sent)
    assert response.status_code == 422
    check_page(response, "fr")
    situation.refresh_from_db()
    assert situation.document == COMPANY


def test_preferences_and_figures_of_one_s_own_are_kept(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "preferences.order"), {"rank.1": "speed", "rank.3": "coverage"})
    trade = {"first.0": "alignment", "times.0": "2", "second.0": "total_cost"}
    client.post(address(situation, "preferences.tradeoffs"), trade)
    assert held(situation, "preferences", "order") == ["speed", "coverage"]
    assert held(situation, "preferences", "tradeoffs") == [["alignment", "total_cost", 2]]
    found = client.post(address(situation, "assumptions"), {"figure": "emp_head.salary = x"})
    assert found["Location"] == address(situation, "emp_head.salary")
    client.post(found["Location"], {"value": "48 000 ; 52 000 ; 60 000"})
    assert held(situation, "assumptions", "emp_head.salary") == [48_000, 52_000, 60_000]
    client.post(address(situation, "assumptions"), {"drop": "emp_head.salary"})
    assert held(situation, "assumptions", "emp_head.salary") is None


def test_hours_come_from_a_list_of_tasks_and_a_salary_from_a_role(
    client: Client, keep: Keep
) -> None:
    situation = keep(COMPANY)
    asked = address(situation, "steering.hours_per_month")
    ticked = {"help": "1", "task": ["weekly_sync", "weekly_signal"]}
    answered = client.post(f"{asked}?then=result", ticked)
    assert "then=result" in answered["Location"]
    page = check_page(client.get(answered["Location"]), "fr")
    assert "heures par mois, soit" in page.text
    salary = address(situation, "emp_head.salary")
    chosen = {"help": "1", "role": "emp_content", "market": "ca-qc"}
    page = check_page(client.post(salary, chosen, follow=True), "fr")
    assert "Québec" in page.text
    assert "$" in page.text
