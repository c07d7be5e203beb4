"""What no result may say: each way in which its sentences could speak against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.faces import told
from timonier.app.document import Answered, Document, document
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in

Texts = Mapping[str, str]
CLOSE = 0.01  # of the work: two teams do as much
HIRING = {"fr": "recrute", "en": "hir"}
SEAT = {"fr": "Direction ", "en": "Management "}


def contradictions(decision: Answered, lang: str, texts: Texts) -> list[str]:
    """Every one of them in the faces of a decision; none is what is expected."""
    written = document(decision, lang)
    return [
        *two_values(written, lang, texts),
        *unexplained(written, texts),
        *apart_from_the_frontier(written),
        *hired_nobody(written),
        *two_names(decision, lang, texts),
        *said_as_elsewhere(written, lang, texts),
    ]


def two_values(written: Document, lang: str, texts: Texts) -> Iterator[str]:
    """One name, two numbers, on any two faces."""
    if written.verdict.leading is None:
        return
    for named, by_face in told(written.verdict.leading, lang, texts).items():
        if len(set().union(*by_face.values())) > 1:
            yield f"{' '.join(named)} is {dict(by_face)}"


def unexplained(written: Document, texts: Texts) -> Iterator[str]:
    """First, dearer and doing less than another, without the sentence that says what that buys."""
    first = written.verdict.leading
    if first is None:
        return
    mine = written.teams[first]
    for model in MODELS:
        other = written.teams.get(model)
        if model == first or other is None:
            continue
        dearer = other.cost.a_year.p50 < mine.cost.a_year.p50
        less = mine.criteria["coverage"].p50 + CLOSE < other.criteria["coverage"].p50
        if dearer and less and not (written.bought and said(written.bought.text, texts["pages"])):
            yield f"{first} costs more than {model} and does less, unsaid"


def said(sentence: str, text: str) -> bool:
    return " ".join(sentence.split()) in text


def apart_from_the_frontier(written: Document) -> Iterator[str]:
    """A lever or a verdict that is not what the frontier shows at the same budget."""
    steps = {step.budget: step for step in written.frontier}
    spend = written.levers.spend if written.levers else None
    if spend is not None:
        step = steps.get(spend.budget)
        if step is None or (step.model, step.work_done) != (spend.model, spend.work_done):
            yield f"the lever says {spend.model} at {spend.budget}, the frontier {step}"
    verdict = written.verdict
    for step in written.frontier:
        mine = (verdict.leading, verdict.chance_of_best, verdict.work_done)
        if step.stated and (step.model, step.chance_of_best, step.work_done) != mine:
            yield f"the verdict says {mine}, the frontier at its budget {step}"


def hired_nobody(written: Document) -> Iterator[str]:
    """Told to hire where the advised team employs nobody new."""
    model, text = written.verdict.model, written.verdict.text
    if model and not written.teams[model].hires and HIRING[written.language] in text.lower():
        yield f"{text!r} hires nobody"


def two_names(decision: Answered, lang: str, texts: Texts) -> Iterator[str]:
    """An owner who does it named by a seat as well."""
    owns = any(one.role == "owner" for one in decision.company.team)
    for face, text in texts.items():
        if owns and SEAT[lang] in text:
            yield f"the owner is {SEAT[lang]!r} on the {face}"


def said_as_elsewhere(written: Document, lang: str, texts: Texts) -> Iterator[str]:
    """A role, an activity or a skill named as another market names it."""
    market, common = str(written.stated("company.market")), load()
    here = spoken_in(common, market)
    for other in common.markets:
        there = spoken_in(common, other)
        for kind in ("roles", "activities", "skills"):
            for key, one in getattr(here, kind).items():
                own, foreign = one.label[lang], getattr(there, kind)[key].label[lang]
                for face, text in texts.items():
                    if own != foreign and foreign in text.replace(own, ""):
                        yield f"{foreign!r} on the {face} in {market}"
