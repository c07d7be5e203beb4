"""Whether the advice is what it says that it would be, were everything known.

Of companies about half is hidden. Each is decided; then what is hidden, the weights of the criteria
included, is drawn several times from what the product believes of it, and each such company is
decided in full. How often the advice is the same is set beside ``holds_if_known``, and beside the
sentence that says whether one may stop answering. The people in place stay known.
Run alone: ``python -m bench.truths [companies [draws]]``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from bench.many import Told, budgeted, half_known, spread, told
from bench.questions import fact_of
from bench.timing import table
from timonier.engine.company import FACTS, Company
from timonier.engine.information.wishes import wishes_known
from timonier.engine.persons import with_persons
from timonier.engine.priors import draw_facts
from timonier.engine.ranking import weight_draws, wishes
from timonier.knowledge import load

COMPANIES, DRAWS = 60, 6
ALWAYS = frozenset({"company.market", "company.headcount", "marketing.budget"})
WORST = 5
BANDS = (0.0, 0.5, 0.7, 0.9, 1.01)


@dataclass(frozen=True)
class Held:
    """What was said of one company, and in what share of the truths the advice is the same."""

    said: Told
    same: float
    draws: int


def truths(company: Company, count: int, rng: np.random.Generator) -> list[Company]:
    """The company with everything known, as the product's own beliefs draw it."""
    whole, knowledge = with_persons(company, load())
    drawn = draw_facts(whole, knowledge, rng, count)
    criteria = tuple(knowledge.criteria)
    weights = weight_draws(wishes(company), criteria, rng, count)
    found = [_truth(company, drawn, i) for i in range(count)]
    if wishes_known(company):  # it has nothing more to say of what it prefers
        return found
    return [replace(one, tradeoffs=_ratios(criteria, weights[i])) for i, one in enumerate(found)]


def _truth(company: Company, drawn: dict[str, np.ndarray], i: int) -> Company:
    facts = dict(company.facts)
    for key, column in drawn.items():
        if FACTS[key].drawn and not company.knows(key):
            value = fact_of(key, column[i])
            if value is not None:
                facts[key] = value
    return replace(company, facts=facts)


def _ratios(criteria: Sequence[str], weights: np.ndarray) -> tuple[tuple[str, str, float], ...]:
    """The weights as a company says them: each criterion against the least."""
    least = weights.argmin()
    return tuple(
        (key, criteria[least], float(weights[k] / weights[least]))
        for k, key in enumerate(criteria)
        if k != least
    )


def held(numbered: tuple[int, Company], draws: int = DRAWS) -> Held:
    """Decide a company, then each of its truths; its number keeps the draws of each apart."""
    number, company = numbered
    said = told(company, stop=True)
    found = [told(t) for t in truths(company, draws, np.random.default_rng([11, number]))]
    return Held(said, float(np.mean([one.first == said.first for one in found])), draws)


def sample(count: int) -> list[Company]:
    """Companies of which about half is hidden; of every third all but a fact or two is known."""
    rng = np.random.default_rng(7)
    out = []
    for i, company in enumerate(budgeted(count, seed=29)):
        known = company if i % 3 == 0 else half_known(company, rng, ALWAYS)
        out.append(known)
    return out


def report(count: int = COMPANIES, draws: int = DRAWS) -> str:
    """The two tables, as Markdown."""
    found = spread(partial(held, draws=draws), enumerate(sample(count)), "truths")
    found = [one for one in found if one.said.holds is not None and one.said.first is not None]
    return "\n\n".join([_reliability(found), _stops(found)])


def _reliability(found: Sequence[Held]) -> str:
    rows = []
    for low, high in pairwise(BANDS):
        band = [one for one in found if one.said.holds is not None and low <= one.said.holds < high]
        if band:
            said = np.mean([one.said.holds for one in band])
            same = np.mean([one.same for one in band])
            draws = sum(one.draws for one in band)
            name = f"{low:.0%} to {min(high, 1.0):.0%}"
            rows.append([name, f"{len(band)}", f"{draws}", f"{said:.0%}", f"{same:.0%}"])
    head = ["said", "companies", "truths", "mean said", "advice the same"]
    return "`holds_if_known` against what a full decision says once all is known:\n\n" + table(
        head, rows
    )


def _stops(found: Sequence[Held]) -> str:
    rows = []
    for reached, name in ((True, "one can stop"), (False, "answers may turn it")):
        group = [one for one in found if one.said.stops is reached]
        if group:
            same = [one.same for one in group]
            least = f"{min(same):.0%}"
            rows.append([name, f"{len(group)}", f"{np.mean(same):.0%}", least])
    head = ["the sentence", "companies", "advice the same", "least of a company"]
    wrong = sorted(found, key=lambda one: one.same - (one.said.holds or 0.0))[:WORST]
    named = "; ".join(f"{o.said.first} {o.said.holds:.0%} said, {o.same:.0%} so" for o in wrong)
    stated = "The sentence that says whether to stop:\n\n" + table(head, rows)
    return f"{stated}\n\nThe most wrong: {named}."


if __name__ == "__main__":
    print(report(*map(int, sys.argv[1:])))
