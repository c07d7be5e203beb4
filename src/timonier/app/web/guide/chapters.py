"""Each chapter of the guide, built from the knowledge in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from timonier.app.measures import description
from timonier.app.web.guide.blocks import (
    Block,
    Heading,
    Items,
    Page,
    Para,
    Sub,
    Table,
    Terms,
)
from timonier.app.web.guide.sources import sources
from timonier.app.web.words import Lang
from timonier.app.wording import number, percent
from timonier.engine.catalogue import FUNCTIONS, MODELS, Activity, Knowledge, Triple
from timonier.engine.rules import rules_of

Builder = Callable[[Knowledge, Lang], Page]

# What the article says of each model, by kind of statement.
ABOUT_MODEL = {
    "in_house": (("ideal", ("A12",)), ("strengths", ("A13", "A14", "A15")),
                 ("limits", ("A16", "A17", "A18")), ("key", ("A19",))),
    "outsourced": (("ideal", ("A21",)), ("strengths", ("A22", "A23", "A24")),
                   ("limits", ("A25", "A26", "A27")), ("key", ("A28",))),
    "hybrid": (("ideal", ("A31",)), ("strengths", ("A32", "A33", "A34")),
               ("limits", ("A35", "A36")), ("key", ("A37",))),
}  # fmt: skip
DEFINITION = {"in_house": "A11", "outsourced": "A20", "hybrid": "A30"}
FUNCTION_STATEMENT = dict(zip(FUNCTIONS, ("A02", "A03", "A04", "A05"), strict=True))
QUESTION_FACTS = (
    ("vision", "A41", "vision."),
    ("steering", "A42", "steering."),
    ("nature", "A43", "needs."),
    ("place", "A44", "marketing."),
)
FAQ = ("consultant", "when", "single", "cost", "chance", "undecided", "wrong", "neutral")


def _words(knowledge: Knowledge, lang: Lang) -> Callable[[str], str]:
    return lambda key: knowledge.wording[f"web.guide.{key}"][lang]


def _page(k: Knowledge, lang: Lang, key: str, blocks: Iterable[Block], **schema: object) -> Page:
    say = _words(k, lang)
    title, about = say(f"{key}.title"), say(f"{key}.description")
    return Page(key, title, about, tuple(blocks), **schema)  # type: ignore[arg-type]


def functions(k: Knowledge, lang: Lang) -> Page:
    """The four functions, their activities and their usual hours."""
    say = _words(k, lang)
    blocks: list[Block] = [Para(say("functions.hours"))]
    for function in FUNCTIONS:
        members = [a for a in k.activities.values() if a.function == function]
        blocks += [
            Heading(k.wording[f"function.{function}"][lang], function),
            Para(k.wording[f"function_description.{function}"][lang]),
            Para(k.statements[FUNCTION_STATEMENT[function]].text[lang]),
            _activity_table(k, lang, members),
        ]
    return _page(k, lang, "functions", blocks)


def _activity_table(k: Knowledge, lang: Lang, members: list[Activity]) -> Table:
    say = _words(k, lang)
    head = ("activity", "nature", "skills", "at_8", "at_30", "at_100")
    rows = tuple(
        (
            activity.label[lang],
            k.wording[f"nature.{activity.nature}"][lang],
            ", ".join(f"{k.skills[s].label[lang]} {level}" for s, level in activity.skills.items()),
            *_hours(activity, lang, say),
        )
        for activity in members
    )
    head_words = tuple(say(f"column.{column}") for column in head)
    return Table(say("functions.table"), head_words, rows, numeric=(3, 4, 5))


def _hours(activity: Activity, lang: Lang, say: Callable[[str], str]) -> tuple[str, str, str]:
    if activity.endogenous:
        return (say("hours.endogenous"), "", "")
    if activity.nature == "project":
        return ("", _range(activity.project_hours, lang), "")
    small, middle, large = (_range(hours, lang) for hours in activity.hours)
    return (small, middle, large)


def _range(value: Triple, lang: Lang) -> str:
    if value.low == value.high:
        return number(value.median, lang)
    return f"{number(value.low, lang)} – {number(value.median, lang)} – {number(value.high, lang)}"


def models(k: Knowledge, lang: Lang) -> Page:
    """The three models: what they are, whom they suit, their strengths and their limits."""
    say = _words(k, lang)
    blocks: list[Block] = [Para(say("models.equal"))]
    for model in MODELS:
        blocks += [
            Heading(k.wording[f"model.{model}"][lang], model, model),
            Para(k.statements[DEFINITION[model]].text[lang]),
        ]
        for kind, codes in ABOUT_MODEL[model]:
            texts = tuple(k.statements[code].text[lang] for code in codes)
            blocks += [Sub(say(f"models.{kind}")), Items(texts)]
    blocks += [Heading(say("models.table"), "table"), _article_table(k, lang)]
    return _page(k, lang, "models", blocks)


def _article_table(k: Knowledge, lang: Lang) -> Table:
    say = _words(k, lang)
    names = tuple(k.wording[f"model.{model}"][lang] for model in MODELS)
    rows = []
    for criterion in k.criteria.values():
        if not criterion.article_class:
            continue
        cells = [
            k.wording[f"class.{criterion.key}.{criterion.article_class[model]}"][lang]
            + (f" ({criterion.condition[model][lang]})" if model in criterion.condition else "")
            for model in MODELS
        ]
        rows.append((criterion.label[lang], *cells))
    return Table(say("models.article"), (say("column.criterion"), *names), tuple(rows))


def questions(k: Knowledge, lang: Lang) -> Page:
    """The four questions of the framework, then everything that may be asked and why."""
    say = _words(k, lang)
    blocks: list[Block] = []
    for key, code, _ in QUESTION_FACTS:
        blocks += [
            Heading(k.wording[f"web.home.question.{key}"][lang], key),
            Para(k.statements[code].text[lang]),
        ]
    asked = tuple(
        (fact.key, fact.question[lang], fact.why[lang]) for fact in k.facts.values() if fact.why
    )
    blocks += [Heading(say("questions.all"), "all"), Para(say("questions.unknown")), Terms(asked)]
    return _page(k, lang, "questions", blocks)


def criteria(k: Knowledge, lang: Lang) -> Page:
    """What is measured of each team, and what the warnings watch."""
    say = _words(k, lang)
    blocks: list[Block] = [Para(say("criteria.stake"))]
    figures = rules_of(k.method)
    for criterion in k.criteria.values():
        unit = say("criteria.unit").format(unit=criterion.unit[lang])
        blocks += [
            Heading(criterion.label[lang], criterion.key),
            Para(description(criterion, lang, figures)),
            Para(unit),
        ]
    watched = tuple((w.code, w.label[lang], w.remedy[lang]) for w in k.warnings.values())
    blocks += [Heading(say("criteria.warnings"), "warnings"), Terms(watched)]
    return _page(k, lang, "criteria", blocks)


def roles(k: Knowledge, lang: Lang) -> Page:
    """Everyone a team may be made of: what they know, what they cost in time, how they fail."""
    say = _words(k, lang)
    blocks: list[Block] = []
    for category in ("employee", "strategic_external", "agency", "freelancer"):
        members = [role for role in k.roles.values() if role.category == category]
        rows = tuple(
            (
                role.label[lang],
                ", ".join(k.skills[s].label[lang] for s, level in role.skills.items() if level > 3),
                _range(role.lead_time_weeks, lang),
                number(role.ramp_up_months, lang, 1 if role.ramp_up_months % 1 else 0),
                percent(role.departure_rate, lang),
                role.failure_modes[lang],
            )
            for role in members
        )
        head = tuple(
            say(f"column.{c}") for c in ("role", "strong", "lead", "ramp", "leave", "fail")
        )
        title = k.wording[f"category.{category}"][lang]
        blocks += [Heading(title, category), Table(title, head, rows, numeric=(2, 3, 4))]
    return _page(k, lang, "roles", blocks)


def faq(k: Knowledge, lang: Lang) -> Page:
    """The questions people ask, answered in general."""
    say = _words(k, lang)
    asked = [(key, say(f"faq.{key}.question"), say(f"faq.{key}.answer")) for key in FAQ]
    blocks = [b for key, q, a in asked for b in (Heading(q, key), Para(a))]
    parts = tuple(
        {"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}}
        for _, q, a in asked
    )
    return _page(k, lang, "faq", blocks, schema="FAQPage", parts=parts)


def glossary(k: Knowledge, lang: Lang) -> Page:
    """The words of the trade, in alphabetical order."""
    terms = sorted(k.glossary.values(), key=lambda term: term.label[lang].lower())
    rows = tuple((t.key, t.label[lang], t.definition[lang]) for t in terms)
    skills = tuple(
        (f"skill-{s.key}", s.label[lang], s.description[lang]) for s in k.skills.values()
    )
    say = _words(k, lang)
    parts = tuple(
        {"@type": "DefinedTerm", "termCode": key, "name": name, "description": text}
        for key, name, text in rows
    )
    blocks = (Terms(rows), Heading(say("glossary.skills"), "skills"), Terms(skills))
    return _page(k, lang, "glossary", blocks, schema="DefinedTermSet", parts=parts)


def method(k: Knowledge, lang: Lang) -> Page:
    """How the answer is computed, step by step, and what it does not know."""
    say = _words(k, lang)
    steps = ("needs", "teams", "simulation", "criteria", "ranking", "doubt", "contradict", "limits")
    blocks: list[Block] = []
    for step in steps:
        blocks += [Heading(say(f"method.{step}.title"), step), Para(say(f"method.{step}.text"))]
    return _page(k, lang, "method", blocks)


CHAPTERS: dict[str, Builder] = {
    "functions": functions,
    "models": models,
    "questions": questions,
    "criteria": criteria,
    "roles": roles,
    "method": method,
    "faq": faq,
    "glossary": glossary,
    "sources": sources,
}
