"""The interview is a function of the answers, on every way through it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from django.test import Client

from tests import interviews
from tests.interviews import CURIOUS
from tests.web.conftest import LANGS
from tests.web.pages import check_page
from tests.web.test_questions.asking import Keep, address
from timonier.app.ask.conversation import Conversation
from timonier.app.interview import answers, way
from timonier.app.web import computing, jobs, memory, working
from timonier.app.web.models import Computation
from timonier.engine.company import FACTS

pytestmark = pytest.mark.django_db(transaction=True)

Step = Callable[[Any, str], None]


def walk(
    client: Client, situation: Any, script: interviews.Said, *, lang: str = "fr", pause: Any = None
) -> list[str]:
    """The questions met until the result, answered as the script says."""
    met: list[str] = []
    here = f"/{lang}/c/{situation.pk}/next/"
    while len(met) < 40:
        response = client.get(here)
        while response.status_code == 202:  # it waits in line
            pause()
            response = client.get(here)
        found = re.search(r"/question/([^/]+)/$", response["Location"])
        if found is None:
            assert response["Location"].endswith("/result/")
            return met
        key = found[1]
        met.append(key)
        answered = client.post(response["Location"], interviews.sent(script, key))
        assert (answered.status_code, answered["Location"]) == (302, here), key
    raise AssertionError(met)


@pytest.mark.parametrize("name", interviews.SCRIPTS)
def test_a_first_time_owner_reaches_the_answer_within_fourteen_questions(
    client: Client, keep: Keep, name: str
) -> None:
    script = interviews.SCRIPTS[name]
    situation = keep()
    met = walk(client, situation, script)
    assert len(met) <= interviews.MOST, met
    assert len(met) == len(set(met))
    situation.refresh_from_db()
    steps = [step.key for step in way.core(situation.document)]
    assert met[: len(steps)] == steps
    assert {"team", "marketing.budget", "marketing.wants"} < set(steps)
    assert ("steering.hours_per_month" in steps) == (script["steering.level"] != "0")
    check_page(client.get(f"/fr/c/{situation.pk}/result/"), "fr")


def test_ten_runs_under_load_ask_the_same_questions(
    client: Client, keep: Keep, settings: Any
) -> None:
    """Whatever waits in line, whatever the panel has computed, however fast one answers."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, computers=1)
    rng, found = random.Random(1), set()
    for run in range(10):
        if run == 5:  # the runs after each of two find what it has computed
            memory.TEXTS.clear()
            Computation.objects.all().delete()
        situation = keep()
        jobs.show_life()

        def pause(situation: Any = situation) -> None:
            jobs.show_life()
            if rng.random() < 0.5:
                client.get(f"/fr/c/{situation.pk}/panel/")
            if rng.random() < 0.5 and (job := jobs.take()) is not None:
                working.do(job)

        found.add(tuple(walk(client, situation, CURIOUS, lang=rng.choice(LANGS), pause=pause)))
    assert len(found) == 1
    assert len(found.pop()) > len(way.CORE)  # with what is asked after it


@pytest.mark.parametrize("lang", LANGS)
def test_the_count_is_exact_and_shrinks_with_what_falls_away(
    client: Client, keep: Keep, lang: str
) -> None:
    situation = keep({"company": {"market": "fr"}})
    said = {"fr": "Question 2 sur 12, puis jusqu’à 4", "en": "Question 2 of 12, then up to 4"}
    shown = check_page(client.get(address(situation, "company.headcount", lang)), lang)
    assert said[lang] in shown.text
    nobody = keep({"company": {"market": "fr"}, "steering": {"level": 0}})
    fewer = {"fr": "Question 2 sur 11", "en": "Question 2 of 11"}
    shown = check_page(client.get(address(nobody, "company.headcount", lang)), lang)
    assert fewer[lang] in shown.text


def test_going_back_keeps_the_order_and_leads_to_the_first_open_question(
    client: Client, keep: Keep
) -> None:
    situation = keep()
    for key in ("company.market", "company.headcount", "activity"):
        client.post(address(situation, key), interviews.sent(interviews.SHOP, key))
    shown = client.get(address(situation, "team")).content.decode()
    assert f'href="{address(situation, "activity")}"' in shown
    changed = client.post(address(situation, "company.headcount"), {"value": "20"})
    assert client.get(changed["Location"])["Location"] == address(situation, "team")


def test_a_useful_question_says_what_stopping_leaves(client: Client, keep: Keep) -> None:
    situation = keep()
    met = walk(client, situation, CURIOUS)
    useful = [key for key in met if key not in way.STEPS]
    situation.refresh_from_db()
    assert situation.asked == useful
    assert 0 < len(useful) <= way.MOST_USEFUL
    situation.document.pop("assumptions", None)  # as it was when the core was done
    for key in useful:
        answers.write(situation.document, key, None) if key in FACTS else None
    again = keep(situation.document)
    here = client.get(f"/fr/c/{again.pk}/next/")["Location"]
    assert here == address(again, useful[0])
    text = check_page(client.get(here), "fr").text
    assert "Question utile 1, sur 4 au plus" in text
    decision = computing.decision(again.document, again.seed, "fr")
    assert not decision.stop.reached
    assert " ".join(decision.stop.text.split()) in text


def test_the_terminal_finds_the_same_questions_useful(
    client: Client, keep: Keep, tmp_path: Path
) -> None:
    situation = keep()
    walk(client, situation, CURIOUS)
    situation.refresh_from_db()
    document, useful = situation.document, situation.asked
    document.pop("assumptions", None)
    for key in useful:
        answers.write(document, key, None) if key in FACTS else None
    path = tmp_path / "company.toml"
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    talk = Conversation(path, "fr", lambda _: "?", lambda *_: None, 0, computing.SCENARIOS)
    talk.run()
    assert talk.asked == useful
