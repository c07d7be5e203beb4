"""The order of the questions, two tabs, undo, and figures only after answers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.pages import check_page
from tests.web.test_questions.asking import Keep, address, held

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
