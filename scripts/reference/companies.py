"""The pages of what is said of companies: the file, a list, a row."""

from __future__ import annotations

from scripts.reference.figures import spread
from scripts.reference.markdown import number, page, table
from timonier import knowledge as facts
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS, Fact, choices_of
from timonier.knowledge.columns import load_columns


def allowed(fact: Fact) -> str:
    """Say which answers a fact takes."""
    choices = choices_of(fact, facts.load().markets)
    parts = [", ".join(f"`{choice}`" for choice in choices)] if choices else []
    if fact.low is not None and fact.high is not None:
        parts.append(f"{number(fact.low)} to {number(fact.high)}")
    if fact.may_be_not_concerned:
        parts.append('`"not_concerned"`')
    return "; ".join(parts)


def company_file(known: Knowledge) -> str:
    priors = {prior.fact for prior in known.priors}
    rows = (
        (
            f"`{key}`",
            asked.question.en,
            allowed(FACTS[key]) if key in FACTS else "",
            asked.unit.en.format(currency="money"),
            "drawn" if key in priors else "",
        )
        for key, asked in known.facts.items()
    )
    return page(
        "The company file",
        "TOML, or the same shape in JSON. Only `company.market` is required: a fact that is absent "
        'or `"unknown"` is unknown. *drawn*: when unknown, it varies from one scenario to the next '
        "as the [unknown facts](unknown-facts.md) say. `timonier new` writes the file, annotated.",
        table(["fact", "question", "allowed", "unit", "unknown"], rows),
    )


def unknown_facts(known: Knowledge) -> str:
    rows = ([f"`{p.fact}`", p.given, p.kind, spread(p.values), p.source] for p in known.priors)
    introduction = "How a fact that nobody told is drawn, scenario after scenario."
    return page(
        "Unknown facts", introduction, table(["fact", "when", "law", "values", "source"], rows)
    )


def portfolio_row(known: Knowledge) -> str:
    from timonier.app.document.parts.whole import adapter
    from timonier.app.portfolio.line import Line
    from timonier.app.portfolio.parquet import schema

    told = adapter(Line).json_schema()["properties"]
    rows = (
        [
            f"`{f.name}`",
            f"{f.type}{'' if f.nullable else ', always there'}",
            " / ".join(heading(known, f.name)),
            told[f.name].get("description", "").replace("\n", " "),
        ]
        for f in schema()
    )
    return page(
        "The row of a portfolio",
        "The columns of the Parquet parts that `timonier portfolio run` writes; the columns of the "
        "list that are no fact follow, as texts, under their own headings. A file of `portfolio "
        "list` has them in words, under headings that begin with *Timonier*.",
        table(["column", "type", "in a file", "what it is"], rows),
    )


def heading(known: Knowledge, column: str) -> tuple[str, ...]:
    """What a column is called in a file, in French and in English; nothing where it has none."""
    found = known.wording.get(f"call.column.{column}")
    return (found.fr, found.en) if found else ()


def lists(known: Knowledge) -> str:
    """How the columns of a list may be called, and what a mapping may say of them."""
    columns = load_columns()
    rows = (
        [f"`{t.key}`" + (f", part `{t.part}`" if t.part else ""), t.label.fr, t.label.en,
         " · ".join(n for n, held in columns.strong.items() if held == (t.key, t.part)),
         " · ".join(n for n, held in columns.weak.items() if held == (t.key, t.part))]
        for t in columns.targets.values()
    )  # fmt: skip
    head = ["`reads`", "français", "English", "headings", "used if no other column says it"]
    bands = (
        [b.label.en, f"`{code}`", " – ".join(map(number, ends)) + (" and over" * (len(ends) < 2))]
        for b in columns.bands.values()
        for code, ends in b.codes.items()
    )
    kinds = (f"`{key}`" for key in columns.classifications)
    return page(
        "Lists of companies",
        "What a column may hold (`reads` in a [mapping](../how-to/read-a-list.md)), and the "
        "headings under which it is recognised: capitals, accents, apostrophes and punctuation do "
        "not count.",
        table(head, rows),
        "## Bands\n\n" + table(["register", "code", "people"], bands),
        "## Classifications of activity codes\n\n`version` is one of " + ", ".join(kinds) + ".",
        "## Words that say nothing\n\n" + " · ".join(sorted(columns.blanks)),
    )
