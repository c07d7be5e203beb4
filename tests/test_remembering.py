"""What tests decide once is known by its content, and by all of it."""

from __future__ import annotations

from typing import Any

import pytest

import timonier
from tests.remembering import named

COMPANY = {"company": {"market": "fr", "headcount": 20}, "marketing": {"budget": [20_000, 40_000]}}


def turned(document: dict[str, Any]) -> dict[str, Any]:
    """The same content, its keys in another order, as PostgreSQL gives it back."""
    return {key: dict(reversed(part.items())) for key, part in reversed(document.items())}


def test_the_order_of_keys_is_no_content() -> None:
    assert list(turned(COMPANY)) != list(COMPANY)
    assert named(turned(COMPANY), 0, "full") == named(COMPANY, 0, "full")
    one, other = map(timonier.company_from, (COMPANY, turned(COMPANY)))
    assert named(one) == named(other)


@pytest.mark.parametrize("headcount", [21, [20, 21]])
def test_another_content_has_another_name(headcount: Any) -> None:
    other = COMPANY | {"company": {"market": "fr", "headcount": headcount}}
    assert named(other, 0, "full") != named(COMPANY, 0, "full")
    assert named(timonier.company_from(other)) != named(timonier.company_from(COMPANY))
    assert named(COMPANY, 1, "full") != named(COMPANY, 0, "full")
