"""The one way a bad record is refused: where it is, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KnowledgeError(ValueError):
    """A record of the knowledge that cannot be used; the message names file, record and remedy."""

    def __init__(self, file: str, record: str, problem: str, remedy: str) -> None:
        self.file, self.record, self.problem, self.remedy = file, record, problem, remedy
        place = f"{file}, {record}" if record else file
        super().__init__(f"{place}: {problem}. {remedy}")


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or list them when none is close.

    >>> nearest("coverd", ["covered", "needed"])
    "Did you mean 'covered'?"
    >>> nearest("zzz", ["covered", "needed"])
    'Allowed: covered, needed.'
    """
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else f"Allowed: {', '.join(words)}."
