"""A body of a megabyte that is wrong everywhere costs no more than one that is wrong once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel, ValidationError

from tests.web.test_api.calling import post, refused
from timonier.app.web.api import bodies

MANY = 90_000
ODD = {f"k{n}": 1 for n in range(MANY)}
LARGE = {
    "keys": (bodies.ToDecideInPart, {"company": {}, **ODD}),
    "names": (bodies.ToDecideInPart, {"company": {}, "include": [1] * MANY}),
    "paths": (bodies.ToExplain, {"company": {}, "paths": [1] * MANY}),
    "changes": (bodies.ToTry, {"company": {}, "changes": ODD}),
    "webhook": (bodies.ToPlan, {"company": {}, "webhook": {"url": "x", **ODD}}),
    "companies": (bodies.ToRun, {"companies": [{}] * MANY}),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_wrong_everywhere_is_counted_a_few_times(name: str) -> None:
    """Each fault found took three kilobytes and six microseconds, in the process that serves."""
    kind, body = LARGE[name]
    assert found_in(kind, body) <= bodies.READ


def test_rows_that_are_all_wrong_are_bounded_too() -> None:
    rows = [{"company": {}, **dict(list(ODD.items())[:180])}] * bodies.MOST_COMPANIES
    assert found_in(bodies.ToRun, {"companies": rows}) <= bodies.READ * bodies.MOST_COMPANIES


def found_in(kind: type[BaseModel], body: dict[str, Any]) -> int:
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate(body)
    return wrong.value.error_count()


@pytest.mark.django_db
def test_a_key_unknown_inside_is_told_those_of_its_own_place(client: Client) -> None:
    row = {"id": "1", "compny": {}}
    said = refused(post(client, "/portfolios", {"companies": [row]}, headers=WORD), 422)
    assert (said["pointer"], said["nearest"]) == ("/companies/0/compny", "company")
    assert said["allowed"] == "id, company"
    body = {"company": {"company": {"market": "fr"}}, "webhook": {"url": "https://x", "uri": 1}}
    said = refused(post(client, "/plans", body, headers=WORD), 422)
    assert (said["pointer"], said["allowed"]) == ("/webhook/uri", "url")


WORD = {"Idempotency-Key": "a word"}
