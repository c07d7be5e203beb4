"""What a page looks like: in sight on a phone, nothing over its neighbour, charts as drawn."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_browser.screens import OPEN, PHONE

THREE_SCREENS = 3_000  # pixels of a phone, before what is one touch away
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_effect_of_a_what_if_is_seen_while_its_control_moves(
    visit: OPEN, situation: Any
) -> None:
    page = visit(f"/en/c/{situation.pk}/what-if/", owner="in-the-browser", viewport=PHONE)
    slider = page.locator("#steering\\.hours_per_month")
    expect(slider).to_be_visible()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".moves")).to_contain_text("13")
    for shown in (".effect-now", "#steering\\.hours_per_month"):
        expect(page.locator(shown)).to_be_in_viewport()
    expect(page.locator("#said")).to_contain_text("%")


def test_charts_that_stand_one_above_the_other_do_not_overlap(visit: OPEN, situation: Any) -> None:
    for name, key in (("comparison", "cost"), ("plan", "filling"), ("plan", "schedule")):
        address = f"/en/c/{situation.pk}/result/{name}/"
        page = visit(address, owner="in-the-browser", viewport=PHONE)
        expect(page.locator(".drawing svg")).to_have_count(page.locator(".drawing").count())
        assert overlaps(page, f"#graph-{key} svg text") == []


def test_the_page_s_styles_leave_its_charts_as_they_were_drawn(visit: OPEN, situation: Any) -> None:
    page = visit(f"/en/c/{situation.pk}/result/comparison/", owner="in-the-browser")
    expect(page.locator(".drawing svg")).to_have_count(page.locator(".drawing").count())
    changed = page.evaluate(
        """() => [...document.querySelectorAll(".drawing svg *")].filter(shape => {
          const shown = getComputedStyle(shape), drawn = shape.getAttribute("stroke-width");
          return (shape.getAttribute("stroke") === null && shown.stroke !== "none")
            || (drawn && Number.parseFloat(shown.strokeWidth) !== Number.parseFloat(drawn))
            || (!shape.hasAttribute("stroke-dasharray") && shown.strokeDasharray !== "none");
        }).map(shape => shape.outerHTML.slice(0, 120))"""
    )
    assert changed == []


def test_paper_shows_what_a_screen_folds(visit: OPEN, situation: Any) -> None:
    page = visit(f"/en/c/{situation.pk}/result/", owner="in-the-browser")
    folded = page.locator(".what-done details")
    expect(folded).not_to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).not_to_have_attribute("open", "")


def test_the_advice_holds_in_three_screens_of_a_phone(visit: OPEN, situation: Any) -> None:
    """Read without a pointer: the budgets with the arrow keys, the reasons with Enter."""
    phone = {"width": 390, "height": 844}
    page = visit(f"/fr/c/{situation.pk}/result/", owner="in-the-browser", viewport=phone)
    expect(page.locator("#verdict")).to_be_visible()
    tall = "document.querySelector('#more').getBoundingClientRect().top + scrollY"
    assert page.evaluate(tall) <= THREE_SCREENS
    for answer in (".how-sure .in-words", ".how-much .in-words"):
        expect(page.locator(answer)).to_be_in_viewport()
    expect(page.locator(".sticky-bar .button").first).to_be_in_viewport()
    said = page.locator(".rung-said:visible")
    before = said.inner_text()
    page.locator("input[name=rung]:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_count(1)
    assert said.inner_text() != before
    first = page.locator(".because details").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("open", "")


def overlaps(page: Page, selector: str) -> list[str]:
    """Pairs of texts written over one another."""
    return page.evaluate(
        """selector => {
          const all = [...document.querySelectorAll(selector)].filter(t => t.textContent.trim());
          const boxes = all.map(t => [t.textContent, t.getBoundingClientRect()]);
          const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
          return boxes.flatMap(([said, box], i) => boxes.slice(i + 1)
            .filter(([, other]) => hit(box, other)).map(([over]) => `${said} / ${over}`));
        }""",
        selector,
    )
