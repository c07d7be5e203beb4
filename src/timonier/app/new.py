"""Write an annotated company file: every key in a comment, with its meaning and what is allowed."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from timonier.app.company_file.build import ROWS, SECTIONS
from timonier.app.company_file.errors import Source, say
from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.kinds.common import quoted
from timonier.app.unknowns import unknown_law
from timonier.engine.catalogue import Knowledge, Market, Text
from timonier.engine.company import CHOSEN, FACTS, TABLES, Fact, asked_as

WIDTH: Final = 96
NAMES: Final = {"fr": "entreprise.toml", "en": "company.toml"}


def write_new(
    path: str | None, knowledge: Knowledge, lang: str, out: TextIO | None = None
) -> Text | None:
    """Write the annotated file at ``path``, by default in the current folder, "-" on ``out``.

    Returns what to tell the reader. Raises CompanyFileError when the file exists or cannot be
    written.
    """
    text = annotated(knowledge, lang)
    if path == "-":
        (out or sys.stdout).write(text)
        return None
    name = path or NAMES[lang]
    source = Source(knowledge, None, Text(name, name))
    try:
        with Path(name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise source.error((), "exists") from None
    except FileNotFoundError:
        raise source.error((), "no_folder", read=str(Path(name).parent)) from None
    except PermissionError:
        raise source.error((), "forbidden") from None
    except (OSError, ValueError) as problem:
        raise source.error((), "unreadable", read=type(problem).__name__) from None
    return say(knowledge, "new.written", file=name)


def annotated(knowledge: Knowledge, lang: str) -> str:
    """The whole file: it reads as it is, as a company of which only the market is known."""
    lines = [line for name in ("title", "required", "how", "money")
             for line in _comment(knowledge.wording[f"company_file.new.{name}"][lang])]  # fmt: skip
    for section in SECTIONS:
        lines += ["", "", *_comment(knowledge.wording[f"section.{section}"][lang].upper())]
        lines += _SECTION_WRITERS.get(section, _facts)(section, knowledge, lang)
    lines += _libraries(knowledge, lang)
    return "\n".join(lines) + "\n"


def _market(knowledge: Knowledge, lang: str) -> Market:
    """The market proposed to readers of that language: the first line to check."""
    markets = list(knowledge.markets.values())
    return next((market for market in markets if lang in market.proposed_in), markets[0])


def _comment(text: str) -> list[str]:
    wrapped = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"# {line}" for line in wrapped]


def _facts(section: str, knowledge: Knowledge, lang: str) -> Iterator[str]:
    yield f"[{section}]"
    for name in SECTIONS[section]:
        key = f"{section}.{name}"
        asked = knowledge.facts[key]
        yield ""
        if key in TABLES:
            yield from _comment(f"{asked.question[lang]} {asked.help[lang]}")
        else:
            yield from _about(FACTS[key], knowledge, lang)
        if key == "company.market":
            yield f'market = "{_market(knowledge, lang).key}"'
        else:
            example = asked.example[lang].replace("{timezone}", _market(knowledge, lang).timezone)
            yield f"# {name} = {example}"


def _about(fact: Fact, knowledge: Knowledge, lang: str) -> Iterator[str]:
    """Question, help, what is allowed, what an unknown answer becomes: as comments."""
    asked = knowledge.facts[fact.key]
    yield from _comment(f"{asked.question[lang]} {asked.help[lang]}")
    rules = [
        _rule("allowed", knowledge, lang, allowed=kind_of(fact).allowed(knowledge, fact)[lang])
    ]
    if asked.unit[lang]:
        currencies = " / ".join(market.currency for market in knowledge.markets.values())
        unit = asked.unit[lang].format(currency=currencies)
        rules.append(_rule("unit", knowledge, lang, unit=unit))
    if fact.may_be_not_concerned:
        rules.append(_rule("not_concerned", knowledge, lang))
    yield from _comment(" ".join(rules))
    yield from _offered(fact, {**asked.choices, **asked.anchors}, lang)
    if fact.key != "company.market":
        title = knowledge.wording["company_file.unknown.title"][lang]
        yield from _comment(f"{title} {unknown_law(fact.key, knowledge, lang)}.")


def _offered(fact: Fact, texts: Mapping[str, Text], lang: str) -> Iterator[str]:
    """What each choice, or a few numbers, mean: in two columns."""
    as_text = fact.kind in ("choice", "choices", "seasonality")
    words = {"yes": "true", "no": "false"}
    values = {v: f'"{v}"' if as_text else words.get(v, v) for v in texts}
    width = max(map(len, values.values()), default=0) + 2
    for value, text in texts.items():
        first, *rest = textwrap.wrap(text[lang], WIDTH - 3 - width)
        yield f"#   {values[value]:<{width}}{first}"
        yield from (f"#   {'':<{width}}{line}" for line in rest)


def _rule(name: str, knowledge: Knowledge, lang: str, **fields: Any) -> str:
    return knowledge.wording[f"company_file.new.{name}"][lang].format(**fields)


def _rows(section: str, knowledge: Knowledge, lang: str) -> Iterator[str]:
    yield from _comment(knowledge.facts[section].question[lang])
    yield from _comment(_rule("rows", knowledge, lang))
    yield ""
    yield f"# [[{section}]]"
    for name in SECTIONS[section]:
        asked = knowledge.facts[asked_as(f"{section}.{name}")]
        label, example = asked.label[lang].lower(), asked.example[lang]
        yield f"# {name} = {example}  # {label}" if example else f"#   {name}: {label}"


def _others(section: str, knowledge: Knowledge, lang: str) -> Iterator[str]:
    yield f"[{section}]"
    criteria = tuple(knowledge.criteria)
    choices = {"order": criteria, "tradeoffs": criteria, "chosen": CHOSEN}
    for name in SECTIONS[section]:
        asked = knowledge.facts[f"{section}.{name}"]
        yield ""
        yield from _comment(f"{asked.question[lang]} {asked.help[lang]}")
        yield from _comment(quoted(choices[name]))
        yield f"# {name} = {asked.example[lang]}"


def _assumptions(section: str, knowledge: Knowledge, lang: str) -> Iterator[str]:
    asked = knowledge.facts[section]
    yield f"[{section}]"
    yield from _comment(f"{asked.question[lang]} {asked.help[lang]}")
    yield from _comment(_rule("figures", knowledge, lang))
    yield '# "emp_junior.salary" = 33_000'
    yield '# "emp_head.lead_time_weeks" = [8, 12, 20]'


def _libraries(knowledge: Knowledge, lang: str) -> Iterator[str]:
    roles = {k: r for k, r in knowledge.roles.items() if r.category != "internal_existing"}
    libraries: dict[str, Mapping[str, Any]] = {
        "activities": knowledge.activities,
        "skills": knowledge.skills,
        "roles": roles,
    }
    for name, things in libraries.items():
        yield from ["", "", *_comment(_rule(name, knowledge, lang).upper())]
        width = max(len(key) for key in things)
        for key, thing in things.items():
            yield f"#   {key:<{width}}  {thing.label[lang]}"


_SECTION_WRITERS: Final = {
    **dict.fromkeys(ROWS, _rows),
    "preferences": _others,
    "decision": _others,
    "assumptions": _assumptions,
}
