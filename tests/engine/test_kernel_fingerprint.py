"""Compiled code kept on disk is recognised as out of date, whichever function was edited."""

from __future__ import annotations

from typing import Any

import pytest

from timonier.engine.compiling import compiled, fast, fingerprint


def _made(rate: str, helper: str, mark: Any = fast) -> Any:
    """A compiled function that calls another, both written from text."""
    names: dict[str, Any] = {"mark": mark, "RATE": float(rate), "__name__": "made"}
    exec(f"@mark\ndef helper(x):\n    return x {helper} RATE\n", names)
    exec("@mark\ndef entry(x):\n    return helper(x) + 1.0\n", names)
    return names["entry"]


def test_the_same_functions_have_the_same_fingerprint() -> None:
    assert fingerprint(_made("2", "*")) == fingerprint(_made("2", "*"))


@pytest.mark.parametrize(
    "edited",
    [("2", "+"), ("3", "*"), ("2", "*", compiled(fastmath={"contract"}))],
    ids=["a function called", "a constant", "how it is compiled"],
)
def test_an_edit_changes_the_fingerprint_of_what_calls_it(edited: tuple[Any, ...]) -> None:
    assert fingerprint(_made("2", "*")) != fingerprint(_made(*edited))


def test_what_reads_a_table_is_refused_since_nobody_would_know_that_it_changed() -> None:
    names: dict[str, Any] = {"fast": fast, "TABLE": [1.0], "__name__": "made"}
    exec("@fast\ndef entry(i):\n    return TABLE[i]\n", names)
    with pytest.raises(TypeError, match=r"made\.entry reads TABLE, which is no constant"):
        fingerprint(names["entry"])
