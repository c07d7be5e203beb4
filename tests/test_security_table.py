"""The table of ASVS: every chapter has its row, every row names tests that are there."""

from __future__ import annotations

import re

from tests.tree import ROOT

PAGE = ROOT / "docs" / "security.md"
CHAPTERS = [f"V{n}" for n in range(1, 18)]  # of ASVS 5.0
STATES = {"held", "held for the API", "held by the server in front", "not applicable"}
NAMED = re.compile(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)")
LINKED = re.compile(r"\]\(\.\./(tests/[^)]+)\)")


def rows() -> list[tuple[str, str, str]]:
    """The chapter, the state and the grounds of each row."""
    return re.findall(r"^\| (V\d.*?) \| (.*?) \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_each_chapter_has_its_row_and_a_state_that_is_one() -> None:
    met = [re.split(r"[ ,]", chapter)[0] for chapter, _, _ in rows()]
    assert list(dict.fromkeys(met)) == CHAPTERS
    assert {state for _, state, _ in rows()} == STATES


def test_what_is_held_names_its_tests_and_leaves_nothing_for_later() -> None:
    for chapter, state, why in rows():
        assert state == "not applicable" or NAMED.findall(why), chapter
        assert "Not yet" not in why, chapter


def test_each_test_that_the_page_names_is_there() -> None:
    text = PAGE.read_text("utf-8")
    named = NAMED.findall(text)
    assert len(named) > 60
    assert len(LINKED.findall("\n".join(why for _, _, why in rows()))) == sum(
        len(NAMED.findall(why)) for _, _, why in rows()
    )
    for name, file in named:
        found = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", found, re.MULTILINE), f"{file}: {name}"
