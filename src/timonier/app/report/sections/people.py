"""Hires and providers: what is sent to them, and beside it what stays inside."""

from __future__ import annotations

from timonier.app.report.blocks import (
    Block,
    Bullets,
    Checklist,
    Column,
    Heading,
    Pairs,
    Paragraph,
    Titles,
    figures,
    table,
)
from timonier.app.report.dates import said_day, said_span, short_day
from timonier.app.report.sections.law import told
from timonier.app.report.sections.plan import duration, indicators
from timonier.app.report.sections.team import working_time
from timonier.app.report.voice import Voice, inside
from timonier.engine.plan.model import LEAST_SAID, Brief, Delivery, Hire


def job(voice: Voice, hire: Hire) -> tuple[Block, ...]:
    """The job as it is advertised: nothing that stays inside the company."""
    member = voice.plan.people[hire.member]
    sheet = voice.wordings.sheets[hire.role]
    lang = voice.lang
    facts = (
        (voice.say("job.company"), voice.company),
        (voice.say("job.place"), voice.say("job.to_fill")),
        (voice.say("job.contract_kind"), voice.wordings.laws[voice.market].contract[voice.lang]),
        (voice.say("job.start"), said_day(voice, voice.plan.presence[hire.member].first)),
        (voice.say("job.time"), working_time(voice, member)),
        (voice.say("job.salary"), voice.range(hire.salary)),
        (voice.say("job.steered_by"), voice.who(hire.steered_by)),
        (voice.say("job.apply"), voice.say("job.to_fill")),
    )
    return (
        Pairs(facts),
        Heading(voice.say("job.mission")),
        Paragraph(sheet.mission[lang]),
        Heading(voice.say("job.responsibilities")),
        responsibilities(voice, hire.member),
        Heading(voice.say("job.decisions")),
        Paragraph(sheet.decisions[lang]),
        Heading(voice.say("job.skills")),
        *_asked(voice, hire),
        Heading(voice.say("job.ninety")),
        ninety(voice, "employee"),
        Paragraph(voice.say("job.equal"), "note"),
    )


def job_private(voice: Voice, hire: Hire) -> tuple[Block, ...]:
    """What stays inside: the cost, the trial, what to listen for, the law to check."""
    sheet = voice.wordings.sheets[hire.role]
    facts = (
        (voice.say("job.cost"), voice.range(hire.yearly_cost, "about")),
        (voice.say("job.search"), _searching(voice, hire.member)),
        *_trial(voice, hire.member),
    )
    rules = told(voice, ("offer", "language", "hire", "trial", "money"), hire.cautions)
    return (
        Paragraph(voice.say("private.intro"), "lead"),
        Pairs(facts),
        Paragraph(voice.say("posting.town")),
        Heading(voice.say("job.out_of_scope")),
        Paragraph(sheet.out_of_scope[voice.lang]),
        *_gaps(voice, hire),
        Heading(voice.say("job.indicators")),
        indicators(voice, hire.indicators),
        Heading(voice.say("job.interview")),
        Paragraph(voice.say("job.interview_intro")),
        *interview(voice, hire),
        Heading(voice.say("law.title")),
        Bullets(tuple(rules)) if rules else Paragraph(voice.say("law.none")),
        Paragraph(voice.say("law.note"), "note"),
    )


def _searching(voice: Voice, key: str) -> str:
    mine = [one for one in voice.plan.actions if one.subject == key]
    return said_span(voice, min(a.first for a in mine), voice.plan.presence[key].first)


def _trial(voice: Voice, key: str) -> list[tuple[str, str]]:
    """The end of the trial, and the last day to decide."""
    dated = {one.kind: one.day for one in voice.plan.milestones if one.subject == key}
    kinds = [kind for kind in ("trial_decision", "trial") if kind in dated]
    return [(voice.say(f"private.{kind}"), said_day(voice, dated[kind])) for kind in kinds]


def responsibilities(voice: Voice, member: str) -> Block:
    """What the person does: recurrent work with its rhythm, one-off work with its date."""
    one = voice.plan.assignments[member]
    tasks = voice.wordings.tasks
    delivered = later(voice, member)
    rows = [
        (
            tasks[a].responsibility[voice.lang],
            tasks[a].deliverable[voice.lang],
            _delivered(voice, delivered[a])
            if a in delivered
            else voice.say("job.a_month", hours=voice.hours(h)),
        )
        for a, h in sorted(one.work.items(), key=lambda pair: (pair[0] in delivered, -pair[1]))
    ]
    led = one.steering + one.coordination
    if led > 0:
        said = voice.say("job.a_month", hours=voice.hours(led))
        rows.append((voice.say("job.leading"), voice.say("job.leading_output"), said))
    for what, hours in (("meetings", one.meetings), ("running", one.running)):
        if hours >= LEAST_SAID:
            said = voice.say("job.a_month", hours=voice.hours(hours))
            rows.append((voice.say(f"job.{what}"), "–", said))
    likely = sorted(one.likely, key=lambda a: (-one.likely[a], a))
    if likely:
        what = voice.listing([inside(voice.activity(a)) for a in likely])
        said = voice.say("job.a_month", hours=voice.hours(sum(one.likely.values())))
        rows.append((voice.say("job.likely", what=what), voice.say("job.likely_output"), said))
    titles: Titles = [
        Column(voice.say("job.does"), width=1.7),
        Column(voice.say("job.delivers"), width=1.2),
        Column(voice.say("job.rhythm"), width=0.9),
    ]
    return table(titles, rows)


def later(voice: Voice, member: str) -> dict[str, list[Delivery]]:
    """The deliveries of each activity, less the step by which somebody else begins it."""
    found: dict[str, list[Delivery]] = {}
    for piece in voice.plan.deliveries:
        if not piece.step or piece.member == member or piece.parts == 1:
            found.setdefault(piece.activity, []).append(piece)
    return found


def _delivered(voice: Voice, pieces: list[Delivery]) -> str:
    """Once, by a day; or in parts, the last by that day."""
    day = short_day(voice, pieces[-1].last)
    if len(pieces) == 1:
        return voice.say("job.delivered", day=day)
    return voice.say("job.delivered_parts", parts=len(pieces), day=day)


def _asked(voice: Voice, hire: Hire) -> list[Block]:
    said = tuple(
        voice.say("posting.skill", skill=voice.knowledge.skills[need.skill].label[voice.lang],
                  level=voice.word(f"skill_level.{need.advertised}"))
        for need in hire.skills
        if need.advertised
    )  # fmt: skip
    return [Bullets(said)] if said else []


def _gaps(voice: Voice, hire: Hire) -> list[Block]:
    """What is asked beyond the usual profile: to be trained, or kept outside."""
    rows = [
        (
            voice.knowledge.skills[need.skill].label[voice.lang],
            _level(voice, need.required),
            _level(voice, need.role_level),
        )
        for need in hire.skills
        if need.required > need.role_level
    ]
    if not rows:
        return []
    titles: Titles = [
        voice.say("job.skill"),
        voice.say("job.level_wanted"),
        voice.say("job.level_usual"),
    ]
    gaps = [voice.knowledge.skills[skill].label[voice.lang] for skill in hire.gaps]
    said = voice.say("job.gaps", skills=voice.listing(gaps))
    return [Heading(voice.say("job.skills")), table(titles, rows), Paragraph(said, "note")]


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
    """The brief as it is sent: context, mission, scope, rules; no price, no weights."""
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
        Heading(voice.say("brief.answer")),
        Bullets(tuple(_questions(voice, one))),
    )


def brief_private(voice: Voice, one: Brief) -> tuple[Block, ...]:
    """What stays inside: the ceiling, the grid with its weights, the clauses, the law to check."""
    rules = told(voice, ("buy", "rights", "data", "money", "language"), one.cautions)
    cost = one.monthly_cost
    facts = (
        (voice.say("brief.expected"), _price(voice, cost.median)),
        (voice.say("brief.ceiling"), _price(voice, cost.high)),
        (voice.say("job.search"), _searching(voice, one.member)),
        *_trial(voice, one.member),
    )
    return (
        Paragraph(voice.say("private.intro"), "lead"),
        Pairs(facts),
        Heading(voice.say("brief.selection")),
        _selection(voice, one.kind),
        Heading(voice.say("brief.contract")),
        Paragraph(voice.say("brief.contract_note"), "note"),
        checklist(voice, one),
        Heading(voice.say("law.title")),
        Bullets(tuple(rules)) if rules else Paragraph(voice.say("law.none")),
        Paragraph(voice.say("law.note"), "note"),
    )


def _brief_facts(voice: Voice, one: Brief) -> tuple[tuple[str, str], ...]:
    months = one.duration_months
    length = (
        voice.say("brief.open_ended") if months is None else voice.count("brief.months", months)
    )
    return (
        (voice.say("job.company"), voice.company),
        (voice.say("brief.start"), said_day(voice, voice.plan.presence[one.member].first)),
        (voice.say("brief.length"), length),
        (voice.say("brief.hours"), _volume(voice, one)),
        *_media(voice, one),
        (voice.say("job.steered_by"), voice.who(one.steered_by)),
    )


def _media(voice: Voice, one: Brief) -> tuple[tuple[str, str], ...]:
    """That the media budget is still to be said, to somebody who is to spend it."""
    if one.member not in voice.plan.given.unfunded:
        return ()
    return ((voice.say("brief.media"), voice.say("brief.media_open")),)


def _volume(voice: Voice, one: Brief) -> str:
    """The hours of the contract, and how far more may be ordered."""
    said = voice.say("brief.hours_month", hours=voice.hours(one.hours))
    top = voice.plan.people[one.member].on_top
    if top < LEAST_SAID:
        return said
    return voice.say("brief.hours_more", hours=said, more=voice.hours(top))


def _price(voice: Voice, amount: float) -> str:
    return voice.say("brief.a_month", amount=voice.about(amount))


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


def checklist(voice: Voice, one: Brief) -> Block:
    """The clauses to check before signing, the key ones in bold."""
    known = {clause.key: clause for clause in voice.wordings.clauses}
    return Checklist(
        tuple(
            (known[k].label[voice.lang], known[k].check[voice.lang], known[k].key_clause)
            for k in one.clauses
        )
    )
