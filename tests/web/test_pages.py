"""Every page, in both languages: it answers, in one language, under a strict content policy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.web.conftest import COMPANY, LANGS
from tests.web.pages import check_page
from timonier.app.web.forms.special import KEYS
from timonier.app.web.guide.chapters import CHAPTERS
from timonier.app.web.views.guide import address
from timonier.engine.company import FACTS

pytestmark = pytest.mark.django_db
Keep = Callable[..., Any]

PUBLIC = ("", "data/", "guide/", "mine/", "embed/", "embed/configure/?accent=aa3377&theme=dark")
OF_A_SITUATION = ("answers/", "share/", "compare/", "next/", "result/", "result/plan/", "what-if/",
                  "panel/")  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_answers_in_one_language(client: Client, path: str, lang: str) -> None:
    response = client.get(f"/{lang}/{path}")
    assert response.status_code == 200
    assert len(check_page(response, lang).text) > 60


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", list(CHAPTERS))
def test_a_chapter_of_the_guide_is_for_people_and_for_machines(
    client: Client, key: str, lang: Any
) -> None:
    path = address(key, lang)
    page = check_page(client.get(path), lang)
    assert len(page.text) > 400
    html = client.get(path).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    said = json.loads(found[1])
    assert said["inLanguage"] == lang
    assert said["isBasedOn"]["author"]["name"] == "Antoine Blot"
    text = client.get(path.rstrip("/") + ".md").content.decode()
    _, front, body = text.split("---\n", 2)
    assert f'language: "{lang}"' in front
    assert said["url"] in front
    assert body.lstrip().startswith(f"# {said['name']}")


def test_a_chapter_in_the_other_language_leads_to_this_one(client: Client) -> None:
    response = client.get("/en/guide/fonctions/")
    assert (response.status_code, response["Location"]) == (301, "/en/guide/functions/")


def test_machines_find_every_public_page(client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content
    places = [e.text or "" for e in ElementTree.fromstring(sitemap).iter() if e.tag.endswith("loc")]
    assert len(places) == 2 * (len(CHAPTERS) + 3)
    paths = [place.removeprefix("http://testserver") for place in places]
    llms = re.findall(r"\]\(http://testserver(/[^)]*)\)", client.get("/llms.txt").content.decode())
    assert len(llms) == 2 * len(CHAPTERS)
    assert {client.get(path).status_code for path in [*paths, *llms]} == {200}
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /fr/c/" in robots
    assert "Disallow: /en/s/" in robots


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", OF_A_SITUATION)
def test_a_page_of_an_empty_situation_says_what_to_do(
    client: Client, keep: Keep, path: str, lang: str
) -> None:
    response = client.get(f"/{lang}/c/{keep().pk}/{path}", follow=True)
    assert response.status_code == 200
    check_page(response, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_question_can_be_asked(client: Client, keep: Keep, lang: str) -> None:
    situation = keep(COMPANY)
    for key in [*FACTS, *KEYS, "emp_head.salary", "free_seo.day_rate"]:
        response = client.get(f"/{lang}/c/{situation.pk}/question/{key}/")
        assert response.status_code == 200, key
        page = check_page(response, lang)
        assert len([tag for tag, _ in page.tags if tag == "h1"]) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_language_switch_keeps_the_page_and_the_answers(
    client: Client, keep: Keep, lang: str
) -> None:
    situation = keep(COMPANY)
    other = "en" if lang == "fr" else "fr"
    html = client.get(f"/{lang}/c/{situation.pk}/answers/").content.decode()
    assert f'href="/{other}/c/{situation.pk}/answers/"' in html
    assert "35" in client.get(f"/{other}/c/{situation.pk}/answers/").content.decode()


def test_the_policy_is_strict_and_only_the_embed_may_be_framed(client: Client) -> None:
    home, embed = client.get("/fr/"), client.get("/fr/embed/")
    for response in (home, embed):
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in home["Content-Security-Policy"]
    assert home["X-Frame-Options"] == "DENY"
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert home["X-Content-Type-Options"] == "nosniff"
    assert home["Referrer-Policy"] == "same-origin"


def test_a_theme_is_remembered_and_leads_nowhere_else(client: Client) -> None:
    response = client.post("/theme", {"theme": "dark", "next": "/fr/guide/"})
    assert response["Location"] == "/fr/guide/"
    assert 'data-theme="dark"' in client.get("/fr/").content.decode()
    for address_outside in ("https://elsewhere.example/", "//elsewhere.example", "javascript:x"):
        sent = client.post("/theme", {"theme": "light", "next": address_outside})
        assert sent["Location"] == "/fr/"
    client.post("/theme", {"theme": "purple", "next": "/fr/"})
    assert 'data-theme="light"' in client.get("/fr/").content.decode()


def test_the_first_address_follows_the_browser_s_language(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "de"})["Location"] == "/fr/"


@pytest.mark.parametrize(
    ("accepted", "first"),
    [("fr-FR,fr;q=0.9", "fr"), ("fr", "fr"), ("fr-CA,fr;q=0.8", "ca-qc"), ("en-CA", "ca-qc")],
)
def test_a_phone_is_shown_the_market_of_its_country_first(
    client: Client, keep: Keep, accepted: str, first: str
) -> None:
    said = {"Accept-Language": accepted}
    address = f"/fr/c/{keep().pk}/question/company.market/"
    html = client.get(address, headers=said).content.decode()
    assert re.findall(r'name="value" value="(fr|ca-qc)"', html)[0] == first


def test_the_health_page_names_what_answers(client: Client) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json()["database"] == "ok"
