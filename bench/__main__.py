"""Run the benchmarks and write their tables into docs/benchmarks.md, between its markers.

``python -m bench`` runs all of them, ``python -m bench frozen web`` only those named. A new one
is a module with a ``report()`` that returns Markdown, plus one line in ``BENCHES``.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BENCHES = {
    "frozen": "The frozen team simulation",
    "information": "Value of information",
    "questions": "Questions until the advice holds",
    "simulation": "The product's simulation and a decision",
    "effort": "What each effort of a decision loses",
    "portfolio": "Many companies",
    "kills": "A list killed at random moments",
    "web": "The web application",
    "transcripts": "One interview, ten times at once",
    "contradictions": "Forty results, sentence by sentence",
    "faults": "Every process killed, the database stopped",
    "api": "The API",
    "torment": "The API, tormented",
    "directions": "One fact at a time",
    "fuzz": "Twenty thousand structured inputs",
    "advice": "What a practitioner would look at first",
    "lists": "A list of a million companies",
    "certificate": "What a longer search would find",
    "plans": "Plans read back from their own files",
    "seeds": "The same decision with other seeds",
    "ladders": "More money, and one small step",
    "truths": "Were everything known",
    "stop": "The sentence that says whether to stop",
}
INTRODUCTION = """# Benchmarks

Written by `make bench`. Times on a shared machine vary up to twofold, so what counts is the ratio:
every row of a table was measured in turns with the others, in one run.
"""


def section(name: str, report: str) -> str:
    """Wrap a report in the markers by which the next run finds it again."""
    return f"<!-- bench:{name} -->\n## {BENCHES[name]}\n\n{report}\n<!-- /bench:{name} -->"


def with_section(page: str, name: str, report: str) -> str:
    """Return the page with the report in place of the one it held, or added at its end.

    >>> page = with_section("# Benchmarks\\n", "frozen", "fast")
    >>> with_section(page, "frozen", "faster").count("fast")
    1
    """
    written = section(name, report)
    pattern = re.compile(rf"<!-- bench:{name} -->.*?<!-- /bench:{name} -->", re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: written, page)
    return f"{page.rstrip()}\n\n{written}\n"


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them; 2 when a name is unknown."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark {unknown[0]!r}: expected {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    for name in names or BENCHES:
        print(f"Running {name}", file=sys.stderr, flush=True)
        report = import_module(f"bench.{name}").report()
        print(f"## {BENCHES[name]}\n\n{report}\n", flush=True)
        page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else INTRODUCTION
        PAGE.write_text(with_section(page, name, report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
