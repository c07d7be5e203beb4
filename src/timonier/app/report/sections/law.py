"""What the law of the market says where this plan meets it, each rule with its article and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timonier.app.report.blocks import Block, Column, Paragraph, Section, Titles, table
from timonier.app.report.voice import Voice
from timonier.app.wording import day_label
from timonier.engine.plan_catalogue import Rule


def rules_met(
    voice: Voice, topics: Sequence[str] = (), keys: Sequence[str] | None = None
) -> list[Rule]:
    """The rules that this plan meets, or those of ``keys``, in the order of the pack; of some
    topics when asked."""
    met = set(voice.plan.cautions if keys is None else keys)
    pack = voice.wordings.laws[voice.market]
    return [one for one in pack.rules if one.key in met and (not topics or one.topic in topics)]


def law(voice: Voice) -> Section | None:
    """A table of the rules, and once, plainly, what they are not."""
    rules = rules_met(voice)
    if not rules:
        return None
    titles: Titles = [
        Column(voice.say("law.subject"), width=0.9),
        Column(voice.say("law.rule"), width=2.5),
        Column(voice.say("law.article"), width=0.9),
    ]
    blocks: tuple[Block, ...] = (
        Paragraph(voice.say("law.intro"), "lead"),
        table(titles, [_row(voice, rule) for rule in rules], small=True),
        Paragraph(voice.say("law.note"), "note"),
    )
    return Section("law", voice.say("law.title"), blocks)


def _row(voice: Voice, rule: Rule) -> tuple[str, ...]:
    read = day_label(date.fromisoformat(rule.read_on), voice.lang)
    where = voice.say("law.read" if rule.official else "law.read_elsewhere", day=read)
    text = rule.text[voice.lang]
    return (
        rule.label[voice.lang],
        f"{text} {voice.say('law.lawyer')}" if rule.lawyer else text,
        f"{rule.article}\n{where}",
    )


def told(voice: Voice, topics: Sequence[str], keys: Sequence[str] | None = None) -> list[str]:
    """Rules as sentences, for a document that has no table."""
    return [
        voice.say("law.line", title=rule.label[voice.lang], text=rule.text[voice.lang],
                  article=rule.article)
        for rule in rules_met(voice, topics, keys)
    ]  # fmt: skip


def few(voice: Voice) -> Block:
    """The titles of the rules, for a report of two pages."""
    rules = rules_met(voice)
    names = voice.sentences([rule.label[voice.lang] for rule in rules])
    return Paragraph(voice.say("law.few", rules=names), "note")
