"""Strategies that draw companies, right ones and wrong ones."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from timonier.app.company_file.answers import INVISIBLE
from timonier.app.company_file.build import SECTIONS
from timonier.engine.catalogue import Triple
from timonier.engine.company import CHOSEN, FACTS, NOT_CONCERNED, Company, Fact, Position
from timonier.knowledge import load

K = load()
WORDS = st.text(st.characters(exclude_categories=INVISIBLE), min_size=1, max_size=30).filter(
    lambda said: said not in ("unknown", "not_concerned")
)
ROLES = sorted(k for k, role in K.roles.items() if role.category != "internal_existing")
WORKABLE = sorted(k for k, activity in K.activities.items() if not activity.endogenous)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    floats = st.floats(low, high, allow_nan=False).map(lambda x: abs(x) if x == 0 else x)
    return st.one_of(st.integers(int(low) + (low % 1 > 0), int(high)), floats)


def triples(low: float, high: float) -> st.SearchStrategy[Triple]:
    return st.lists(numbers(low, high), min_size=3, max_size=3).map(lambda x: Triple(*sorted(x)))


def some(names: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(names)), unique=True, max_size=4).map(tuple)


def answers(fact: Fact) -> st.SearchStrategy[Any]:
    by_kind: dict[str, Any] = {
        "int": lambda: st.integers(int(fact.low or 0), int(fact.high or 0)),
        "float": lambda: numbers(fact.low or 0, fact.high or 0),
        "bool": st.booleans,
        "choice": lambda: st.sampled_from(fact.choices),
        "choices": lambda: some(fact.choices),
        "keys": lambda: some(K.skills if "skills" in fact.key else K.activities),
        "hours": lambda: st.dictionaries(
            st.sampled_from(WORKABLE), triples(0, 500), min_size=1, max_size=3
        ),
        "text": lambda: WORDS,
        "timezone": lambda: st.sampled_from(["Europe/Paris", "America/Toronto"]),
        "month": lambda: st.dates().filter(lambda d: 1900 <= d.year < 2200).map(
            lambda d: f"{d:%Y-%m}"
        ),
        "seasonality": lambda: st.one_of(
            st.sampled_from(fact.choices), st.permutations([0.5] * 6 + [1.5] * 6).map(tuple)
        ),
    }  # fmt: skip
    drawn = by_kind[fact.kind]()
    return st.one_of(drawn, st.just(NOT_CONCERNED)) if fact.may_be_not_concerned else drawn


def _apart(facts: dict[str, Any]) -> dict[str, Any]:
    """Two shares that sum above one are no company: keep the first."""
    shares = [facts.get(key) for key in ("needs.recurrent_share", "needs.oneoff_share")]
    if sum(x for x in shares if isinstance(x, int | float)) > 1:
        del facts["needs.oneoff_share"]
    return facts


FACT_SETS = st.fixed_dictionaries(
    {"company.market": answers(FACTS["company.market"])},
    optional={key: answers(fact) for key, fact in FACTS.items() if key != "company.market"},
).map(_apart)
POSITIONS = st.builds(
    Position,
    role=st.sampled_from(ROLES),
    quantity=numbers(0.01, 50),
    name=st.one_of(st.just(""), WORDS),
    since_months=st.none() | numbers(0, 720),
    cost=st.none() | numbers(0, 1e9),
)
COMPANIES = st.builds(
    Company,
    facts=FACT_SETS,
    team=st.lists(POSITIONS, max_size=3).map(tuple),
    intended=st.lists(POSITIONS, max_size=2).map(tuple),
    order=some(tuple(K.criteria)),
    chosen=st.none() | st.sampled_from(CHOSEN),
    assumptions=st.dictionaries(
        st.sampled_from([f"{role}.lead_time_weeks" for role in ROLES]),
        st.one_of(numbers(0, 100), triples(0, 100)),
        max_size=2,
    ),
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["unknown", "not_concerned", "fr", "emp_junior", "reporting", "1 000", "45 %"]),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.binary(max_size=5),
    st.builds(object),
    st.just(datetime.timedelta(1)),
    st.integers(1, 4_200).map(lambda digits: 10**digits),
)
KEYS = st.one_of(
    st.sampled_from(sorted({name for names in SECTIONS.values() for name in names})),
    st.text(max_size=10),
    st.integers(),
    st.none(),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)
DOCUMENTS = st.one_of(
    st.dictionaries(st.one_of(st.sampled_from(sorted(SECTIONS)), KEYS), ANYTHING, max_size=5),
    st.fixed_dictionaries(
        {"company": st.just({"market": "fr"})},
        optional={
            section: st.one_of(
                ANYTHING, st.dictionaries(st.sampled_from(names or ("x",)), ANYTHING, max_size=3),
                st.lists(st.dictionaries(st.sampled_from(names or ("x",)), ANYTHING), max_size=2),
            )
            for section, names in SECTIONS.items()
            if section != "company"
        },
    ),
)  # fmt: skip
