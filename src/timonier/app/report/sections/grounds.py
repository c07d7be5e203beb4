"""What the advice stands on: assumptions with their sources, limits, and how to open it again."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

import segno

from timonier.app.report.blocks import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Link,
    Pairs,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import Figure as Known
from timonier.knowledge.typography import french

PRICES = ("salary", "retainer", "day_rate", "hour_rate", "lead_time_weeks")


def assumptions(voice: Voice) -> Section:
    """What the company said, what was assumed, and the prices of the team's roles."""
    blocks: list[Block] = [Paragraph(voice.say("assumptions.intro"), "lead")]
    rows = [(one.label, one.value, one.source) for one in voice.document.assumed]
    if rows:
        titles: Titles = [
            voice.say("assumptions.fact"),
            voice.say("assumptions.value"),
            Column(voice.say("assumptions.source"), sources=True),
        ]
        blocks.append(table(titles, rows, caption=voice.say("assumptions.assumed"), small=True))
    else:
        blocks.append(Paragraph(voice.say("assumptions.none")))
    prices = _prices(voice)
    if prices:
        priced: Titles = [
            Column(voice.say("assumptions.figure"), width=1.5),
            figures(voice.say("assumptions.value"), 1.1),
            Column(voice.say("assumptions.source"), width=1.6, sources=True),
            figures(voice.say("assumptions.year"), 0.4),
        ]
        blocks.append(table(priced, prices, caption=voice.say("assumptions.prices"), small=True))
    return Section("assumptions", voice.say("assumptions.title"), tuple(blocks))


def _prices(voice: Voice) -> list[tuple[str, ...]]:
    market = voice.knowledge.markets[voice.market]
    roles = dict.fromkeys(member.role for member in voice.plan.people.values())
    found = [
        market.roles.get(role, {})[price]
        for role in roles
        for price in PRICES
        if price in market.roles.get(role, {})
    ]
    return [
        (figure.label[voice.lang], _range(voice, figure), source(voice, figure), _year(figure))
        for figure in found
    ]


def _year(figure: Known) -> str:
    return figure.year if figure.year[:1].isdigit() else "–"


def _range(voice: Voice, figure: Known) -> str:
    if figure.key.endswith("lead_time_weeks"):
        value = figure.value
        return f"{voice.number(value.low)} – {voice.number(value.high)}"
    return voice.range(figure.value)


def source(voice: Voice, figure: Known) -> str:
    """Where a figure comes from; an estimate says so."""
    if figure.estimate:
        return voice.word("source.estimate")
    return french(figure.source) if voice.lang == "fr" else figure.source


def limits(voice: Voice) -> Section:
    """What the advice does not know, and how precise it is."""
    made = voice.document.provenance
    items = tuple(voice.say(f"limits.item{i}") for i in range(1, 6))
    error = voice.percent(2 * voice.document.verdict.standard_error)
    blocks: list[Block] = [Bullets(items), Paragraph(voice.say("limits.error", error=error))]
    told = {"engine": made.engine, "knowledge": made.knowledge, "seed": made.seed,
            "scenarios": made.scenarios}  # fmt: skip
    pairs = tuple((voice.say(f"limits.{key}"), str(value)) for key, value in told.items())
    blocks += [Heading(voice.say("limits.made_with")), Pairs(pairs)]
    return Section("limits", voice.say("limits.title"), tuple(blocks), together=True)


def reopen(voice: Voice) -> Section:
    """The link and its code, and the commands that give the same answer again.

    A link to this very machine opens nowhere else: it is not printed.
    """
    blocks: list[Block] = []
    if not is_local(voice.link):
        code = segno.make(voice.link, error="l", boost_error=False)
        drawn = code.svg_inline(scale=1.6, border=2, dark="#15212b", light="#ffffff")
        blocks += [
            Paragraph(voice.say("reopen.intro")),
            Link(voice.say("reopen.link"), voice.link),
            Figure(drawn, voice.say("reopen.code_alt"), voice.say("reopen.code")),
        ]
    blocks.append(Paragraph(voice.say("reopen.command")))
    return Section("reopen", voice.say("reopen.title"), tuple(blocks), together=True)


def is_local(link: str) -> bool:
    """Whether an address only means something on the machine, or the network, that wrote it.

    >>> is_local("http://127.0.0.1:8000/fr/s/1/"), is_local("https://timonier.example/fr/s/1/")
    (True, False)
    """
    host = (urlsplit(link).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))
