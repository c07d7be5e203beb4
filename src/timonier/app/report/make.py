"""From a decision to the folder on disk: what the command line and the web page both call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from timonier.app.company_file import to_document, to_toml
from timonier.app.document import Answered, Document, document
from timonier.app.document.parts import Caution, called
from timonier.app.links import Shared, encode
from timonier.app.report.folder import Made, Paper, files, packed
from timonier.app.report.planned import NoSuchTeam, advised, as_of, chosen, plan_input
from timonier.app.report.voice import Voice
from timonier.app.report.warned import own_warnings
from timonier.engine.plan import PlanInput, build_plan
from timonier.engine.team import hires
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan
from timonier.knowledge.spoken import plan_spoken_in, spoken_in

SITE = "http://127.0.0.1:8000"  # where ``timonier serve`` answers


def voice_of(
    decision: Answered,
    lang: str,
    today: date,
    *,
    model: str | None = None,
    link: str | None = None,
    site: str = SITE,
) -> Voice:
    """Compute the plan and give it a voice; ``link`` defaults to one of ``site``.

    Raises NoSuchTeam when the decision has no team of the model asked for.
    """
    written = document(decision, lang)
    given, own = _gathered(decision, written, today, model)
    market = decision.world.market.key
    wordings = plan_spoken_in(load_plan(), decision.knowledge, market)
    plan = build_plan(given, wordings, decision.knowledge)
    address = link or share_link(decision, lang, site)
    made = Voice(written, plan, lang, today, address, decision.knowledge, wordings, "", own)
    return replace(made, kept_beside=kept_beside(decision, made)) if plan.leaving else made


def given_of(decision: Answered, written: Document, today: date) -> PlanInput | None:
    """What a plan of the decision is made from, to be kept; None when it has no team to plan."""
    try:
        return _gathered(decision, written, today, None)[0]
    except NoSuchTeam:
        return None


def _gathered(
    decision: Answered, written: Document, today: date, model: str | None
) -> tuple[PlanInput, Sequence[Caution] | None]:
    """The plan's input, and the warnings of its team when it is not the advised one."""
    wanted = chosen(decision, written, model)
    own = None if wanted == advised(written) else own_warnings(decision, wanted, written.language)
    said = written.warnings if own is None else own
    return plan_input(decision, written, wanted, said, today, asked=model is not None), own


def voice_again(written: Document, given: PlanInput, today: date) -> Voice:
    """The voice of a plan whose input was kept: the same plan as ``voice_of`` makes that day."""
    knowledge = spoken_in(load(), given.market)
    wordings = plan_spoken_in(load_plan(), knowledge, given.market)
    plan = build_plan(as_of(given, written, today), wordings, knowledge)
    return Voice(written, plan, written.language, today, "", knowledge, wordings)


def kept_beside(decision: Answered, voice: Voice) -> str:
    """The best plan that keeps everybody, for one that ends somebody's post or contract."""
    judged = decision.judged
    rows = [i for i, team in enumerate(judged.teams) if judged.open[i] and not team.released]
    if not rows:
        return voice.say("fate.kept_none")
    best = max(rows, key=lambda i: judged.utility[i])
    team = judged.teams[best]
    named = called(judged.model[best], hires(team, decision.knowledge.roles))
    a_year = 12.0 / decision.world.months
    return voice.say(
        "fate.kept",
        model=voice.word(f"model.{named}"),
        team=voice.listing([m.name or voice.role(m.role) for m in team.members]),
        year=voice.about(float(np.median(judged.measures["paid"][best])) * a_year),
        share=voice.percent(float(np.median(judged.measures["coverage"][best]))),
    )


def share_link(decision: Answered, lang: str, site: str = SITE) -> str:
    """An address that opens the same situation again; it holds every answer and no name."""
    shared = Shared(to_document(decision.company), decision.knowledge.version, decision.seed, ())
    return f"{site.rstrip('/')}/{lang}/s/{encode(shared)}/"


def whole(voice: Voice, decision: Answered, paper: Paper | None = None) -> list[Made]:
    """Every file of the plan, the archive last."""
    made = files(voice, to_toml(decision.company), paper)
    return [*made, packed(voice, made)]


def write(made: list[Made], folder: Path) -> list[Path]:
    """Lay files out under a folder, which is created; files of the same name are replaced."""
    written = []
    for one in made:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
        written.append(path)
    return written
