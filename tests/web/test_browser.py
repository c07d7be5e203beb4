"""In a real browser: the whole way, in both languages, with eyes, keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.browsers import FLAGS, another_site, chromium
from tests.web.conftest import COMPANY, LANGS
from timonier.app.web import links, store
from timonier.app.web.middleware import COOKIE, owner_of
from timonier.knowledge import load
from timonier.warmup import warm_up

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PATIENCE = 180_000  # milliseconds: a full decision on a busy machine
expect.set_options(timeout=PATIENCE)
SAID = {"company.market": "fr", "company.headcount": "35", "company.business": "b2b",
        "company.stage": "structuring"}  # fmt: skip
OPEN = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    warm_up()  # what a page waits for is a decision, never the compiler
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[OPEN]:
    """Open pages that are held to a clean console and no missing address."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(path: str = "", owner: str = "", **settings: Any) -> Page:
        context = browser.new_context(viewport=settings.pop("viewport", DESKTOP), **settings)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if owner:
            context.add_cookies([{"name": COOKIE, "value": owner, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("response", lambda r: r.status >= 400 and trouble.append(f"{r.status} {r.url}"))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def situation() -> Any:
    return store.create(owner_of("in-the-browser"), COMPANY)


def words(key: str, lang: str) -> str:
    return load().wording[f"web.{key}"][lang]


def answer_the_first(page: Page) -> list[str]:
    """Answer the four opening questions with the mouse; return the addresses met."""
    met = []
    for _ in SAID:
        met.append(page.url)
        key = page.url.rstrip("/").rsplit("/", 1)[-1]
        if page.locator("#value").count():
            page.fill("#value", SAID[key])
            page.click(".typed .button")
        else:
            page.click(f"button.target[value='{SAID[key]}']")
    return met


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_whole_way_from_the_front_page_to_a_link_in_a_clean_browser(
    visit: OPEN, lang: str, viewport: Any
) -> None:
    page = visit(f"/{lang}/", viewport=viewport)
    page.click("main form .button.big")
    met = answer_the_first(page)
    assert len(set(met)) == 4
    expect(page.locator("#panel[aria-busy]")).to_have_count(0)
    expect(page.locator("#panel .panel-chance").first).to_contain_text("%")
    page.go_back()
    expect(page).to_have_url(met[3])
    page.go_forward()
    page.reload()
    assert page.url not in met
    page.click("button[value=unknown]")
    page.goto(met[0].split("/question/")[0] + "/result/")
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.locator(".drawing svg")).to_have_count(page.locator(".drawing").count())
    assert page.locator(".drawing svg").count() >= 4
    assert sideways(page) <= 0
    said = page.inner_text("#verdict")
    page.reload()
    expect(page.locator("#verdict")).to_have_text(said)
    page.goto(page.url.replace("/result/", "/share/"))
    clean = visit(page.input_value("#link").split("/", 3)[3].join(["/", ""]), viewport=viewport)
    clean.click("main form .button.big")
    expect(clean.locator("#verdict")).to_have_text(said)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def test_the_whole_way_with_the_keyboard_alone(visit: OPEN) -> None:
    page = visit("/fr/")
    press_until(page, "main form .button.big")
    page.keyboard.press("Enter")
    for key, value in SAID.items():
        page.wait_for_url(f"**/{key}/")
        if page.locator("#value").count():
            press_until(page, "#value")
            page.keyboard.type(value)
        else:
            press_until(page, f"button.target[value='{value}']")
        page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not any(url.endswith(f"/{key}/") for key in SAID))
    fifth = page.url
    press_until(page, "button[value=unknown]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != fifth)
    press_until(page, "a[href$='/result/']")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_visible()
    press_until(page, ".figure-link")
    page.keyboard.press("Enter")
    expect(page.locator("#explanation")).to_be_visible()
    expect(page.locator("#explanation-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#explanation")).to_be_hidden()
    expect(page.locator(".figure-link").first).to_be_focused()


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
    for key, value in SAID.items():
        page.wait_for_url(f"**/{key}/")
        page.reload()
        if page.locator("#value").count():
            page.fill("#value", value)
            page.click(".typed .button")
        else:
            page.click(f"button.target[value='{value}']")
        page.wait_for_url(lambda url, key=key: not url.endswith(f"/{key}/"))
        after = page.url
        page.go_back()
        page.wait_for_url(f"**/{key}/")
        chosen = page.locator(
            f"button[value='{value}'][aria-current=true], #value[value='{value}']"
        )
        expect(chosen).to_be_visible()
        page.go_forward()
        expect(page).to_have_url(after)
    page.click("button[value=unknown]")
    head = after.split("/question/")[0]
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
    one.click("button.target[value=no]")
    one.wait_for_url(lambda url: "vision.targets" not in url)
    situation.refresh_from_db()
    assert situation.document["vision"] == {"targets": False, "channels": True}


def pages(situation: Any) -> dict[str, str]:
    """Every kind of page, by its path after the language."""
    of_it = f"c/{situation.pk}"
    return {
        "home": "", "guide": "guide/", "chapter": "guide/models/", "mine": "mine/",
        "data": "data/", "embed": "embed/?accent=aa3377", "configure": "embed/configure/",
        "missing": "nowhere/", "choice": f"{of_it}/question/company.stage/",
        "number": f"{of_it}/question/steering.hours_per_month/?task=weekly_sync",
        "ticks": f"{of_it}/question/needs.activities/", "team": f"{of_it}/question/team/",
        "hours": f"{of_it}/question/needs.hours/", "order": f"{of_it}/question/preferences.order/",
        "season": f"{of_it}/question/marketing.seasonality/", "answers": f"{of_it}/answers/",
        "share": f"{of_it}/share/", "result": f"{of_it}/result/", "what-if": f"{of_it}/what-if/",
        "compare": f"{of_it}/compare/",
        "figure": f"{of_it}/figure/models.hybrid.criteria.alignment/",
        "link": f"s/{links.encode(links.Shared(COMPANY, 'an-older-one', 0, ()))}/",
        "words": "guide/glossary/", "asked": "guide/faq/",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_no_violation_on_any_page_in_either_theme(
    visit: OPEN, situation: Any, lang: str, live_server: Any
) -> None:
    found = {}
    page = visit(f"/{lang}/c/{situation.pk}/what-if/?compute=1", owner="in-the-browser")
    missing: list[str] = []
    for name, path in pages(situation).items():
        if name == "missing":  # its 404 is the point: looked at by a page nobody listens to
            context = page.context.browser.new_context(viewport=PHONE)  # type: ignore[union-attr]
            shown = context.new_page()
            missing.append(name)
        else:
            shown = page
        shown.goto(f"{live_server.url}/{lang}/{path}")
        if name == "result":
            expect(shown.locator(".drawing svg").first).to_be_visible()
        for theme in ("light", "dark"):
            shown.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            violations = violations_of(shown)
            if name == "result":
                shown.locator(".figure-link").first.click()
                expect(shown.locator("#explanation-title")).to_be_visible()
                violations += violations_of(shown)
                shown.keyboard.press("Escape")
            if violations:
                found[f"{name} {theme}"] = violations
        if shown is not page:
            shown.context.close()
    assert missing == ["missing"]
    assert found == {}


def violations_of(page: Page) -> list[str]:
    """What axe-core holds against a page, for WCAG 2.2 AA and its best practices."""
    page.evaluate(AXE)
    said: list[str] = page.evaluate(
        """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
           .flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)}`))"""
    )
    return said


@pytest.mark.parametrize(
    "name", ["home", "choice", "ticks", "team", "answers", "result", "what-if"]
)
def test_no_page_is_wider_than_a_small_phone_or_a_page_zoomed_twice(
    visit: OPEN, situation: Any, name: str
) -> None:
    path = pages(situation)[name]
    small = {"width": 320, "height": 640}  # 320 px; also what 640 px becomes at 200 %
    page = visit(f"/fr/{path}", owner="in-the-browser", viewport=small)
    if name in ("result", "what-if"):
        expect(page.locator("#verdict, #moves")).to_be_visible()
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 3840, "height": 2160})
    assert sideways(page) <= 0


@pytest.mark.parametrize("name", ["choice", "team", "result", "what-if", "share", "configure"])
def test_another_font_widens_no_page_of_a_small_phone(
    visit: OPEN, situation: Any, name: str
) -> None:
    small = {"width": 320, "height": 640}
    page = visit(f"/en/{pages(situation)[name]}", owner="in-the-browser", viewport=small)
    if name in ("result", "what-if"):
        expect(page.locator("#verdict, #moves")).to_be_visible()
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { font-family: monospace !important }");
            document.adoptedStyleSheets = [sheet]; }"""
    )
    assert sideways(page) <= 0


def test_nothing_moves_for_those_who_asked_for_stillness(visit: OPEN, situation: Any) -> None:
    page = visit(f"/fr/c/{situation.pk}/result/", owner="in-the-browser", reduced_motion="reduce")
    durations = """() => [...document.querySelectorAll("*")].flatMap(e => {
        const s = getComputedStyle(e);
        const long = d => d.split(",").some(one => parseFloat(one) > 0);
        return long(s.transitionDuration) || (s.animationName !== "none")
            || s.scrollBehavior === "smooth" ? [e.outerHTML.slice(0, 80)] : []; })"""
    assert page.evaluate(durations) == []
    expect(page.locator("#verdict")).to_be_visible()
    assert page.evaluate(durations) == []


def test_a_screen_reader_finds_every_control_by_name(visit: OPEN, situation: Any) -> None:
    page = visit(f"/fr/c/{situation.pk}/question/company.stage/", owner="in-the-browser")
    tree = page.locator("body").aria_snapshot()
    for line in (
        'heading "Où en est votre entreprise',
        'button "Je ne sais pas"',
        'complementary "Où en est l’avis"',
        'link "Toutes les réponses"',
        'navigation "Menu principal"',
        'link "Aller au contenu"',
    ):
        assert line in tree, line
    page.goto(page.url.replace("question/company.stage", "what-if"))
    expect(page.locator("#moves")).to_be_visible()
    tree = page.locator("#moves").aria_snapshot()
    for line in ("slider \"Budget marketing\"", "group \"Capacité à recruter\"",
                 "checkbox \"la souplesse\"", "combobox \"En premier\""):  # fmt: skip
        assert line in tree, line


def test_without_scripts_the_answers_lead_to_the_advice(visit: OPEN, situation: Any) -> None:
    page = visit("/fr/", java_script_enabled=False)
    page.click("main form .button.big")
    answer_the_first(page)
    assert page.locator("noscript a").count() == 1
    page.click("button[value=unknown]")
    page.click("a[href$='/result/']")
    page.click("noscript a.button") if page.locator("noscript a.button").count() else None
    expect(page.locator("#verdict")).to_be_visible()
    assert page.locator(".comparator td").count() > 30


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
