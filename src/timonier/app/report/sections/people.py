"""Hires and providers: their summary in the report, their own documents in the folder."""

from __future__ import annotations

from timonier.app.report.blocks import (
    Block,
    Bullets,
    Checklist,
    Column,
    Heading,
    Pairs,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.sections.plan import duration, indicators
from timonier.app.report.sections.team import commitment
from timonier.app.report.voice import Voice, inside
from timonier.engine.catalogue import Triple
from timonier.engine.plan.model import Brief, Hire

TALL = 16  # rows that fit on a page


def people(voice: Voice) -> Section | None:
    """Who is to be found, when and for how much; None when nobody is."""
    rows = [_hire_row(voice, hire) for hire in voice.plan.hires]
    rows += [
        _brief_row(voice, brief)
        for brief in voice.plan.briefs
        if not voice.plan.people[brief.member].existing
    ]
    if not rows:
        return None
    titles: Titles = [
        Column(voice.say("people.who"), width=1.5),
        Column(voice.say("people.search"), width=0.6),
        Column(voice.say("people.start"), width=0.6),
        figures(voice.say("people.price"), 1.2),
        Column(voice.say("people.document"), width=1.3),
    ]
    blocks: tuple[Block, ...] = (
        Paragraph(voice.say("people.intro"), "lead"),
        table(titles, rows),
        Paragraph(voice.say("people.note"), "note"),
    )
    return Section("people", voice.say("people.title"), blocks, together=len(rows) < TALL)


def _hire_row(voice: Voice, hire: Hire) -> tuple[str, ...]:
    member = voice.plan.people[hire.member]
    return (
        voice.who(hire.member),
        voice.month(member.search, compact=True),
        voice.month(member.arrival, compact=True),
        voice.say("people.a_year", range=voice.range(hire.yearly_cost, "about")),
        voice.say("people.job_document"),
    )


def _brief_row(voice: Voice, brief: Brief) -> tuple[str, ...]:
    member = voice.plan.people[brief.member]
    return (
        voice.who(brief.member),
        voice.month(member.search, compact=True),
        voice.month(member.arrival, compact=True),
        voice.say("people.a_month", range=voice.range(brief.monthly_cost, "about")),
        voice.say("people.brief_document"),
    )


def job(voice: Voice, hire: Hire) -> tuple[Block, ...]:
    """A job description, its first ninety days and the interview grid."""
    member = voice.plan.people[hire.member]
    sheet = voice.wordings.sheets[hire.role]
    lang = voice.lang
    facts = (
        (voice.say("job.company"), voice.company),
        (voice.say("job.start"), voice.month(member.arrival)),
        (voice.say("job.search"), voice.month(member.search)),
        (voice.say("job.time"), commitment(voice, member)),
        (voice.say("job.steered_by"), voice.who(hire.steered_by)),
        (voice.say("job.salary"), voice.range(hire.salary)),
        (voice.say("job.cost"), voice.range(hire.yearly_cost, "about")),
    )
    return (
        Pairs(facts),
        Heading(voice.say("job.mission")),
        Paragraph(sheet.mission[lang]),
        Heading(voice.say("job.responsibilities")),
        responsibilities(voice, hire.member),
        Heading(voice.say("job.decisions")),
        Paragraph(sheet.decisions[lang]),
        Heading(voice.say("job.out_of_scope")),
        Paragraph(sheet.out_of_scope[lang]),
        Heading(voice.say("job.skills")),
        *_skills(voice, hire),
        Heading(voice.say("job.indicators")),
        indicators(voice, hire.indicators),
        Heading(voice.say("job.ninety")),
        ninety(voice, "employee"),
        Heading(voice.say("job.interview")),
        Paragraph(voice.say("job.interview_intro")),
        *interview(voice, hire),
    )


def responsibilities(voice: Voice, member: str) -> Block:
    """The activities given to the person, with their hours, the longest first."""
    one = voice.plan.assignments[member]
    tasks = voice.wordings.tasks
    work = sorted(one.work.items(), key=lambda pair: -pair[1])
    rows = [
        (tasks[a].responsibility[voice.lang], tasks[a].deliverable[voice.lang], voice.hours(h))
        for a, h in work
    ]
    led = one.steering + one.coordination
    if led > 0:
        rows.append((voice.say("job.leading"), voice.say("job.leading_output"), voice.hours(led)))
    if one.reserve > 0:
        inside = voice.plan.people[member].inside
        kept = voice.say("job.reserve" if inside else "job.reserve_provider")
        rows.append((kept, "–", voice.hours(one.reserve)))
    rows.append((voice.say("team.total"), "", voice.hours(one.planned + one.reserve)))
    titles: Titles = [
        Column(voice.say("job.does"), width=1.7),
        Column(voice.say("job.delivers"), width=1.2),
        figures(voice.say("job.hours"), 0.5),
    ]
    return table(titles, rows, strong=[len(rows) - 1])


def _skills(voice: Voice, hire: Hire) -> list[Block]:
    rows = [
        (
            voice.knowledge.skills[need.skill].label[voice.lang],
            _level(voice, need.required),
            _level(voice, need.role_level),
        )
        for need in hire.skills
    ]
    titles: Titles = [
        voice.say("job.skill"),
        voice.say("job.level_wanted"),
        voice.say("job.level_usual"),
    ]
    blocks: list[Block] = [table(titles, rows)] if rows else []
    if hire.gaps:
        gaps = [voice.knowledge.skills[skill].label[voice.lang] for skill in hire.gaps]
        blocks.append(Paragraph(voice.say("job.gaps", skills=voice.listing(gaps)), "note"))
    return blocks


def _level(voice: Voice, level: int) -> str:
    return voice.say("job.level", n=level, word=voice.word(f"skill_level.{level}"))


def ninety(voice: Voice, kind: str) -> Block:
    """What happens before the first day and at 30, 60 and 90 days."""
    rows = [
        (
            stage.label[voice.lang],
            voice.sentences([step[voice.lang] for step in stage.steps[kind]]),
            stage.proof[voice.lang],
        )
        for stage in voice.wordings.stages
    ]
    titles: Titles = [
        Column(voice.say("job.when"), width=0.8),
        Column(voice.say("job.what"), width=1.7),
        Column(voice.say("job.proof"), width=1.1),
    ]
    return table(titles, rows)


def interview(voice: Voice, hire: Hire) -> list[Block]:
    """One question a skill, what to hear, and two questions of the role."""
    lang = voice.lang
    rows = []
    for need in hire.skills:
        asked = voice.wordings.interviews[need.skill]
        rows.append(
            (
                voice.knowledge.skills[need.skill].label[lang],
                asked.question[lang],
                voice.say(
                    "job.heard", strong=inside(asked.strong[lang]), weak=inside(asked.weak[lang])
                ),
                "   / 5",
            )
        )
    titles: Titles = [
        Column(voice.say("job.skill"), width=0.9),
        Column(voice.say("job.question"), width=1.5),
        Column(voice.say("job.listen_for"), width=1.7),
        figures(voice.say("job.score"), 0.45),
    ]
    exercises = [voice.wordings.interviews[n.skill].exercise[lang] for n in hire.skills[:2]]
    own = [one[lang] for one in voice.wordings.sheets[hire.role].questions]
    blocks: list[Block] = [table(titles, rows)] if rows else []
    blocks += [Heading(voice.say("job.role_questions"), 3), Bullets(tuple(own))]
    if exercises:
        blocks += [Heading(voice.say("job.exercises"), 3), Bullets(tuple(exercises))]
    return blocks


def brief(voice: Voice, one: Brief) -> tuple[Block, ...]:
    """A brief: context, objectives, scope with hours, deliverables, rules, choice, clauses."""
    sheet = voice.wordings.sheets[one.role]
    lang = voice.lang
    return (
        Pairs(_brief_facts(voice, one)),
        Heading(voice.say("brief.context")),
        *_context(voice),
        Heading(voice.say("brief.mission")),
        Paragraph(sheet.mission[lang]),
        Heading(voice.say("brief.scope")),
        responsibilities(voice, one.member),
        Paragraph(voice.say("brief.excluded", excluded=inside(sheet.out_of_scope[lang]))),
        Heading(voice.say("brief.deliverables")),
        Bullets(tuple(item[lang] for item in sheet.deliverables)),
        Heading(voice.say("brief.indicators")),
        indicators(voice, one.indicators),
        Heading(voice.say("brief.governance")),
        *_governance(voice, one),
        Heading(voice.say("brief.ninety")),
        ninety(voice, "pilot" if one.kind == "pilot" else "provider"),
        Heading(voice.say("brief.selection")),
        _selection(voice, one.kind),
        Heading(voice.say("brief.questions")),
        Bullets(tuple(_questions(voice, one))),
        Heading(voice.say("brief.contract")),
        Paragraph(voice.say("brief.contract_note"), "note"),
        checklist(voice, one.kind),
    )


def _brief_facts(voice: Voice, one: Brief) -> tuple[tuple[str, str], ...]:
    member = voice.plan.people[one.member]
    months = one.duration_months
    length = (
        voice.say("brief.open_ended") if months is None else voice.count("brief.months", months)
    )
    a_month = one.monthly_cost
    return (
        (voice.say("job.company"), voice.company),
        (voice.say("brief.start"), voice.month(member.arrival)),
        (voice.say("brief.length"), length),
        (voice.say("brief.hours"), voice.say("brief.hours_month", hours=voice.hours(one.hours))),
        (voice.say("brief.budget"), _price(voice, a_month)),
        (voice.say("job.steered_by"), voice.who(one.steered_by)),
    )


def _price(voice: Voice, amount: Triple) -> str:
    return voice.say("brief.a_month", range=voice.range(amount, "about"))


def _context(voice: Voice) -> list[Block]:
    stated = voice.document.stated
    headcount, sector = stated("company.headcount"), stated("company.sector")
    business, role = stated("company.business"), stated("marketing.role")
    said = [
        voice.count("brief.people", int(headcount)) if isinstance(headcount, int | float) else "",
        voice.say("brief.sector", sector=sector) if sector else "",
        voice.say(f"brief.business.{business}") if business in ("b2b", "b2c", "both") else "",
        voice.say(f"brief.role.{role}") if role in ("growth_lever", "production_centre") else "",
    ]
    rows = [part for part in said if part]
    blocks: list[Block] = [Bullets(tuple(rows))] if rows else []
    known = stated("vision.objectives") is True
    said_objectives = voice.say(f"brief.objectives.{'known' if known else 'unknown'}")
    return [*blocks, Paragraph(said_objectives)]


def _governance(voice: Voice, one: Brief) -> list[Block]:
    meetings = [m for m in voice.plan.meetings if one.member in m.participants]
    if not meetings:
        return [Paragraph(voice.say("brief.no_ritual"))]
    labels = {ritual.key: ritual.label[voice.lang] for ritual in voice.wordings.rituals}
    rows = [
        (
            labels[m.ritual],
            voice.say(f"cadence.{m.cadence}"),
            duration(voice, m.minutes),
            voice.hours(m.hours_each),
        )
        for m in meetings
    ]
    titles: Titles = [
        Column(voice.say("rituals.ritual"), width=1.4),
        voice.say("follow.every"),
        voice.say("brief.each"),
        figures(voice.say("rituals.hours")),
    ]
    return [table(titles, rows), Paragraph(voice.say("brief.governance_note"), "note")]


def _selection(voice: Voice, kind: str) -> Block:
    rows = [
        (
            criterion.label[voice.lang],
            criterion.look_for[voice.lang],
            str(criterion.weights[kind]),
            "   / 5",
        )
        for criterion in voice.wordings.criteria
        if kind in criterion.weights
    ]
    titles: Titles = [
        voice.say("brief.criterion"),
        Column(voice.say("brief.look_for"), width=1.7),
        figures(voice.say("brief.weight"), 0.4),
        figures(voice.say("job.score"), 0.4),
    ]
    return table(titles, rows)


def _questions(voice: Voice, one: Brief) -> list[str]:
    common = [q.text[voice.lang] for q in voice.wordings.questions if one.kind in q.applies]
    own = [q[voice.lang] for q in voice.wordings.sheets[one.role].questions]
    return [*own, *common]


def checklist(voice: Voice, kind: str) -> Block:
    """The clauses to check before signing, the key ones in bold."""
    known = {clause.key: clause for clause in voice.wordings.clauses}
    return Checklist(
        tuple(
            (known[k].label[voice.lang], known[k].check[voice.lang], known[k].key_clause)
            for k in voice.plan.clauses[kind]
        )
    )
