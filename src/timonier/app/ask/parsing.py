"""What somebody typed in the terminal, as an answer, or a Refused that says what to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from timonier.app.company_file.kinds import Line, Refused, Said, kind_of
from timonier.app.document.parts import Choice
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS, MONEY_MAX, NOT_CONCERNED, UNKNOWN, Fact

BACK: Final = ("r", "b")
QUIT: Final = ("q",)


class Question(Protocol):
    """What is needed of a question to read its answer."""

    @property
    def fact(self) -> str: ...

    @property
    def choices(self) -> Sequence[Choice]: ...

    @property
    def may_be_not_concerned(self) -> bool: ...


def parse(knowledge: Knowledge, typed: str, question: Question, lang: str) -> Said:
    """The value to write in the company file; ``question`` is the document's.

    A choice may be given by its number in the list. Refused when there is no such answer.
    """
    text = typed.strip()
    if text == "?":
        return Said(UNKNOWN)
    if text == "-":
        if question.may_be_not_concerned:
            return Said(NOT_CONCERNED.value)
        raise Refused("not_not_concerned")
    choices = [choice.value for choice in question.choices]
    if choices and text.isdigit() and 1 <= int(text) <= len(choices):
        text = str(choices[int(text) - 1])
    fact = fact_of(question)
    return kind_of(fact).answer(knowledge, fact, Line(text), lang)


def fact_of(question: Question) -> Fact:
    """The fact asked, or a figure of the knowledge as an amount."""
    key = question.fact
    return FACTS.get(key) or Fact(key, "float", 0, MONEY_MAX, unit="currency/")
