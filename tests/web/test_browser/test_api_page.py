"""The page about the API: read without scripts, tried with them, under the same strict policy."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.web.conftest import LANGS
from tests.web.pages import check_page
from tests.web.test_browser.screens import OPEN, PATIENCE, sideways

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_tells_every_address_in_its_language(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/api/")
    check_page(page, lang)
    described = client.get(f"/api/v1/openapi.json?lang={lang}").json()
    for path in described["paths"]:
        assert f"/api/v1{path}" in page.content.decode()
    found = client.get("/api/v1/docs", headers={"Accept-Language": lang})
    assert (found.status_code, found["Location"]) == (302, f"/{lang}/api/")


def test_an_address_is_tried_from_the_page(visit: OPEN) -> None:
    page = visit("/en/api/")
    page.locator("#needs summary").click()
    form = page.locator("#needs form")
    form.locator("button").click()
    expect(form.locator(".status")).to_contain_text("200", timeout=PATIENCE)
    expect(form.locator("pre")).to_contain_text("needs_by_function")
    assert sideways(page) == 0
