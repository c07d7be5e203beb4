"""What an adviser brings to a meeting: why now, what to ask, what is advised, what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from timonier.app.document import Document
from timonier.app.portfolio.line import Line
from timonier.app.report import word
from timonier.app.report.blocks import Block, Bullets, Heading, Pairs, Paragraph
from timonier.app.web.forms import review
from timonier.app.web.words import say
from timonier.app.wording import day_label, money, percent
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.knowledge import load
from timonier.knowledge.columns import load_columns

CONTACTS = ("contact", "phone", "email")
NOTES = ("said", "decided", "next")  # what is written by hand
SHOWN = 3  # reasons, limits and turns of each kind


@dataclass(frozen=True)
class Meeting:
    """A company to meet: its row, its full decision, who goes and in which language."""

    line: Line
    document: Document
    adviser: str
    lang: str
    today: date

    @property
    def company(self) -> str:
        return self.line.name or self.line.id

    @property
    def market(self) -> str:
        return self.line.market or ""

    @property
    def knowledge(self) -> Knowledge:
        return load()


def brief(meeting: Meeting) -> bytes:
    """The brief as a Word document, to be changed and written on."""
    with translation.override(meeting.lang):
        title = str(say("portfolio.brief.title"))
        paper = load().markets[meeting.market].paper
        return word.document(meeting, title, _blocks(meeting), paper)


def _blocks(meeting: Meeting) -> list[Block]:
    return [
        *_why(meeting),
        *_question(meeting),
        *_advice(meeting),
        *_known(meeting),
        Heading(str(say("portfolio.brief.notes"))),
        Pairs(tuple((str(say(f"portfolio.brief.note.{one}")), "") for one in NOTES)),
    ]


def _why(meeting: Meeting) -> list[Block]:
    line, lang = meeting.line, meeting.lang
    day = day_label(meeting.today, lang)
    by = say("portfolio.brief.by", adviser=meeting.adviser, day=day) if meeting.adviser else day
    who = [(_named(key, lang), said) for key in CONTACTS if (said := getattr(line, key))]
    action, reason = (getattr(line, f"call_{part}_{lang}") or "" for part in ("action", "reason"))
    told: list[Block] = [Paragraph(str(by), "note"), Paragraph(action, "lead"), Paragraph(reason)]
    return [*told, *([Pairs(tuple(who))] if who else [])]


def _named(key: str, lang: str) -> str:
    said = load_columns().targets[key, ""].label[lang]
    return said[:1].upper() + said[1:]


def _question(meeting: Meeting) -> list[Block]:
    """The questions that are worth most, the whole decision's first."""
    asked = [one.text for one in meeting.document.next_questions[:SHOWN]]
    if not asked:
        return []
    return [Heading(str(say("portfolio.brief.ask"))), Bullets(tuple(asked), ordered=True)]


def _advice(meeting: Meeting) -> list[Block]:
    """The verdict with its doubt, for, against, and what would turn it."""
    document, lang = meeting.document, meeting.lang
    told: list[Block] = [Heading(str(say("portfolio.company.decision")))]
    told.append(Paragraph(f"{document.verdict.confidence} {document.verdict.money}".strip()))
    told.append(Pairs(tuple(_chances(document, lang))))
    told.append(Bullets(tuple(one.text for one in document.reasons[:SHOWN])))
    first = document.verdict.model
    limits = document.models[first].limits[:SHOWN] if first else ()
    if limits:
        told += [
            Heading(str(say("portfolio.brief.against"))),
            Bullets(tuple(one.text for one in limits)),
        ]
    turns = [one.text for one in document.tipping_points[:SHOWN]]
    if turns:
        told += [Heading(str(say("portfolio.brief.turn"))), Bullets(tuple(turns))]
    return told


def _chances(document: Document, lang: str) -> list[tuple[str, str]]:
    """Of each model, the chance that it is best and what its first year costs."""
    told = []
    for model in MODELS:
        said = percent(document.models[model].chance_of_best, lang)
        team = document.teams.get(model)
        cost = money(team.cost.months_12.p50, document.currency, lang) if team else "–"
        told.append((load().wording[f"model.{document.called(model)}"][lang], f"{said} · {cost}"))
    return told


def _known(meeting: Meeting) -> list[Block]:
    """What the list says of the company, the adviser's own columns last."""
    sections = review.sections(meeting.line.document)
    facts = [(row.label, row.answer) for s in sections for row in s.rows if row.mine]
    kept = [(name, cell) for name, cell in meeting.line.kept.items() if cell]
    return [Heading(str(say("portfolio.company.facts"))), Pairs((*facts, *kept))]
