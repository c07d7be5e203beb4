"""Compiled code kept on disk is recognised as out of date, whichever function was edited."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import fast, fingerprint


def _made(rate: str, helper: str) -> Any:
    """A compiled function that calls another, both written from text."""
    names: dict[str, Any] = {"fast": fast, "RATE": float(rate), "__name__": "made"}
    exec(f"@fast\ndef helper(x):\n    return x {helper} RATE\n", names)
    exec("@fast\ndef entry(x):\n    return helper(x) + 1.0\n", names)
    return names["entry"]


def test_the_same_functions_have_the_same_fingerprint() -> None:
    assert fingerprint(_made("2", "*")) == fingerprint(_made("2", "*"))


def test_an_edit_of_a_function_called_changes_the_fingerprint_of_its_caller() -> None:
    assert fingerprint(_made("2", "*")) != fingerprint(_made("2", "+"))


def test_another_value_of_a_constant_changes_the_fingerprint() -> None:
    assert fingerprint(_made("2", "*")) != fingerprint(_made("3", "*"))
