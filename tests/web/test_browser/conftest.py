"""A real browser, its pages held to a clean console, and a situation to open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.browsers import FLAGS, chromium
from tests.web.conftest import COMPANY
from tests.web.test_browser.screens import DESKTOP, OPEN, PATIENCE
from timonier.app.web import limits, store
from timonier.app.web.middleware import COOKIE, owner_of
from timonier.warmup import warm_up

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    warm_up()  # what a page waits for is a decision, never the compiler
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(autouse=True)
def turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages compute what they show here, where no process does it for them, and the next ones wait
    for their turn: as long as the browser waits, also where a job that another test has begun is
    still at work in a thread of this process."""
    monkeypatch.setattr(limits, "PATIENCE", PATIENCE / 1_000)


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
