"""Write the reference pages and the glossary from the knowledge, the facts and the command line.

``python scripts/reference.py`` writes them; a test compares them with what it would write.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import anyio
import typer.main

from timonier import knowledge as facts
from timonier.app import cli
from timonier.app.mcp.server import make_server as server_of
from timonier.app.mcp.words import LANGS
from timonier.app.measures import description
from timonier.app.report.files import slug
from timonier.engine.catalogue import Figure, Knowledge, Text
from timonier.engine.company import FACTS, Fact, choices_of
from timonier.knowledge.columns import load_columns

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NOTICE = "<!-- Written by `make docs`: change the knowledge, not this page. -->"


def cell(text: object) -> str:
    """Write one cell of a table: no line break, no bar that would cut it."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell(part) for part in line) + " |" for line in lines)


def page(title: str, introduction: str, *parts: str) -> str:
    """Write a whole page, which ends with one line break."""
    return "\n\n".join([f"# {title}", NOTICE, introduction, *parts]) + "\n"


def number(value: float) -> str:
    """Write a figure as its record does, with thousands apart: 61 200, 0.05."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f")


def amount(figure: Figure) -> str:
    """Write a figure's value, or its low – likely – high."""
    value = figure.value
    if not figure.is_range:
        return number(value.median)
    return " – ".join(number(part) for part in (value.low, value.median, value.high))


def source(figure: Figure) -> str:
    """Write where a figure comes from, as a link when it can be read there."""
    said = f"[{figure.source}]({figure.url})" if figure.url else figure.source
    return f"{said} ({figure.year})"


def figure_table(figures: list[Figure], units: Mapping[str, Text]) -> str:
    """Write a table of figures; a source that they all share is said once, above it."""
    shared = len(figures) > 1 and len({(source(f), f.review_by) for f in figures}) == 1
    rows = (
        [f"`{f.key}`", f.label.fr, f.label.en, amount(f), units[f.unit].en]
        + ([] if shared else [source(f), f.review_by])
        for f in figures
    )
    head = ["key", "français", "English", "value", "unit"]
    if not shared:
        return table([*head, "source", "review by"], rows)
    said = f"Source: {source(figures[0])}; review by {figures[0].review_by}."
    return f"{said}\n\n{table(head, rows)}"


def figures_page(
    known: Knowledge, title: str, introduction: str, groups: Mapping[str, list[Figure]]
) -> str:
    parts = [
        f"## {name}\n\n{figure_table(group, known.units)}"
        for name, group in groups.items()
        if group
    ]
    return page(title, introduction, *parts)


def by_first_word(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Group figures by what comes before the first dot of their key."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.key.split(".")[0], []).append(figure)
    return groups


def method_figures(known: Knowledge) -> str:
    introduction = (
        "Every number of the method. Most are estimates, all are dated, and a company file may "
        "replace any of them under `[assumptions]`. A range is low – likely – high."
    )
    sectors = [f for key, f in known.figures.items() if key.startswith("sector.")]
    groups = by_first_word([*known.method.values(), *sectors])
    return figures_page(known, "Figures of the method", introduction, groups)


def market_figures(key: str) -> Callable[[Knowledge], str]:
    def write(known: Knowledge) -> str:
        market = known.markets[key]
        roles = {role: list(figures.values()) for role, figures in market.roles.items()}
        rest = {
            "work and market": [market.worked_hours_per_year, *market.figures.values()],
            **{
                f"contributions from {month}": list(figures.values())
                for month, figures in market.contributions.items()
            },
        }
        rest["notice"] = list(market.notice.values())
        unique = {name: list({f.key: f for f in group}.values()) for name, group in rest.items()}
        introduction = f"What things cost in {market.label.en}, in {market.currency}."
        return figures_page(known, f"Figures: {market.label.en}", introduction, {**unique, **roles})

    return write


def figures_of(things: str, title: str) -> Callable[[Knowledge], str]:
    def write(known: Knowledge) -> str:
        keys = getattr(known, things)
        mine = [figure for key, figure in known.figures.items() if key.split(".")[0] in keys]
        groups = {key: group for key, group in by_first_word(mine).items() if key in keys}
        labelled = {f"{key} ({keys[key].label.en})": group for key, group in groups.items()}
        return figures_page(known, title, "A range is low – likely – high.", labelled)

    return write


def criteria(known: Knowledge) -> str:
    figures = {key: figure.value.median for key, figure in known.method.items()}
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


def spread(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in values.items())


def help_of(command: str = "") -> str:
    """The help of the program or of one command, in English, as a terminal shows it."""
    program = Path(sys.executable).parent / "timonier"
    words = [str(program), *command.split(), "--help"]
    plain = {"COLUMNS": "96", "TERM": "dumb", "NO_COLOR": "1", "TYPER_USE_RICH": "0"}
    english = {"LANG": "en_CA.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    environment = {**os.environ, **plain, **english}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def commands() -> list[str]:
    """The names of the commands, as the program itself lists them, those of a group after it."""
    known: dict[str, Any] = typer.main.get_command(cli.make("en")).commands  # type: ignore[attr-defined]
    return sorted(_named(known))


def _named(known: dict[str, Any], before: str = "") -> Iterable[str]:
    for name, command in known.items():
        yield f"{before}{name}"
        yield from _named(getattr(command, "commands", {}), f"{before}{name} ")


def command_line(known: Knowledge) -> str:
    parts = [f"## {name}\n\n```text\n{help_of(name)}\n```" for name in commands()]
    return page(
        "The command line",
        "Results go to standard output, messages to standard error. Exit codes: 0 done, "
        "1 internal error, 2 bad input, 3 an incomplete result.",
        f"```text\n{help_of()}\n```",
        *parts,
    )


def assistants(known: Knowledge) -> str:
    """What an assistant meets, in the words that it is given."""
    french, english = (server_of(lang) for lang in LANGS)
    tools = [(french.takes[name], one) for name, one in english.takes.items()]
    parts = [
        f"## {one.name}\n\n**{fr.title}.** {fr.description}\n\n"
        f"**{one.title}.** {one.description}\n\n"
        f"Takes {', '.join(f'`{key}`' for key in one.parameters['properties'])}."
        for fr, one in tools
    ]
    taken = dict.fromkeys(
        (f"`{key}`", kind_of(told), said[key]["description"], told["description"])
        for fr, one in tools
        for said in [fr.parameters["properties"]]
        for key, told in one.parameters["properties"].items()
    )
    return page(
        "The tools of assistants",
        "What `timonier mcp` offers. Every tool is read-only, and gives the same answer to the "
        "same arguments; each returns typed content beside its text.",
        *parts,
        "## Arguments\n\n" + table(["argument", "type", "français", "English"], taken),
        "## Resources and prompts\n\n"
        + table(["name", "what", "about"], anyio.run(listed_by, english)),
    )


def kind_of(schema: Mapping[str, Any]) -> str:
    """What an argument may be, in short."""
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(kind_of(one) for one in schema["anyOf"] if one.get("type") != "null")
    items = schema.get("items")
    return f"{schema['type']} of {items['type']}s" if items else str(schema["type"])


async def listed_by(server: Any) -> list[tuple[str, str, str]]:
    """The addresses and the prompts that a server lists."""
    resources = await server.list_resources()
    templates = await server.list_resource_templates()
    return [
        *((f"`{one.uri}`", one.title, one.description) for one in resources),
        *((f"`{one.uri_template}`", one.title, one.description) for one in templates),
        *((f"`{one.name}`", one.title, one.description) for one in await server.list_prompts()),
    ]


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


def sources(known: Knowledge) -> str:
    rows = (
        (
            f"[{one.title}]({one.url})" if one.url else one.title,
            one.year,
            one.strength,
            one.supports.en,
        )
        for one in known.sources.values()
    )
    introduction = "The public pages behind the method. Strength: A research, B survey, C practice."
    return page("Sources", introduction, table(["source", "year", "strength", "backs"], rows))


def answer_figures(known: Knowledge) -> str:
    introduction = (
        "What an answer costs the person who gives it: the next question is the one whose value is "
        "largest for its effort."
    )
    groups = by_first_word(f for key, f in known.figures.items() if key.endswith(".minutes"))
    return figures_page(known, "Figures of the questions", introduction, groups)


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


MARKETS = facts.load().markets.values()
PAGES: dict[str, Callable[[Knowledge], str]] = {
    "reference/command-line.md": command_line,
    "reference/company-file.md": company_file,
    "reference/assistants.md": assistants,
    "reference/unknown-facts.md": unknown_facts,
    "reference/criteria.md": criteria,
    "reference/warnings.md": warnings,
    "reference/portfolio-row.md": portfolio_row,
    "reference/statements.md": statements,
    "reference/sources.md": sources,
    "reference/figures-method.md": method_figures,
    **{f"reference/figures-{slug(m.label.en)}.md": market_figures(m.key) for m in MARKETS},
    "reference/figures-roles.md": figures_of("roles", "Figures of the roles"),
    "reference/figures-activities.md": figures_of("activities", "Figures of the activities"),
    "reference/figures-questions.md": answer_figures,
    "reference/lists.md": lists,
    "glossary.md": glossary,
}


def main() -> None:
    """Write every page, and say which ones changed."""
    known = facts.load()
    for name, write in PAGES.items():
        path = DOCS / name
        text = write(known)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name} is written again")


if __name__ == "__main__":
    main()
