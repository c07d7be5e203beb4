"""What a real browser asks for, scripts and frames included, says no answer either."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.interviews import SME
from tests.web.addresses import COMPANY, revealed
from tests.web.browsers import another_site
from tests.web.test_browser.screens import OPEN
from tests.web.test_browser.walking import walk
from timonier.app.web.models import Situation

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {**SME, "company.headcount": "113", "marketing.budget": "143219",
        "steering.hours_per_month": "37", "steering.level": "4"}  # fmt: skip


def watched(page: Page) -> list[str]:
    """The addresses that a page asks for from now on, its history and its frames."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.context.on("response", lambda response: asked.append(response.headers.get("location", "")))
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    return asked


def test_an_interview_and_its_what_ifs_say_nothing_in_an_address(visit: OPEN) -> None:
    page = visit("/en/")
    asked = watched(page)
    page.click("main form .button.big")
    walk(page, SAID)
    expect(page.locator("#verdict")).to_be_visible()
    head = page.url.split("result/")[0]
    kept = Situation.objects.get().document
    assert kept["marketing"]["budget"] == 143_219
    page.goto(f"{head}what-if/")
    page.locator("#steering\\.hours_per_month").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".moves")).to_contain_text("41")
    page.wait_for_url("**/what-if/?told=*")
    page.goto(f"{head}question/steering.hours_per_month/?then=result")
    page.click("#helper summary")
    page.check("#helper [name=task] >> nth=0")
    page.click("#helper .button")
    expect(page.locator("#helper [role=status]")).to_be_visible()
    assert "then=result" in page.url
    moved = {"hours": 41, **kept}
    assert len(asked) > 60
    assert [one for one in asked if revealed(one, moved)] == []


def test_a_frame_of_another_site_says_nothing_in_an_address(visit: OPEN, live_server: Any) -> None:
    place = f'<div data-timonier="{live_server.url}" data-lang="en"></div>'
    script = f'<script src="{live_server.url}/embed.js"></script>'
    page = visit("/en/embed/configure/")
    asked = watched(page)
    with another_site(f"<!doctype html><title>Else</title>{place}{script}") as elsewhere:
        page.goto(elsewhere)
        frame = page.frame_locator("iframe")
        frame.locator("button.target[value=ca-qc]").click()
        frame.locator("#value").fill("347")
        frame.locator(".typed .button").click()
        frame.locator("button.target[value=b2b]").click()
        expect(frame.locator("button.target[value=structuring]")).to_be_visible()
        page.evaluate("history.back()")  # the frame's step: the page itself stays
        expect(frame.locator("button.target[value=b2b]")).to_be_visible()
        page.evaluate("history.forward()")
        expect(frame.locator("button.target[value=structuring]")).to_be_visible()
        page.wait_for_load_state("networkidle")
    assert sum("/embed/" in one for one in asked) > 6
    assert [one for one in asked if revealed(one, COMPANY)] == []
