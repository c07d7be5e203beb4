"""Files of others: exactly the versions listed, with their licences, and nothing unlisted."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from tests.tree import PACKAGE

STATIC = PACKAGE / "app" / "web" / "static"
LISTED = tomllib.loads((STATIC / "VENDORED.toml").read_text(encoding="utf-8"))["file"]


@pytest.mark.parametrize("held", LISTED, ids=lambda held: held["path"])
def test_a_vendored_file_is_the_one_listed(held: dict[str, str]) -> None:
    content = (STATIC / held["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == held["sha256"]
    assert b"sourceMappingURL" not in content
    assert held["version"]
    assert (STATIC / held["licence_file"]).stat().st_size > 200


def test_every_vendored_file_is_listed() -> None:
    found = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in (".js", ".css", ".woff2")
    }
    assert found == {held["path"] for held in LISTED}
