"""What the API's description allows and what it forbids, sent to it at length by Schemathesis.

Then the description itself, read by a linter and by a maker of clients.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# What a schema cannot say (sums, keys of the knowledge, cursors) is refused with 422. A machine
# that is too busy answers 503 and says when to come back: counted apart in the report.
SETTINGS = """
base-url = "{root}"
request-timeout = 120
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "422", "429", "5xx"]
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", "503"]
[generation]
max-examples = {examples}
deterministic = true
no-shrink = true
mode = "{mode}"
[phases.examples]
enabled = {whole}
[phases.stateful]
enabled = {whole}
"""


EXAMPLES, MOST = 40, 900.0  # for each address, and seconds at most


def report() -> str:
    """Torment the API as ``timonier serve`` answers it, and return what was found."""
    from bench import described
    from bench.visitor import servers

    with servers() as (product, _):
        root = f"http://127.0.0.1:{product}/api/v1"
        found = said(torment(root, EXAMPLES, seconds=MOST))
        return f"{found}\n\n{described.said(root)}"


@dataclass
class Torment:
    """What was sent and answered, and what of it broke a promise."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return self.statuses.total()


def torment(root: str, examples: int, *, mode: str = "all", seconds: float = 1e9) -> Torment:
    """Send what Schemathesis makes of the API's description, for so long at most.

    ``mode``: "all", in every phase and one call after another, or "negative", what it forbids.
    """
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    how = {"root": root, "examples": examples, "mode": mode}
    whole = str(mode == "all").lower()
    config = SchemathesisConfig.from_str(SETTINGS.format(**how, whole=whole))
    schema = schemathesis.openapi.from_url(f"{root}/openapi.json", config=config)
    found, until = Torment(), time.monotonic() + seconds
    stream = from_schema(schema).execute()
    for event in stream:
        if isinstance(event, events.ScenarioFinished):
            _note(event.recorder, found)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found.broken["run", type(event).__name__, str(getattr(event, "info", event))] = ""
        if time.monotonic() > until:
            stream.stop()
    return found


def _note(recorder: Any, found: Torment) -> None:
    for one in recorder.interactions.values():
        found.statuses[recorder.label, one.response.status_code if one.response else 0] += 1
    for title, message, sample in _failures(recorder):
        found.broken.setdefault((recorder.label, title, message), sample)


def _failures(recorder: Any) -> Iterator[tuple[str, str, str]]:
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                yield failure.title, failure.message, check.failure_info.code_sample


def said(found: Torment) -> str:
    """What Schemathesis sent, and what it holds against the answers."""
    by_status: Counter[int] = Counter()
    for (_, status), count in found.statuses.items():
        by_status[status] += count
    told = ", ".join(f"{count} × {status}" for status, count in sorted(by_status.items()))
    wrong = "\n".join(f"- {name}: {title}" for name, title, _ in found.broken)
    held = (
        f"{len(found.broken)} broken promises:\n\n{wrong}" if found.broken else "no promise broken."
    )
    return f"Schemathesis, every phase: {found.cases} cases ({told}); {held}"
