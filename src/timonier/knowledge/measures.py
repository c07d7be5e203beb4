"""Criteria, risks and the other measures: how each is named, written and explained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timonier.engine.catalogue import Criterion, Figure, Measure, Risk, Statement, Text
from timonier.engine.company import FACTS
from timonier.engine.criteria import MEASURED, MEASURES
from timonier.engine.risks import RISKS
from timonier.knowledge.figures import MONEY_PERIOD
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.reading import Read, read_records
from timonier.knowledge.text_records import CriterionRecord, MeasureRecord, RiskRecord
from timonier.knowledge.things import by_key, check_known, check_same

BARE = Text("{n}", "{n}")
FIGURE = re.compile(r"\{([a-z_]+\.[a-z_0-9.]+)\}")


def read_measures(root: Path, method: Mapping[str, Figure]) -> Frozen[str, Measure]:
    """Return what is told beside the criteria; KnowledgeError for what is not measured."""
    rows = read_records(root, "measures.toml", "measure", MeasureRecord)
    for row in rows:
        check_known(row.place, [row.record.key], MEASURES, "measure")
    return by_key(rows, lambda row: Measure(**_measure(row, method)))


def read_risks(root: Path, method: Mapping[str, Figure]) -> Frozen[str, Risk]:
    """Return the risks in the order in which they are shown.

    KnowledgeError for one that the engine does not measure, or one of the engine's without record.
    """
    rows = read_records(root, "risks.toml", "risk", RiskRecord)
    check_same(rows, "risk", RISKS)
    return by_key(
        rows, lambda row: Risk(**_measure(row, method), formula=row.record.formula.text())
    )


def read_criteria(
    root: Path,
    wording: Mapping[str, Text],
    statements: Mapping[str, Statement],
    method: Mapping[str, Figure],
    measures: Mapping[str, Measure],
) -> Frozen[str, Criterion]:
    """Return the criteria, in the order in which they are shown.

    KnowledgeError for one that the engine does not measure, one of the engine's that has no record,
    and for an unknown class, statement, measure, fact or figure.
    """
    rows = read_records(root, "criteria.toml", "criterion", CriterionRecord)
    check_same(rows, "criterion", MEASURED)
    told = "explain.role."
    of_roles = {*MONEY_PERIOD, *(k.removeprefix(told) for k in wording if k.startswith(told))}
    cells = {code[:-1] for code in statements if code.startswith("T")}
    for row in rows:
        r = row.record
        prefix = f"class.{r.key}."
        classes = [key.removeprefix(prefix) for key in wording if key.startswith(prefix)]
        check_known(row.place, r.article_class.values(), classes, "class")
        check_known(row.place, [*r.also, *r.more.values()], measures, "measure")
        check_known(row.place, [r.statement], {*statements, *cells}, "statement")
        check_known(row.place, r.facts, FACTS, "fact")
        check_known(row.place, r.figures, method, "figure of the method")
        check_known(row.place, r.role_figures, of_roles, "figure of a role")
    return by_key(rows, lambda row: _criterion(row, method))


def _criterion(row: Read[CriterionRecord], method: Mapping[str, Figure]) -> Criterion:
    r = row.record
    return Criterion(
        **_measure(row, method),
        formula=r.formula.text(),
        higher_is_better=r.higher_is_better,
        statement=r.statement,
        also=tuple(r.also),
        more=Frozen(r.more),
        facts=tuple(r.facts),
        figures=tuple(r.figures),
        role_figures=tuple(r.role_figures),
        article_class=Frozen({str(model): name for model, name in r.article_class.items()}),
        condition=Frozen({model: text.text() for model, text in r.condition.items()}),
    )


def _measure(row: Read[Any], method: Mapping[str, Figure]) -> dict[str, Any]:
    """What every measure has; a figure that its texts name must exist."""
    r: MeasureRecord = row.record
    named = FIGURE.findall(r.period.fr + r.period.en) if r.period else ()
    check_known(row.place, named, method, "figure of the method")
    unit = r.unit.text()
    amount = r.amount.text() if r.amount else BARE
    return {
        "key": r.key,
        "label": r.label.text(),
        "unit": unit,
        "short_unit": r.short_unit.text() if r.short_unit else unit,
        "amount": amount,
        "amount_one": r.amount_one.text() if r.amount_one else amount,
        "written": r.written,
        "decimals": r.decimals,
        "period": r.period.text() if r.period else None,
        "description": r.description.text(),
    }
