"""Work waits in line, is done once, by somebody, for everybody in turn, and always ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import check_page
from timonier.app.web import computing, jobs, memory, samples, working
from timonier.app.web.models import Computation, Job, Situation

pytestmark = pytest.mark.django_db(transaction=True)
Keep = Callable[..., Any]
HTMX = {"HX-Request": "true"}
GONE = f"{jobs.my_name().rpartition('/')[0]}/4194304"  # no process has that number


def asked(kind: str = "full", name: str = "a", browser: str = "", address: str = "") -> Job:
    jobs.VISITOR.set(jobs.Visitor(browser, address))
    document = {**COMPANY, "company": {**COMPANY["company"], "name": name}}
    return computing.ask(document, 0, kind)


def taken() -> list[tuple[str, str]]:
    """What is taken, to the last, each done as soon as taken."""
    found = []
    while (job := jobs.take()) is not None:
        found.append((job.kind, job.document["company"]["name"]))
        jobs.finish(job, "done")
    return found


def test_the_same_work_is_never_waiting_twice(computers: None) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: _asked_and_closed(), range(12)))
    assert len(set(made)) == 1
    assert Job.objects.count() == 1
    job = jobs.take()
    assert job
    assert asked().pk == job.pk  # nor when it is under way
    assert jobs.take() is None


def _asked_and_closed() -> str:
    try:
        return asked().pk
    finally:
        connection.close()


def test_each_job_is_taken_by_one_process_only(computers: None) -> None:
    for n in range(8):
        asked(name=str(n))

    def take(_: int) -> str:
        try:
            job = jobs.take()
            return job.pk if job else ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(take, range(12)))
    assert sorted(found)[:4] == [""] * 4
    assert len(set(found) - {""}) == 8


def test_a_panel_comes_before_an_advice_that_has_not_waited(computers: None) -> None:
    asked("full", "first")
    asked("quick", "second")
    assert taken() == [("quick", "second"), ("full", "first")]
    late = asked("full", "third")
    Job.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(seconds=9))
    asked("quick", "fourth")
    assert taken() == [("full", "third"), ("quick", "fourth")]


def test_who_asks_for_much_waits_behind_who_asks_for_little(computers: None) -> None:
    for n in range(5):
        asked(name=f"much {n}", address="one")
    first = jobs.take()
    asked(name="little", address="other")
    second = jobs.take()
    assert first
    assert second
    assert second.document["company"]["name"] == "little"


def test_a_browser_and_an_address_and_the_line_are_bounded(computers: None) -> None:
    for n in range(jobs.MOST_OF_A_BROWSER):
        asked(name=f"{n}", browser="b", address="x")
    with pytest.raises(jobs.Full) as own:
        asked(name="more", browser="b", address="x")
    assert own.value.kind == "busy_visitor"
    for n in range(jobs.MOST_WAITING - jobs.MOST_OF_A_BROWSER):
        Job.objects.create(kind="full", key=str(n), address=str(n))
    with pytest.raises(jobs.Full) as full:
        asked(name="late", browser="c", address="y")
    assert full.value.kind == "busy"


def test_panels_that_were_left_never_keep_their_browser_from_its_advice(computers: None) -> None:
    for n in range(jobs.MOST_OF_A_BROWSER):
        asked("quick", f"panel {n}", browser="b", address="x")
    with pytest.raises(jobs.Full):
        asked("quick", "one more", browser="b", address="x")
    assert asked("full", "advice", browser="b", address="x").state == "waiting"
    long_ago = timezone.now() - 2 * jobs.UNSEEN
    Job.objects.filter(kind="quick").exclude(document__company__name="panel 3").update(
        wanted_at=long_ago
    )
    asked("quick", "another page", browser="b", address="x")
    assert [name for _, name in taken()] == ["panel 3", "another page", "advice"]


def test_an_office_that_only_looks_at_panels_leaves_room_for_advice(computers: None) -> None:
    for n in range(jobs.MOST_WAITING):
        Job.objects.create(kind="quick", key=str(n), address="office")
    assert jobs.has_room()
    assert asked("full", "advice", browser="b", address="office").state == "waiting"
    with pytest.raises(jobs.Full):
        asked("quick", "one more", browser="c", address="elsewhere")


@pytest.mark.parametrize("lang", LANGS)
def test_a_full_line_is_said_with_when_to_come_back(
    client: Client, keep: Keep, computers: None, lang: str
) -> None:
    situation = keep(COMPANY)
    for n in range(jobs.MOST_WAITING):
        Job.objects.create(kind="full", key=str(n))
    address = f"/{lang}/c/{situation.pk}/result/"
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    check_page(response, lang)
    again = {"fr": "Réessayer", "en": "Try again"}[lang]
    assert f'<a class="button" href="{address}">{again}</a>' in response.content.decode()
    assert client.get(f"/{lang}/c/{situation.pk}/answers/").status_code == 200
    assert client.get("/ready").status_code == 503


def test_what_a_dead_process_was_doing_is_done_by_another(computers: None) -> None:
    asked()
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        job = jobs.take()
        assert job
        assert job.attempts == attempt
        Job.objects.filter(pk=job.pk).update(worker=GONE)
    assert jobs.take() is None
    given_up = Job.objects.get()
    assert (given_up.state, given_up.reason) == ("failed", "lost")


def test_a_process_of_another_machine_is_dead_when_it_gives_no_sign(computers: None) -> None:
    asked()
    job = jobs.take()
    assert job
    Job.objects.filter(pk=job.pk).update(worker="elsewhere/1")
    assert jobs.take() is None
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * jobs.LOST)
    again = jobs.take()
    assert again
    assert again.pk == job.pk
    job.worker = "elsewhere/1"
    assert not jobs.finish(job, "done")  # the first one, if it lives after all, has no say


@pytest.mark.parametrize("lang", LANGS)
def test_a_job_given_up_says_why_in_words(
    client: Client, keep: Keep, computers: None, lang: str
) -> None:
    situation = keep(COMPANY)
    client.get(f"/{lang}/c/{situation.pk}/result/")
    Job.objects.update(state="failed", reason="lost", finished_at=timezone.now())
    response = client.get(f"/{lang}/c/{situation.pk}/result/?compute=1")
    assert response.status_code == 503
    assert {"fr": "trois fois", "en": "three times"}[lang] in check_page(response, lang).text


def test_a_panel_whose_page_was_left_is_dropped(computers: None) -> None:
    left, kept = asked("quick", "left"), asked("quick", "kept")
    Job.objects.filter(pk=left.pk).update(wanted_at=timezone.now() - 2 * jobs.LEFT)
    jobs.look(kept)
    assert taken() == [("quick", "kept")]
    left.refresh_from_db()
    assert left.state == "cancelled"


@pytest.mark.parametrize("lang", LANGS)
def test_whoever_waits_sees_a_place_in_line_then_the_advice(
    client: Client, keep: Keep, computers: None, lang: str
) -> None:
    situation = keep(COMPANY)
    address = f"/{lang}/c/{situation.pk}/result/"
    asked("full", "before")
    page = check_page(client.get(address), lang)
    assert {"fr": "Place 2", "en": "Number 2"}[lang] in page.text
    piece = client.get(address + "?compute=1", headers=HTMX)
    assert b"hx-get" in piece.content
    answer = client.get(f"/{lang}/c/{situation.pk}/decision.json")
    assert answer.status_code == 202
    assert {"fr": "Place 2", "en": "Number 2"}[lang] in check_page(answer, lang).text
    assert answer["Retry-After"]
    other = client.get(f"/{lang}/c/{situation.pk}/figure/models.hybrid.chance_of_best/")
    assert other.status_code == 202
    check_page(other, lang)
    while (job := jobs.take()) is not None:
        looked = client.get(f"/{lang}/waiting/{job.pk}/", headers=HTMX)
        assert b"<progress" in looked.content
        working.do(job)
    assert client.get(f"/{lang}/waiting/{job}/", headers=HTMX)["HX-Refresh"] == "true"
    assert b'class="waiting"' not in client.get(address).content
    assert Computation.objects.exists()


def test_a_job_stopped_says_so_and_gives_no_file(
    client: Client, keep: Keep, computers: None
) -> None:
    situation = keep(COMPANY)
    address = client.post(f"/fr/c/{situation.pk}/files/")["Location"]
    check_page(client.get(address), "fr")
    job = jobs.take()
    assert job
    client.post(address + "stop/")
    working.do(job)
    job.refresh_from_db()
    assert (job.state, job.reason) == ("cancelled", "stopped")
    check_page(client.get(address), "fr")
    assert client.get(address + "plan.zip").status_code == 404


def test_what_was_erased_while_it_was_computed_is_kept_nowhere(
    client: Client, keep: Keep, computers: None
) -> None:
    situation = keep(COMPANY)
    client.get(f"/fr/c/{situation.pk}/panel/", headers=HTMX)
    job = jobs.take()
    assert job
    client.post(f"/fr/c/{situation.pk}/erase/")
    working.do(job)
    assert not Job.objects.exists()
    assert not Computation.objects.exists()
    assert not memory.TEXTS


def test_a_job_that_fails_ends_with_a_reason_and_is_not_tried_at_once(computers: None) -> None:
    job = computing.ask({"company": {"market": "nowhere"}}, 0, "full")
    found = jobs.take()
    assert found
    working.do(found)
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "failed")
    assert computing.ask({"company": {"market": "nowhere"}}, 0, "full").pk == job.pk


def test_what_is_over_goes(computers: None) -> None:
    long_ago = timezone.now() - 2 * jobs.KEPT
    Job.objects.create(kind="plan", key="p", state="done", finished_at=long_ago)
    for n in range(4 * jobs.MEASURED):
        document = {"company": {"name": str(n)}}
        Job.objects.create(
            kind="full", key=str(n), state="done", finished_at=long_ago, document=document
        )
    Job.objects.create(kind="quick", key="q", state="failed", finished_at=long_ago)
    jobs.sweep()
    assert not Job.objects.filter(kind="plan").exists()
    assert not Job.objects.filter(state="failed").exists()
    assert Job.objects.count() == 3 * jobs.MEASURED
    assert not Job.objects.exclude(document={}).exists()


def test_who_asks_where_nobody_computes_computes_alone(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, computers=1)
    jobs.Pulse.objects.filter(name=jobs.COMPUTING).update(at=timezone.now() - 2 * jobs.LOST)
    assert '"verdict"' in computing.text(COMPANY, 11, "fr", quick=True)
    assert Job.objects.get().worker.endswith(f"/{os.getpid()}")
    computing.forget([(COMPANY, 11)])


def test_samples_are_prepared_one_at_a_time_while_nobody_waits(computers: None) -> None:
    """A visitor whose company arrives meanwhile waits for one of them at most."""
    every = samples.every_market()
    assert len(every) > 1
    for count, market in enumerate(every, 1):
        working.prepare(market)
        assert Job.objects.filter(state="waiting").count() == count
    working.prepare(every[0])
    assert Job.objects.count() == len(every)  # asked for once


@pytest.mark.parametrize("lang", LANGS)
def test_the_front_page_shows_the_sample_once_it_is_computed(client: Client, lang: str) -> None:
    assert 'class="preview' not in client.get(f"/{lang}/").content.decode()
    held = samples.document("fr")
    said = json.loads(computing.text(held, 0, lang))["verdict"]
    french = {"Accept-Language": "fr-FR,fr;q=0.9"}
    page = check_page(client.get(f"/{lang}/", headers=french), lang)
    assert " ".join(said["text"].split()) in page.text
    opened = client.post(f"/{lang}/sample/", headers=french)["Location"]
    assert Situation.objects.get().document == held
    assert " ".join(said["text"].split()) in check_page(client.get(opened), lang).text


def test_memory_is_given_back_after_each_job(
    computers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that computed for an hour held three gigabytes, nearly all of it freed long ago."""
    given: list[str] = []
    monkeypatch.setattr(working, "trim", lambda: given.append(job.key))
    computing.ask({"company": {"market": "nowhere"}}, 0, "full")
    job = jobs.take()
    assert job
    working.do(job)
    assert len(given) == 1
