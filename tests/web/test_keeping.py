"""Kept without an account, shared without a name, erased for good, closed to others."""

from __future__ import annotations

import base64
import json
import logging
import re
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import check_page
from timonier.app import links
from timonier.app.links import Shared
from timonier.app.web import computing, memory, middleware, sharing, store
from timonier.app.web.logs import JsonFormatter
from timonier.app.web.middleware import COOKIE
from timonier.app.web.models import Computation, Job, Revision, SharedLink, Situation
from timonier.knowledge import load

pytestmark = pytest.mark.django_db
Keep = Callable[..., Any]


def test_beginning_keeps_a_situation_under_a_cookie_that_only_its_hash_knows(
    client: Client,
) -> None:
    response = client.post("/fr/start/")
    cookie = response.cookies["timonier_browser"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    situation = Situation.objects.get()
    assert cookie.value not in (situation.owner, situation.pk)
    assert response["Location"] == f"/fr/c/{situation.pk}/next/"


@pytest.mark.parametrize("lang", LANGS)
def test_a_situation_of_another_browser_is_closed(client: Client, keep: Keep, lang: str) -> None:
    situation = keep(COMPANY)
    stranger = Client()
    for path in ("answers", "result", "share", "what-if", "question/company.headcount", "next"):
        for visitor in (stranger, Client(headers={"cookie": "timonier_browser=guess"})):
            response = visitor.get(f"/{lang}/c/{situation.pk}/{path}/")
            assert response.status_code == 404
    check_page(response, lang)
    for path in ("erase", "rename", "duplicate", "undo"):
        assert stranger.post(f"/{lang}/c/{situation.pk}/{path}/").status_code == 404
    assert Situation.objects.count() == 1


def test_what_changes_anything_needs_a_form_of_ours(keep: Keep) -> None:
    situation = keep(COMPANY)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["timonier_browser"] = "a-browser-of-the-tests"
    for path in ("start/", "sample/", "data/erase/", f"c/{situation.pk}/erase/"):
        response = strict.post(f"/fr/{path}")
        assert response.status_code == 403
        check_page(response, "fr")
        assert strict.get(f"/fr/{path}").status_code == 405
    assert Situation.objects.count() == 1


def test_a_link_reopens_the_exact_answers_in_a_clean_browser(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY, seed=3, asked=["company.market", "company.headcount"])
    assert client.post(f"/fr/c/{situation.pk}/share/", {"days": "30"}).status_code == 302
    page = client.get(f"/fr/c/{situation.pk}/share/").content.decode()
    address = page.split('id="link"')[1].split(">")[1].split("<")[0]
    assert re.fullmatch(r"http://testserver/fr/s/k[\w-]{22}/", address)
    kept = json.dumps(situation.links.get().document, ensure_ascii=False)
    for name in ("Lemoine", "Camille", "mobilier"):
        assert name not in kept
    other = Client()
    path = address.removeprefix("http://testserver")
    shown = other.get(path)
    assert shown.status_code == 200
    assert "35 personnes" in check_page(shown, "fr").text
    assert Situation.objects.count() == 1
    opened = other.post(path + "open/")
    assert opened["Location"].endswith("/result/")
    copy = Situation.objects.exclude(pk=situation.pk).get()
    assert copy.document == links.without_names(COMPANY)
    assert (copy.seed, copy.asked) == (3, ["company.market", "company.headcount"])
    assert copy.owner != situation.owner


@pytest.mark.parametrize("lang", LANGS)
def test_a_link_closed_or_past_its_day_opens_nothing(client: Client, keep: Keep, lang: str) -> None:
    situation = keep(COMPANY)
    for days in ("30", "365", "nonsense"):
        client.post(f"/{lang}/c/{situation.pk}/share/", {"days": days})
    check_page(client.get(f"/{lang}/c/{situation.pk}/share/"), lang)
    left, closed, past = situation.links.all()
    assert (past.expires_at - past.created_at).days in (29, 30)
    stranger = Client()
    assert stranger.post(f"/{lang}/c/{situation.pk}/share/{closed.pk}/close/").status_code == 404
    assert client.post(f"/{lang}/c/{situation.pk}/share/{closed.pk}/close/").status_code == 302
    SharedLink.objects.filter(pk=past.pk).update(expires_at=timezone.now())
    assert stranger.get(f"/{lang}/s/{left.pk}/").status_code == 200
    for gone in (closed.pk, past.pk, "k" + "A" * 22):
        response = stranger.get(f"/{lang}/s/{gone}/")
        assert response.status_code == 400
        check_page(response, lang)
    client.post(f"/{lang}/c/{situation.pk}/erase/")
    assert stranger.get(f"/{lang}/s/{left.pk}/").status_code == 400


def test_the_links_of_a_situation_are_bounded_and_a_plan_uses_its_own_again(keep: Keep) -> None:
    situation = keep(COMPANY)
    assert sharing.for_plan(situation).pk == sharing.for_plan(situation).pk
    for _ in range(sharing.MOST + 3):
        sharing.make(situation, 30)
    assert situation.links.count() == sharing.MOST


def test_a_partial_situation_reopens_at_its_next_question(client: Client) -> None:
    code = links.encode(Shared({"company": {"market": "fr"}}, load().version, 0, ()))
    opened = client.post(f"/fr/s/{code}/open/", follow=True)
    assert opened.redirect_chain[-1][0].endswith("/question/company.headcount/")


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_personal_is_kept_by_a_browser_or_a_proxy(
    client: Client, keep: Keep, lang: str
) -> None:
    situation = keep(COMPANY)
    code = links.encode(Shared(COMPANY, load().version, 0, ()))
    head = f"/{lang}/c/{situation.pk}"
    pages = [f"/{lang}/", f"/{lang}/mine/", f"/{lang}/s/{code}/", f"{head}/answers/",
             f"{head}/share/", f"{head}/result/", f"{head}/company.toml", f"{head}/next/",
             f"{head}/panel/", f"{head}/question/company.headcount/", f"{head}/nothing/",
             f"/{lang}/embed/?code={code}"]  # fmt: skip
    kept = [page for page in pages if client.get(page)["Cache-Control"] != "no-store"]
    assert kept == []
    assert "private" in client.get(f"/{lang}/guide/")["Cache-Control"]


@pytest.mark.parametrize("lang", LANGS)
def test_an_older_link_says_that_the_model_changed_and_names_what_was_dropped(
    client: Client, lang: str
) -> None:
    document = {**COMPANY, "marketing": {"budget": 140_000, "role": "decoration", "tone": 3}}
    document["team"] = [{"role": "emp_junior"}, {"role": "emp_wizard"}]
    code = links.encode(Shared(document, "an-older-one", 0, ()))
    text = check_page(client.get(f"/{lang}/s/{code}/"), lang).text
    assert "an-older-one" in text
    assert load().facts["marketing.role"].label[lang] in text
    assert "marketing.tone" in text
    client.post(f"/{lang}/s/{code}/open/")
    kept = Situation.objects.get()
    assert kept.document["marketing"] == {"budget": 140_000}
    assert kept.document["team"] == [{"role": "emp_junior"}]
    assert [told["key"] for told in kept.notices] == ["model_changed", "dropped"]


def forged(content: bytes) -> str:
    """A link with a right checksum over anything at all."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=links.DICTIONARY_1)
    packed = squeeze.compress(content) + squeeze.flush()
    return "1" + base64.urlsafe_b64encode(links._check(packed) + packed).decode().rstrip("=")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", b"\xff\xfe", b'{"c": 3, "k": "", "s": 0, "a": []}',
        b'{"c": {}, "k": "", "s": -1, "a": []}', b'{"c": {}, "k": "", "s": 0, "a": [1]}',
        b'{"c": {"company": []}, "k": "", "s": 0, "a": []}', b"[" * 50_000,
        b'{"c": {"team": [[]], "company": {"market": {}}}, "k": "", "s": 0, "a": ["x"]}',
        b'{"c": {"company": [1], "team": "x"}, "k": "", "s": 0, "a": []}',
        b'{"c": {"vision": {"x\\ud800": 1}}, "k": "\\u0000", "s": 0, "a": ["\\udfff"]}',
        json.dumps({"c": {"a" * 99: {"b": 1}}, "k": "x" * 999, "s": 0, "a": ["y"] * 900}).encode(),
    ],
)  # fmt: skip
def test_a_forged_link_gets_a_clear_page_and_breaks_nothing(client: Client, content: bytes) -> None:
    code = forged(content)
    for response in (client.get(f"/fr/s/{code}/"), client.post(f"/fr/s/{code}/open/")):
        assert response.status_code in (200, 302, 400)
    check_page(client.get(f"/fr/s/{code}/"), "fr")


@pytest.mark.parametrize("lang", LANGS)
def test_a_link_shows_each_figure_that_it_changes_beside_ours(client: Client, lang: str) -> None:
    figures = {"emp_head.salary": [20_000, 21_000, 22_000], "free_seo.day_rate": 99}
    code = links.encode(Shared({**COMPANY, "assumptions": figures}, load().version, 0, ()))
    text = check_page(client.get(f"/{lang}/s/{code}/"), lang).text
    theirs = {"fr": "20 000 ; 21 000 ; 22 000", "en": "20,000 ; 21,000 ; 22,000"}
    assert theirs[lang] in " ".join(text.split())
    for key in figures:
        figure = load().figures[f"fr.{key}"]
        assert figure.label[lang] in text
        assert str(figure.year) in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", ["1abc", "zzz", "1" + "A" * 7000])
def test_a_broken_link_says_so(client: Client, code: str, lang: str) -> None:
    response = client.get(f"/{lang}/s/{code}/")
    assert response.status_code == 400
    check_page(response, lang)


def test_scenarios_are_named_copied_and_erased(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    client.post(f"/fr/c/{situation.pk}/rename/", {"name": "  Plan   B  " + "x" * 200})
    situation.refresh_from_db()
    assert situation.name.startswith("Plan B x")
    assert len(situation.name) == 80
    client.post(f"/fr/c/{situation.pk}/duplicate/")
    assert Situation.objects.count() == 2
    page = check_page(client.get("/fr/mine/"), "fr")
    assert page.text.count("Plan B") >= 2
    client.post(f"/fr/c/{situation.pk}/erase/")
    assert Situation.objects.count() == 1


def test_erasing_everything_leaves_nothing_of_a_browser(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    store.answer(situation, "company.headcount", 40)
    Job.objects.create(situation=situation, kind="plan", lang="fr")
    response = client.post("/fr/data/erase/")
    assert response.cookies["timonier_browser"].value == ""
    assert '"cache"' in response["Clear-Site-Data"]
    for kept in (Situation, Revision, Job):
        assert kept.objects.count() == 0


def test_a_copy_of_a_cookie_opens_nothing_once_its_year_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/fr/start/")
    page = f"/fr/c/{Situation.objects.get().pk}/answers/"
    begun, _, rest = client.cookies[COOKIE].value.partition(".")
    now = time.time()
    for days, status in ((364, 200), (367, 404)):
        monkeypatch.setattr(middleware.time, "time", lambda days=days: now + days * 86_400)
        assert client.get(page).status_code == status
    for forged in (f"{int(begun) + 300}.{rest}", f"²{begun}.{rest}", f"{'9' * 5000}.{rest}", rest):
        assert Client(headers={"cookie": f"{COOKIE}={forged}"}).get(page).status_code == 404


@pytest.mark.parametrize("way", ["data/erase/", "c/{}/erase/"])
def test_what_was_computed_for_a_situation_is_erased_with_it(
    client: Client, keep: Keep, way: str
) -> None:
    """A computed document repeats the answers and the company's name: it must go as well."""
    situation = keep({**COMPANY, "company": {**COMPANY["company"], "name": "Tissages Aubertin"}})
    for step in (30, 31):  # the state before a change was computed too
        client.get(f"/fr/c/{situation.pk}/panel/")
        store.answer(situation, "company.headcount", step)
        situation.refresh_from_db()
    client.get(f"/fr/c/{situation.pk}/panel/")
    assert any("Aubertin" in text for text in everything_computed())
    client.post(f"/fr/{way.format(situation.pk)}")
    assert not [text for text in everything_computed() if "Aubertin" in text]


def everything_computed() -> list[str]:
    rows = [zlib.decompress(bytes(row.result)).decode() for row in Computation.objects.all()]
    return [*rows, *memory.TEXTS.values()]


def test_what_was_computed_for_an_undone_answer_goes_with_it(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    store.answer(situation, "company.headcount", 41)
    situation.refresh_from_db()
    client.get(f"/fr/c/{situation.pk}/panel/")
    assert computing.known(computing.content_key(situation.document, 0, "fr", quick=True))
    store.undo(situation)
    assert not computing.known(computing.content_key(situation.document, 0, "fr", quick=True))


def test_what_nobody_opens_for_a_year_goes_and_lists_are_bounded(keep: Keep) -> None:
    old, long_ago = keep(COMPANY), timezone.now() - timedelta(days=366)
    Situation.objects.filter(pk=old.pk).update(updated_at=long_ago)
    Computation.objects.create(key="0" * 64, result=b"")
    Computation.objects.filter(key="0" * 64).update(created_at=long_ago)
    fresh = keep(COMPANY)
    assert not Computation.objects.filter(key="0" * 64).exists()
    assert set(Situation.objects.values_list("pk", flat=True)) == {fresh.pk}
    for value in range(store.KEPT_REVISIONS + 5):
        store.answer(fresh, "company.headcount", 50 + value)
    assert fresh.revisions.count() == store.KEPT_REVISIONS


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_address_and_an_oversized_request_get_a_clear_page(
    client: Client, keep: Keep, lang: str
) -> None:
    nowhere = client.get(f"/{lang}/nowhere/")
    assert nowhere.status_code == 404
    check_page(nowhere, lang)
    situation = keep(COMPANY)
    asked = f"/{lang}/c/{situation.pk}/question/company.name/"
    heavy = client.post(asked, {"value": "x" * 1_200_000})
    assert heavy.status_code == 400
    many = client.post(asked, {f"field{i}": "1" for i in range(1_200)})
    assert many.status_code == 400


def test_a_refusal_is_logged_as_one_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    strict = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.INFO, "timonier.web"):
        refused = [strict.post("/fr/start/?budget=140000"), strict.get("/fr/s/1AAAA/")]
        strict.get("/fr/")
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert [(one["level"], one["message"], one["status"]) for one in lines] == [
        *(("warning", "refused", one.status_code) for one in refused),
        ("info", "request", 200),
    ]
    assert [one.status_code for one in refused] == [403, 400]
    assert "140000" not in str(lines)


@pytest.mark.parametrize("lang", LANGS)
def test_a_failure_says_so_in_words_and_logs_its_traceback_without_the_address(
    keep: Keep, lang: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The one place where a part is replaced: a failure cannot be asked for politely."""
    situation = keep(COMPANY)
    visitor = Client(raise_request_exception=False)
    visitor.cookies["timonier_browser"] = "a-browser-of-the-tests"

    def fail(*_: Any) -> None:
        raise RuntimeError("something broke")

    monkeypatch.setattr(store, "find", fail)
    with caplog.at_level(logging.INFO, "timonier.web"):
        response = visitor.get(f"/{lang}/c/{situation.pk}/answers/?budget=140000")
    assert response.status_code == 500
    check_page(response, lang)
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert any("something broke" in line for line in lines)
    for line in lines:
        said = json.loads(line)
        assert said["route"] == "answers"
        assert situation.pk not in line
        assert "140000" not in line
