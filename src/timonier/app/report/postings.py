"""A hire as a schema.org JobPosting, for a careers page.

What search engines require (developers.google.com, "Job posting structured data"): the date, the
description, the organisation, the title, the place, of which only the country is required; and a
last day of validity where there is one. The town is for the company to add: the private sheet says
so.
"""

from __future__ import annotations

import html
import json
from datetime import datetime, time
from typing import Any

from timonier.app.report.calendar import zone
from timonier.app.report.dates import on
from timonier.app.report.voice import Voice
from timonier.engine.plan.model import Hire


def title_of(voice: Voice, hire: Hire) -> str:
    """The title of the offer, open to everyone."""
    title = voice.wordings.sheets[hire.role].title
    assert title is not None  # an employee's sheet has one: the knowledge refuses it otherwise
    return title[voice.lang]


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
    brought = [need for need in hire.skills if need.advertised]
    skills = [voice.knowledge.skills[need.skill].label[lang] for need in brought]
    levels = [
        voice.say("posting.skill", skill=skill, level=voice.word(f"skill_level.{need.advertised}"))
        for skill, need in zip(skills, brought, strict=True)
    ]
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": title_of(voice, hire),
        "inLanguage": lang,
        "description": _description(sheet.mission[lang], duties),
        "responsibilities": duties,
        "skills": "; ".join(skills),
        "qualifications": "; ".join(levels),
        "employmentType": "FULL_TIME" if member.quantity >= 1 else "PART_TIME",
        "hiringOrganization": {"@type": "Organization", "name": voice.company},
        "jobLocation": {"@type": "Place", "address": _address(voice)},
        "baseSalary": _salary(voice, hire),
    }
    made["jobStartDate"] = on(voice.plan.presence[hire.member].first).isoformat()
    chosen = [one.first for one in voice.plan.actions if one.key == f"choose_hire.{hire.member}"]
    made["validThrough"] = f"{on(chosen[0]).isoformat()}T23:59:00{_offset(voice, chosen[0])}"
    made["datePosted"] = on(_posted(voice, hire)).isoformat()
    # It is made to be pasted in a page's script element, which no text may close.
    return json.dumps(made, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _address(voice: Voice) -> dict[str, str]:
    """The company's country, and its region where it is the market's; no town that nobody said."""
    market = voice.knowledge.markets[voice.market]
    address = {"@type": "PostalAddress", "addressCountry": market.country}
    if market.subdivision:
        address["addressRegion"] = market.subdivision
    return address


def _posted(voice: Voice, hire: Hire) -> int:
    """The day on which the plan posts it."""
    return next(one.first for one in voice.plan.actions if one.key == f"publish_post.{hire.member}")


def _offset(voice: Voice, day: int) -> str:
    said = f"{datetime.combine(on(day), time(23, 59), zone(voice)):%z}"
    return f"{said[:3]}:{said[3:]}"


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
