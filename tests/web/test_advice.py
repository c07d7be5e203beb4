"""The advice on the page: the command's numbers, explained, played with, compared, taken away."""

from __future__ import annotations

import json
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import Page, check_page
from timonier.app.interview import way
from timonier.app.report.dates import short_day
from timonier.app.report.make import voice_of
from timonier.app.web import computing, memory
from timonier.app.web.models import Computation, Situation
from timonier.app.wording import about_money, number, percent
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

pytestmark = pytest.mark.django_db
Keep = Callable[..., Any]
HTMX = {"HX-Request": "true"}
BEHIND = ("comparison/", "why/", "tips/", "plan/", "assumptions/", "method/")


@pytest.fixture(autouse=True)
def everything_kept_in_memory() -> Iterator[None]:
    """A test's database is emptied after it; what was computed stays in the process."""
    yield
    Computation.objects.all().delete()


@pytest.fixture
def advised(client: Client, keep: Keep) -> Situation:
    """A situation whose advice is computed: once for all the tests of the process."""
    situation: Situation = keep(COMPANY)
    assert client.get(f"/fr/c/{situation.pk}/result/?compute=1").status_code == 200
    return situation


def document(client: Client, situation: Situation, lang: str = "fr") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/{lang}/c/{situation.pk}/decision.json").json()
    return found


def test_the_document_of_the_page_is_the_command_s_byte_for_byte(
    client: Client, advised: Situation
) -> None:
    import timonier

    decided = timonier.decide(timonier.load_company(COMPANY), scenarios=computing.SCENARIOS)
    for lang in LANGS:
        served = client.get(f"/{lang}/c/{advised.pk}/decision.json").content.decode()
        assert served == decided.to_json(lang)


@pytest.mark.parametrize("kept", [b"", b'{"verdict": {"model": "hybrid"}}'])
def test_what_another_version_kept_is_computed_again(
    kept: bytes, client: Client, advised: Situation
) -> None:
    key = computing.content_key(advised.document, advised.seed, "fr", quick=False)
    now = memory.TEXTS.pop(key)
    packed = zlib.compress(kept) if kept else kept
    Computation.objects.update_or_create(pk=key, defaults={"result": packed})
    assert client.get(f"/fr/c/{advised.pk}/result/?compute=1").status_code == 200
    assert computing.known(key) == now


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_the_numbers_of_the_document(
    client: Client, advised: Situation, lang: Any
) -> None:
    pages = every_page(client, advised, lang)
    text = " ".join(page.text for page in pages.values())
    said = document(client, advised, lang)
    shown = figures(served(client, advised, lang, "comparison/"))
    for model in MODELS:
        part = said["models"][model]
        if not part["team"]:
            continue
        head = f"models.{model}"
        assert shown[f"{head}.chance_of_best"] == percent(part["chance_of_best"], lang)
        alignment = part["criteria"]["alignment"]["p50"]
        assert shown[f"{head}.criteria.alignment"] == number(alignment, lang, 2)
        coverage = part["criteria"]["coverage"]["p50"]
        assert shown[f"{head}.criteria.coverage"] == percent(coverage, lang)
        for months in (12, 24, 36):
            cost = about_money(part["cost"][f"months_{months}"]["p50"], said["currency"], lang)
            assert shown[f"{head}.cost.months_{months}"] == cost
        for member in part["team"]:
            assert member["label"] in text
    for told in (said["stop"]["text"], *(tip["text"] for tip in said["tipping_points"][:3])):
        assert " ".join(told.split()) in text
    for group in ("reasons", "warnings"):
        for one in said[group]:
            assert " ".join(one["text"].split()) in text or one.get("about") in ("intended",)


def served(client: Client, situation: Situation, lang: str, page: str = "") -> str:
    """The HTML of the advice, or of a page behind it."""
    html: str = client.get(f"/{lang}/c/{situation.pk}/result/{page}").content.decode()
    return html


def every_page(client: Client, situation: Situation, lang: str) -> dict[str, Page]:
    """The advice and the pages behind it, each held to what any page owes its reader."""
    head = f"/{lang}/c/{situation.pk}/result/"
    return {p: check_page(client.get(f"{head}{p}"), lang) for p in ("", *BEHIND)}


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_answers_in_words_and_leads_to_all_the_rest(
    client: Client, advised: Situation, lang: str
) -> None:
    said = document(client, advised, lang)
    leading = said["models"][said["verdict"]["leading"]]
    html = served(client, advised, lang)
    text = every_page(client, advised, lang)[""].text
    for told in ("text", "confidence", "money"):
        assert " ".join(said["verdict"][told].split()) in text
    cost = about_money(leading["cost"]["months_12"]["p50"], said["currency"], lang)
    assert " ".join(cost.split()) in text
    for page in BEHIND:
        assert f'href="/{lang}/c/{advised.pk}/result/{page}"' in html
    assert html.count('<ol class="because"><li>') == 1
    assert html.count('type="radio" name="rung"') == len(said["frontier"])
    assert "decision.json" not in html
    assert "decision.json" in served(client, advised, lang, "method/")


def test_where_no_team_is_possible_the_page_says_why_and_nothing_else_breaks(
    client: Client, keep: Keep
) -> None:
    marketing = {**COMPANY["marketing"], "budget": 600}
    poor = {**COMPANY, "marketing": marketing, "hiring": {"can_recruit": False}, "team": []}
    situation = keep(poor)
    said = document(client, situation)
    assert said["verdict"]["leading"] is None
    page = check_page(client.get(f"/fr/c/{situation.pk}/result/"), "fr")
    assert said["models"]["in_house"]["why_not"][0]["text"].split(".")[0] in page.text
    for behind in BEHIND:
        asked = client.get(f"/fr/c/{situation.pk}/result/{behind}")
        assert asked.status_code == (302 if behind in ("comparison/", "plan/") else 200)
    assert moved(client, situation, **{"marketing.budget": "900"}).status_code == 200
    assert "read" not in Page(served(client, situation, "fr")).attributes("value")


@pytest.mark.parametrize("lang", LANGS)
def test_the_schedule_of_the_page_is_the_plan_s(
    client: Client, advised: Situation, lang: Any
) -> None:
    """Every step with its days, those that delay everybody marked; the same plan as the files'."""
    import timonier

    decided = timonier.decide(timonier.load_company(COMPANY), scenarios=computing.SCENARIOS)
    voice = voice_of(decided, lang, timezone.localdate())
    rows = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", served(client, advised, lang, "plan/"))
    told = [[unescape(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)] for r in rows]
    for one in voice.plan.actions:
        days = voice.plan.diary.count(one.first, one.last + 1)
        key = "critical" if one.critical else "can_wait"
        late = load().wording[f"web.result.schedule.{key}"][lang]
        first, last = short_day(voice, one.first), short_day(voice, one.last)
        owner = voice.who(one.owner)
        assert [voice.action(one), owner, first, last, str(days), late] in told
    assert any(one.critical for one in voice.plan.actions)


def figures(html: str) -> dict[str, str]:
    """The figures of a page by their path: each is a link to its explanation."""
    found = re.findall(r'href="[^"]*/figure/([^/"]+)/"[^>]*>([^<]*)</a>', html)
    return {path: value.replace("&lt;", "<").replace("&gt;", ">") for path, value in found}


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_the_page_opens_its_explanation(
    client: Client, advised: Situation, lang: str
) -> None:
    paths = list(figures(served(client, advised, lang) + served(client, advised, lang, BEHIND[0])))
    assert len(paths) > 25
    for path in paths:
        piece = client.get(f"/{lang}/c/{advised.pk}/figure/{path}/", headers=HTMX)
        assert piece.status_code == 200, path
        page = check_page(piece, lang)
        assert len(page.text) > 80
    whole = client.get(f"/{lang}/c/{advised.pk}/figure/{paths[0]}/")
    check_page(whole, lang)
    assert client.get(f"/{lang}/c/{advised.pk}/figure/no.such.figure/").status_code == 404


@pytest.mark.parametrize("lang", LANGS)
def test_each_chart_has_words_and_its_data(client: Client, advised: Situation, lang: str) -> None:
    html = "".join(served(client, advised, lang, page) for page in BEHIND)
    page = Page(html)
    drawings = [held for _, held in page.tags if "data-spec" in held]
    assert len(drawings) >= 6
    for held in drawings:
        assert json.loads(held["data-spec"])["$schema"].endswith("vega-lite/v6.json")
        assert len(held["aria-label"]) > 30
    tables = len(re.findall(r'<figure class="graph.*?<table>.*?</figure>', html, re.DOTALL))
    assert tables == len(drawings)


def test_a_first_visit_waits_with_words_and_works_without_scripts(
    client: Client, keep: Keep
) -> None:
    situation = keep({"company": {**COMPANY["company"], "headcount": 36}})
    waiting = client.get(f"/fr/c/{situation.pk}/result/")
    html = waiting.content.decode()
    assert "skeleton" in html
    assert f'<a class="button" href="/fr/c/{situation.pk}/result/?compute=1">' in html
    check_page(waiting, "fr")


@pytest.mark.parametrize("lang", LANGS)
def test_the_panel_says_where_the_advice_stands_and_how_sure(
    client: Client, advised: Situation, lang: str
) -> None:
    piece = client.get(f"/{lang}/c/{advised.pk}/panel/", headers=HTMX)
    page = check_page(piece, lang)
    assert piece.content.decode().count('<li class="') == 3
    assert re.search(r"\d+\D?%", page.text)
    advised.refresh_from_db()
    assert advised.panel["lang"] == lang
    asked = check_page(client.get(f"/{lang}/c/{advised.pk}/question/vision.targets/"), lang)
    assert re.search(r"\d+\D?%", asked.text)


def moved(client: Client, situation: Situation, lang: str = "fr", **moves: str) -> Any:
    return client.post(f"/{lang}/c/{situation.pk}/what-if/", moves, headers=HTMX)


@pytest.mark.parametrize("lang", LANGS)
def test_a_what_if_shows_the_change_against_the_saved_situation(
    client: Client, advised: Situation, lang: str
) -> None:
    still = check_page(moved(client, advised, lang), lang)
    assert "→" not in still.text
    piece = moved(
        client, advised, lang, **{"marketing.budget": "125000", "hiring.can_recruit": "no"}
    )
    page = check_page(piece, lang)
    assert page.text.count("→") == 2
    assert len(re.findall(r'class="delta"', piece.content.decode())) >= 1
    advised.refresh_from_db()
    assert advised.document == COMPANY


def test_a_what_if_tells_what_the_hand_moved_and_nothing_that_follows(
    client: Client, advised: Situation
) -> None:
    """A form sends every control: the ambition that holds while the budget moves is not a move."""
    html = client.get(f"/fr/c/{advised.pk}/what-if/").content.decode()
    values = dict(re.findall(r'<input type="range"[^>]* name="([^"]+)"[^>]* value="([^"]+)"', html))
    assert "needs.ambition" in values
    page = check_page(moved(client, advised, **{**values, "marketing.budget": "125000"}), "fr")
    assert page.text.count("→") == 1


def test_a_what_if_moved_back_is_no_change(client: Client, advised: Situation) -> None:
    base = {"marketing.budget": "140000", "steering.hours_per_month": "12", "salaries": "100"}
    assert "→" not in check_page(moved(client, advised, **base), "fr").text


@pytest.mark.parametrize(
    "moves",
    [
        {"marketing.budget": "-5"}, {"marketing.budget": "1e99"}, {"needs.recurrent_share": "x"},
        {"rank1": "nothing", "priorities": "1"}, {"marketing.role": "nothing"}, {"salaries": "999"},
        {"weight": "speed", "over": "speed", "times": "3", "priorities": "1"},
        {"weight": "speed", "over": "alignment", "times": "7", "priorities": "1"},
        {"wants": "everything", "priorities": "1"}, {"steering.level": "99"},
    ],
)  # fmt: skip
def test_a_what_if_out_of_bounds_is_held_inside(
    client: Client, advised: Situation, moves: dict[str, str]
) -> None:
    assert moved(client, advised, **moves).status_code == 200


def test_a_what_if_is_kept_here_or_beside_and_undone(client: Client, advised: Situation) -> None:
    moves = {"steering.hours_per_month": "30", "salaries": "120", "priorities": "1"}
    beside = client.post(f"/fr/c/{advised.pk}/what-if/keep/", {**moves, "into": "new"})
    assert Situation.objects.count() == 2
    assert str(advised.pk) not in beside["Location"]
    client.post(f"/fr/c/{advised.pk}/what-if/keep/", {**moves, "into": "this"})
    advised.refresh_from_db()
    assert advised.document["steering"]["hours_per_month"] == 30
    assert len(advised.document["assumptions"]) > 5
    client.post(f"/fr/c/{advised.pk}/undo/")
    advised.refresh_from_db()
    assert advised.document == COMPANY


@pytest.mark.parametrize("lang", LANGS)
def test_two_scenarios_stand_side_by_side(
    client: Client, advised: Situation, keep: Keep, lang: str
) -> None:
    other = keep({**COMPANY, "company": {**COMPANY["company"], "name": "Plan B"}}, name="Plan B")
    response = client.get(f"/{lang}/c/{advised.pk}/compare/", {"with": other.pk})
    page = check_page(response, lang)
    assert "Plan B" in page.text
    assert page.text.count("Ateliers Lemoine") >= 2


def test_the_company_file_of_a_situation_reads_back(client: Client, advised: Situation) -> None:
    import tomllib

    text = client.get(f"/fr/c/{advised.pk}/company.toml").content.decode()
    assert tomllib.loads(text) == COMPANY


@pytest.mark.django_db(transaction=True)
def test_the_plan_s_files_are_made_in_the_background(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    address = client.post(f"/fr/c/{situation.pk}/files/")["Location"]
    job = situation.jobs.get()
    for _ in range(600):
        job.refresh_from_db()
        if not job.is_under_way:
            break
        time.sleep(0.2)
    assert job.state == "done"
    page = client.get(address)
    check_page(page, "fr")
    content = client.get(address + "plan.zip").content
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert any(name.endswith(".pdf") for name in names)
    assert any(name.endswith(".xlsx") for name in names)
    again = client.post(f"/fr/c/{situation.pk}/files/", {"then": "read"}, follow=True)
    assert again["Content-Type"] == "application/pdf"
    assert again["Content-Disposition"].startswith("inline")
    assert again.content.startswith(b"%PDF-")
    assert situation.jobs.count() == 1
    asked = client.get(address, {"then": "read"}, headers=HTMX)
    assert asked["HX-Redirect"] == f"{address}report.pdf"


def hidden(page: Page) -> dict[str, str]:
    """What the first form of a page sends by itself."""
    return {h["name"]: h["value"] for _, h in page.tags if h.get("type") == "hidden"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_embed_asks_what_the_interview_asks_and_answers_without_a_cookie(lang: str) -> None:
    visitor = Client()
    said: dict[str, Any] = {
        "company.market": "fr", "company.headcount": "35", "company.business": "b2b",
        "company.stage": "structuring", "marketing.budget": "140000", "steering.level": "2",
        "steering.hours_per_month": "12", "hiring.can_recruit": "yes",
        "needs.recurrent_share": "70", "marketing.wants": ["speed", "cost"],
    }  # fmt: skip
    response = visitor.get(f"/{lang}/embed/?accent=aa3377")
    met: list[str] = []
    while "key" in (held := hidden(check_page(response, lang))):
        met.append(held["key"])
        sent = {"value": said[met[-1]]} if met[-1] in said else {"answer": "unknown"}
        if met[-1] == "team":
            sent = {"who": "emp_junior", "hours.emp_junior": "80", "keep.emp_junior": "yes"}
        response = visitor.post(f"/{lang}/embed/", held | sent, follow=True)
    assert met == [key for step in way.CORE for key in step.asks]
    page = check_page(response, lang)
    assert re.search(r"\d+\D?%", page.text)
    assert not response.cookies
    assert not visitor.cookies
    assert Situation.objects.count() == 0
    sheet = visitor.get("/embed/aa3377.css")
    assert sheet.content == b":root{--accent:#aa3377;--on-accent:#ffffff}"
    assert visitor.get("/embed/zzzzzz.css").status_code == 404
    assert b"data-timonier" in visitor.get("/embed.js").content
