"""The interview answered in a real browser, as a script says, by mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from tests.interviews import Said


def asked(page: Page) -> str:
    """The question that a page asks."""
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def answer(page: Page, script: Said) -> str:
    """Answer the question of a page with the mouse and wait for the next page; return its key."""
    key, here = asked(page), page.url
    said = script.get(key)
    if said is None:
        page.click("button[value=unknown]")
    elif isinstance(said, Mapping):
        _fill(page, said)
    elif isinstance(said, list):
        for value in said:
            page.check(f"input[name=value][value='{value}']")
        page.click(".several .button")
    elif page.locator("#value").count():
        page.fill("#value", said)
        page.click(".typed .button")
    else:
        page.click(f"button.target[value='{'yes' if said is True else said}']")
    if page.locator("input[name=confirm]").count():  # read back
        page.click(".typed .button")
    page.wait_for_url(lambda url: url != here and "/next/" not in url)
    return key


def _fill(page: Page, said: Mapping[str, Any]) -> None:
    if "answer" in said:
        page.click(f"button[name=answer][value='{said['answer']}']")
        return
    for name, value in said.items():
        for one in value if isinstance(value, list) else [value]:
            field = page.locator(f"[name='{name}']")
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                page.check(f"[name='{name}'][value='{one}']")
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(one)
            else:
                field.fill(one)
    page.click(".several .button")


def walk(page: Page, script: Said) -> list[str]:
    """Answer until the result; return the questions met."""
    met: list[str] = []
    while "/question/" in page.url:
        met.append(answer(page, script))
    return met
