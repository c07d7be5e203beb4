"""Files of others: exactly the versions listed, with their licences, and nothing unlisted."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from tests.tree import PACKAGE, ROOT

STATIC = PACKAGE / "app" / "web" / "static"
OF_THE_TESTS = ROOT / "tests" / "web" / "vendor"


def listed(folder: Path) -> list[dict[str, str]]:
    files: list[dict[str, str]] = tomllib.loads(
        (folder / "VENDORED.toml").read_text(encoding="utf-8")
    )["file"]
    return files


LISTED = listed(STATIC)
EVERY = [(folder, held) for folder in (STATIC, OF_THE_TESTS) for held in listed(folder)]


@pytest.mark.parametrize(("folder", "held"), EVERY, ids=[held["path"] for _, held in EVERY])
def test_a_vendored_file_is_the_one_listed(folder: Path, held: dict[str, str]) -> None:
    content = (folder / held["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == held["sha256"]
    assert b"sourceMappingURL" not in content
    assert held["version"]
    assert (folder / held["licence_file"]).stat().st_size > 200


def test_every_vendored_file_is_listed() -> None:
    found = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in (".js", ".css", ".woff2")
    }
    assert found == {held["path"] for held in LISTED}
