"""How a list is read: the mapping proposed, shown with what the cells say, and corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from timonier.app.portfolio.reading import ColumnMap, ListError, ListMap, map_from, write_map
from timonier.app.portfolio.reading.mapping import ASKED, KEPT
from timonier.app.portfolio.reading.values import say as of_lists
from timonier.app.web.limits import costly
from timonier.app.web.models import Portfolio
from timonier.app.web.portfolio import work
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.reading import held_map
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say, say_number
from timonier.engine.company import FACTS, NUMBERS
from timonier.knowledge import load
from timonier.knowledge.columns import load_columns

UNITS = ("", "k€", "M€", "k$", "M$", "%", "€/mois")
MARKS = ("", ",", ".")
SETTINGS = ("unit", "decimal", "bands", "version")
Options = tuple[tuple[str, str], ...]  # what is sent, what is read


@dataclass(frozen=True)
class Setting:
    """A choice that goes with what a column says."""

    key: str
    label: str
    chosen: str
    options: Options


@dataclass(frozen=True)
class Column:
    """A column as the page shows it."""

    at: int
    heading: str
    samples: tuple[str, ...]
    chosen: str
    counts: str
    questions: tuple[str, ...]
    settings: tuple[Setting, ...]
    values: tuple[tuple[str, int], ...]  # words that are none of its answers, and how often
    answers: Options  # what they may be said to mean


@require_http_methods(["GET", "HEAD", "POST"])
@for_advisers
@costly
def columns(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show the mapping, or keep it as corrected and read the list again if it has changed."""
    portfolio = find(request, portfolio_id)
    job = work.under_way(portfolio, "read")
    if job is None:  # it may have ended since the list was looked up
        portfolio.refresh_from_db()
    piece = bool(request.htmx)  # type: ignore[attr-defined]
    if piece and job is None:  # what waited for the reading asks for the whole page
        return HttpResponse(headers={"HX-Refresh": "true"})
    if portfolio.state != "read" or job is not None:
        return _not_yet(request, portfolio, job, piece)
    if request.method == "POST":
        return _correct(request, portfolio)
    return _show(request, portfolio)


def _not_yet(request: HttpRequest, portfolio: Portfolio, job: Any, piece: bool) -> HttpResponse:
    """The list is being read, or could not be."""
    context = {**frame(portfolio, "columns"), "job": job}
    if job is not None:
        key = "under_way" if job.state == "running" else "in_line"
        context |= {"said": say(f"portfolio.reading.{key}"), "percent": job.progress}
    elif portfolio.state == "refused":
        context["refused"] = portfolio.found["error"][current()]
    template = "portfolio/reading_piece.html" if piece else "portfolio/reading.html"
    return render(request, template, context)


def _show(
    request: HttpRequest, portfolio: Portfolio, error: str = "", status: int = 200
) -> HttpResponse:
    found, mapping = portfolio.found, map_from(portfolio.mapping)
    context = {
        **frame(portfolio, "columns"),
        "found": found,
        "how": _how(found),
        "columns": [
            _column(at, column, found, mapping) for at, column in enumerate(mapping.columns)
        ],
        "targets": _targets(),
        "markets": [(key, m.label[current()]) for key, m in load().markets.items()],
        "market": mapping.market,
        "asked": [q["text"][current()] for q in found["questions"] if not q["column"]],
        "questions": len({q["text"][current()] for q in found["questions"]}),
        "changes": found["changes"],
        "good": portfolio.entries.filter(is_good=True).count(),
        "error": error,
    }
    return render(request, "portfolio/columns.html", context, status=status)


def _how(found: dict[str, Any]) -> str:
    """How the file is written, in a sentence."""
    separator = found["separator"]
    return of_lists(
        f"check.written_{found['format']}",
        encoding=found["encoding"],
        separator=of_lists("check.tab")[current()] if separator == "\t" else separator,
        sheets=", ".join(found["sheets"]),
        headings=found["headings"],
    )[current()]


def _column(at: int, column: ColumnMap, found: dict[str, Any], mapping: ListMap) -> Column:
    seen = found["columns"][at]
    asked = [q["text"][current()] for q in found["questions"] if q["column"] == column.heading]
    fates = seen["fates"]
    read = fates.get("fact", 0) + fates.get("identifier", 0) + fates.get("contact", 0)
    counts = {"read": read, "kept": fates.get("kept", 0), "wrong": fates.get("problem", 0)}
    told = [str(say_number(f"portfolio.columns.count.{key}", n)) for key, n in counts.items() if n]
    has_answers = column.target is not None and bool(column.target.answers)
    return Column(
        at=at,
        heading=column.heading,
        samples=tuple(seen["samples"]),
        chosen=f"{column.reads}|{column.part}",
        counts=" · ".join(told),
        questions=tuple(dict.fromkeys(asked)),
        settings=tuple(_settings(column)),
        values=tuple(seen["unread"].items()) if has_answers else (),
        answers=_answers(column.reads) if has_answers else (),
    )


def _answers(key: str) -> Options:
    """What a word of a column may be said to mean."""
    known = load().facts[key].choices
    return tuple((value, words[current()]) for value, words in known.items())


def _settings(column: ColumnMap) -> list[Setting]:
    key = column.reads
    found = []
    if key in FACTS and FACTS[key].kind in NUMBERS:
        found.append(_setting("unit", column.unit, UNITS))
        found.append(_setting("decimal", column.decimal, MARKS))
    if key == "company.headcount":
        found.append(_setting("bands", column.bands, ("", "none", *load_columns().bands)))
    if key == "sector_code":
        versions = ("", *load_columns().classifications)
        found.append(_setting("version", column.version, versions))
    return found


def _setting(key: str, chosen: str, values: tuple[str, ...]) -> Setting:
    chosen = "" if chosen == ASKED else chosen
    every = values if chosen in values else (*values, chosen)
    label = str(say(f"portfolio.columns.setting.{key}"))
    return Setting(key, label, chosen, tuple((v, _said(key, v)) for v in every))


def _said(key: str, value: str) -> str:
    """What a value of a setting is called."""
    if key == "bands" and value in load_columns().bands:
        return load_columns().bands[value].label[current()]
    if value in ("", "none"):
        name = value or "as_found"
        return str(say(f"portfolio.columns.setting_of.{key}_{name}"))
    return f"1{value}5" if key == "decimal" else value


def _targets() -> list[tuple[str, Options]]:
    """All that a column may say, by group: facts by section, then numbers, people, places."""
    lang, groups = current(), dict[str, list[tuple[str, str]]]()
    for (key, part), target in load_columns().targets.items():
        section = key.split(".")[0] if key in FACTS else "own"
        said = target.label[lang]
        if part:
            said = of_lists(f"check.{part}", what=said)[lang]
        groups.setdefault(section, []).append((f"{key}|{part}", said[:1].upper() + said[1:]))
    named = {
        key: str(say("portfolio.columns.own"))
        if key == "own"
        else load().wording[f"section.{key}"][lang]
        for key in groups
    }
    return [(named[key], tuple(options)) for key, options in groups.items()]


def _correct(request: HttpRequest, portfolio: Portfolio) -> HttpResponse:
    """Keep the mapping that was sent; the list is read again when it says something else."""
    before = map_from(portfolio.mapping)
    held = {**portfolio.mapping, "market": request.POST.get("market", "")}
    held["column"] = [_sent(request.POST, i, column) for i, column in enumerate(before.columns)]
    try:
        after = map_from(held)
    except ListError as error:
        return _show(request, portfolio, error.words(current()), 422)
    changed = after != before
    portfolio.mapping, portfolio.accepted = held_map(after), True
    portfolio.state = "reading" if changed else "read"
    portfolio.save(update_fields=["mapping", "accepted", "state", "updated_at"])
    if changed:
        work.ask(portfolio, "read")
        return redirect("portfolio-columns", portfolio.pk)
    bad = portfolio.entries.filter(is_good=False).exists()
    return redirect("portfolio-rows" if bad else "portfolio-run", portfolio.pk)


def _sent(sent: QueryDict, at: int, column: ColumnMap) -> dict[str, Any]:
    """A column as it was sent; what the page did not show stays while it says the same thing."""
    reads, _, part = sent.get(f"reads-{at}", f"{column.reads}|{column.part}").partition("|")
    reads = KEPT if reads == ASKED else reads
    same = (reads, part) == (column.reads, column.part)
    held: dict[str, Any] = {"heading": column.heading, "reads": reads, "part": part}
    for key in SETTINGS:
        kept = getattr(column, key) if same else ""
        held[key] = sent.get(f"{key}-{at}", kept if kept != ASKED else "")
    values = dict(column.values) if same else {}
    count = sent.get(f"words-{at}", "0")
    for i in range(int(count) if count.isdecimal() and len(count) < 4 else 0):
        if meaning := sent.get(f"means-{at}-{i}"):
            values[sent.get(f"word-{at}-{i}", "")[:60]] = "" if meaning == "-" else meaning
    return {**held, "values": values}


@require_safe
@for_advisers
def mapping_file(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """The mapping as the command line reads it."""
    portfolio = find(request, portfolio_id)
    text = write_map(map_from(portfolio.mapping), (), current())
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="map.toml"'
    return response
