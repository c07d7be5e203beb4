"""The whole way in a real browser, in both languages: by mouse, by keyboard, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.interviews import SHOP
from tests.web.browsers import another_site
from tests.web.conftest import COMPANY, LANGS
from tests.web.test_browser.screens import DESKTOP, OPEN, PHONE, sideways
from tests.web.test_browser.walking import answer, walk
from timonier.app.interview import way
from timonier.knowledge import load

pytestmark = pytest.mark.django_db(transaction=True)


def words(key: str, lang: str) -> str:
    return load().wording[f"web.{key}"][lang]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_whole_way_from_the_front_page_to_a_link_in_a_clean_browser(
    visit: OPEN, lang: str, viewport: Any
) -> None:
    page = visit(f"/{lang}/", viewport=viewport)
    page.click("main form .button.big")
    met = walk(page, SHOP)
    assert met == [step.key for step in way.CORE]
    expect(page.locator("#verdict")).to_be_visible()
    assert sideways(page) <= 0
    page.click(".pages a[href$='/plan/']")
    expect(page.locator(".drawing svg")).to_have_count(page.locator(".drawing").count())
    assert page.locator("#graph-schedule svg").count() == 1
    assert sideways(page) <= 0
    page.go_back()
    said = page.inner_text("#verdict")
    page.reload()
    expect(page.locator("#verdict")).to_have_text(said)
    page.goto(page.url.replace("/result/", "/share/"))
    page.click("form[action$='/share/'] button")
    clean = visit(page.input_value("#link").split("/", 3)[3].join(["/", ""]), viewport=viewport)
    clean.click("main form .button.big")
    expect(clean.locator("#verdict")).to_have_text(said)


def test_the_whole_way_with_the_keyboard_alone(visit: OPEN) -> None:
    page = visit("/fr/")
    press_until(page, "main form .button.big")
    page.keyboard.press("Enter")
    for step in way.CORE:
        page.wait_for_url(f"**/{step.key}/")
        type_answer(page, step.key)
    expect(page.locator("#verdict")).to_be_visible()
    press_until(page, ".figure-link")
    page.keyboard.press("Enter")
    expect(page.locator("#explanation")).to_be_visible()
    expect(page.locator("#explanation-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#explanation")).to_be_hidden()
    expect(page.locator(".figure-link").first).to_be_focused()


def type_answer(page: Page, key: str) -> None:
    """Answer one question of the core as the owner of the shop does, without the mouse."""
    said = SHOP[key]
    if key == "team":
        press_until(page, "[value=owner]")
        page.keyboard.press("Space")
        press_until(page, "[name='hours.owner']")
        page.keyboard.type(said["hours.owner"])
    elif isinstance(said, dict):
        for name, value in said.items():
            press_until(page, f"[name='{name}']")
            if page.locator(f"[name='{name}'][type=radio]").count() == 0:
                page.keyboard.type(value)
                continue
            page.keyboard.press("Space")  # the first of its choices; arrows lead to the others
            while not page.locator(f"[name='{name}'][value='{value}']").is_checked():
                page.keyboard.press("ArrowDown")
    elif isinstance(said, list):
        press_until(page, f"[name=value][value='{said[0]}']")
        page.keyboard.press("Space")
        press_until(page, ".several .button")
    elif page.locator("#value").count():
        press_until(page, "#value")
        page.keyboard.type(said)
        page.keyboard.press("Enter")
        if key == "marketing.budget":  # read back, then confirmed
            expect(page.locator("#warning")).to_be_visible()
            press_until(page, "#value")
    else:
        press_until(page, f"button.target[value='{said}']")
    page.keyboard.press("Enter")


def press_until(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must show wherever it stops on the way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        name, outline, there = page.evaluate(
            """s => { const at = document.activeElement;
                return [at.outerHTML.slice(0, 80), getComputedStyle(at).outlineStyle,
                        at.matches(s)]; }""",
            selector,
        )
        assert outline != "none" or name.startswith("<body"), name
        if there:
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_back_forward_and_reload_hold_at_every_step(visit: OPEN) -> None:
    page = visit("/en/")
    page.click("main form .button.big")
    for step in way.CORE[:4]:
        page.wait_for_url(f"**/{step.key}/")
        page.reload()
        answer(page, SHOP)
        after = page.url
        page.go_back()
        page.wait_for_url(f"**/{step.key}/")
        kept = "[aria-current=true], :checked, #value:not([value=''])"
        expect(page.locator(kept).first).to_be_visible()
        page.go_forward()
        expect(page).to_have_url(after)
    page.wait_for_load_state("networkidle")


def test_pages_of_a_situation_hold_back_forward_and_reload(visit: OPEN, situation: Any) -> None:
    page = visit(f"/en/c/{situation.pk}/result/", owner="in-the-browser")
    head = page.url.split("/result/")[0]
    met = [f"{head}/{path}/" for path in ("result", "what-if", "share", "answers")]
    for address in met:
        page.goto(address)
        title = page.locator("#verdict, main h1:not([aria-busy] h1)").inner_text()
        page.reload()
        expect(page.locator("#verdict, main h1:not([aria-busy] h1)")).to_have_text(title)
    for address in met[-2::-1]:
        page.go_back()
        expect(page).to_have_url(address)
    expect(page.locator("#verdict")).to_be_visible()
    page.go_forward()
    expect(page.locator("#moves")).to_be_visible()


def test_a_what_if_moves_undoes_and_survives_a_reload(visit: OPEN, situation: Any) -> None:
    page = visit(f"/fr/c/{situation.pk}/what-if/", owner="in-the-browser")
    slider = page.locator("#steering\\.hours_per_month")
    expect(slider).to_be_visible()
    slider.focus()
    before = page.evaluate("history.length")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".moves")).to_contain_text("18")
    slider.press("ArrowRight")
    expect(page.locator(".moves")).to_contain_text("19")
    expect(page.locator(".moves li")).to_have_count(1)
    assert page.evaluate("history.length") == before + 1
    page.check("input[name='hiring.can_recruit'][value=no]", force=True)
    expect(page.locator(".moves li")).to_have_count(2)
    page.reload()
    expect(page.locator(".moves li")).to_have_count(2)
    page.click("[data-undo]")
    expect(page.locator(".moves li")).to_have_count(1)
    page.click("[data-undo]")
    expect(page.locator(".moves li")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".moves")).to_contain_text("19")
    page.click("#keep button[value=new]")
    page.wait_for_url("**/result/")
    situation.refresh_from_db()
    assert situation.document == COMPANY


def test_two_tabs_keep_both_answers(visit: OPEN, situation: Any) -> None:
    head = f"/fr/c/{situation.pk}/question"
    one = visit(f"{head}/vision.targets/", owner="in-the-browser")
    other = one.context.new_page()
    other.goto(one.url.replace("vision.targets", "vision.channels"))
    other.click("button.target[value=yes]")
    other.wait_for_url(lambda url: "vision.channels" not in url)
    one.click("button.target[value=no]")
    one.wait_for_url(lambda url: "vision.targets" not in url)
    for page in (one, other):  # or the server would still read when the database is emptied
        page.wait_for_load_state("networkidle")
    situation.refresh_from_db()
    assert situation.document["vision"] == {"targets": False, "channels": True}


def test_without_scripts_the_same_questions_lead_to_the_advice(visit: OPEN) -> None:
    page = visit("/fr/", java_script_enabled=False)
    page.click("main form .button.big")
    assert walk(page, SHOP) == [step.key for step in way.CORE]
    page.click("noscript a.button") if page.locator("noscript a.button").count() else None
    expect(page.locator("#verdict")).to_be_visible()
    page.click("label[for=rung-1]")
    expect(page.locator(".rung-said:visible")).to_have_count(1)
    page.click(".pages a[href$='/comparison/']")
    assert page.locator(".comparator td").count() > 30
    page.go_back()
    page.click(".pages a[href$='/plan/']")
    page.click(".graph-schedule summary")
    assert page.locator(".graph-schedule tbody tr").count() > 5


def test_a_lost_connection_says_so_and_hides_when_it_is_back(visit: OPEN, situation: Any) -> None:
    page = visit(f"/en/c/{situation.pk}/answers/", owner="in-the-browser")
    notice = page.locator("#offline")
    expect(notice).to_be_hidden()
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.context.set_offline(False)
    expect(notice).to_be_hidden()


def test_another_site_can_hold_the_embed_and_it_takes_its_height(
    visit: OPEN, live_server: Any
) -> None:
    place = f'<div data-timonier="{live_server.url}" data-lang="en"></div>'
    script = f'<script src="{live_server.url}/embed.js"></script>'
    page = visit("/en/embed/configure/")
    with another_site(f"<!doctype html><title>Else</title>{place}{script}") as elsewhere:
        page.goto(elsewhere)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_be_visible()
        page.wait_for_function("Number(document.querySelector('iframe').height) !== 520")
        height = int(page.get_attribute("iframe", "height") or 0)
        assert 150 < height < 900
        frame.locator("button.target").first.click()
        expect(frame.locator("#value")).to_be_visible()
