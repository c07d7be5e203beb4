"""What any eye, hand, font or screen reader meets, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import COMPANY, LANGS
from tests.web.test_browser.screens import OPEN, PHONE, sideways
from tests.web.test_portfolio.conftest import LIST, wait_for_work
from timonier.app import links
from timonier.app.web import store
from timonier.app.web.models import Portfolio
from timonier.app.web.portfolio import asking, running, work

pytestmark = pytest.mark.django_db(transaction=True)
BEGUN = {"company": {"market": "fr", "headcount": 9, "business": "b2c", "stage": "unknown"}}
AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def pages(situation: Any) -> dict[str, str]:
    """Every kind of page, by its path after the language."""
    of_it = f"c/{situation.pk}"
    begun = f"c/{store.create(situation.owner, BEGUN).pk}"
    return {
        "home": "", "guide": "guide/", "chapter": "guide/models/", "mine": "mine/",
        "data": "data/", "api": "api/", "embed": "embed/?accent=aa3377",
        "configure": "embed/configure/",
        "missing": "nowhere/", "choice": f"{of_it}/question/company.stage/",
        "number": f"{of_it}/question/steering.hours_per_month/?task=weekly_sync",
        "who": f"{begun}/question/team/", "vision": f"{begun}/question/vision/",
        "budget": f"{begun}/question/marketing.budget/", "early": f"{begun}/result/?compute=1",
        "ticks": f"{of_it}/question/needs.activities/", "team": f"{of_it}/question/team/",
        "offers": f"{of_it}/question/quote/", "results": f"{of_it}/question/marketing.results/",
        "hours": f"{of_it}/question/needs.hours/", "order": f"{of_it}/question/preferences.order/",
        "season": f"{of_it}/question/marketing.seasonality/", "answers": f"{of_it}/answers/",
        "share": f"{of_it}/share/", "result": f"{of_it}/result/", "what-if": f"{of_it}/what-if/",
        "comparison": f"{of_it}/result/comparison/", "why": f"{of_it}/result/why/",
        "tips": f"{of_it}/result/tips/", "plan": f"{of_it}/result/plan/",
        "assumed": f"{of_it}/result/assumptions/", "method": f"{of_it}/result/method/",
        "compare": f"{of_it}/compare/",
        "figure": f"{of_it}/figure/models.hybrid.criteria.alignment/",
        "link": f"s/{links.encode(links.Shared(COMPANY, 'an-older-one', 0, ()))}/",
        "words": "guide/glossary/", "asked": "guide/faq/",
    }  # fmt: skip


def pages_of_a_list(owner: str) -> dict[str, str]:
    """Every page of a list that is decided in triage, one of its rows set aside."""
    made = Portfolio.objects.create(owner=owner, file_name="clients.csv", content=LIST)
    work.ask(made, "read")
    wait_for_work()
    running.begin(made, "triage")
    work.decide(made)
    wait_for_work()
    link = asking.send(made.entries.get(number=1), "marketing.budget")
    of_it = f"portfolio/{made.pk}"
    names = ("columns/", "rows/", "run/", "calls/", "calls/1/", "picture/")
    return {"lists": "portfolio/", "question": f"q/{link.pk}/"} | {
        f"list {name}": f"{of_it}/{name}" for name in names
    }


@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_no_violation_on_any_page_in_either_theme(
    visit: OPEN, situation: Any, lang: str, live_server: Any
) -> None:
    found = {}
    page = visit(f"/{lang}/c/{situation.pk}/what-if/?compute=1", owner="in-the-browser")
    missing: list[str] = []
    for name, path in (pages(situation) | pages_of_a_list(situation.owner)).items():
        if name == "missing":  # its 404 is the point: looked at by a page nobody listens to
            context = page.context.browser.new_context(viewport=PHONE)  # type: ignore[union-attr]
            shown = context.new_page()
            missing.append(name)
        else:
            shown = page
        shown.goto(f"{live_server.url}/{lang}/{path}")
        if name in ("comparison", "plan"):
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
    "name",
    [
        "home",
        "choice",
        "ticks",
        "team",
        "who",
        "vision",
        "early",
        "answers",
        "result",
        "comparison",
        "plan",
        "what-if",
    ],
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


def test_no_page_of_a_list_is_wider_than_a_small_phone(visit: OPEN, situation: Any) -> None:
    page = visit("/fr/data/", owner="in-the-browser", viewport={"width": 320, "height": 640})
    base, wide = page.url.removesuffix("/data/"), {}
    for name, path in pages_of_a_list(situation.owner).items():
        page.goto(f"{base}/{path}")
        wide[name] = sideways(page)
    assert not any(wide.values()), wide


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
