"""How a company file is refused: one sentence, in both languages, with its place and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from timonier.app.company_file.places import Path, as_written, json_lines, line_of, toml_lines
from timonier.app.wording import number
from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import TABLES
from timonier.knowledge.typography import NARROW

NO_FILE = Text("", "")
LANGS = ("fr", "en")
SHOWN = 60  # characters of what was read
WORDING = "company_file"


@dataclass(frozen=True)
class Place:
    """Where in which file; ``file`` is empty for a company that comes from no file."""

    file: Text = NO_FILE
    line: int | None = None
    key: str = ""
    path: Path = ()


@dataclass(frozen=True)
class Hint(Text):
    """A remedy in words, and what to write by itself where there is one."""

    near: str = ""


@dataclass(frozen=True)
class Told:
    """What a refusal is made of, for a program that reads it; empty where there is no such part."""

    code: str = ""
    read: Text = NO_FILE
    allowed: Text = NO_FILE
    near: str = ""

    @property
    def nearest(self) -> str:
        """The nearest name by itself, as a program writes it."""
        return self.near.strip('"[]')


class CompanyFileError(ValueError):
    """A company that cannot be read; ``message`` says what was read, what is allowed, a remedy.

    ``others``: what else is wrong in the same file.
    """

    def __init__(
        self, message: Text, place: Place, templates: tuple[Text, Text], told: Told
    ) -> None:
        self.message = message
        self.place = place
        self.told = told
        self.others: tuple[CompanyFileError, ...] = ()
        self._at_line, self._in_file = templates
        super().__init__(message, place, templates, told)

    def words(self, lang: str) -> str:
        """The sentence, with its place, in one language; a line for each mistake of the file."""
        return "\n".join([self._said(lang), *(other.words(lang) for other in self.others)])

    def _said(self, lang: str) -> str:
        file, line = self.place.file[lang], self.place.line
        if not file:
            said = self.message[lang]
            is_key = said.startswith(self.place.key or "\n") or "." in said.split(" ")[0]
            return said if is_key else said[0].upper() + said[1:]
        template = self._in_file if line is None else self._at_line
        return template[lang].format(file=file, line=line, message=self.message[lang])

    def __str__(self) -> str:
        return self.words("fr")


@dataclass(frozen=True)
class Source:
    """A company being read: its document, and what is needed to say where something is wrong."""

    knowledge: Knowledge
    document: Any
    file: Text = NO_FILE
    text: str = field(default="", repr=False)  # empty for a mapping
    is_json: bool = False

    def error(
        self, path: Path, code: str, *, line: int | None = None, **values: Any
    ) -> CompanyFileError:
        """The refusal ``code`` of what stands at ``path``; ``values`` fill the sentence's fields.

        A Text is said in each language, a string as it is, ``hint`` starts with a space.
        """
        key = key_of(path)
        if line is None and path and self.text:
            lines = json_lines(self.text) if self.is_json else toml_lines(self.text)
            line = line_of(lines, as_written(path, self.document))
        hint = values.pop("hint", None)
        near = hint.near if isinstance(hint, Hint) else ""
        told = Told(code, _text(values.get("read")), _text(values.get("allowed")), near)
        space = "" if code in ("triple_order", "range_order") else " "
        hint = Text(*(space + hint[lang] for lang in LANGS)) if hint else ""
        fields = {"key": key, "hint": hint, "file": self.file, **values}
        message = say(self.knowledge, f"problem.{code}", **fields)
        return refusal(self.knowledge, message, Place(self.file, line, key.en, path), told)


def refusal(
    knowledge: Knowledge, message: Text, place: Place, told: Told = Told()
) -> CompanyFileError:
    """The error that carries a message and its place."""
    wording = knowledge.wording
    templates = wording[f"{WORDING}.at_line"], wording[f"{WORDING}.in_file"]
    return CompanyFileError(message, place, templates, told)


def _text(said: Any) -> Text:
    """A part of a sentence in each language."""
    if isinstance(said, Text):
        return said
    return NO_FILE if said is None else Text(str(said), str(said))


def say(knowledge: Knowledge, key: str, /, **fields: Any) -> Text:
    """A sentence of the company file's wording, filled in both languages."""
    return fill(knowledge.wording[f"{WORDING}.{key}"], **fields)


def fill(template: Text, **fields: Any) -> Text:
    """A sentence filled in both languages; a field that is a Text is said in each."""
    return Text(
        *(
            template[lang].format(
                **{k: v[lang] if isinstance(v, Text) else v for k, v in fields.items()}
            )
            for lang in LANGS
        )
    )


def hint(knowledge: Knowledge, code: str, near: Any = "", **fields: Any) -> Hint:
    """A remedy, as a sentence of its own."""
    said = say(knowledge, f"hint.{code}", near=near, **fields)
    return Hint(said.fr, said.en, near[LANGS[1]] if isinstance(near, Text) else str(near))


def key_of(path: Path) -> Text:
    """A path as people write it: "needs.activities", "[[team]] no. 2, role"."""
    names = [printable(name) if isinstance(name, str) else name for name in path]
    if len(names) > 1 and isinstance(names[1], int) and names[0] in TABLES:
        rest = "".join(f", {name}" for name in names[2:] if isinstance(name, str))
        numbers = (f"[[{names[0]}]] n°{NARROW}{names[1] + 1}", f"[[{names[0]}]] no. {names[1] + 1}")
        return Text(*(said + rest for said in numbers))
    said = ".".join(
        f'"{name}"' if "." in name and names[0] == "assumptions" else name
        for name in names
        if isinstance(name, str)
    )
    return Text(said, said)


def plain(value: float) -> Text:
    """A number as people read it in each language: 10,000 and 0.05.

    >>> plain(10000).en, plain(0.05).fr
    ('10,000', '0,05')
    """
    tail = repr(float(value)).partition(".")[2]
    decimals = 0 if tail == "0" or "e" in tail else len(tail)
    return Text(*(number(value, lang, decimals) for lang in LANGS))


def printable(text: str, most: int = SHOWN) -> str:
    """A text that is safe to show on one line, cut when long."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def shown(value: Any) -> str:
    """A value as its writer would recognise it, on one line.

    >>> shown(True), shown("oui"), shown([1, "a", {"b": 2}]), shown(10**30)
    ('true', '"oui"', '[1, "a", { b = … }]', '≈ 1e30')
    """
    if isinstance(value, Mapping):
        names = [printable(str(name), 20) + " = …" for name in list(value)[:3]]
        return "{ " + ", ".join(names + ["…"] * (len(value) > 3)) + " }" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        items = ["[…]" if _is_list(one) else shown(one) for one in value[:12]]
        return "[" + ", ".join(items + ["…"] * (len(value) > 12)) + "]"
    return _shown_scalar(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(one, list | tuple) for one in value)


def _shown_scalar(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return f'"{printable(value)}"'
    if isinstance(value, float) and abs(value) >= 1e16:
        return f"{value:g}"
    if isinstance(value, int) and value.bit_length() > 64:
        return f"≈ {'-' if value < 0 else ''}1e{int(value.bit_length() * 0.30103)}"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return f"<{type(value).__name__}>"


def nearest(word: str, names: Mapping[str, str]) -> str | None:
    """The value whose name looks most like ``word``; ``names`` maps names in any wording to values.

    >>> nearest("Forte", {"strong": "strong", "forte": "strong", "weak": "weak"})
    'strong'
    """
    folded = {name.casefold(): value for name, value in reversed(list(names.items()))}
    found = get_close_matches(word.casefold()[:100], folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
