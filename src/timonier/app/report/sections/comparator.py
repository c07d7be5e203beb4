"""The three models side by side on the same criteria, beside what the article says of them."""

from __future__ import annotations

from timonier.app import charts
from timonier.app.document.parts import Team
from timonier.app.measures import bare
from timonier.app.report.blocks import (
    Block,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.drawing import figure
from timonier.app.report.sections.summary import absent, class_word, value
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import FUNCTIONS, MODELS, Triple

WEEKS = 52 / 12  # a month
OTHERS = ("as_is", "intended")


def comparator(voice: Voice) -> Section:
    """Criteria with their value, class and condition; coverage by function; the other teams."""
    blocks: list[Block] = [
        Paragraph(voice.say("comparator.intro"), "lead"),
        _criteria(voice),
        *(Paragraph(said, "note") for said in (*_unclassed(voice), *absent(voice))),
        *_conditions(voice),
        *_differences(voice),
        Heading(voice.say("comparator.coverage")),
        _coverage(voice),
        *_others(voice),
    ]
    return Section("comparator", voice.say("comparator.title"), tuple(blocks))


def staffed(voice: Voice) -> list[str]:
    """The models that have a team, and so something to compare."""
    return [m for m in MODELS if m in voice.document.teams]


def head(voice: Voice, names: list[str], first: str) -> list[Column]:
    """A column for what is compared, named ``first``, and one for each model."""
    titles = [f"{charts.MARKS[m]} {voice.model(m)}" for m in names]
    return [Column(voice.say(first), width=1.15), *(Column(title) for title in titles)]


def _criteria(voice: Voice) -> Block:
    names = staffed(voice)
    rows = [(voice.say("comparator.chance"), *(_chance(voice, m) for m in names))]
    for key, known in voice.knowledge.criteria.items():
        label, unit = known.label[voice.lang], known.short_unit[voice.lang]
        rows.append((f"{label}\n{unit}", *(_cell(voice, key, m) for m in names)))
    caption = voice.say("comparator.table")
    return table(head(voice, names, "comparator.criterion"), rows, caption=caption, strong=[0])


def _chance(voice: Voice, model: str) -> str:
    return voice.percent(voice.document.models[model].chance_of_best)


def _cell(voice: Voice, key: str, model: str) -> str:
    """The median and the class, then the values in eight cases out of ten."""
    team = voice.document.teams[model]
    measured = Triple(*team.criteria[key])
    said = class_word(voice, key, team)
    first = f"{_number(voice, key, measured.median)} · {said}".removesuffix(" · ")
    low, high = _number(voice, key, measured.low), _number(voice, key, measured.high)
    return f"{first}\n{voice.say('report.range', low=low, high=high)}"


def _number(voice: Voice, key: str, amount: float) -> str:
    """A criterion's number; its unit is in the label of its row."""
    known = voice.knowledge.criteria[key]
    said = bare(known, amount, voice.lang)
    if known.written == "weeks" and amount >= int(WEEKS * voice.plan.budget.months):
        return voice.say("report.beyond", n=said)
    return said


def _unclassed(voice: Voice) -> list[str]:
    """Why the initial cost has no class: that class compares models, and one alone has a team."""
    names = staffed(voice)
    classed = any(voice.document.teams[m].criteria["initial_cost"].class_ for m in names)
    return [] if classed or len(names) != 1 else [voice.say("comparator.unclassed")]


def _conditions(voice: Voice) -> list[Block]:
    """Each "if" of the article's table, tied to a number, and whether it holds here (R117)."""
    rows = []
    for model in staffed(voice):
        for key, found in voice.document.teams[model].criteria.items():
            condition = found.condition
            if condition:
                rows.append(
                    (
                        voice.model(model),
                        voice.knowledge.criteria[key].label[voice.lang],
                        condition.text,
                        voice.number(condition.value, 2),
                        voice.say("comparator.met" if condition.met else "comparator.unmet"),
                    )
                )
    if not rows:
        return []
    titles: Titles = [
        voice.say("comparator.model"),
        voice.say("comparator.criterion"),
        voice.say("comparator.condition"),
        figures(voice.say("comparator.measured")),
        voice.say("comparator.holds"),
    ]
    return [table(titles, rows, caption=voice.say("comparator.conditions"))]


def _differences(voice: Voice) -> list[Block]:
    """Where this company departs from the article's general table (R116)."""
    rows = []
    for model in staffed(voice):
        for key, found in voice.document.teams[model].criteria.items():
            said, here = found.article_class, found.class_
            if said and here and said != here:
                rows.append(
                    (
                        voice.model(model),
                        voice.knowledge.criteria[key].label[voice.lang],
                        voice.word(f"class.{key}.{said}"),
                        voice.word(f"class.{key}.{here}"),
                    )
                )
    if not rows:
        return [Paragraph(voice.say("comparator.agrees"), "note")]
    titles: Titles = [
        voice.say("comparator.model"),
        voice.say("comparator.criterion"),
        voice.say("comparator.article"),
        voice.say("comparator.here"),
    ]
    return [table(titles, rows, caption=voice.say("comparator.differences"))]


def _coverage(voice: Voice) -> Block:
    names = staffed(voice)
    words = [voice.word(f"function.{function}") for function in FUNCTIONS]
    covered: dict[str, list[Triple]] = {
        m: [Triple(*voice.document.teams[m].coverage[f]) for f in FUNCTIONS] for m in names
    }
    series = [charts.Series(m, voice.model(m), covered[m]) for m in names]
    spec = charts.coverage(words, series, voice.say("comparator.covered"), voice.lang)
    rows = [
        (word, *(_covered(voice, covered[m][i]) for m in names)) for i, word in enumerate(words)
    ]
    data = table(head(voice, names, "comparator.function"), rows, small=True)
    alt = voice.say(
        "comparator.coverage_alt", models=voice.listing([voice.model(m) for m in names])
    )
    return figure(voice, spec, alt, voice.say("comparator.coverage_note"), data)


def _covered(voice: Voice, covered: Triple) -> str:
    return f"{voice.percent(covered.median)} ({voice.range(covered, 'percent')})"


def _others(voice: Voice) -> list[Block]:
    """The team in place and the team in mind, when there is one."""
    teams = voice.document.teams
    rows = [_other(voice, key, teams[key]) for key in OTHERS if key in teams]
    if not rows:
        return []
    titles: Titles = [
        voice.say("comparator.team"),
        figures(voice.say("comparator.cost_12")),
        figures(voice.knowledge.criteria["coverage"].label[voice.lang]),
        figures(voice.knowledge.criteria["alignment"].label[voice.lang]),
    ]
    return [
        Heading(voice.say("comparator.others")),
        Paragraph(voice.say("comparator.others_note")),
        table(titles, rows),
    ]


def _other(voice: Voice, key: str, team: Team) -> tuple[str, ...]:
    return (
        voice.model(key),
        voice.about(team.cost.months_12.p50),
        value(voice, "coverage", team),
        value(voice, "alignment", team),
    )
