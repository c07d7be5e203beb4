"""The work document: needs and nothing else, drawn as a decision draws them (R004)."""

from __future__ import annotations

import numpy as np

from timonier import __version__
from timonier.app.company_file import to_document
from timonier.app.document import parts
from timonier.app.document.company import assumed
from timonier.app.document.needs import by_function, needs_of, without_hours
from timonier.app.document.words import Words
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company
from timonier.engine.decision import extent
from timonier.engine.rules import rules_of
from timonier.engine.simulation import World, make_world
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in


def work(
    company: Company,
    lang: str = "fr",
    seed: int = 0,
    *,
    knowledge: Knowledge | None = None,
    scenarios: int | None = None,
    months: int | None = None,
) -> parts.Work:
    """The needs of a company in the words of one language, the same as in its decision document."""
    known = spoken_in(knowledge or load(), company.market)
    world = _world(company, known, seed, scenarios, months)
    words = Words(known, lang, world.market.currency)
    return parts.Work(
        language=lang,
        company=to_document(company),
        assumed=assumed(world, words),
        needs=needs_of(world.needs, words),
        needs_by_function=by_function(world.needs),
        without_hours=without_hours(world.needs, known, words),
        provenance=parts.Made(
            engine=__version__,
            knowledge=known.version,
            seed=seed,
            scenarios=world.size,
            months=world.months,
        ),
    )


def _world(
    company: Company, knowledge: Knowledge, seed: int, scenarios: int | None, months: int | None
) -> World:
    """The world in which ``decide`` compares the finalists, of the same seed."""
    rules = rules_of(knowledge.method)
    _, final, _ = np.random.default_rng(seed).spawn(3)
    return make_world(company, knowledge, final, *extent(rules, scenarios, months))
