"""What a practitioner would look at first, on companies that nobody shaped for it.

Companies are drawn from the priors with the present teams that public figures tell (most owners do
it themselves). Per company: the advice, what is paid in the dearest year over the budget, work done
now and then, who is let go, hours of an outside pilot, the least used member, models that a rule
closes; then a ladder of budgets, and small steps of one answer.
Run alone: ``python -m bench.advice [companies]``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench.questions import companies
from bench.timing import table
from timonier.engine.catalogue import MODELS
from timonier.engine.company import OWNER, Company, Position
from timonier.engine.decision import Decision, decide
from timonier.engine.money import work_done
from timonier.engine.quantiles import median
from timonier.engine.team import is_employee, is_pilot, spans
from timonier.knowledge import load

COMPANIES = 60
SCENARIOS = 1_024
STEPS = 12  # companies of which each answer is walked
# Who does the marketing today: of 1,000 US owners 47 % themselves, 24 % somebody of the team, 18 %
# mix, about one in ten outsources it (Infusionsoft and LeadPages 2016, told by lsainsider.com).
PRESENT: tuple[tuple[float, tuple[Position, ...]], ...] = (
    (0.47, (Position(OWNER, hours=20.0),)),
    (0.12, (Position("emp_junior", since_months=14.0),)),
    (0.12, (Position("emp_generalist", since_months=20.0),)),
    (0.09, (Position("emp_content", since_months=18.0), Position("free_paid"))),
    (0.09, (Position(OWNER, hours=15.0), Position("free_generalist"))),
    (0.11, (Position("agency_full"),)),
)


@dataclass(frozen=True)
class Seen:
    """What is looked at of one decision; shares 0-1, None where it does not apply."""

    first: str | None
    status: str
    dearest: float | None  # median of the dearest year over the stated budget
    now: float | None
    then: float | None
    let_go: tuple[str, ...]
    pilot_days: float
    least_used: float
    closed: int


def population(count: int, seed: int = 3) -> list[Company]:
    """Companies of every size with somebody in place, as public figures have it."""
    rng = np.random.default_rng(seed)
    shares = np.array([share for share, _ in PRESENT])
    picks = rng.choice(len(PRESENT), size=count, p=shares / shares.sum())
    drawn = companies(load(), count, seed)
    return [replace(c, team=PRESENT[k][1]) for c, k in zip(drawn, picks, strict=True)]


def seen(decision: Decision) -> Seen:
    """Look at one decision as a practitioner would."""
    first = decision.first
    closed = len(MODELS) - sum(decision.framework.viable.values())
    now = work_done(decision, "as_is") if "as_is" in decision.row else None
    if first is None:
        return Seen(None, "undecided", None, now, None, (), 0.0, 1.0, closed)
    row, team = decision.row[first], decision.team(first)
    budget = decision.company.middle("marketing.budget")
    paid = max(median(year) for year in decision.judged.measures.by_year[row])
    roles, day = decision.knowledge.roles, decision.world.market.hours_per_day
    pilots = [m.hours / day for m in team.members if is_pilot(roles[m.role]) and not m.existing]
    asked = {p.role for p in decision.company.team if p.keep is False}
    return Seen(
        first,
        decision.verdict.status if decision.verdict else "undecided",
        paid / budget if budget else None,
        now,
        work_done(decision, first),
        tuple(m.role for m in team.released if m.role not in asked),
        max(pilots, default=0.0),
        min(used(decision, first), default=1.0),
        closed,
    )


def used(decision: Decision, model: str) -> Iterator[float]:
    """Of each new member who is there in steady state: the share of their hours that is used."""
    world, row = decision.world, decision.row[model]
    slots = decision.judged.outcomes.slots[row]
    months = world.steady_months
    roles = decision.knowledge.roles
    for member, first, last in spans(decision.team(model)):
        ends = member.end_month is not None and member.end_month <= world.steady
        if member.existing or ends:
            continue
        role = roles[member.role]
        hours = world.worked if is_employee(role) else member.hours
        there = slots[first:last, 5].sum() / months
        worked = slots[first:last, :3].sum() / months
        share = role.max_productive_share
        yield float(worked / max(there * hours * share, 1e-9))


def report(count: int = COMPANIES) -> str:
    """The tables, as Markdown."""
    knowledge = load()
    found = [seen(decide(c, knowledge=knowledge, scenarios=SCENARIOS)) for c in population(count)]
    return "\n\n".join([_split(found), _signed(found)])


def _split(found: Sequence[Seen]) -> str:
    held = Counter(one.first or "no team" for one in found)
    rows = [[name, f"{held[name] / len(found):.0%}"] for name in (*MODELS, "no team")]
    return "What is advised to companies drawn with realistic present teams:\n\n" + table(
        ["model", "share"], rows
    )


def _signed(found: Sequence[Seen]) -> str:
    known = [one for one in found if one.first is not None]
    over = sum(one.dearest is not None and one.dearest > 1.0 for one in known)
    less = sum(one.now is not None and (one.then or 0.0) < one.now - 0.01 for one in known)
    pilots = [one.pilot_days for one in known if one.pilot_days > 0]
    odd = sum(not 2.0 <= days <= 8.0 for days in pilots)
    rows = [
        ["median of the dearest year above the stated budget", f"{over} of {len(known)}"],
        ["does less than the present team", f"{less} of {len(known)}"],
        ["somebody in place let go", f"{sum(bool(o.let_go) for o in known)} of {len(known)}"],
        ["an outside pilot under 2 or over 8 days", f"{odd} of {len(pilots)}"],
        ["a new member used under 60 %", f"{sum(o.least_used < 0.6 for o in known)}"],
        ["two or more models closed by a rule", f"{sum(o.closed >= 2 for o in found)}"],
    ]
    return "What a practitioner would look at first:\n\n" + table(["what", "companies"], rows)


if __name__ == "__main__":
    print(report(int(sys.argv[1]) if len(sys.argv) > 1 else COMPANIES))
