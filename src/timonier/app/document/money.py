"""What the money does, in the document: the frontier, the levers, who leaves and at what cost."""

from __future__ import annotations

from dataclasses import replace

from timonier.app.document import parts
from timonier.app.document.numbers import HOURS, money, rounded, whole
from timonier.app.document.words import Words, lowered
from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import months_to_stop, planned
from timonier.engine.decision import Decision
from timonier.engine.frontier import Step, own_step
from timonier.engine.money import NOTICED, Spend, Wait, WantLess, work_done
from timonier.engine.money import bought as bought_of
from timonier.engine.money import levers as levers_of
from timonier.engine.persons import role_key
from timonier.engine.quantiles import median
from timonier.engine.team import Member, Team, is_employee


def frontier(decision: Decision) -> tuple[parts.Step, ...]:
    """The best that each budget buys."""
    own = own_step(decision.steps, decision.world)
    return tuple(
        _own(decision, _step(s, True)) if k == own else _step(s, False)
        for k, s in enumerate(decision.steps)
    )


def _own(decision: Decision, step: parts.Step) -> parts.Step:
    """The company's own budget: the advice itself, in its own numbers."""
    said, first = decision.verdict, decision.first
    step = replace(step, budget=whole(decision.world.middle_budget))
    if said is None or first is None:
        return step
    years = decision.judged.measures.by_year[decision.row[first]]
    done = {m: rounded(work_done(decision, m)) for m in decision.ranked}
    return replace(
        step,
        model=first,
        chance_of_best=rounded(said.chance_of_best),
        work_done=done[first],
        cost=whole(max(median(year) for year in years)),
        team=_roles(decision.team(first)),
        models={
            m: done.get(m, step.models.get(m, 0.0)) for m in MODELS if m in done or m in step.models
        },
    )


def _roles(team: Team) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role_key(m.role) for m in team.members))


def _step(step: Step, stated: bool) -> parts.Step:
    first = step.first
    option = step.options[first] if first else None
    return parts.Step(
        budget=whole(step.budget),
        stated=stated,
        model=first,
        chance_of_best=rounded(option.chance) if option else 0.0,
        work_done=rounded(option.work_done) if option else 0.0,
        cost=whole(option.cost) if option else 0,
        team=_roles(option.team) if option else (),
        models={m: rounded(o.work_done) for m, o in step.options.items()},
    )


def levers(decision: Decision, words: Words) -> parts.Levers | None:
    """How to have enough of the work done, where the budget does not buy it."""
    found = levers_of(decision)
    if found is None:
        return None
    return parts.Levers(
        spend=_spend(found.spend, words) if found.spend else None,
        want_less=_want_less(found.want_less, words) if found.want_less else None,
        wait=_wait(found.wait, words) if found.wait else None,
    )


def _spend(found: Spend, words: Words) -> parts.Spend:
    said = words.say(
        "document.lever.spend",
        budget=words.about(found.budget),
        share=words.percent(found.work_done),
        model=words.noun(found.model),
    )
    done = rounded(found.work_done)
    return parts.Spend(budget=whole(found.budget), model=found.model, work_done=done, text=said)


NAMED = 4  # activities of a list that nobody would read whole


def _want_less(found: WantLess, words: Words) -> parts.WantLess:
    few = len(found.activities) <= len(found.kept)
    named = found.activities if few else found.kept
    told = [_activity(a, words) for a in named[:NAMED]]
    if len(named) > NAMED:
        told.append(words.say("document.lever.others", n=len(named) - NAMED))
    said = words.say(
        f"document.lever.{'want_less' if few else 'keep_to'}",
        activities=words.listing(told),
        hours=round(found.hours),
        share=words.percent(found.work_done),
    )
    return parts.WantLess(
        activities=found.activities,
        hours=rounded(found.hours, HOURS),
        work_done=rounded(found.work_done),
        text=said,
    )


def _wait(found: Wait, words: Words) -> parts.Wait:
    roles = words.listing([words.role(r) for r in found.roles])
    return parts.Wait(roles=found.roles, text=words.say("document.lever.wait", roles=roles))


def _activity(key: str, words: Words) -> str:
    return lowered(words.knowledge.activities[key].label[words.lang])


def bought(decision: Decision, words: Words) -> parts.Bought | None:
    """What is bought where the first model costs more and does less than another."""
    found = bought_of(decision)
    if found is None:
        return None
    return parts.Bought(
        other=found.other,
        money=whole(found.money),
        work=rounded(found.work),
        criterion=found.criterion,
        text=words.say(
            "document.bought",
            other=words.noun(found.other),
            money=words.about(found.money),
            points=round(100 * found.work),
            criterion=words.knowledge.criteria[found.criterion].label[words.lang].lower(),
        ),
    )


def money_text(decision: Decision, done: float, words: Words) -> str:
    """How much of the useful work the budget buys; too little is said as such."""
    few = done < decision.world.rules.money_enough_work
    key = "little" if few else "enough"
    known = decision.company.knows("marketing.budget")
    write = words.money if known else words.about  # the company's own figure is never rounded
    said = words.say(
        f"document.money.{key}_{'stated' if known else 'drawn'}",
        budget=write(decision.world.middle_budget),
        share=words.percent(done),
        rest=words.percent(1.0 - done),
    )
    now = work_done(decision, "as_is") if "as_is" in decision.row else 0.0
    if done >= now - NOTICED:
        return said
    return f"{said} {words.say(_why_less(decision), now=words.percent(now))}"


def _why_less(decision: Decision) -> str:
    """Why a team is advised that does less than the present one: what keeps the latter out."""
    judged, row = decision.judged, decision.row["as_is"]
    dear = judged.overrun[row] > judged.limit
    unsafe = not judged.allowed[row].any()
    return f"document.money.less_{'dear' if dear else 'unsafe' if unsafe else 'worth'}"


def by_year(decision: Decision, model: str) -> tuple[parts.Year, ...]:
    """What is paid in each of the first three years, and the chance of passing the budget."""
    paid, world = decision.judged.measures.by_year[decision.row[model]], decision.world
    return tuple(
        parts.Year(paid=money(year), over_budget=rounded(float((year > world.budget).mean())))
        for year in paid
    )


def released(decision: Decision, model: str, words: Words) -> tuple[parts.Released, ...]:
    """Who is let go: the cost of it, and what to beware of."""
    return tuple(_released(decision, m, words) for m in decision.team(model).released)


def _released(decision: Decision, m: Member, words: Words) -> parts.Released:
    world, role = decision.world, decision.knowledge.roles[m.role]
    kind = "employee" if is_employee(role) else "provider"
    return parts.Released(
        role=role_key(m.role),
        label=words.role(m.role),
        name=m.name or None,
        cost=whole(planned(world, m)[0] * months_to_stop(world, role, m.since_months)),
        caution=words.say(f"document.caution.{kind}"),
    )
