"""Write answers back into a company file: the rest of it, comments included, stays as it is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from timonier.app.company_file.writing import write_back
from timonier.engine.company import fall_with

ASSUMPTIONS = "assumptions"


def with_answer(text: str, key: str, value: Any) -> str:
    """The company file with one answer: a fact's, or a figure's under ``[assumptions]``.

    What no longer applies after it is taken out.

    >>> print(with_answer("[company]\\nmarket = 'fr'  # where we hire\\n", "company.headcount", 12))
    [company]
    market = 'fr'  # where we hire
    headcount = 12
    <BLANKLINE>
    """
    return write_back(text, {key: value, **dict.fromkeys(fall_with(key, value))})


def save(path: Path, text: str) -> None:
    """Replace a file in one step, so that an interruption leaves the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    if path.exists():
        os.chmod(name, path.stat().st_mode & 0o777)
    os.replace(name, path)
