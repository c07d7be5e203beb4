"""The sentence that says whether to stop, held by brute force.

Companies that answered what everybody is asked. Each is decided in full; then all that they did not
say, the weights of the criteria included, is answered in fifty ways, as the product believes it to
be, and each of these companies is decided anew, by the quick effort. How often the advice is the
same is set beside the sentence. Run alone: ``python -m bench.stop [companies [ways]]``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from bench.many import Told, budgeted, spread, told
from bench.timing import table
from bench.truths import truths
from timonier.app.interview.way import IN_CORE
from timonier.engine.company import Company
from timonier.engine.decision import decide
from timonier.engine.effort import QUICK
from timonier.knowledge import load

COMPANIES, WAYS = 100, 50
ENOUGH = 0.9  # of the ways, in which the advice is the same where one can stop


@dataclass(frozen=True)
class Held:
    """What was said of one company, the number it is drawn by, and the advice in each way."""

    number: int
    said: Told
    advice: tuple[str | None, ...]

    @property
    def same(self) -> float:
        """In what share of the ways the advice is the one that was said."""
        return sum(one == self.said.first for one in self.advice) / len(self.advice)


def companies(count: int) -> list[Company]:
    """Companies that state a budget and answered the questions that everybody meets."""
    return [
        replace(one, facts={k: v for k, v in one.facts.items() if k in IN_CORE})
        for one in budgeted(count, seed=71)
    ]


def held(numbered: tuple[int, Company], ways: int = WAYS) -> Held:
    """Decide a company, then all its other answers; its number keeps the draws of each apart."""
    number, company = numbered
    said = told(company, stop=True)
    found = truths(company, ways, np.random.default_rng([13, number]))
    return Held(number, said, tuple(advised(one) for one in found))


def advised(company: Company) -> str | None:
    """The first model, by the quick effort on one thread."""
    return decide(company, knowledge=load(), effort=QUICK, threads=1).first


def report(count: int = COMPANIES, ways: int = WAYS) -> str:
    """The table, as Markdown."""
    found = spread(partial(held, ways=ways), enumerate(companies(count)), "stop")
    return written([one for one in found if one.said.first is not None], ways)


def written(found: Sequence[Held], ways: int) -> str:
    """The two sentences beside how often the advice was the same."""
    rows = []
    for reached, name in ((True, "one can stop"), (False, "answers may turn it")):
        group = [one for one in found if one.said.stops is reached]
        if group:
            holds = [one.said.holds or 0.0 for one in group]
            same = [one.same for one in group]
            wrong = sum(one < ENOUGH for one in same)
            rows.append([
                name, f"{len(group)}", f"{np.mean(holds):.0%}", f"{np.mean(same):.0%}",
                f"{min(same):.0%}", f"{wrong}",
            ])  # fmt: skip
    head = ["the sentence", "companies", "said to hold", "the same", "least of a company",
            "of them below 90%"]  # fmt: skip
    said = f"{len(found)} companies, {ways} ways each, all that was not said drawn at once:"
    return f"{said}\n\n{table(head, rows)}\n\n{_misled(found)}"


def _misled(found: Sequence[Held]) -> str:
    """The companies told that they can stop whose advice turns all the same, by number."""
    wrong = [one for one in found if one.said.stops and one.same < ENOUGH]
    told_ = [
        f"- company {one.number}: told {one.said.first}, in the ways "
        + ", ".join(f"{model} {times}" for model, times in Counter(one.advice).most_common())
        for one in wrong
    ]
    if not wrong:
        return "Nobody was told that one can stop whose advice turns."
    return "\n".join(["Told that one can stop, and turned all the same:", "", *told_])


if __name__ == "__main__":
    print(report(*map(int, sys.argv[1:])))
