"""On which line each key of a TOML or JSON text stands, for messages that say where to look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

Path = tuple[str | int, ...]

BARE_END = ",]}\n\r#"


def toml_lines(text: str) -> dict[Path, int]:
    """Line, from 1, of every key, section and list item of a valid TOML text.

    >>> toml_lines('[company]\\nmarket = "fr"\\n[[team]]\\nrole = "x"')[("team", 0, "role")]
    4
    """
    scan = _Scan(text, "=")
    with suppress(IndexError, RecursionError):  # what was found before is still true
        scan.document()
    return scan.lines


def json_lines(text: str) -> dict[Path, int]:
    """Line, from 1, of every key and list item of a valid JSON text.

    >>> json_lines('{"company":\\n  {"market": "fr"}}')[("company", "market")]
    2
    """
    return _json(text).lines


def json_repeated(text: str) -> tuple[Path, int] | None:
    """The first key that a JSON text writes twice in one object, with the line of the second.

    >>> json_repeated('{"a": 1,\\n "a": 2}')
    (('a',), 2)
    """
    return next(iter(_json(text).repeated), None)


def _json(text: str) -> _Scan:
    scan = _Scan(text, ":")
    with suppress(IndexError, RecursionError):
        scan.value(())
    return scan


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Line of a path, or of the nearest thing around it that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def as_written(path: Path, document: Any) -> Path:
    """The path as it stands in a document: a figure's key, "a.b.c", may be written as tables.

    >>> as_written(("assumptions", "a.b"), {"assumptions": {"a": {"b": 1}}})
    ('assumptions', 'a', 'b')
    """
    if len(path) != 2 or path[0] != "assumptions" or path[1] in document[path[0]]:
        return path
    return path[0], *str(path[1]).split(".")


class _Scan:
    """A position in a text already known to be valid, and what was met so far."""

    def __init__(self, text: str, sign: str) -> None:
        self.text = text
        self.sign = sign  # between a key and its value
        self.at = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}  # of the arrays of tables
        self.repeated: list[tuple[Path, int]] = []

    def document(self) -> None:
        here: Path = ()
        while self.space():
            if self.text[self.at] == "[":
                here = self.header()
            else:
                self.pair(here)

    def step(self, count: int = 1) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count

    def space(self) -> bool:
        """Skip blanks, line ends and comments; False at the end of the text."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at].isspace() or self.text[self.at] == "\ufeff":
                self.step()
            else:
                return True
        return False

    def header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        line = self.line
        self.step(2 if many else 1)
        *parents, last = self.key()
        self.step(2 if many else 1)
        here: Path = ()
        for name in parents:
            here = (*here, name)
            self.lines.setdefault(here, line)
            here = self.inside(here)
        here = (*here, last)
        if many:
            self.lines.setdefault(here, line)
            self.lengths[here] = self.lengths.get(here, 0) + 1
        here = self.inside(here)
        self.lines.setdefault(here, line)
        return here

    def inside(self, path: Path) -> Path:
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, here: Path) -> None:
        line = self.line
        for name in self.key():
            here = (*here, name)
            if self.sign == ":" and here in self.lines:
                self.repeated.append((here, line))
            self.lines.setdefault(here, line)
        self.space()
        self.step()  # the sign
        self.value(here)

    def key(self) -> list[str]:
        names = []
        while True:
            self.space()
            if self.text[self.at] in "\"'":
                names.append(self.quoted())
            else:
                start = self.at
                while self.text[self.at].isalnum() or self.text[self.at] in "-_":
                    self.at += 1
                names.append(self.text[start : self.at])
            self.space()
            if self.text[self.at] != ".":
                return names
            self.at += 1

    def value(self, path: Path) -> None:
        self.space()
        mark = self.text[self.at]
        if mark in "\"'":
            self.quoted()
        elif mark == "[":
            self.items(path)
        elif mark == "{":
            self.step()
            while self.space() and self.text[self.at] != "}":
                self.pair(path)
                self.comma()
            self.step()
        else:
            while self.at < len(self.text) and self.text[self.at] not in BARE_END:
                self.at += 1

    def items(self, path: Path) -> None:
        self.step()
        count = 0
        while self.space() and self.text[self.at] != "]":
            before = self.at
            self.lines[(*path, count)] = self.line
            self.value((*path, count))
            self.comma()
            if self.at == before:
                raise IndexError  # only in a text that is not valid
            count += 1
        self.step()

    def comma(self) -> None:
        if self.space() and self.text[self.at] == ",":
            self.at += 1

    def quoted(self) -> str:
        mark = self.text[self.at]
        fence = mark * 3 if self.text.startswith(mark * 3, self.at) and self.sign == "=" else mark
        start = self.at + len(fence)
        end = start
        while not self.text.startswith(fence, end):
            end += 2 if mark == '"' and self.text[end] == "\\" else 1
        while len(fence) == 3 and self.text.startswith(mark, end + 3):  # """"four"""" ends late
            end += 1
        inside = self.text[start:end]
        self.step(end + len(fence) - self.at)
        if mark == '"' and "\\" in inside:
            try:
                return str(json.loads(f'"{inside}"'))
            except ValueError:  # an escape of TOML alone
                return inside
        return inside
