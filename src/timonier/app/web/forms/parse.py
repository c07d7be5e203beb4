"""What a browser sends, read in the page's language by the kinds of the company file."""

from __future__ import annotations

from typing import cast

from django.http import QueryDict

from timonier.app.company_file.kinds import Refused, Said, Sent, kind_of
from timonier.app.company_file.kinds.numbers import money_words
from timonier.app.company_file.kinds.typed import read_number
from timonier.app.web.words import current
from timonier.engine.company import Fact
from timonier.knowledge import load


def parse(fact: Fact, sent: QueryDict) -> Said:
    """The answer to one fact, as the document holds it, or ``Refused``."""
    return kind_of(fact).answer(load(), fact, cast(Sent, sent), current())


def refusal(refused: Refused) -> str:
    """What to write instead, in the page's language."""
    return refused.words(load(), current())


def to_number(text: str) -> float | None:
    """A single number as people write it in the page's language, or None."""
    found = read_number(text, current(), money=money_words(load()))
    if found is None or found.low != found.high or found.period:
        return None
    return found.low
