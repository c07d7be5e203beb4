"""The messages to write: to the team, and to each person or provider in place."""

from __future__ import annotations

from timonier.app.report.blocks import Block, Heading, Paragraph
from timonier.app.report.dates import said_day
from timonier.app.report.voice import Voice
from timonier.engine.plan.model import Fate


def messages(voice: Voice) -> tuple[Block, ...]:
    """One short message each, to be said first and then sent; none for a post that is ended."""
    ended = [key for key, member in voice.plan.leaving.items() if member.inside]
    blocks: list[Block] = [
        Paragraph(voice.say("message.intro"), "lead"),
        *_lawyer_first(voice, ended),
        Heading(voice.say("message.to_all")),
        *_lines(voice.say("message.all", company=voice.company_inside, day=_review(voice))),
        *([] if ended else _coming(voice)),
    ]
    for one in voice.plan.fates:
        blocks.append(Heading(voice.say("message.to", who=voice.who(one.member))))
        blocks += _lines(_message(voice, one))
    return tuple(blocks)


def _lawyer_first(voice: Voice, ended: list[str]) -> list[Block]:
    """Where a post may end, nothing is said, nor anybody who comes, before a lawyer has spoken."""
    who = voice.listing([voice.who(key) for key in ended])
    return [Paragraph(voice.say("message.lawyer_first", who=who), "note")] if ended else []


def _coming(voice: Voice) -> list[Block]:
    """Who is to come, and about when."""
    new = [key for key, member in voice.plan.people.items() if member.coming]
    new.sort(key=lambda key: voice.plan.presence[key].first)
    said = [
        voice.say("message.comes", who=voice.who(key),
                  day=said_day(voice, voice.plan.presence[key].first))
        for key in new
    ]  # fmt: skip
    return [Paragraph(voice.say("message.coming", who=voice.listing(said)))] if said else []


def _review(voice: Voice) -> str:
    """The day on which the organisation is looked at again."""
    days = [one.day for one in voice.plan.milestones if one.kind == "review"]
    return said_day(voice, min(days))


def _message(voice: Voice, one: Fate) -> str:
    member = voice.plan.leaving.get(one.member) or voice.plan.people[one.member]
    told = {
        "who": voice.who(one.member),
        "heirs": voice.listing([voice.who(key) for key in one.hands_over_to]),
        "hours": voice.hours(member.hours),
        "before": voice.hours(member.hours_before or 0.0),
        "day": said_day(voice, one.last_day) if one.last_day is not None else "",
    }
    lead = next(
        (key for key, other in voice.plan.people.items() if other.coming and other.leads), ""
    )
    if one.decision == "keep" and lead:
        day = said_day(voice, voice.plan.presence[lead].first)
        return voice.say("message.keep_led", lead=voice.who(lead), from_day=day, **told)
    side = "post" if member.inside else "contract"
    kind = (
        one.decision if one.decision in ("keep", "reshape", "renew") else f"{one.decision}_{side}"
    )
    said = voice.say(f"message.{kind}", **told)
    if one.decision == "expire" and member.hours_before is not None:
        return f"{said}\n{voice.say('message.until_then', **told)}"
    return said


def _lines(text: str) -> list[Block]:
    return [Paragraph(line) for line in text.split("\n") if line]
