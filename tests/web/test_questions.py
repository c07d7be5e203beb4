"""Questions: three kinds of answer, a soft warning before a hard stop, an order that stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import COMPANY
from tests.web.pages import check_page
from timonier.app.web import order
from timonier.app.web.forms.parse import to_number
from timonier.app.web.forms.special import KEYS
from timonier.app.web.models import Situation
from timonier.engine.company import FACTS

pytestmark = pytest.mark.django_db
Keep = Callable[..., Any]


def address(situation: Situation, key: str, lang: str = "fr") -> str:
    return f"/{lang}/c/{situation.pk}/question/{key}/"


def held(situation: Situation, section: str, name: str) -> Any:
    situation.refresh_from_db()
    return situation.document.get(section, {}).get(name)


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
    asked = ["company.market", "company.headcount", "company.business"]
    situation = keep(COMPANY, asked=asked)
    here = address(situation, "company.headcount")
    shown = check_page(client.get(f"{here}?then={then}"), "fr")
    assert "Question 2" not in shown.text
    refused = client.post(f"{here}?then={then}", {"value": "douze"})
    assert refused.status_code == 422
    back = client.post(f"{here}?then={then}", {"value": "36"})["Location"]
    assert back.split("#")[0] == f"/fr/c/{situation.pk}/{then}/"
    elsewhere = client.post(f"{here}?then=https://example.com", {"value": "37"})["Location"]
    assert elsewhere == address(situation, "company.business")


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


def test_nobody_who_steers_is_not_asked_for_hours_and_kept_ones_vanish(
    client: Client, keep: Keep
) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "steering.hours_per_month"), {"value": "10"})
    assert held(situation, "steering", "hours_per_month") == 10
    client.post(address(situation, "steering.level"), {"value": "0"})
    assert held(situation, "steering", "hours_per_month") is None
    assert "steering.hours_per_month" not in order.fallback(situation.document)
    wanted = ["steering.hours_per_month", "steering.contact"]
    assert order.next_question(situation, wanted) == "steering.contact"
    client.post(address(situation, "steering.level"), {"value": "2"})
    situation.refresh_from_db()
    assert order.next_question(situation, wanted) == "steering.hours_per_month"


def test_shares_that_pass_the_whole_are_refused(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    client.post(address(situation, "needs.recurrent_share"), {"value": "70"})
    response = client.post(address(situation, "needs.oneoff_share"), {"value": "40"})
    assert response.status_code == 422
    assert held(situation, "needs", "oneoff_share") is None
    assert held(situation, "needs", "recurrent_share") == 0.7


def test_going_back_never_reorders_the_questions(client: Client, keep: Keep) -> None:
    situation = keep()
    client.post(address(situation, "company.market"), {"value": "fr"})
    second = client.get(f"/fr/c/{situation.pk}/next/")["Location"]
    client.post(second, {"value": "12"})
    third = client.get(f"/fr/c/{situation.pk}/next/")["Location"]
    client.post(third, {"value": "b2b"})
    situation.refresh_from_db()
    met = situation.asked
    changed = client.post(second, {"value": "20"})
    assert changed["Location"] == third
    situation.refresh_from_db()
    assert situation.asked == met
    assert f'href="{second}"' in client.get(third).content.decode()


def test_two_tabs_lose_neither_answer(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    one, other = address(situation, "vision.targets"), address(situation, "vision.channels")
    assert client.get(one).status_code == client.get(other).status_code == 200
    client.post(other, {"value": "yes"})
    client.post(one, {"value": "no"})
    assert held(situation, "vision", "targets") is False
    assert held(situation, "vision", "channels") is True


def test_undo_brings_back_one_change_at_a_time(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    for value in ("50", "60"):
        client.post(address(situation, "company.headcount"), {"value": value})
    for expected in (50, 35, 35):
        client.post(f"/fr/c/{situation.pk}/undo/")
        assert held(situation, "company", "headcount") == expected


def test_no_figure_is_given_before_the_first_answers(client: Client, keep: Keep) -> None:
    situation = keep({"company": {"market": "fr", "headcount": 12}})
    response = client.get(address(situation, "company.business"))
    assert "premières réponses" in check_page(response, "fr").text
    assert 'class="on"' not in response.content.decode()
    early = client.get(f"/fr/c/{situation.pk}/result/")
    assert "trop tôt" in check_page(early, "fr").text


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
    page = check_page(client.get(asked, {"task": ["weekly_sync", "weekly_signal"]}), "fr")
    assert "heures par mois, soit" in page.text
    salary = address(situation, "emp_head.salary")
    page = check_page(client.get(salary, {"role": "emp_content", "market": "ca-qc"}), "fr")
    assert "Québec" in page.text
    assert "$" in page.text


FIELDS = ("value", "answer", "confirm", "month", "count", "role.0", "quantity.0", "rank.1",
          "first.0", "second.0", "times.0", "figure", "drop", "more",
          "hours.editorial_content")  # fmt: skip
STRANGE = ("yes", "unknown", "not_concerned", "1e400", "-1", "0", "\x00", "emp_head", "alignment",
           "9" * 400, "é" * 300, "<script>", "../../etc", "2026-01")  # fmt: skip
SENT = st.dictionaries(
    st.sampled_from(
        [
            "value",
            "answer",
            "confirm",
            "month",
            "count",
            "role.0",
            "quantity.0",
            "rank.1",
            "first.0",
            "second.0",
            "times.0",
            "figure",
            "drop",
            "more",
            "hours.editorial_content",
        ]
    ),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(STRANGE),
    ),
    max_size=5,
)


@pytest.mark.parametrize("dropped", ["company.headcount", "emp_head.salary", "é" * 300])
def test_only_a_replaced_figure_can_be_dropped(client: Client, keep: Keep, dropped: str) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, "assumptions"), {"drop": dropped})
    assert response.status_code == 302
    situation.refresh_from_db()
    assert situation.document == COMPANY
    assert not situation.revisions.exists()


@pytest.mark.parametrize("key", [*FACTS, *KEYS])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=SENT)
def test_no_answer_however_strange_breaks_a_question(
    client: Client, keep: Keep, key: str, sent: dict[str, str]
) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, key), sent)
    assert response.status_code in (200, 302, 422)
    situation.refresh_from_db()
    from timonier.app.web import documents

    assert documents.problem(situation.document) == ""
