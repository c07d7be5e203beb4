"""What an owner reads of a team and of what to give up, in words that an owner uses."""

from __future__ import annotations

import timonier
from timonier.app.document.build import document
from timonier.app.terminal.decision import engaged
from timonier.app.terminal.style import Voice
from timonier.knowledge import load

COMPANY = {
    "company": {"market": "fr", "headcount": 14, "business": "both"},
    "marketing": {"budget": 65_000},
    "steering": {"level": 2, "hours_per_month": 10, "contact": True},
    "hiring": {"can_recruit": True},
    "team": [{"role": "owner", "hours_per_month": 12}],
}


def test_an_owner_is_told_in_hours_and_what_to_give_up_is_not_read_out_whole() -> None:
    found = document(timonier.decide(timonier.load_company(COMPANY), scenarios=256), "fr")
    owners = [m for t in found.teams.values() for m in t.team if m.role == "owner"]
    assert owners
    voice = Voice(load(), "fr", "EUR")
    assert {engaged(m, voice).split(",")[0] for m in owners} == {"12 h/mois"}
    assert found.levers is not None
    lever = found.levers.want_less
    assert lever is not None
    assert lever.text.partition(";")[0].count(",") <= 3
