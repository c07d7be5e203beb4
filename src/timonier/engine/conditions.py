"""When a prior applies: the few conditions that its ``given`` may state."""

from __future__ import annotations

import re
from typing import Final

_CONDITIONS: Final = (
    (re.compile(r"headcount_below_(\d+)"), (("company.headcount", "<"),)),
    (re.compile(r"headcount_(\d+)_plus"), (("company.headcount", ">="),)),
    (re.compile(r"headcount_(\d+)_to_(\d+)"), (("company.headcount", ">="), ("", "<="))),
    (re.compile(r"steering_level_(\d)"), (("steering.level", "="),)),
    (re.compile(r"(budget)_unknown"), (("marketing.budget", "unknown"),)),
    (re.compile(r"market_(.+)"), (("company.market", "="),)),
    (re.compile(r"sector_(.+)"), (("company.sector", "="),)),
    (re.compile(r"business_(.+)"), (("company.business", "="),)),
    (re.compile(r"stage_(.+)"), (("company.stage", "="),)),
)


def conditions(given: str) -> tuple[tuple[str, str, str], ...]:
    """What a prior's ``given`` asks, as (fact, sign, value); raises ValueError on another word.

    >>> conditions("headcount_10_to_49")
    (('company.headcount', '>=', '10'), ('company.headcount', '<=', '49'))
    """
    if not given:
        return ()
    for pattern, signs in _CONDITIONS:
        if match := pattern.fullmatch(given):
            first = signs[0][0]
            pairs = zip(signs, match.groups(), strict=True)
            return tuple((fact or first, sign, value) for (fact, sign), value in pairs)
    words = ", ".join(pattern.pattern for pattern, _ in _CONDITIONS)
    raise ValueError(f"condition {given!r} of a prior: expected one of {words}")
