"""The order of the questions, two tabs, undo, and figures only after answers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import check_page
from tests.web.test_questions.asking import Keep, address, held
from timonier.knowledge import load

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("lang", LANGS)
def test_too_little_known_shows_no_chance_no_price_and_nobody_to_hire(
    client: Client, keep: Keep, lang: str
) -> None:
    """Only the size and the kind of company are known: what is usual, and the next question."""
    situation = keep(
        {"company": {"market": "fr", "headcount": 12, "business": "b2b", "stage": "structuring"}}
    )
    response = client.get(f"/{lang}/c/{situation.pk}/result/?compute=1")
    page = check_page(response, lang)
    usual = {"fr": "Ce que vit d’ordinaire", "en": "What a company like yours usually faces"}
    assert usual[lang] in page.text
    assert f"/{lang}/c/{situation.pk}/next/" in page.attributes("href")
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert not re.search(r"[€$]|\bchances?\b|class=\"[^\"]*dial", main)
    hired = (role for role in load().roles.values() if role.category != "internal_existing")
    assert [role.key for role in hired if role.label[lang] in main] == []
    behind = client.get(f"/{lang}/c/{situation.pk}/result/plan/")
    assert behind["Location"] == f"/{lang}/c/{situation.pk}/result/"
    panel = check_page(client.get(f"/{lang}/c/{situation.pk}/panel/"), lang)
    assert "%" not in panel.text
