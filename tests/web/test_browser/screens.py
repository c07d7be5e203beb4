"""Screens, patience, and what is measured on a page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PATIENCE = 180_000  # milliseconds: a full decision on a busy machine
OPEN = Callable[..., Page]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
