"""What the API's description allows and what it forbids, sent to it at length by Schemathesis.

Then the description itself, read by a linter and by a maker of clients.
"""

from __future__ import annotations

import copy
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from timonier.engine.effort import TRIAGE

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


EXAMPLES, MOST = 60, 1_200.0  # for each address; seconds at most
GONE, FULL_LINE = 204, 503
WHOLE = 20  # one allowed body in so many is sent as it was made, at any effort
WITH_EFFORT = {"decide", "next_questions", "interview", "frontier", "portfolio"}
COSTLY = {*WITH_EFFORT, "explain", "what_if", "plan"}


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
    lighter: int = 0  # bodies that the description allows, made to cost little
    whole: int = 0  # those sent as they were made

    @property
    def cases(self) -> int:
        return self.statuses.total()


def torment(root: str, examples: int, *, mode: str = "all", seconds: float = 1e9) -> Torment:
    """Send what Schemathesis makes of the API's description, for so long at most.

    ``mode``: "all", in every phase and one call after another, or "negative", what it forbids.
    """
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import from_schema

    how = {"root": root, "examples": examples, "mode": mode}
    whole = str(mode == "all").lower()
    config = SchemathesisConfig.from_str(SETTINGS.format(**how, whole=whole))
    schema = schemathesis.openapi.from_url(f"{root}/openapi.json", config=config)
    found, until = Torment(), time.monotonic() + seconds
    with _hooked(found):
        stream = from_schema(schema).execute()
        for event in stream:
            _hear(event, found)
            if time.monotonic() > until:
                stream.stop()
    return found


def _hear(event: Any, found: Torment) -> None:
    from schemathesis.engine import events

    if isinstance(event, events.ScenarioFinished):
        _note(event.recorder, found)
    elif isinstance(event, events.NonFatalError):
        inside = getattr(event.value, "exceptions", ())  # of what failed once and not again
        told = "; ".join(f"{type(one).__name__}: {one}" for one in (event.value, *inside))
        found.broken[event.label, type(event.value).__name__, told] = ""
    elif isinstance(event, events.FatalError):
        found.broken["run", type(event.exception).__name__, str(event.exception)] = ""


@contextmanager
def _hooked(found: Torment) -> Iterator[None]:
    """Have Schemathesis send lighter bodies meanwhile, and know what ``DELETE`` of a job erases."""
    from schemathesis import hook, hooks

    gone: set[object] = set()

    def before_call(_: Any, case: Any, __: Any) -> None:
        _lighten(case, found)

    def after_call(_: Any, case: Any, response: Any) -> None:
        if case.method == "DELETE" and response.status_code == GONE:
            gone.add(case.path_parameters["job_id"])

    def filter_failure(_: Any, failure: Any, case: Any, __: Any) -> bool:
        """It looks for a ``DELETE`` under the address that made the job, and ours is another."""
        of = (case.path_parameters or {}).get("job_id")
        return not (type(failure).__name__ == "EnsureResourceAvailability" and of in gone)

    ours = {one.__name__: one for one in (before_call, after_call, filter_failure)}
    for name, one in ours.items():
        hook(name)(one)
    try:
        yield
    finally:
        for one in ours.values():
            hooks.unregister(one)


def _lighten(case: Any, found: Torment) -> None:
    """Have most allowed bodies decided at little cost: a full decision takes seconds.

    Nineteen in twenty ask for the least effort where they may say which, else about one same
    company; the twentieth is sent as it was made. What the description forbids is never touched.
    """
    described, body = case.operation.definition.raw, case.body
    operation = described["operationId"]
    if operation not in COSTLY or not isinstance(body, dict) or _is_forbidden(case):
        return
    written = json.dumps(body, sort_keys=True, default=str).encode(errors="backslashreplace")
    if zlib.crc32(written) % WHOLE == 0:  # the same body is always sent alike
        found.whole += 1
        return
    found.lighter += 1
    if operation in WITH_EFFORT:
        body["effort"] = TRIAGE
    else:
        example = described["requestBody"]["content"]["application/json"]["example"]
        body["company"] = copy.deepcopy(example["company"])


def _is_forbidden(case: Any) -> bool:
    return case.meta is None or case.meta.generation.mode.is_negative


def _note(recorder: Any, found: Torment) -> None:
    for one in recorder.interactions.values():
        status = one.response.status_code if one.response else 0
        found.statuses[recorder.label, status] += 1
        if status == FULL_LINE and "retry-after" not in {
            name.lower() for name in one.response.headers
        }:
            found.broken[recorder.label, "503 without Retry-After", one.request.uri] = ""
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
    told = ", ".join(f"{count:,} × {status}" for status, count in sorted(by_status.items()))
    wrong = "\n".join(f"- {name}: {title}: {what[:200]}" for name, title, what in found.broken)
    held = (
        f"{len(found.broken)} broken promises:\n\n{wrong}" if found.broken else "no promise broken."
    )
    allowed = found.lighter + found.whole
    return f"""Schemathesis, every phase: {found.cases:,} cases ({told}); {held}

Of {allowed:,} bodies that the description allows where a decision is asked for, about one in
{WHOLE} was sent as it was made ({found.whole:,}); the others asked for the least effort, or about
one same company. 503 is what a full line answers, with `Retry-After`: one without it would be a
broken promise."""
