"""What every kind of fact can do: be read in a file, typed by a person, described and shown."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, Protocol

from timonier.app.company_file.errors import CompanyFileError, Source
from timonier.app.company_file.places import Path
from timonier.app.wording import number
from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import MARKET, UNKNOWN, Fact

Schema = dict[str, Any]
# How people type that they do not know, whatever is asked; apostrophes and accents as they come.
DO_NOT_KNOW: Final = re.compile(
    r"\?+|(?:je |j )?(?:ne |n )?(?:en )?sais (?:pas(?: trop)?|rien)|jsp|nsp"
    r"|aucune idee|pas (?:la moindre )?idee|inconnue?"
    r"|(?:i )?(?:do not|don ?t) know|dunno|idk|no idea|not sure|unknown"
)
Widget = Literal["typed", "picked", "several", "hours"]


class Sent(Protocol):
    """What a form sends, or a line typed in a terminal."""

    def get(self, name: str, default: str = "", /) -> str | None: ...

    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Line:
    """One line typed: the only field is its text."""

    text: str

    def get(self, name: str, default: str = "", /) -> str:
        return self.text if name == "value" else default

    def getlist(self, name: str, /) -> list[str]:
        parts = self.text.replace(";", ",").split(",") if name == "value" else []
        return [part.strip() for part in parts if part.strip()]


@dataclass(frozen=True)
class Said:
    """What a person answered, as a file holds it; not ``sure`` when it could be read otherwise."""

    value: Any
    sure: bool = True


class Refused(ValueError):
    """An answer that cannot be kept: a sentence of ``field.*`` for the person who gave it."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields

    def words(self, knowledge: Knowledge, lang: str) -> str:
        """What to write instead."""
        shown = {
            k: number_shown(v, lang) if isinstance(v, int | float) else v
            for k, v in self.fields.items()
        }
        return knowledge.wording[f"field.{self.code}"][lang].format(**shown)


class Kind(ABC):
    """A kind of answer. A file holds a value, a person types or picks one: both meet ``read``."""

    widget: ClassVar[Widget] = "typed"

    @abstractmethod
    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> Any:
        """What a Company holds, None when nothing is said; CompanyFileError when it is wrong."""

    @abstractmethod
    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        """What is allowed, as the end of "it must be …"."""

    @abstractmethod
    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        """The JSON Schema of a value in a file."""

    @abstractmethod
    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        """The value that a person means, its bounds unchecked; Refused when it is none."""

    @abstractmethod
    def refusal(self, fact: Fact) -> Refused:
        """What a person is told when ``read`` refuses what they mean."""

    def answer(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        """The value that a person means, as a file holds it, once the file's own check takes it;
        UNKNOWN for whoever types that they do not know, where one may not."""
        if fact.key != MARKET and self.widget != "several" and is_unsaid(sent.get("value") or ""):
            return Said(UNKNOWN)
        said = self.typed(knowledge, fact, sent, lang)
        try:
            self.read(Source(knowledge, None), tuple(fact.key.split(".")), fact, said.value)
        except CompanyFileError:
            raise self.refusal(fact) from None
        return said

    def shown(self, fact: Fact, held: Any, lang: str) -> str:
        """An answer that a file holds, as an input shows it and ``typed`` reads it back."""
        return held if isinstance(held, str) else ""

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        """An answer that a file holds, as a sentence says it, its unit apart."""
        return str(held)


def is_unsaid(text: str) -> bool:
    """Whether somebody typed that they do not know.

    >>> is_unsaid("Je ne sais pas."), is_unsaid("I don’t know"), is_unsaid("12")
    (True, True, False)
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9?]+", " ", bare).strip()
    return bool(DO_NOT_KNOW.fullmatch(words))


def number_shown(value: float, lang: str) -> str:
    """A number with the decimals it has, three at most.

    >>> number_shown(1234.5, "en"), number_shown(0.25, "fr")
    ('1,234.5', '0,25')
    """
    digits = next(d for d in (0, 1, 2, 3) if d == 3 or abs(value - round(value, d)) < 1e-9)
    return number(value, lang, digits)
