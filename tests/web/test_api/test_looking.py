"""Figures, schemas and the description: found, kept, and no longer sent once they are kept."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.test_api.calling import get, post, read, refused
from timonier.knowledge import load

pytestmark = pytest.mark.django_db


def test_every_figure_is_met_once_page_after_page(client: Client) -> None:
    keys: list[str] = []
    cursor = ""
    while cursor is not None:
        page = read(get(client, f"/facts?limit=150{cursor and f'&cursor={cursor}'}"))
        keys += [one["key"] for one in page["facts"]]
        assert page["total"] == len(load().figures)
        cursor = page["next"]
    assert keys == sorted(load().figures)


def test_a_figure_says_where_it_comes_from(client: Client) -> None:
    said = read(get(client, "/facts/fr.emp_head.salary?lang=en"))
    figure = load().figures["fr.emp_head.salary"]
    assert said["value"]["median"] == figure.value.median
    assert (said["source"], said["review_by"]) == (figure.source, figure.review_by)
    assert "EUR a year" in said["said"]
    about = read(get(client, "/facts?about=emp_head"))
    assert about["total"] > 3
    assert all("emp_head" in one["key"] for one in about["facts"])


def test_a_figure_that_is_none_is_refused_with_the_nearest(client: Client) -> None:
    said = refused(get(client, "/facts/fr.emp_head.salry"), 404)
    assert (said["parameter"], said["nearest"]) == ("key", "fr.emp_head.salary")
    assert refused(get(client, "/facts?limit=0"), 422)["parameter"] == "limit"
    assert refused(get(client, "/facts?cursor=never"), 422)["parameter"] == "cursor"


@pytest.mark.parametrize(
    "path", ["/facts", "/facts/fr.emp_head.salary", "/schema/decision", "/openapi.json"]
)
def test_what_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    first = get(client, path)
    again = get(client, path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, path, headers={"If-None-Match": '"other"'}).content == first.content
    other = get(client, path, headers={"Accept-Language": "en"})
    assert path == "/schema/decision" or other["ETag"] != first["ETag"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_description_holds_what_is_answered(client: Client, lang: str) -> None:
    said = read(get(client, f"/openapi.json?lang={lang}"))
    assert said["openapi"].startswith("3.1")
    text = json.dumps(said)
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert names <= set(said["components"]["schemas"])
    answered = {
        "/decisions": read(post(client, "/decisions", {"company": COMPANY, "lang": lang})),
        "/needs": read(post(client, "/needs", {"company": COMPANY, "lang": lang})),
        "/frontier": read(post(client, "/frontier", {"company": COMPANY, "lang": lang})),
    }
    for path, answer in answered.items():
        found = said["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]
        whole = {**found["schema"], "components": said["components"]}
        jsonschema.Draft202012Validator(whole).validate(answer)


def test_every_address_is_described_in_both_languages_with_all_that_it_may_answer(
    client: Client,
) -> None:
    french, english = (read(get(client, f"/openapi.json?lang={one}")) for one in ("fr", "en"))
    for path, methods in french["paths"].items():
        for method, said in methods.items():
            other = english["paths"][path][method]
            assert said["summary"] != other["summary"]
            assert said["description"] != other["description"]
            assert {"200", "401", "405", "429", "503"} - {"200"} <= set(said["responses"])
            example: Any = said.get("requestBody", {}).get("content", {}).get("application/json")
            assert method == "get" or example is None or example["example"]
