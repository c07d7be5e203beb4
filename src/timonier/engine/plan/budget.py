"""The budget: lines by month whose sum is the decision's median, scenarios beside."""

from __future__ import annotations

from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import Budget, BudgetLine

CONTINGENCY = "contingency"


def budget(given: PlanInput) -> Budget:
    """Lay the members' costs out by month; what the simulation adds (start-up costs, vacancies,
    indexation, stretched providers) is a line of its own, so that each month equals the decision.
    """
    money = given.money
    lines = [
        BudgetLine(member.key, money.by_member[member.key])
        for member in given.members
        if any(money.by_member.get(member.key, ()))
    ]
    rest = tuple(
        month.median - sum(line.monthly[i] for line in lines)
        for i, month in enumerate(money.monthly)
    )
    if any(abs(value) > 0.005 for value in rest):
        lines.append(BudgetLine(CONTINGENCY, rest))
    return Budget(
        len(money.monthly), tuple(lines), money.monthly, money.totals, money.initial, money.exit
    )
