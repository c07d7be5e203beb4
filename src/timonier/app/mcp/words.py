"""The words of the assistants' side, and the voice of a decision in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from timonier.app.company_file.errors import nearest, shown
from timonier.app.document.words import Words
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in

Lang = Literal["fr", "en"]
Effort = Literal["quick", "full"]
LANGS: tuple[Lang, ...] = ("fr", "en")


class Refused(Exception):
    """Something asked that cannot be done, worded so that an assistant can mend it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def words(self, lang: str) -> str:
        """The sentence, in one language."""
        return say(self.key, lang, **self.values)


class NoSuch(Refused):
    """A name that is none of those there are; the sentence gives the nearest, then all of them."""

    def __init__(self, key: str, given: str, known: Iterable[str], **values: object) -> None:
        names = self.known = list(known)
        super().__init__(key, given=given, known=", ".join(names), **values)
        self.given = given
        self.near = nearest(given, {name: name for name in names})

    def words(self, lang: str) -> str:
        from timonier.app.commands.speech import say as say_command

        near = say_command("say.nearest", lang, word=self.near) if self.near else ""
        return say(self.key, lang, nearest=near, **self.values)


def say(key: str, lang: str, **values: object) -> str:
    """A sentence of ``mcp.*``; KeyError when there is none."""
    said = load().wording[f"mcp.{key}"][lang]
    return said.format(**values) if values else said


def words_for(document: Mapping[str, Any], lang: str) -> Words:
    """The sentences of a company that is only begun, in the words of its market if it says one."""
    known = load()
    company = document.get("company")
    market = company.get("market") if isinstance(company, Mapping) else None
    if not isinstance(market, str) or market not in known.markets:
        return Words(known, lang, "")
    return Words(spoken_in(known, market), lang, known.markets[market].currency)


__all__ = ["LANGS", "Effort", "Lang", "NoSuch", "Refused", "say", "shown", "words_for"]
