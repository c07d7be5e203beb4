"""The first page: which, how sure, how much, what first."""

from __future__ import annotations

from typing import Any

from timonier.app import charts
from timonier.app.document.parts import Team
from timonier.app.measures import worded
from timonier.app.report.blocks import ModelColumn, Summary
from timonier.app.report.dates import day_only, short_day
from timonier.app.report.drawing import figure
from timonier.app.report.sections.budget import cash
from timonier.app.report.sections.days import NINETY
from timonier.app.report.voice import Voice, inside
from timonier.app.wording import day_label
from timonier.engine.catalogue import FUNCTIONS, MODELS, Triple
from timonier.engine.plan.inputs import PlanMember
from timonier.engine.plan.model import Action

NAMED = 8  # people named on the first page; a ninth is, rather than called "one more"
ALL = 0.9  # of the work, from which nothing is said of the rest
NOTABLY = 0.05  # of the work: less is no reason to spend more
LEFT = 3  # subjects left aside that the first page names
STEPS = (
    "settle",
    "clarify_vision",
    "complete_vision",
    "media_budget",
    "brief_pilot",
    "begin_pilot",
    "write_post",
    "begin_hire",
    "begin_provider",
    "end_contract",
    "six_month_plan",
    "season_ready",
)
STEPS_SHOWN = 6


def summary(voice: Voice) -> Summary:
    """Gather the first page, which must stand alone."""
    return Summary(
        eyebrow=_eyebrow(voice),
        company=voice.company,
        dated=voice.say("summary.dated", date=day_label(voice.today, voice.lang)),
        verdict=verdict(voice),
        confidence=confidence(voice),
        choice=choice(voice),
        cautions=cautions(voice),
        marks=_marks(voice),
        corner=voice.say("summary.corner"),
        labels=_labels(voice),
        columns=tuple(_column(voice, model) for model in MODELS),
        notes=absent(voice),
        lists=_lists(voice),
        foot=voice.say("summary.foot", version=voice.document.provenance.knowledge),
    )


def _eyebrow(voice: Voice) -> str:
    """What the page is, and in whose name it is given."""
    said = voice.say("summary.eyebrow")
    if not voice.adviser:
        return said
    return f"{said} · {voice.say('summary.given_by', adviser=voice.adviser)}"


def verdict(voice: Voice) -> str:
    """The sentence that answers: which model for this company."""
    said = voice.document.verdict
    if said.model is None:
        return _no_winner(voice)
    strength = "clear" if said.status == "clear" else "leaning"
    return voice.say(f"verdict.{_form(voice, said.model)}.{strength}", company=voice.company_inside)


def _form(voice: Voice, model: str) -> str:
    """The model as the decision calls it; a hybrid with an outside pilot is told as such."""
    led_by = voice.document.teams[model].led_by
    outside = model == "hybrid" and led_by == "outside"
    return "hybrid_led" if outside else voice.document.called(model)


def _no_winner(voice: Voice) -> str:
    """Nobody is first: too few answers, two that run close, one alone, or none at all."""
    company = voice.company_inside
    nouns = [voice.word(f"model_noun.{model}") for model in ranked(voice)]
    if not nouns:
        return voice.say("verdict.nothing", company=company)
    if len(nouns) == 1:
        return voice.say("verdict.only", company=company, model=nouns[0])
    key = "verdict.few" if voice.document.verdict.too_few_answers else "verdict.undecided"
    return voice.say(key, company=company, first=nouns[0], second=nouns[1])


def ranked(voice: Voice) -> list[str]:
    """The models that have a team, from the most to the least likely to be the best."""
    staffed = [m for m in MODELS if m in voice.document.teams]
    return sorted(staffed, key=lambda m: -voice.document.models[m].chance_of_best)


def confidence(voice: Voice) -> str:
    """How sure, in the very chances that every other face tells."""
    said = voice.document.verdict
    if said.model is None:
        return _unsure(voice)
    if said.by_elimination:
        return voice.say("confidence.elimination")
    return voice.say(f"confidence.{said.status}", said=said.confidence)


def _unsure(voice: Voice) -> str:
    found = ranked(voice)
    if not found:
        return voice.say("confidence.nothing")
    if len(found) == 1:
        holds = round(100 * voice.document.models[found[0]].chance_of_best)
        return voice.say("confidence.only", n=holds)
    if voice.document.verdict.too_few_answers:
        return voice.say("confidence.few")
    return voice.say("confidence.undecided", said=voice.document.verdict.confidence)


def choice(voice: Voice) -> str:
    """Which team is planned, when it is not simply the advised one (R128)."""
    plan = voice.plan
    if not plan.overridden:
        close = voice.document.verdict.model is None and len(ranked(voice)) > 1
        key = "summary.so_far" if voice.document.verdict.too_few_answers else "summary.close"
        return voice.say(key, chosen=voice.model(plan.model)) if close else ""
    return voice.say(
        "summary.chosen", chosen=voice.model(plan.model), advised=voice.model(str(plan.advised))
    )


def stated_budget(voice: Voice) -> float | None:
    """The yearly budget that the company gave; None when it gave none."""
    found = voice.document.stated("marketing.budget")
    return float(found) if isinstance(found, int | float) else None


def cautions(voice: Voice) -> tuple[str, ...]:
    """What the verdict alone would hide: a budget likely to be passed, or no budget at all."""
    budget = stated_budget(voice)
    if budget is None:
        return ()
    if budget <= 0:
        return (voice.say("summary.no_budget"),)
    years = voice.document.teams[voice.plan.model].cost.by_year
    if not years:
        return ()
    already = paid_already(voice)
    if already > budget:
        said = {"already": voice.about(already), "budget": voice.money(budget)}
        return (voice.say("summary.paid_already", **said),)
    n, dearest = max(enumerate(years, 1), key=lambda one: one[1].over_budget)
    share = dearest.over_budget
    if share < voice.wordings.settings["over_budget_said"]:
        return ()
    return (
        voice.say(
            "summary.over_budget",
            budget=voice.money(budget),
            odds=voice.odds(share),
            percent=voice.percent(share),
            n=str(n),
            year=voice.about(dearest.paid.p90),
        ),
    )


def paid_already(voice: Voice) -> float:
    """What those in place who stay are paid in a year: no plan that keeps them costs less."""
    return sum(12.0 * m.monthly_cost.median for m in voice.plan.people.values() if m.existing)


def _marks(voice: Voice) -> Any:
    shares = {m: voice.document.models[m].chance_of_best for m in MODELS}
    counts = charts.hundred(shares)
    words = [f"{voice.model(m)} {counts[m]}" for m in shares]
    nobody = 100 - sum(counts.values())
    if nobody:
        words.append(voice.say("summary.nobody", n=nobody))
    alt = voice.say("summary.marks_alt", counts=voice.listing(words))
    caption = voice.say("summary.marks_nobody" if nobody else "summary.marks")
    return figure(voice, charts.chances(shares, columns=50), alt, caption)


def _labels(voice: Voice) -> tuple[str, ...]:
    keys = ["chance", "cost_12", "range", *(["over"] if stated_budget(voice) else []), "coverage"]
    return tuple(voice.say(f"summary.{key}") for key in keys)


def _column(voice: Voice, model: str) -> ModelColumn:
    first = voice.document.verdict.model == model
    lines = [voice.percent(voice.document.models[model].chance_of_best)]
    team = voice.document.teams.get(model)
    if team:
        year = Triple(*team.cost.months_12)
        lines += [voice.about(year.median), voice.range(year, "about")]
        if stated_budget(voice):
            lines.append(voice.percent(team.cost.paid_over_budget))
        lines.append(value(voice, "coverage", team))
    lines += ["–"] * (len(_labels(voice)) - len(lines))
    return ModelColumn(model, voice.model(model), first, tuple(lines))


def absent(voice: Voice) -> tuple[str, ...]:
    """What a column cannot say: a model without a team."""
    missing = (m for m in MODELS if m not in voice.document.teams)
    return tuple(voice.say("summary.no_team", model=voice.model(m)) for m in missing)


def class_word(voice: Voice, criterion: str, team: Team) -> str:
    """A criterion's class in words, "" when it has none."""
    found = team.criteria[criterion].class_
    return voice.word(f"class.{criterion}.{found}") if found else ""


def value(voice: Voice, criterion: str, team: Team) -> str:
    """A criterion's median with its unit."""
    return worded(voice.knowledge.criteria[criterion], team.criteria[criterion].p50, voice.lang)


def _lists(voice: Voice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What to decide first, who, what gets done and what does not, the next ninety days with the
    cash, why, and what to watch."""
    lists = {
        "decide": decide_first(voice),
        "team": _people(voice),
        "done": _done(voice),
        "first": _ninety(voice),
        "why": [one.text for one in voice.document.reasons[:3]],
        "watch": [*(one.text for one in voice.document.tips[:2]), *_watched(voice)[:2]]
        or [voice.say("summary.nothing_to_watch")],
    }
    titles = {key: voice.say(f"summary.{key}") for key in lists}
    titles["first"] = _from_when(voice)
    return tuple((titles[key], tuple(items)) for key, items in lists.items())


def decide_first(voice: Voice) -> list[str]:
    """The one thing on which the rest hangs: the model, a lawyer's word, or whom to look for; and
    the media budget, where somebody is to spend one that nobody has said."""
    first = _first(voice)
    media = next((one for one in voice.plan.actions if one.kind == "media_budget"), None)
    return [*first, _by(voice, media)] if media else first


def _by(voice: Voice, one: Action) -> str:
    return voice.say("summary.by", what=voice.action(one), day=short_day(voice, one.last))


def _first(voice: Voice) -> list[str]:
    plan, document = voice.plan, voice.document
    if not plan.given.decided:
        asked = [one.text for one in document.next_questions[:2]]
        return [voice.say("summary.settle"), *asked]
    for kind in ("see_lawyer", "clarify_vision"):
        found = next((one for one in plan.actions if one.kind == kind), None)
        if found:
            return [_by(voice, found)]
    search = next((one for one in plan.actions if one.critical and one.subject), None)
    if search is None:
        return [voice.say("summary.nothing_to_find")]
    return [_by(voice, search), voice.say("summary.hangs")]


def _done(voice: Voice) -> list[str]:
    """The share of the work that gets done, and what is left aside."""
    team = voice.document.teams[voice.plan.model]
    share = voice.percent(team.criteria["coverage"].p50)
    by_function = [
        voice.say("summary.function", function=inside(voice.word(f"function.{one}")),
                  share=voice.percent(team.coverage[one].p50))
        for one in FUNCTIONS
    ]  # fmt: skip
    said = [voice.say("summary.share", share=share, functions=voice.listing(by_function))]
    names = [inside(name) for name in left_aside(voice)]
    if names:
        said.append(voice.say("summary.left", what=voice.listing(names)))
    elif team.criteria["coverage"].p50 < ALL:
        said.append(voice.say("summary.rest"))
    return [*said, *more_money(voice)]


def more_money(voice: Voice) -> list[str]:
    """What a larger budget would do: the one that does enough, as the advice says, else the first
    of those tried that does notably more."""
    steps = voice.document.frontier
    now = next((one for one in steps if one.stated), None)
    if now is None or stated_budget(voice) is None:
        return []
    dearer = [one for one in steps if one.budget > now.budget]
    notably = next((s for s in dearer if s.work_done >= now.work_done + NOTABLY), None)
    levers = voice.document.levers
    more = levers.spend if levers and levers.spend else notably
    if more is None:
        return [voice.say("summary.enough")] if dearer else []
    share = voice.percent(more.work_done)
    return [voice.say("summary.more", budget=voice.about(more.budget), share=share)]


def left_aside(voice: Voice) -> list[str]:
    """The subjects that the plan leaves aside in part, those that lack most hours first."""
    duties = {duty.key: duty for duty in voice.wordings.duties}
    short = sorted(
        (line for line in voice.plan.duties if line.falls_short), key=lambda line: -line.undone
    )
    return [duties[line.duty].label[voice.lang] for line in short[:LEFT]]


def _ninety(voice: Voice) -> list[str]:
    """The steps that count in the next ninety days, each with its last day; then the cash."""
    said = [voice.say("summary.step", day=day, what=what) for day, what in steps(voice)]
    return [*said, cash_said(voice)]


def steps(voice: Voice) -> list[tuple[str, str]]:
    """The steps that count in the next ninety days, each with its last day."""
    first = voice.plan.diary.first
    chosen = [one for one in voice.plan.actions if one.kind in STEPS and one.first < first + NINETY]
    days: dict[int, list[Action]] = {}
    for one in chosen:
        days.setdefault(one.last, []).append(one)
    soonest = sorted(days.items())[:STEPS_SHOWN]
    return [(day_only(voice, day), _bare(voice, same)) for day, same in soonest]


def cash_said(voice: Voice) -> str:
    """What is to be paid in each of the first months."""
    months = [
        voice.say("summary.month", month=voice.month(i, compact=True), amount=voice.about(amount))
        for i, amount in enumerate(cash(voice))
    ]
    return voice.say("summary.cash", months=voice.listing(months))


def _bare(voice: Voice, same: list[Action]) -> str:
    """What ends on one day, as short as a list wants it."""
    first = next(one for one in voice.wordings.actions if one.key == same[0].kind)
    who = [voice.who(one.subject) for one in same if one.subject and one.kind == same[0].kind]
    missing = voice.listing([voice.word(f"vision.{part}") for part in same[0].missing])
    said = first.label[voice.lang].format(who=voice.listing(who), missing=missing)
    return said if who or missing else said.replace("\u202f:", ":").split(":")[0].strip()


def _from_when(voice: Voice) -> str:
    """Monday, or the plan's first month when it is still to come."""
    if voice.plan.start > f"{voice.today:%Y-%m}":
        return voice.say("summary.first_dated", month=voice.month(0))
    return voice.say("summary.first")


def _people(voice: Voice) -> list[str]:
    """Everybody in the plan, those who come by their first day, then those who leave."""
    plan = voice.plan
    members = sorted(
        plan.people.items(), key=lambda one: (plan.presence[one[0]].first, -one[1].hours)
    )
    most = NAMED if len(members) > NAMED + 1 else len(members)
    shown = [_person(voice, key, member) for key, member in members[:most]]
    left = len(members) - len(shown)
    if left:
        shown.append(voice.say("summary.others", n=left))
    return shown + [voice.say("summary.leaves", who=voice.who(key)) for key in plan.leaving]


def _person(voice: Voice, key: str, member: PlanMember) -> str:
    hours = voice.hours(member.hours)
    last = voice.plan.presence[key].last
    if member.becomes == "expire" and last is not None:
        day = day_only(voice, last)
        return voice.say("summary.until", who=voice.who(key), hours=hours, day=day)
    if not member.coming:
        return voice.say("summary.person", who=voice.who(key), hours=hours)
    day = day_only(voice, voice.plan.presence[key].first)
    return voice.say("summary.comes", who=voice.who(key), hours=hours, day=day)


def _watched(voice: Voice) -> list[str]:
    known = voice.knowledge.warnings
    return [known[code].label[voice.lang] for code in voice.plan.warnings if code in known][:4]
