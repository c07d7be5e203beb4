"""What was answered in a frame of another site is erased from there, or where it was taken up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from timonier.app.web import telling
from timonier.app.web.models import Computation, Situation, Told

pytestmark = pytest.mark.django_db
SAID = ({"key": "company.market", "value": "fr"}, {"key": "company.headcount", "value": "35"},
        {"key": "company.business", "value": "b2b"})  # fmt: skip


def answered(code: str = "", theme: str = "dark") -> str:
    """The code that a frame goes on from after three answers, without a cookie."""
    frame = Client()
    for said in SAID:
        led = frame.post("/fr/embed/", {"code": code, "theme": theme, **said})["Location"]
        code = led.split("code=")[1].split("&")[0]
    return code


def opens(code: str) -> bool:
    return Client().get(f"/fr/s/{code}/").status_code == 200


def test_the_button_of_a_frame_erases_all_its_answers_and_no_other_frame_s() -> None:
    mine, theirs = answered(), answered()
    page = Client().get(f"/fr/embed/?code={mine}&theme=dark").content.decode()
    assert "Effacer mes réponses" in page
    assert "Effacer mes réponses" not in Client().get("/fr/embed/").content.decode()
    led = Client().post("/fr/embed/", {"code": mine, "theme": "dark", "erase": "1"})["Location"]
    assert led == "/fr/embed/?code=&accent=&theme=dark"
    assert not opens(mine)
    assert opens(theirs)
    assert Told.objects.count() == len(SAID)


def test_what_was_computed_for_a_frame_goes_with_its_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from timonier.app.web.views import embed

    code = answered()
    monkeypatch.setattr(embed.asking, "everybody", lambda *_: None)
    Client().get(f"/fr/embed/?code={code}")
    assert Computation.objects.exists()
    Client().post("/fr/embed/", {"code": code, "erase": "1"})
    assert not Computation.objects.exists()


@pytest.mark.parametrize("way", ["data/erase/", "c/{}/erase/"])
def test_answers_taken_up_from_a_frame_go_with_their_situation(client: Client, way: str) -> None:
    code = answered()
    client.post(f"/fr/s/{code}/open/")
    situation = Situation.objects.get()
    assert opens(code)  # the frame goes on, and what it says next goes with them
    further = answered(code)
    other = answered()
    client.post(f"/fr/{way.format(situation.pk)}")
    assert not opens(code)
    assert not opens(further)
    assert opens(other)


def test_nothing_else_that_was_told_opens_or_is_erased_as_a_frame(
    keep: Callable[..., Any],
) -> None:
    situation = keep({"company": {"market": "fr"}})
    keys = telling.keep({"moves": "a=1"}, situation), telling.keep({"q": "aubry", "list": "x"})
    for key in keys:
        assert not opens(key)
        Client().post("/fr/embed/", {"code": key, "erase": "1"})
    assert Told.objects.count() == len(keys)
