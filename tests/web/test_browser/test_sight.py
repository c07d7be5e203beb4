"""What a page looks like: in sight on a phone, nothing over its neighbour, charts as drawn."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_browser.screens import OPEN, PHONE

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
    page = visit(f"/en/c/{situation.pk}/result/", owner="in-the-browser", viewport=PHONE)
    expect(page.locator(".drawing svg")).to_have_count(page.locator(".drawing").count())
    for key in ("cost", "filling"):
        assert overlaps(page, f"#graph-{key} svg text") == []


def test_the_page_s_styles_leave_its_charts_as_they_were_drawn(visit: OPEN, situation: Any) -> None:
    page = visit(f"/en/c/{situation.pk}/result/", owner="in-the-browser")
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
    folded = page.locator("#limits details")
    expect(folded).not_to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")
    expect(page.locator("details.statement[open]")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).not_to_have_attribute("open", "")


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
