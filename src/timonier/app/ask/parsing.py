"""What somebody typed in the terminal, as an answer, or a Refused that says what to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from timonier.app.company_file.kinds import Line, Refused, Said, kind_of
from timonier.app.company_file.kinds.base import is_unsaid
from timonier.app.document.parts import Choice
from timonier.app.interview import answers, people
from timonier.app.interview.posed import TEAM
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS, MARKET, MONEY_MAX, NOT_CONCERNED, UNKNOWN, Fact
from timonier.knowledge import load

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


def parse(
    knowledge: Knowledge,
    typed: str,
    question: Question,
    lang: str,
    document: Mapping[str, Any] = MappingProxyType({}),
) -> Said:
    """The value to write in the company file; ``document`` is what the file says so far.

    A choice may be given by its number in the list. Refused when there is no such answer.
    """
    text = typed.strip()
    if text == "?" and question.fact != MARKET:
        return Said(UNKNOWN)
    if question.fact == TEAM:
        month = people.full_time(knowledge, answers.read(document, MARKET))
        return Said(UNKNOWN) if is_unsaid(text) else people.typed(text, knowledge, month, lang)
    if text == "-":
        if question.may_be_not_concerned:
            return Said(NOT_CONCERNED.value)
        raise Refused("not_not_concerned")
    fact = fact_of(question)
    choices = [str(choice.value) for choice in question.choices]
    if choices and kind_of(fact).widget == "several":
        text = ", ".join(_numbered(part, choices) for part in Line(text).getlist("value"))
    elif choices:
        text = _numbered(text, choices)
    return kind_of(fact).answer(knowledge, fact, Line(text), lang)


def _numbered(text: str, choices: Sequence[str]) -> str:
    """A choice by its number in the list; anything else as it is."""
    by_number = text.isdigit() and 1 <= int(text) <= len(choices)
    return choices[int(text) - 1] if by_number else text


def worded(question: Question, value: Any, lang: str) -> str:
    """An answer as it was read, to be read back."""
    if value == UNKNOWN:
        return load().wording["answer.unknown"][lang]
    if question.fact == TEAM:
        return people.told(value, load(), lang)
    fact = fact_of(question)
    return kind_of(fact).worded(load(), fact, value, lang)


def fact_of(question: Question) -> Fact:
    """The fact asked, or a figure of the knowledge as an amount."""
    key = question.fact
    return FACTS.get(key) or Fact(key, "float", 0, MONEY_MAX, unit="currency/")
