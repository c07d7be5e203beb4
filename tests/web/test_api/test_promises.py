"""Version 1 only grows: what it has promised stays, and nothing more is asked of callers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from timonier.app.web.api.openapi import ANSWERS, made
from timonier.app.web.api.service import api

ANSWERED = "{0} {1} answers 422"  # any address does
KEPT = Path(__file__).with_name("v1.txt")


def promises() -> Iterator[str]:
    """Every address with what it takes and answers, and the keys of what is the API's own.

    What must be sent ends with an exclamation mark.
    """
    said = made(api, "en")
    schemas = said["components"]["schemas"]
    for path, methods in said["paths"].items():
        for method, one in methods.items():
            address = f"{method.upper()} {path}"
            yield from (f"{address} answers {status}" for status in one["responses"])
            for taken in one.get("parameters", ()):
                yield f"{address} takes {taken['name']}{'!' * taken['required']}"
            if "requestBody" in one:
                sent = one["requestBody"]["content"]["application/json"]["schema"]
                body = schemas[sent["$ref"].rpartition("/")[2]]
                must = body.get("required", ())
                yield from (f"{address} reads {k}{'!' * (k in must)}" for k in body["properties"])
    for name in sorted({kind.__name__ for kind in ANSWERS.values()} | {"Problem"}):
        yield from (f"{name} has {key}" for key in schemas[name]["properties"])


def test_what_version_1_has_promised_is_kept_and_no_more_is_asked() -> None:
    kept, now = set(KEPT.read_text(encoding="utf-8").splitlines()), set(promises())
    assert kept - now == set(), "promised once: another version of the API may leave it out"
    new = now - kept
    asked = [one for one in new if one.endswith("!") and ANSWERED.format(*one.split(" ")) in kept]
    assert asked == [], "those who call already do not send it"
    assert new == set(), f"write it in {KEPT.name}: once there, it stays"
