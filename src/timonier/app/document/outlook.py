"""The path over time and the frequent questions, in the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from timonier.app.document import parts
from timonier.app.document.numbers import HOURS, rounded, whole
from timonier.app.document.words import Words
from timonier.app.wording import month_label
from timonier.engine.decision import Decision
from timonier.engine.information.paths import Path
from timonier.engine.information.recruiting import Condition, OneProfile, Outlook, Recruiting

SHOWN = 4  # skills named in a sentence
LEAST = 0.01  # share of the variance below which a fact is left out


def outlook(decision: Decision, words: Words) -> dict[str, Any]:
    """The keys of the document about the path and the frequent questions."""
    found = decision.outlook
    if found is None:
        return {"path": (), "path_gain": None, "faq": (), "recruiting": None, "sensitivity": ()}
    return {
        "path": path(decision, found, words),
        "path_gain": _gain(found.path),
        "faq": tuple(answer(decision, found, words) for answer in FAQ),
        "recruiting": _recruiting(found.recruiting, words),
        "sensitivity": sensitivity(decision, words),
    }


def sensitivity(decision: Decision, words: Words) -> tuple[parts.Sensitivity, ...]:
    """For each criterion and chance, the unknown facts that make it vary, the largest first."""
    return tuple(
        parts.Sensitivity(
            outcome=outcome,
            facts=tuple(
                parts.Driver(
                    fact=one.fact,
                    label=words.fact(one.fact),
                    alone=rounded(one.first.value),
                    alone_error=rounded(one.first.error),
                    total=rounded(one.total.value),
                    total_error=rounded(one.total.error),
                )
                for one in sorted(found, key=lambda i: -i.total.value)
                if one.total.value >= LEAST
            ),
        )
        for outcome, found in decision.sensitivity.items()
    )


def path(decision: Decision, found: Outlook, words: Words) -> tuple[parts.Stage, ...]:
    """The stages, each later one with what to see before taking it; one when none is better."""
    return tuple(
        parts.Stage(
            from_month=stage.month + 1,
            model=stage.model,
            triggers=_triggers(found.recruiting, words) if stage.month else (),
            text=_step(decision, stage.month, stage.model, found.path, words),
        )
        for stage in found.path.stages
    )


def _step(decision: Decision, month: int, model: str, found: Path, words: Words) -> str:
    if len(found.stages) == 1:
        return words.say("information.path.stay")
    said = _month(decision, month, words)
    return words.say("information.path.step", month=said, model=words.model(model))


def _gain(found: Path) -> parts.Gain | None:
    if len(found.stages) == 1:
        return None
    return parts.Gain(utility=rounded(found.gain, 5), error=rounded(found.error, 5))


def _triggers(found: Recruiting, words: Words) -> tuple[parts.Trigger, ...]:
    """What can be seen when the time has come: A63's three conditions, with their numbers."""
    by_key = {c.key: c for c in found.conditions}
    needed = {
        "vision": {},
        "recurrent": {"share": words.percent(by_key["recurrent"].needed)},
        "supervision": {"hours": words.hours(by_key["supervision"].needed)},
    }
    return tuple(
        parts.Trigger(code=code, text=words.say(f"information.path.trigger_{code}", **values))
        for code, values in needed.items()
    )


def _month(decision: Decision, month: int, words: Words) -> str:
    return month_label(month, decision.company.get("company.start"), words.lang)


def _recruiting(found: Recruiting, words: Words) -> parts.Recruiting:
    even = found.break_even
    return parts.Recruiting(
        conditions=tuple(
            parts.Requirement(
                code=c.key,
                status=c.status,
                chance=rounded(c.chance),
                now=rounded(c.now, 2),
                needed=rounded(c.needed, 2),
                text=_condition(c, words),
            )
            for c in found.conditions
        ),
        month=None if found.month is None else found.month + 1,
        break_even=None if even is None else parts.BreakEven(
            employee=even.employee,
            freelancer=even.freelancer,
            hours=rounded(even.hours, HOURS),
            now=rounded(even.now, HOURS),
        ),
    )  # fmt: skip


def _condition(found: Condition, words: Words) -> str:
    status = words.say(f"information.condition.{found.status}", chance=words.percent(found.chance))
    now, needed = (_measured(found, first, words) for first in (True, False))
    label = words.say(f"information.condition.{found.key}")
    return words.say(
        "information.condition.line", condition=label, status=status, value=now, needed=needed
    )


def _measured(found: Condition, now: bool, words: Words) -> str:
    value = found.now if now else found.needed
    if found.key == "recurrent":
        return words.percent(value)
    if found.key == "vision":
        return words.say("information.condition.parts", n=words.number(value, int(value % 1 > 0)))
    level = found.level if now else found.level_needed
    assert level is not None
    return words.say(
        "information.condition.inside",
        hours=words.hours(value), level=words.number(level),
    )  # fmt: skip


def consultant(decision: Decision, found: Outlook, words: Words) -> parts.Faq:
    """Consultant or fractional marketing director."""
    s = found.steering
    key = "pilot"
    if s.gap < s.least:
        key = "punctual" if s.gap > 0.0 else "inside"
    if s.mandated:
        key = "pilot" if s.gap > 0.0 else "mandate"
    text = words.say(
        f"information.faq.consultant_{key}",
        gap=words.hours(s.gap), required=words.hours(s.required), inside=words.hours(s.inside),
        hours=words.hours(s.hours), minimum=words.hours(s.minimum),
        cost=words.about(s.monthly_cost),
    )  # fmt: skip
    numbers = {
        "required_hours": rounded(s.required, HOURS),
        "inside_hours": rounded(s.inside, HOURS),
        "missing_hours": rounded(s.gap, HOURS),
        "director_hours": rounded(s.hours, HOURS),
        "director_monthly_cost": whole(s.monthly_cost),
    }
    return _answer("consultant", text, numbers, words)


def when(decision: Decision, found: Outlook, words: Words) -> parts.Faq:
    """When to recruit."""
    r = found.recruiting
    if r.able == 0.0:
        verdict = words.say("information.faq.recruit_unable")
    elif r.month == 0:
        verdict = words.say("information.faq.recruit_now")
    elif r.month is None:
        verdict = words.say("information.faq.recruit_never")
    else:
        month = _month(decision, r.month, words)
        verdict = words.say("information.faq.recruit_month", month=month)
    lines = [f"{_condition(c, words)}." for c in r.conditions]
    if r.break_even is not None:
        lines.append(
            words.say(
                "information.faq.recruit_break_even",
                hours=words.hours(r.break_even.hours),
                employee=words.role(r.break_even.employee),
                freelancer=words.role(r.break_even.freelancer),
                now=words.hours(r.break_even.now),
            )
        )
    numbers = {c.key: rounded(c.chance) for c in r.conditions}
    return _answer("recruit", " ".join([verdict, *lines]), numbers, words)


def one_profile(decision: Decision, found: Outlook, words: Words) -> parts.Faq:
    """One profile for everything."""
    p: OneProfile = found.one_profile
    skills = [decision.knowledge.skills[k].label[words.lang] for k in p.missing[:SHOWN]]
    key = "yes" if p.enough else "no" if p.missing else "room"
    text = words.say(
        f"information.faq.one_profile_{key}",
        role=words.role(p.role), share=words.percent(p.share), missing=words.listing(skills),
        work=words.hours(p.work), room=words.hours(p.room),
    )  # fmt: skip
    numbers = {
        "mastered_share": rounded(p.share),
        "work_hours": rounded(p.work, HOURS),
        "room_hours": rounded(p.room, HOURS),
    }
    return _answer("one_profile", text, numbers, words)


def _answer(code: str, text: str, numbers: Mapping[str, float], words: Words) -> parts.Faq:
    asked = words.say(f"information.faq.{code}_question")
    return parts.Faq(code=code, question=asked, text=text, numbers=numbers)


FAQ: tuple[Callable[[Decision, Outlook, Words], parts.Faq], ...] = (consultant, when, one_profile)
