"""Everything together: a folder of files, an index page to open first, and an archive of it."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import Literal

from timonier.app.charts import colours
from timonier.app.document import dump
from timonier.app.report import markdown, word
from timonier.app.report.blocks import Block
from timonier.app.report.calendar import calendar
from timonier.app.report.files import archive, slug
from timonier.app.report.pdf import render
from timonier.app.report.plan_document import plan_json
from timonier.app.report.postings import posting, title_of
from timonier.app.report.sections import messages, people
from timonier.app.report.story import printed, story
from timonier.app.report.voice import Voice
from timonier.app.report.workbook import workbook

Paper = Literal["a4", "letter"]


@dataclass(frozen=True)
class Made:
    """A file of the folder: its path inside it, its bytes, and what it is for."""

    path: str
    content: bytes
    about: str


def files(voice: Voice, company: str = "", paper: Paper | None = None) -> list[Made]:
    """Every file of the plan, the index page first; ``company`` is the company file's text."""
    paper = paper or voice.knowledge.markets[voice.market].paper
    made = [
        _file(voice, "report", render(printed(voice), paper)),
        _file(voice, "markdown", markdown.whole(story(voice)).encode()),
        _file(voice, "calendar", calendar(voice)),
        _file(voice, "budget", workbook(voice, paper)),
        *_messages(voice, paper),
        *_jobs(voice, paper),
        *_briefs(voice, paper),
        _file(voice, "plan", plan_json(voice).encode()),
        _file(voice, "decision", _json(voice)),
    ]
    if company:
        made.append(_file(voice, "company", company.encode()))
    first = Made(voice.say("folder.index"), index(voice, made).encode(), "")
    return [first, *made]


def packed(voice: Voice, made: list[Made]) -> Made:
    """The whole folder as one archive."""
    name = f"{voice.say('folder.archive')}-{slug(voice.company, 'timonier')}"
    return Made(f"{name}.zip", archive({f"{name}/{one.path}": one.content for one in made}), "")


def _file(voice: Voice, key: str, content: bytes) -> Made:
    return Made(voice.say(f"folder.{key}"), content, voice.say(f"folder.about.{key}"))


def _json(voice: Voice) -> bytes:
    return dump(voice.document).encode()


def _messages(voice: Voice, paper: Paper) -> list[Made]:
    title = voice.say("message.title")
    text = word.document(voice, title, messages.messages(voice), paper)
    return [_file(voice, "messages", text)]


def _jobs(voice: Voice, paper: Paper) -> list[Made]:
    """For each hire the offer, what stays inside, and the posting for a website."""
    made = []
    for hire in voice.plan.hires:
        for said, mark in voices(voice):
            role = title_of(said, hire)
            base = f"{_path(voice, 'jobs', hire.member)}{mark}"
            made += _document(said, base, role, people.job(said, hire), "job", paper)
        role = title_of(voice, hire)
        base = f"{_path(voice, 'private', hire.member)}"
        made += _document(voice, base, role, people.job_private(voice, hire), "grid", paper)
        about = voice.say("folder.about.posting")
        base = _path(voice, "jobs", hire.member)
        made.append(Made(f"{base}.json", posting(voices(voice)[0][0], hire).encode(), about))
    return made


def _briefs(voice: Voice, paper: Paper) -> list[Made]:
    """For each provider to be chosen the brief to send, and what stays inside."""
    made = []
    for brief in voice.plan.briefs:
        for said, mark in voices(voice):
            role = said.role(brief.role)
            base = f"{_path(voice, 'briefs', brief.member)}{mark}"
            made += _document(said, base, role, people.brief(said, brief), "brief", paper)
        role = voice.role(brief.role)
        base = _path(voice, "private", brief.member)
        made += _document(voice, base, role, people.brief_private(voice, brief), "choice", paper)
    return made


def voices(voice: Voice) -> list[tuple[Voice, str]]:
    """The languages of what is sent out: that of the market's law comes first, if it has one."""
    first = voice.wordings.laws[voice.market].first_language
    if first in ("", voice.lang):
        return [(voice, "")]
    return [(replace(voice, lang=first), f"-{first}"), (voice, f"-{voice.lang}")]


def _path(voice: Voice, folder: str, member: str) -> str:
    """A name that reads, and stays apart from another post of the same role."""
    role, number = member.rsplit(".", 1)
    name = slug(voice.role(role), role)
    return f"{voice.say(f'folder.{folder}')}/{name}{'' if number == '1' else f'-{number}'}"


def _document(
    voice: Voice, base: str, role: str, blocks: tuple[Block, ...], kind: str, paper: Paper
) -> list[Made]:
    title = voice.say(f"{kind}.title", role=role)
    text = markdown.document(title, voice.company, blocks)
    said = voice.say("folder.about.whose", about=voice.say(f"folder.about.{kind}"), role=role)
    return [
        Made(f"{base}.docx", word.document(voice, title, blocks, paper), said),
        Made(f"{base}.md", text.encode(), voice.say("folder.about.text")),
    ]


def index(voice: Voice, made: list[Made]) -> str:
    """A page that says what each file is for; it needs nothing else to be read."""
    title = html.escape(voice.say("folder.title", company=voice.company))
    rows = "\n".join(
        f'<tr><td><a href="{html.escape(one.path)}">{html.escape(one.path)}</a></td>'
        f"<td>{html.escape(one.about)}</td></tr>"
        for one in made
    )
    tone = colours()
    return f"""<!doctype html>
<html lang="{voice.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 3rem auto; max-width: 46rem; padding: 0 1.2rem; line-height: 1.5;
  font: 1rem "Source Sans 3", "Segoe UI", system-ui, sans-serif;
  color: {tone["ink"]}; background: {tone["paper"]}; }}
h1 {{ font-family: "Source Serif 4", Georgia, serif; line-height: 1.2; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .5rem .8rem .5rem 0; vertical-align: top;
  border-bottom: 1px solid {tone["line"]}; overflow-wrap: anywhere; }}
a {{ color: {tone["in-house"]}; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{html.escape(voice.say("folder.intro"))}</p>
<table>
<thead><tr><th scope="col">{html.escape(voice.say("folder.file"))}</th>
<th scope="col">{html.escape(voice.say("folder.use"))}</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""
