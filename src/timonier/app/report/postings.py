"""A hire as a schema.org JobPosting, ready for a careers page."""

from __future__ import annotations

import html
import json
from typing import Any

from timonier.app.report.dates import start_of
from timonier.app.report.voice import Voice
from timonier.engine.plan.model import Hire


def posting(voice: Voice, hire: Hire) -> str:
    """The JSON-LD of one job; no address or name that the company did not give."""
    lang = voice.lang
    sheet = voice.wordings.sheets[hire.role]
    member = voice.plan.people[hire.member]
    duties = [
        voice.wordings.tasks[activity].responsibility[lang]
        for activity, _ in sorted(
            voice.plan.assignments[hire.member].work.items(), key=lambda pair: -pair[1]
        )
    ]
    skills = [voice.knowledge.skills[need.skill].label[lang] for need in hire.skills]
    levels = [
        voice.say("posting.skill", skill=skill, level=voice.word(f"skill_level.{need.required}"))
        for skill, need in zip(skills, hire.skills, strict=True)
    ]
    market = voice.knowledge.markets[voice.market]
    address = {"@type": "PostalAddress", "addressCountry": market.country}
    if market.subdivision:
        address["addressRegion"] = market.subdivision
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": voice.say(f"posting.{hire.role}"),
        "inLanguage": lang,
        "datePosted": voice.today.isoformat(),
        "description": _description(sheet.mission[lang], duties),
        "responsibilities": duties,
        "skills": "; ".join(skills),
        "qualifications": "; ".join(levels),
        "employmentType": "FULL_TIME" if member.quantity >= 1 else "PART_TIME",
        "hiringOrganization": {"@type": "Organization", "name": voice.company},
        "jobLocation": {"@type": "Place", "address": address},
        "baseSalary": _salary(voice, hire),
    }
    begins = start_of(voice, member.arrival)
    if begins is not None:
        made["jobStartDate"] = begins.isoformat()
    # It is made to be pasted in a page's script element, which no text may close.
    return json.dumps(made, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _description(mission: str, duties: list[str]) -> str:
    items = "".join(f"<li>{html.escape(duty)}</li>" for duty in duties)
    return f"<p>{html.escape(mission)}</p><ul>{items}</ul>"


def _salary(voice: Voice, hire: Hire) -> dict[str, Any]:
    return {
        "@type": "MonetaryAmount",
        "currency": voice.currency,
        "value": {
            "@type": "QuantitativeValue",
            "minValue": round(hire.salary.low),
            "maxValue": round(hire.salary.high),
            "unitText": "YEAR",
        },
    }
