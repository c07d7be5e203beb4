"""The words of the assistants' side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from timonier.app.company_file.errors import nearest, shown
from timonier.knowledge import load

Lang = Literal["fr", "en"]
Effort = Literal["quick", "full", "triage"]
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


__all__ = ["LANGS", "Effort", "Lang", "NoSuch", "Refused", "say", "shown"]
