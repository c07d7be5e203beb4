"""Forty results walked sentence by sentence, in both languages, for what speaks against itself.

The companies of the tests, by the quick effort: what ``tests/contradictions.py`` refuses is looked
for on the advice and every page behind it, in the terminal and in the report. Run on part of them
with their names: ``python -m bench.contradictions v01 first-steps``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

COMPANIES = Path(__file__).resolve().parent.parent / "tests" / "companies"
LANGS = ("fr", "en")


def report(names: Sequence[str] = ()) -> str:
    """Walk them, and return what was found as Markdown."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")
    import django

    django.setup()
    files = [path for path in companies() if not names or path.stem in names]
    found = [line for path in files for line in walked(path)]
    told = "\n".join(f"- {line}" for line in found) or "None speaks against itself."
    return f"{len(files)} companies, every sentence in two languages.\n\n{told}"


def companies() -> list[Path]:
    """The company files of the tests, without the advice expected of them."""
    return sorted(path for path in COMPANIES.rglob("*.toml") if not path.stem.endswith(".expected"))


def walked(path: Path) -> Iterator[str]:
    """What is wrong with one company's result, by language."""
    import timonier
    from tests.contradictions import contradictions
    from tests.faces import faces

    decision = timonier.decide(timonier.load_company(path), effort="quick")
    for lang in LANGS:
        met = contradictions(decision, lang, faces(decision, lang))
        yield from (f"{path.stem}, {lang}: {one}" for one in met)


if __name__ == "__main__":
    print(report(sys.argv[1:]))
