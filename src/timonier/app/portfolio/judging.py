"""From a row of a list to the row of a portfolio: read the company, decide, say what to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier import __version__, company_from, decide
from timonier.app.company_file import CompanyFileError
from timonier.app.document import Answered
from timonier.app.document.information import tipping
from timonier.app.document.numbers import money, rounded, whole
from timonier.app.document.words import Words
from timonier.app.portfolio.calling import called
from timonier.app.portfolio.given import IDENTIFIERS, Given
from timonier.app.portfolio.line import Advised, Line, Made, Trouble, Who
from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS, Company, Range
from timonier.engine.effort import FULL, QUICK
from timonier.engine.information.matters import price
from timonier.engine.information.questions import Candidate, in_order
from timonier.engine.information.tips import Tipping
from timonier.engine.money import work_done
from timonier.knowledge import load

LANGS = ("fr", "en")


@dataclass(frozen=True)
class How:
    """With what a portfolio is run; ``scenarios`` and ``part`` (companies of a part) None are the
    effort's own numbers."""

    effort: str = QUICK
    seed: int = 0
    scenarios: int | None = None
    part: int | None = None


def line_of(row: Given, how: How) -> Line:
    """Decide for a row; what cannot be read or decided is said in it, and never raised.

    What this machine lacks (memory, a disk) is raised: the row is not to blame.
    """
    document = nested(row.facts)
    who, made = _who(row, document), _made(document, how)
    if row.problems:
        return Line(**who, **made, status="invalid", problems=row.problems)
    try:
        company = company_from(document)
        decision = decide(
            company, seed=how.seed, scenarios=how.scenarios, effort=how.effort, threads=1
        )
        found = advised(decision)
    except CompanyFileError as error:
        return Line(**who, **made, status="invalid", problems=(_refused(error),))
    except (MemoryError, OSError):
        raise
    except Exception as error:  # one company must not stop a million others
        return Line(**who, **made, status="failed", problems=(_failed(named(error)),))
    status = "ok" if decision.first else "no_team"
    return Line(**who, **made, status=status, **found)


def lost_line(row: Given, how: How, reason: str) -> Line:
    """The row of a company that no process could compute, with the machine's reason."""
    document = nested(row.facts)
    problems = (_failed(reason),)
    return Line(**_who(row, document), **_made(document, how), status="failed", problems=problems)


def nested(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A company file from facts by section, or by their whole key.

    >>> nested({"company.market": "fr", "company": {"headcount": 4}, "marketing.budget": None})
    {'company': {'market': 'fr', 'headcount': 4}}
    """
    out: dict[str, Any] = {}
    for key, value in facts.items():
        section, dot, name = key.partition(".")
        if value is None:
            continue
        if dot and section != "assumptions":
            out.setdefault(section, {})[name] = value
        elif isinstance(value, Mapping):
            out.setdefault(key, {}).update(value)
        else:
            out[key] = value
    return out


def _who(row: Given, document: Mapping[str, Any]) -> dict[str, Any]:
    ids, company = row.identifiers, document.get("company", {})
    low, high = _ends(company.get("headcount"))
    return vars(
        Who(
            id=str(row.id),
            source_row=row.source_row,
            name=row.name,
            market=company.get("market"),
            headcount_low=low,
            headcount_high=high,
            **{key: ids.get(key) for key in IDENTIFIERS},
            facts=_text(document),
            kept=row.kept,
        )
    )


def _ends(headcount: Any) -> tuple[int | None, int | None]:
    """The least and the most people, where the list says a number or a band."""
    if isinstance(headcount, list | tuple) and headcount:
        headcount = (headcount[0], headcount[-1])
    ends = headcount if isinstance(headcount, tuple) else (headcount, headcount)
    low, high = (int(n) if isinstance(n, int | float) else None for n in ends)
    return low, high


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _made(document: Mapping[str, Any], how: How) -> dict[str, Any]:
    out = vars(
        Made(
            effort=how.effort,
            engine_version=__version__,
            knowledge_version=load().version,
            seed=how.seed,
            input_hash=hashlib.sha256(_text(document).encode()).hexdigest()[:16],
            status="ok",
        )
    )
    return {k: v for k, v in out.items() if k not in ("status", "problems")}


def _refused(error: CompanyFileError) -> Trouble:
    fr, en = (error.words(lang) for lang in LANGS)
    return Trouble(column=error.place.key, value="", code="refused", text_fr=fr, text_en=en)


def named(error: BaseException) -> str:
    """An error as programmers read it."""
    return f"{type(error).__name__}: {error}"


def _failed(what: str) -> Trouble:
    said = load().wording["call.failed"]
    fr, en = (said[lang].format(what=what) for lang in LANGS)
    return Trouble(column="", value="", code="failed", text_fr=fr, text_en=en)


def advised(decision: Answered) -> dict[str, Any]:
    """The columns of the decision and of the call."""
    candidates, worth, tips = _asked(decision)
    told = [w.code for w in decision.warnings if w.about in ("company", "as_is")]
    first = called(decision, candidates, decision.holds)
    out = Advised(
        currency=decision.world.market.currency,
        warnings=tuple(dict.fromkeys(told)),
        facts_known=_known(decision.company),
        **_models(decision),
        **_now(decision),
        **_question(decision, candidates, worth),
        **_flip(decision, tips),
    )
    return vars(out) | vars(first)


def _asked(decision: Answered) -> tuple[list[Candidate], float, tuple[Tipping, ...]]:
    """Facts that could be asked of the company, those worth it first; their money; what turns.

    A full decision looks for what would turn it among all that is said, a lesser effort among what
    is not known.
    """
    if decision.effort == FULL:
        found: Any = decision.matters
        slope, tips = found.money_per_utility, found.tips
    else:
        found = price(decision.panel, decision.weights, figures=False)
        slope, tips = found.money_per_utility, found.tips
    facts = [c for c in found.candidates if c.fact in FACTS]
    worthy = in_order(facts, found.minute)
    return [*worthy, *(c for c in facts if c not in worthy)], slope, tips


def _models(decision: Answered) -> dict[str, Any]:
    """The verdict and the first model's team, each number as the document says it."""
    ranking, said, first = decision.ranking, decision.verdict, decision.first
    if ranking is None or said is None or first is None:
        return {"verdict_status": "undecided", "holds_if_known": 0.0}
    chances = dict(zip(decision.ranked, map(rounded, ranking.chance_of_best), strict=True))
    cost = _a_year(decision, first)
    return {
        "first_model": first,
        "verdict_status": said.status,
        **{f"p_{m}": chances.get(m) for m in MODELS},
        "holds_if_known": rounded(decision.holds),
        "expected_regret": rounded(said.expected_regret),
        "cost_p10": cost.p10,
        "cost_p50": cost.p50,
        "cost_p90": cost.p90,
        "work_first": rounded(work_done(decision, first)),
    }


def _a_year(decision: Answered, model: str) -> Any:
    paid = decision.judged.measures.paid[decision.row[model]]
    return money(paid / (decision.world.months / 12.0))


def _now(decision: Answered) -> dict[str, Any]:
    if "as_is" not in decision.row:
        return {}
    done = rounded(work_done(decision, "as_is"))
    return {"work_now": done, "cost_now": _a_year(decision, "as_is").p50}


def _known(company: Company) -> int:
    return sum(company.knows(key) or isinstance(company.get(key), Range) for key in FACTS)


def _question(decision: Answered, candidates: list[Candidate], slope: float) -> dict[str, Any]:
    best = candidates[0] if candidates else None
    if best is None or (best.worth.is_nil and not best.required):
        return {}
    asked = decision.knowledge.facts[best.fact].question
    return {
        "next_question": best.fact,
        "next_question_worth": whole(best.worth.value * slope),
        "next_question_minutes": best.effort,
        "next_question_fr": asked["fr"],
        "next_question_en": asked["en"],
    }


def _flip(decision: Answered, tips: tuple[Tipping, ...]) -> dict[str, Any]:
    if not tips:
        return {}
    tip = tips[0]
    fr, en = (tipping(tip, Words.of(decision, lang)).text for lang in LANGS)
    return {
        "flips_fact": tip.key,
        "flips_at": str(tip.at).lower() if isinstance(tip.at, bool) else str(tip.at),
        "flips_to": tip.to,
        "flips_fr": fr,
        "flips_en": en,
    }
