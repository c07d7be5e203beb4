"""A decision on a screen, in the order in which it is read; every number is the document's."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from timonier.app.budget import likely_passed
from timonier.app.document import Document
from timonier.app.document.parts import Assumed, Caution, Member, Ranked, Team, Whole
from timonier.app.measures import bare
from timonier.app.terminal.style import (
    AMOUNTS,
    CAUTION,
    COLUMN,
    LABELS,
    SOFT,
    Voice,
    bar,
    heading,
    mark,
    spread,
    unpadded,
)
from timonier.app.wording import hour_count
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

ASSUMED = 8  # assumptions shown; the document has them all
PERIODS = (12, 24, 36)


def show_decision(document: Document, console: Console) -> None:
    """Print a decision document."""
    knowledge = load()
    voice = Voice(knowledge, document.language, document.currency, document.naming)
    side = _side_by_side(document, console.width)
    with unpadded(console):
        for part in _parts(document, voice, console.width, side):
            console.print(Padding(part, (0, 1 if side else 0)))
            console.print()


def _side_by_side(document: Document, width: int) -> list[str]:
    """The models that fit beside each other."""
    names = _staffed(document)
    return names if width >= LABELS + COLUMN * max(3, len(names)) else []


def _parts(
    document: Document, voice: Voice, width: int, side: list[str]
) -> Iterator[RenderableType]:
    yield _verdict(document, voice, width)
    if _staffed(document):
        yield _comparison(document, voice, width, side)
        yield _teams(document, voice)
        yield _frontier(document, voice)
    for key, texts in _reasons(document, voice):
        if texts:
            yield Group(heading(voice.say(key)), *texts)
    yield _end(document, voice)


def _verdict(document: Document, voice: Voice, width: int) -> Group:
    said = document.verdict
    market = voice.knowledge.markets[document.stated("company.market")].label[voice.lang]
    name = document.stated("company.name") or voice.say("unnamed")
    sentence = Text(style="bold")
    if said.model:
        sentence.append_text(mark(said.model)).append(" ")
    sentence.append(said.text)
    shares = {m: document.models[m].chance_of_best for m in MODELS}
    passed = dear(document, voice)
    lines: list[RenderableType] = [
        Text(voice.say("header", company=name, market=market), SOFT),
        sentence,
        Text(said.confidence),
        *([Text(said.money)] if said.money else []),
        *([Text(passed, CAUTION)] if passed else []),
    ]
    if sum(shares.values()) > 0:
        legend = Text()
        for m, share in shares.items():
            legend.append_text(voice.title(m)).append(f" {voice.percent(share)}   ")
        lines += [Text(), bar(shares, width), legend, Text(voice.say("chances"), SOFT)]
    return Group(*lines)


def dear(document: Document, voice: Voice) -> str:
    """What the advice hides when it is likely to pass the budget that was stated; "" otherwise."""
    model = document.verdict.model
    found = likely_passed(document, model) if model else None
    if found is None:
        return ""
    budget, cost, share = found
    return voice.say(
        "over_budget",
        budget=voice.thousands(budget),
        cost=voice.thousands(cost),
        share=voice.percent(share),
    )


def _staffed(document: Document) -> list[str]:
    return [m for m in MODELS if m in document.teams]


def _comparison(document: Document, voice: Voice, width: int, side: list[str]) -> Group:
    """Models side by side as far as they fit, the others under them, those without a team named."""
    under = [m for m in _staffed(document) if m not in side]
    parts: list[RenderableType] = [_compared(document, voice, width, side)] if side else []
    parts += [_stacked(document, voice, m) for m in under]
    return Group(*parts, *_absent(document, voice), Text(voice.say("legend"), SOFT))


def _compared(document: Document, voice: Voice, width: int, names: list[str]) -> Table:
    room = max(AMOUNTS, (width - LABELS) // len(names) - 2)  # or a wide cell would cut an amount
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False, padding=(0, 1))
    table.add_column(Text(voice.say("compare"), "bold"), overflow="fold", min_width=20)
    for m in names:
        table.add_column(voice.title(m), overflow="fold", max_width=room)
    for part in _lines(document, voice, names):
        for label, cells in part:
            table.add_row(label, *cells)
        table.add_section()
    return table


def _absent(document: Document, voice: Voice) -> Iterator[Text]:
    for m in MODELS:
        if m not in document.teams:
            yield voice.title(m).append(f"  {voice.say('no_team')}", SOFT)


Line = tuple[Text, list[Text]]


def _lines(document: Document, voice: Voice, names: list[str]) -> Iterator[list[Line]]:
    """Chances, then criteria, then money: the lines of the comparison, in three parts."""
    teams = [document.teams[m] for m in names]
    yield [(Text(voice.say("row.chance")), [_chance(team, voice) for team in teams])]
    yield [
        (_label(key, voice), [_criterion(team, key, voice) for team in teams])
        for key in voice.knowledge.criteria
    ]
    paid = [
        (Text(voice.say(f"row.months_{n}")), [_money(team.cost.over(n), voice) for team in teams])
        for n in PERIODS
    ]
    over = [Text(voice.percent(team.cost.paid_over_budget)) for team in teams]
    yield [*paid, (Text(voice.say("row.paid_over_budget")), over)]


def _label(key: str, voice: Voice) -> Text:
    known = voice.knowledge.criteria[key]
    return Text(known.label[voice.lang]).append(f"\n{known.short_unit[voice.lang]}", SOFT)


def _chance(team: Team, voice: Voice) -> Text:
    if not isinstance(team, Ranked):
        return Text(voice.say("beside"), SOFT)
    return Text(voice.percent(team.chance_of_best), "bold")


def _criterion(team: Team, key: str, voice: Voice) -> Text:
    """The class in bold, the measure, its range, and the article's class when it differs."""
    known, found, out = voice.knowledge.criteria[key], team.criteria[key], Text()
    here, article = found.class_, found.article_class
    if here:
        out.append(voice.say(f"class.{key}.{here}"), "bold").append("  ")
    out.append_text(spread(found, lambda v: bare(known, v, voice.lang), voice))
    if here and article and here != article:
        differs = voice.say("article", class_=voice.say(f"class.{key}.{article}"))
        out.append(f"\n{differs}", CAUTION)
    condition = found.condition
    if condition:
        holds = "holds" if condition.met else "fails"
        style = SOFT if condition.met else CAUTION
        out.append(f"\n{voice.say(holds, text=condition.text)}", style)
    return out


def _money(found: Whole, voice: Voice) -> Text:
    return spread(found, voice.thousands, voice)


def _stacked(document: Document, voice: Voice, model: str) -> Group:
    """The lines of one model alone, where it has no room beside the others."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(style=SOFT, overflow="fold", max_width=26)
    table.add_column(overflow="fold")
    for label, cells in (line for part in _lines(document, voice, [model]) for line in part):
        table.add_row(label, cells[0])
    return Group(voice.title(model), table, Text())


def _teams(document: Document, voice: Voice) -> Group:
    parts: list[RenderableType] = [heading(voice.say("teams"))]
    for m in _staffed(document):
        team = document.teams[m]
        line = voice.title(m)
        monthly = voice.thousands(team.cost.a_year.p50 / 12)
        line.append(f"  {voice.say('money_a_month', n=monthly)}", SOFT)
        parts.append(line)
        parts += [_member(one, voice) for one in team.team]
        for one in team.released:
            cost = voice.thousands(one.cost)
            ends = voice.say("released", role=one.name or one.label, cost=cost)
            parts.append(Padding(Text(f"{ends} {one.caution}", CAUTION), (0, 0, 0, 2)))
    staffed = (document.teams[m] for m in _staffed(document))
    if any(not (one.in_posts or one.existing) for team in staffed for one in team.team):
        parts.append(Text(voice.say("hours_counted"), SOFT))
    return Group(*parts)


def _member(one: Member, voice: Voice) -> RenderableType:
    text = Text(one.name or one.label)
    text.append(f"  {engaged(one, voice)}", SOFT)
    return Padding(text, (0, 0, 0, 2))


def engaged(one: Member, voice: Voice) -> str:
    """Of somebody in a team: how much, from when and until when, at what cost a month."""
    if one.in_posts:
        n = one.quantity
        much = voice.say("posts", n=voice.number(n, 0 if n == int(n) else 1))
    else:
        much = voice.say("hours_a_month", n=hour_count(one.hours, voice.lang))
    begins = voice.say("already") if one.existing else voice.say("from_month", n=one.start_month)
    if one.end_month is not None:
        begins = f"{begins} {voice.say('until_month', n=one.end_month)}"
    return f"{much}, {begins}, {voice.thousands(one.monthly_cost.p50)}"


def _frontier(document: Document, voice: Voice) -> Group:
    """What other budgets would buy, and what to do where this one buys too little."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(voice.say("frontier.budget"), justify="right")
    table.add_column(voice.say("frontier.cost"), justify="right")
    table.add_column(voice.say("frontier.work"), justify="right")
    table.add_column(voice.say("frontier.model"))
    for step in document.frontier:
        style = "bold" if step.stated else ""
        best = Text(voice.say("no_team"), SOFT)
        if step.model:
            best = voice.title(step.model, document.naming.at(step))
            best.append(f" {voice.percent(step.chance_of_best)}", SOFT)
        budget = Text(voice.thousands(step.budget), style)
        cost = voice.thousands(step.cost) if step.model else "–"
        table.add_row(budget, cost, Text(voice.percent(step.work_done), style), best)
    parts: list[RenderableType] = [heading(voice.say("frontier.title")), table]
    staying = [step.cost for step in document.frontier if step.cost > step.budget]
    if staying:
        said = voice.say("frontier.staying", cost=voice.thousands(max(staying)))
        parts.append(Text(said, SOFT))
    levers = document.levers
    if levers is not None:
        told = (levers.spend, levers.want_less, levers.wait)
        parts += [_bullet(lever.text) for lever in told if lever is not None]
    if document.bought is not None:
        parts.append(_bullet(document.bought.text))
    return Group(*parts)


def _reasons(document: Document, voice: Voice) -> Iterator[tuple[str, list[RenderableType]]]:
    yield "warnings", list(_warnings(document, voice))
    yield "why", [_bullet(r.text) for r in document.reasons]
    yield "why_not", list(_against(document, voice))
    yield "change", [_bullet(t.text) for t in document.tips[:3] or [document.tipping_tolerance]]
    if _staffed(document):
        yield "path", [_bullet(step.text) for step in document.path]
    yield "next", [_bullet(q.text) for q in document.next_questions[:1]]
    if _staffed(document) and not document.next_questions:
        yield "next", [_bullet(document.stop.text)]


def _bullet(words: str, sign: str = "·") -> RenderableType:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(Text(sign, SOFT), Text(words))
    return row


def _warnings(document: Document, voice: Voice) -> Iterator[RenderableType]:
    """By team, the recommended one first; what to do is said once for each kind of warning."""
    told: set[str] = set()
    for about in ("recommended", "company", "intended", "as_is"):
        mine = [w for w in document.warnings if w.about == about]
        if mine:
            name = voice.say(f"about.{about}")
            yield Text(name[:1].upper() + name[1:], SOFT)
        for i, one in enumerate(mine):
            last = i + 1 == len(mine) or mine[i + 1].code != one.code
            yield _warning(one, voice, remedy=last and one.code not in told)
            told |= {one.code} if last else set()


def _warning(found: Caution, voice: Voice, *, remedy: bool) -> RenderableType:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(no_wrap=True)
    row.add_column(overflow="fold")
    text = Text(found.text)
    if remedy:
        text.append(f"\n{voice.say('remedy', text=found.remedy)}", SOFT)
    row.add_row(Text("!", f"bold {CAUTION}"), text)
    return row


def _against(document: Document, voice: Voice) -> Iterator[RenderableType]:
    for m in MODELS:
        told = document.models[m].why_not
        if told:
            yield voice.title(m)
            yield from (_bullet(one.text, "  ·") for one in told)


def _end(document: Document, voice: Voice) -> Group:
    """What was assumed, what made the numbers, and how to ask where one comes from."""
    parts: list[RenderableType] = []
    assumed = document.assumed
    if assumed:
        shown = assumed if len(assumed) <= ASSUMED + 1 else assumed[:ASSUMED]
        parts.append(heading(voice.say("assumed")))
        parts += [_assumption(one, voice) for one in shown]
        if len(assumed) > len(shown):
            parts.append(Text(voice.say("more", n=len(assumed) - len(shown)), SOFT))
        parts.append(Text())
    model = document.verdict.leading
    if model:
        parts.append(Text(voice.say("where_from", model=model), SOFT))
    made = {
        k: voice.number(v) if isinstance(v, int) else v
        for k, v in vars(document.provenance).items()
    }
    parts.append(Text(voice.say("provenance", **made), SOFT))
    return Group(*parts)


def _assumption(one: Assumed, voice: Voice) -> RenderableType:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(no_wrap=True)
    row.add_column(overflow="fold")
    text = Text(voice.say("input", label=one.label))
    text.append(one.value, "bold").append(f"  {one.source}", SOFT)
    row.add_row(Text("·", SOFT), text)
    return row
