"""The budget: what each person is paid by month, from their first day to their last."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.catalogue import Triple
from timonier.engine.plan.diary import Diary, Presence
from timonier.engine.plan.inputs import NOTHING, PlanInput, PlanMember
from timonier.engine.plan.model import Budget, BudgetLine


def budget(given: PlanInput, presence: Mapping[str, Presence]) -> Budget:
    """Lay the costs out by month: pay and fees of those who are there, arrivals, departures, media
    space apart. Nobody is billed before their first day."""
    money = given.money
    months = min(len(money.monthly), len(given.diary.months) - 1)
    lines = []
    for member in (*given.members, *given.leaving):
        lines += _of(member, presence[member.key], given, months)
    if money.media:
        a_month = money.media / 12.0
        lines.append(BudgetLine("", "media", (Triple(a_month, a_month, a_month),) * months))
    return Budget(
        months, tuple(lines), money.monthly, money.totals, money.initial, money.exit, money.budget
    )


def _of(member: PlanMember, there: Presence, given: PlanInput, months: int) -> list[BudgetLine]:
    """The lines of one person: their pay, what may be ordered beyond it, their arrival and their
    departure, if they cost."""
    growth = given.money.growth or (1.0,) * months
    shares = [growth[i] * given.diary.share(i, there.first, there.last) for i in range(months)]
    lines = []
    for kind, cost in (("pay", member.monthly_cost), ("order", member.on_top_cost)):
        paid = tuple(scaled(cost, share) for share in shares)
        if any(one.high for one in paid):
            lines.append(BudgetLine(member.key, kind, paid))
    if member.coming and member.entry.high:
        arrives = given.diary.month(there.first)
        lines.append(_once(member.key, "entry", member.entry, arrives, months))
    if member.becomes in ("end", "expire") and member.ending and there.last is not None:
        leaves = given.diary.month(there.last)
        ending = Triple(member.ending, member.ending, member.ending)
        lines.append(_once(member.key, "ending", ending, leaves, months))
    return lines


def _once(key: str, kind: str, amount: Triple, month: int, months: int) -> BudgetLine:
    return BudgetLine(key, kind, tuple(amount if i == month else NOTHING for i in range(months)))


def scaled(amount: Triple, by: float) -> Triple:
    return Triple(amount.low * by, amount.median * by, amount.high * by)


def hours_by_month(
    hours: Mapping[str, float], presence: Mapping[str, Presence], diary: Diary, months: int
) -> dict[str, tuple[float, ...]]:
    """The hours that each person is there for, month by month, by the days worked of their stay."""
    return {
        key: tuple(hours[key] * diary.share(i, there.first, there.last) for i in range(months))
        for key, there in presence.items()
    }
