"""The pages of what the knowledge holds besides figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.reference.markdown import page, table
from timonier.app.measures import description
from timonier.engine.catalogue import Knowledge
from timonier.engine.rules import rules_of


def criteria(known: Knowledge) -> str:
    figures = rules_of(known.method)
    rows = (
        [
            f"`{c.key}`",
            c.label.fr,
            c.label.en,
            c.unit.en,
            "more" if c.higher_is_better else "less",
            description(c, "en", figures),
        ]
        for c in known.criteria.values()
    )
    head = ["key", "français", "English", "unit", "better is", "what it measures"]
    conditions = (
        [f"`{c.key}`", f"`{model}`", c.article_class.get(model, ""), said.en]
        for c in known.criteria.values()
        for model, said in c.condition.items()
    )
    return page(
        "Criteria",
        "The criteria that models are compared on, and the conditions the published article puts "
        "on its own table. The article's classes are shown beside ours; no rule reads them.",
        table(head, rows),
        "## Conditions\n\n" + table(["criterion", "model", "article", "condition"], conditions),
        "## Risks\n\n" + risks(known),
    )


def risks(known: Knowledge) -> str:
    rows = (
        [f"`{r.key}`", r.label.fr, r.label.en, r.short_unit.en, r.description.en]
        for r in known.risks.values()
    )
    return table(["key", "français", "English", "unit", "what it measures"], rows)


def warnings(known: Knowledge) -> str:
    rows = (
        [f"`{w.code}`", w.label.fr, w.label.en, w.text.en, w.remedy.en, ", ".join(w.statements)]
        for w in known.warnings.values()
    )
    head = ["code", "français", "English", "text", "remedy", "statements"]
    introduction = "What may be wrong with a team: the one in place, wanted or recommended."
    return page("Warnings", introduction, table(head, rows))


def statements(known: Knowledge) -> str:
    rows = ([f"`{s.code}`", s.text.fr, s.text.en] for s in known.statements.values())
    introduction = "What the published article states, in our words: the codes that reasons cite."
    return page("Statements", introduction, table(["code", "français", "English"], rows))


def labelled(things: Mapping[str, Any]) -> str:
    rows = ([thing.label.fr, thing.label.en, f"`{key}`"] for key, thing in things.items())
    return table(["français", "English", "name in code"], rows)


def glossary(known: Knowledge) -> str:
    terms = (
        [term.label.fr, term.label.en, f"`{key}`", term.definition.fr, term.definition.en]
        for key, term in known.glossary.items()
    )
    head = ["français", "English", "name in code", "définition", "definition"]
    groups = {
        "Criteria": known.criteria,
        "Warnings": known.warnings,
        "Skills": known.skills,
        "Activities": known.activities,
        "Roles": known.roles,
        "Markets": known.markets,
    }
    parts = [f"## {title}\n\n{labelled(things)}" for title, things in groups.items()]
    introduction = "One word for one thing, in French, in English and in the code."
    return page("Glossary", introduction, table(head, terms), *parts)
