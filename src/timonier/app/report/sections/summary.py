"""The first page: which, how sure, how much, what first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timonier.app import charts
from timonier.app.report.blocks import ModelColumn, Summary
from timonier.app.report.drawing import figure
from timonier.app.report.voice import Voice, models, triple
from timonier.app.wording import day_label

LONG = 60  # characters of a company's name from which the first page is told shorter
FEW, SOME = 3, 5  # people named on the first page
CLASSED = ("alignment", "flexibility", "initial_cost", "speed", "expertise")


def summary(voice: Voice) -> Summary:
    """Gather the first page, which must stand alone."""
    return Summary(
        eyebrow=voice.say("summary.eyebrow"),
        company=voice.company,
        dated=voice.say("summary.dated", date=day_label(voice.today, voice.lang)),
        verdict=verdict(voice),
        confidence=confidence(voice),
        choice=choice(voice),
        marks=_marks(voice),
        labels=_labels(voice),
        columns=tuple(_column(voice, model) for model in models(voice.document)),
        notes=_notes(voice),
        lists=_lists(voice),
        foot=voice.say("summary.foot", version=voice.document["provenance"]["knowledge"]),
    )


def verdict(voice: Voice) -> str:
    """The sentence that answers: which model for this company."""
    said = voice.document["verdict"]
    if said["model"] is None:
        first, second = ranked(voice)[:2]
        if not voice.document["models"][second]["team"]:
            return voice.say("verdict.nothing", company=voice.company_inside)
        return voice.say(
            "verdict.undecided",
            company=voice.company_inside,
            first=voice.word(f"model_noun.{first}"),
            second=voice.word(f"model_noun.{second}"),
        )
    strength = "clear" if said["status"] == "clear" else "leaning"
    return voice.say(f"verdict.{said['model']}.{strength}", company=voice.company_inside)


def ranked(voice: Voice) -> list[str]:
    """The models from the most to the least likely to be the best."""
    chances = {m: chance(voice.document["models"][m]) for m in models(voice.document)}
    return sorted(chances, key=lambda model: -chances[model])


def chance(model: Mapping[str, Any]) -> float:
    return float(model.get("chance_of_best") or 0.0)


def confidence(voice: Voice) -> str:
    """How sure, in chances that people can see, and what being wrong would cost."""
    said = voice.document["verdict"]
    best = said["model"] or ranked(voice)[0]
    share = float(said.get("chance_of_best") or chance(voice.document["models"][best]))
    if said["by_elimination"]:
        return voice.say("confidence.elimination")
    key = "confidence.undecided" if said["model"] is None else f"confidence.{said['status']}"
    return voice.say(key, chances=voice.fraction(share), percent=voice.percent(share))


def choice(voice: Voice) -> str:
    """Which team is planned, when it is not simply the advised one (R128)."""
    plan = voice.plan
    if not plan.overridden and voice.document["verdict"]["model"] is None:
        return voice.say("summary.close", chosen=voice.model(plan.model))
    if not plan.overridden:
        return ""
    return voice.say(
        "summary.chosen", chosen=voice.model(plan.model), advised=voice.model(str(plan.advised))
    )


def _marks(voice: Voice) -> Any:
    shares = {m: chance(voice.document["models"][m]) for m in models(voice.document)}
    counts = charts.hundred(shares)
    words = [f"{voice.model(m)} {counts[m]}" for m in shares]
    nobody = 100 - sum(counts.values())
    if nobody:
        words.append(voice.say("summary.nobody", n=nobody))
    alt = voice.say("summary.marks_alt", counts=voice.listing(words))
    caption = voice.say("summary.marks_nobody" if nobody else "summary.marks")
    return figure(voice, charts.chances(shares, columns=50), alt, caption)


def _labels(voice: Voice) -> tuple[str, ...]:
    criteria = [voice.knowledge.criteria[key].label[voice.lang] for key in CLASSED]
    plain = [voice.say(f"summary.{key}") for key in ("chance", "cost_12", "range", "coverage")]
    return (*plain, *criteria)


def _column(voice: Voice, model: str) -> ModelColumn:
    found = voice.document["models"][model]
    first = voice.document["verdict"]["model"] == model
    lines = [voice.percent(chance(found))]
    if found.get("team"):
        year = triple(found["cost"]["months_12"])
        covered = triple(found["criteria"]["coverage"]).median
        lines += [voice.about(year.median), voice.range(year, "about"), voice.percent(covered)]
        lines += [class_word(voice, key, found) for key in CLASSED]
    lines += ["–"] * (4 + len(CLASSED) - len(lines))
    return ModelColumn(model, voice.model(model), first, tuple(lines))


def _notes(voice: Voice) -> tuple[str, ...]:
    """What a column cannot say: a model without a team, or closed by the company's answers."""
    notes = []
    for model in models(voice.document):
        found = voice.document["models"][model]
        if not found.get("team"):
            notes.append(voice.say("summary.no_team", model=voice.model(model)))
        elif not found["viable"]:
            notes.append(voice.say("summary.closed", model=voice.model(model)))
    return tuple(notes)


def class_word(voice: Voice, criterion: str, model: Mapping[str, Any]) -> str:
    """A criterion's class in words, a dash when it has none."""
    found = model["criteria"].get(criterion, {}).get("class")
    return voice.word(f"class.{criterion}.{found}") if found else "–"


def _lists(voice: Voice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Why, what would change it, what first; who, what to watch, what is left to find out."""
    document = voice.document
    first = [voice.action(action) for action in voice.plan.actions[:4]]
    lists = {
        "why": [one["text"] for one in document["reasons"]][:3],
        "change": [one["text"] for one in document["tipping_points"]][:3]
        or [voice.say("summary.nothing_changes")],
        "first": first,
        "team": _people(voice),
        "watch": _watched(voice) or [voice.say("summary.nothing_to_watch")],
        "learn": [one["text"] for one in document["next_questions"]][:2]
        or [voice.say("summary.nothing_to_learn")],
    }
    return tuple((voice.say(f"summary.{key}"), tuple(items)) for key, items in lists.items())


def _people(voice: Voice) -> list[str]:
    """The team of the plan, its largest contracts first, on a few lines."""
    most = FEW if len(voice.company) > LONG else SOME
    members = sorted(voice.plan.people.items(), key=lambda one: -one[1].hours)
    shown = [
        voice.say("summary.person", who=voice.who(key), hours=voice.hours(member.hours))
        for key, member in members[:most]
    ]
    left = len(members) - len(shown)
    return [*shown, voice.count("summary.others", left)] if left else shown


def _watched(voice: Voice) -> list[str]:
    known = voice.knowledge.warnings
    return [known[code].label[voice.lang] for code in voice.plan.warnings if code in known][:4]
