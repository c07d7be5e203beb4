"""What each effort of a decision loses, beside the time that it takes.

Companies: the samples of the project, and others drawn with realistic present teams, some with a
wish, some of which little is known. Each is decided with every effort, on the same seed.
Run alone: ``python -m bench.effort [companies]``; ``python -m bench effort`` also writes the losses
into the records of the method, from which the export of a list tells them.
"""

from __future__ import annotations

import multiprocessing
import re
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import timonier
from bench.advice import population
from bench.timing import machine, table, times
from timonier.app.document import Answered
from timonier.app.portfolio.judging import advised
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company
from timonier.engine.decision import Decision, decide
from timonier.engine.effort import EFFORTS, FULL
from timonier.knowledge import load
from timonier.knowledge.kept import DATA

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = (ROOT / "tests" / "companies", ROOT / "src" / "timonier" / "app" / "samples")
PROCESSES = 2
COMPANIES, SEED = 100, 23  # drawn beside the samples; not those that a library is made from
WISHES = ("control", "expertise", "flexibility", "speed", "cost")
SAID = ("company.market", "company.headcount")  # what a list always says
METHOD = Path(DATA) / "method.toml"


def listed(count: int, seed: int) -> list[Company]:
    """Companies of both markets as the list of an adviser has them: every other one has a wish, of
    every third about half of the facts are not known, and of every fifth nobody is known to be in
    place."""
    rng = np.random.default_rng(seed)
    out = []
    for i, company in enumerate(population(count, seed)):
        facts = dict(company.facts)
        if i % 2:
            facts["marketing.wants"] = (WISHES[int(rng.integers(len(WISHES)))],)
        if i % 3 == 0:
            hidden = [k for k in facts if k not in SAID and rng.random() < 0.5]
            facts = {k: v for k, v in facts.items() if k not in hidden}
        team = () if i % 5 == 2 else company.team
        out.append(replace(company, facts=facts, team=team))
    return out


def samples() -> list[Company]:
    """The companies that the project keeps as files."""
    paths = sorted(p for folder in SAMPLES for p in folder.glob("*.toml"))
    told = [p for p in paths if not p.name.endswith(".expected.toml")]
    return [timonier.load_company(path) for path in told]


@dataclass(frozen=True)
class Seen:
    """One decision: its first model, the chance of each, processor seconds of the decision alone,
    and the score of the call that its row in a list gets."""

    first: str | None
    clear: bool
    chances: Mapping[str, float]  # of the models that have a team
    seconds: float
    score: float


def seen(company: Company, effort: str) -> Seen:
    """Decide once, on one thread."""
    start = time.process_time()
    found = decide(company, knowledge=load(), effort=effort, threads=1)
    spent = time.process_time() - start
    status = found.verdict.status if found.verdict else ""
    score = float(advised(Answered.of(found))["call_score"])
    return Seen(found.first, status == "clear", chances(found), spent, score)


def each(company: Company) -> dict[str, Seen]:
    """A company decided with every effort, in turns; first done unmeasured in each process, to
    compile and to fill its caches."""
    return {effort: seen(company, effort) for effort in EFFORTS}


def chances(decision: Decision) -> dict[str, float]:
    """The chance of each model that has a team."""
    if decision.ranking is None:
        return {}
    return {
        m: float(c) for m, c in zip(decision.ranked, decision.ranking.chance_of_best, strict=True)
    }


@dataclass(frozen=True)
class Loss:
    """What an effort loses against the full one; shares 0-1."""

    same: float  # the same first model
    clear: float  # the same where the full decision is clear
    change: float  # mean change of the chance of a model
    no_team: float  # models with a team in full that have none
    seconds: float  # of a processor, a company
    rank: float  # Spearman's correlation of the score of the call


def loss(full: Sequence[Seen], other: Sequence[Seen]) -> Loss:
    """Compare decisions of the same companies."""
    pairs = list(zip(full, other, strict=True))
    same = [a.first == b.first for a, b in pairs]
    changes = [abs(a.chances.get(m, 0.0) - b.chances.get(m, 0.0)) for a, b in pairs for m in MODELS]
    missing = [m not in b.chances for a, b in pairs for m in a.chances]
    return Loss(
        same=_share(same),
        clear=_share([s for s, (a, _) in zip(same, pairs, strict=True) if a.clear]),
        change=float(np.mean(changes)),
        no_team=_share(missing),
        seconds=float(np.mean([b.seconds for _, b in pairs])),
        rank=rank_correlation([a.score for a, _ in pairs], [b.score for _, b in pairs]),
    )


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's, ties sharing their rank.

    >>> round(rank_correlation([1, 2, 3], [10, 20, 30]), 9)
    1.0
    """

    def ranks(values: Sequence[float]) -> np.ndarray:
        held = np.asarray(values)
        return np.array([(held < v).sum() + ((held == v).sum() - 1) / 2 for v in held])

    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def _share(held: Sequence[bool]) -> float:
    return float(np.mean(held)) if held else 1.0


def measured(count: int) -> tuple[dict[str, Loss], int, int]:
    """(the loss of each effort, how many companies, how many of them are clear in full)."""
    companies = [*samples(), *listed(count, SEED)]
    found: dict[str, list[Seen]] = {effort: [] for effort in EFFORTS}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        PROCESSES, mp_context=context, initializer=each, initargs=(companies[0],)
    ) as pool:
        for i, one in enumerate(pool.map(each, companies)):
            for effort in EFFORTS:
                found[effort].append(one[effort])
            print(f"{i + 1}/{len(companies)}", end="\r", file=sys.stderr, flush=True)
    full = found[FULL]
    losses = {effort: loss(full, held) for effort, held in found.items()}
    return losses, len(companies), sum(one.clear for one in full)


def shown(losses: Mapping[str, Loss], count: int, clear: int) -> str:
    """The table, as Markdown."""
    head = ["effort", "processor s a company", "times faster", "same first model",
            "where full is clear", "mean change of a chance", "models without a team",
            "rank correlation of the call score"]  # fmt: skip
    rows = [
        [
            effort,
            f"{x.seconds:.3f}",
            times(losses[FULL].seconds / x.seconds),
            *(["–"] * 5 if effort == FULL else [f"{x.same:.0%}", f"{x.clear:.0%}",
              f"{x.change:.3f}", f"{x.no_team:.0%}", f"{x.rank:.3f}"]),
        ]
        for effort, x in losses.items()
    ]  # fmt: skip
    said = (
        f"{count} companies, {clear} of them clear in full; the decision alone, without what "
        f"matters nor the document. {machine()}."
    )
    return f"{said}\n\n{table(head, rows)}"


def recorded(text: str, losses: Mapping[str, Loss], count: int) -> str:
    """The records of the method with these losses as their values."""
    values = {"effort.companies": float(count)}
    for effort, x in losses.items():
        if effort != FULL:
            parts = {"same": x.same, "clear": x.clear, "change": x.change, "no_team": x.no_team}
            values |= {f"effort.{effort}_{name}": value for name, value in parts.items()}
    for key, value in values.items():
        pattern = re.compile(rf'(key = "{re.escape(key)}"\n[^\n]*\nvalue = )[^\n]+')
        text, met = pattern.subn(rf"\g<1>{round(value, 3):g}", text)
        assert met == 1, key
    return text


def report(count: int = COMPANIES) -> str:
    """Measure, keep the losses among the records, and give the table."""
    losses, companies, clear = measured(count)
    text = METHOD.read_text(encoding="utf-8")
    METHOD.write_text(recorded(text, losses, companies), encoding="utf-8")
    return shown(losses, companies, clear)


if __name__ == "__main__":
    print(shown(*measured(int(sys.argv[1]) if len(sys.argv) > 1 else COMPANIES)))
