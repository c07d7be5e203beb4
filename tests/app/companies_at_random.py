"""Strategies that draw companies, right ones and wrong ones."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from timonier.app.company_file.build import SECTIONS
from timonier.app.company_file.kinds.texts import INVISIBLE
from timonier.engine.catalogue import Triple
from timonier.engine.company import (
    CHOSEN,
    ENDED,
    FACTS,
    NOT_CONCERNED,
    NOTHING,
    OWNER,
    Company,
    Fact,
    Position,
    Quote,
    Range,
    Result,
    Tried,
    choices_of,
)
from timonier.knowledge import load

K = load()
WORDS = st.text(
    st.characters(exclude_categories=(*INVISIBLE, "Cn")), min_size=1, max_size=30
).filter(lambda said: said not in ("unknown", "not_concerned"))
ROLES = sorted(k for k, role in K.roles.items() if role.category != "internal_existing")
PROVIDERS = sorted(k for k in ROLES if K.roles[k].category != "employee")
WORKABLE = sorted(k for k, activity in K.activities.items() if not activity.endogenous)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    floats = st.floats(low, high, allow_nan=False).map(lambda x: abs(x) if x == 0 else x)
    return st.one_of(st.integers(int(low) + (low % 1 > 0), int(high)), floats)


def triples(low: float, high: float) -> st.SearchStrategy[Triple]:
    return st.lists(numbers(low, high), min_size=3, max_size=3).map(lambda x: Triple(*sorted(x)))


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two different values, the smaller one first."""
    pairs = st.lists(values, min_size=2, max_size=2, unique=True).map(sorted)
    return pairs.map(lambda ends: Range(*ends))


def or_ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, ranges(values))


def some(names: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(names)), unique=True, max_size=4).map(tuple)


def answers(fact: Fact) -> st.SearchStrategy[Any]:
    by_kind: dict[str, Any] = {
        "int": lambda: or_ranges(st.integers(int(fact.low or 0), int(fact.high or 0))),
        "float": lambda: or_ranges(numbers(fact.low or 0, fact.high or 0)),
        "bool": st.booleans,
        "choice": lambda: st.sampled_from(choices_of(fact, K.markets)),
        "choices": lambda: some(fact.choices),
        "keys": lambda: some(K.skills if "skills" in fact.key else K.activities),
        "hours": lambda: st.dictionaries(
            st.sampled_from(WORKABLE),
            triples(0, 500) | ranges(numbers(0, 500)),
            min_size=1,
            max_size=3,
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
    least = [x.low if isinstance(x, Range) else x for x in shares]
    if sum(x for x in least if isinstance(x, int | float)) > 1:
        del facts["needs.oneoff_share"]
    return facts


FACT_SETS = st.fixed_dictionaries(
    {"company.market": answers(FACTS["company.market"])},
    optional={key: answers(fact) for key, fact in FACTS.items() if key != "company.market"},
).map(_apart)
NAMES = st.one_of(st.just(""), WORDS)
WANTED = st.builds(
    Position,
    role=st.sampled_from(ROLES),
    quantity=numbers(0.01, 50),
    name=NAMES,
    since_months=st.none() | numbers(0, 720),
    cost=st.none() | numbers(0, 1e9),
)
MONTHS = st.sampled_from(["2199-01", "2199-12"])
THERE = st.builds(
    Position,
    role=st.sampled_from([*ROLES, OWNER]),
    quantity=numbers(0.01, 50),
    name=NAMES,
    since_months=st.none() | numbers(0, 720),
    keep=st.none() | st.just(False),
    until=st.none() | MONTHS,
    hours=st.none() | numbers(0.01, 300),
    skills=st.dictionaries(st.sampled_from(sorted(K.skills)), st.integers(0, 5), max_size=3).map(
        lambda levels: tuple(sorted(levels.items()))
    ),
)
PRICES = numbers(0.01, 1e9)
QUOTES = st.builds(
    Quote,
    role=st.sampled_from(PROVIDERS),
    monthly=PRICES,
    hours=st.none() | numbers(0.01, 300),
    setup=st.none() | numbers(0, 1e9),
    commitment_months=st.none() | st.integers(0, 60),
    name=NAMES,
) | st.builds(Quote, role=st.sampled_from(PROVIDERS), day_rate=PRICES)
COMPANIES = st.builds(
    Company,
    facts=FACT_SETS,
    team=st.lists(THERE, max_size=3).map(tuple),
    intended=st.lists(WANTED, max_size=2).map(tuple),
    quotes=st.lists(QUOTES, max_size=2).map(tuple),
    tried=st.lists(
        st.builds(
            Tried,
            what=st.sampled_from([*ROLES, OWNER, NOTHING]),
            ended=st.none() | st.sampled_from(ENDED),
        ),
        max_size=2,
    ).map(tuple),
    results=st.lists(
        st.builds(
            Result,
            name=WORDS,
            per_month=st.none() | numbers(0, 1e6),
            wanted=st.none() | numbers(0, 1e6),
        ),
        max_size=2,
    ).map(tuple),
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
