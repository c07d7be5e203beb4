"""The law that a plan meets in each market."""

from __future__ import annotations

from pathlib import Path

from timonier.engine import plan_catalogue as made
from timonier.engine.catalogue import Knowledge
from timonier.knowledge import plan_records as shape
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.plan.checks import (
    check_all_there,
    refuse_twice,
)
from timonier.knowledge.reading import (
    parse_one,
    parse_records,
    read_toml,
)


def laws_of(root: Path, knowledge: Knowledge) -> Frozen[str, made.LawPack]:
    return Frozen({market: _law(root, market) for market in knowledge.markets})


def _law(root: Path, market: str) -> made.LawPack:
    name = f"{market}/law.toml"
    content = read_toml(root, name)
    pack = parse_one(name, content, "pack", shape.PackRecord)
    trials = [row.record for row in parse_records(name, content, "trial", shape.TrialRecord)]
    check_all_there(name, (r.status for r in trials), ("executive", "employee"), "trials")
    rows = parse_records(name, content, "rule", shape.RuleRecord)
    refuse_twice(rows)
    return made.LawPack(
        market,
        pack.first_language,
        pack.contract.text(),
        pack.least_post,
        Frozen({r.status: (r.months, r.warning_days) for r in trials}),
        tuple(_rule(row.record) for row in rows),
    )


def _rule(r: shape.RuleRecord) -> made.Rule:
    return made.Rule(
        r.key,
        r.topic,
        r.when,
        (r.headcount_from, r.headcount_to),
        r.label.text(),
        r.text.text(),
        r.article,
        r.url,
        r.read_on,
        r.review_by,
        r.official,
        r.lawyer,
    )
