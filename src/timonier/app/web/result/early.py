"""Too little is known to advise: what a company like this one usually faces, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from timonier.app.document import Document, parts
from timonier.app.interview import way
from timonier.app.interview.words import worded
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.engine.catalogue import FUNCTIONS
from timonier.knowledge import load

WORKS: Final = 5  # the activities that take most hours
# What is taken to be usual is said of these: whom there is, whether one can hire, what the work is.
USUAL: Final = ("steering.level", "steering.hours_per_month", "hiring.can_recruit",
                "needs.recurrent_share", "marketing.role")  # fmt: skip


@dataclass(frozen=True)
class Next:
    """The question to answer next; ``key`` None where the interview goes on by itself."""

    key: str | None
    text: str
    why: str


@dataclass(frozen=True)
class Early:
    hours: str
    functions: tuple[tuple[str, str], ...]
    works: tuple[str, ...]
    usual: tuple[tuple[str, str], ...]
    next: Next | None


def early(document: Document, answered: way.Document) -> Early:
    """What the page shows instead of an advice: no chance, no price, nobody to hire."""
    work, words, lang = document.needs_by_function, load().wording, current()
    busiest = sorted(document.needs, key=lambda need: -need.hours_per_month.p50)[:WORKS]
    assumed = {one.fact: one for one in document.assumed}
    return Early(
        hours=_hours(work["all"]),
        functions=tuple((words[f"function.{f}"][lang], _hours(work[f])) for f in FUNCTIONS),
        works=tuple(need.text for need in busiest),
        usual=tuple((assumed[f].label, assumed[f].value) for f in USUAL if f in assumed),
        next=_next(document, answered),
    )


def _hours(found: parts.Range) -> str:
    low, high = (plain(round(end, 0 if end >= 10 else 1)) for end in (found.p10, found.p90))
    return str(say("early.hours", low=low, high=high))


def _next(document: Document, answered: way.Document) -> Next | None:
    """The first question that is open; else the first that was answered by "I don't know"."""
    step = way.first_open(answered)
    if step is not None:
        asked = worded(step.key, current())
        return Next(None, asked.text, asked.why)
    if not document.next_questions:
        return None
    ask = document.next_questions[0]
    return Next(ask.fact, ask.text, ask.why)
