"""Read a company into a document: TOML or JSON of a file or standard input, or a mapping."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from timonier.app.company_file.errors import (
    CompanyFileError,
    Source,
    hint,
    nearest,
    printable,
    shown,
)
from timonier.app.company_file.places import json_repeated
from timonier.engine.catalogue import Knowledge, Text

LIMIT = 1_000_000  # bytes
MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
EXAMPLE = '[company] market = "fr"'


class _Repeated(Exception):
    pass


def read_source(origin: str | Path, knowledge: Knowledge) -> Source:
    """The document of a path, or of standard input ("-").

    Raises CompanyFileError when there is nothing to read or it is neither TOML nor JSON.
    """
    is_stdin = str(origin) == "-"
    name = printable(str(origin), 200)
    file = knowledge.wording["company_file.stdin"] if is_stdin else Text(name, name)
    source = Source(knowledge, None, file)
    data = sys.stdin.buffer.read(LIMIT + 1) if is_stdin else _bytes(Path(origin), source)
    if len(data) > LIMIT:
        raise source.error((), "too_large")
    text = _decoded(data, source)
    is_json = text.lstrip().startswith("{") or str(origin).lower().endswith(".json")
    source = Source(knowledge, None, file, text, is_json)
    document = _json(text, source) if is_json else _toml(text, source)
    return Source(knowledge, document, file, text, is_json)


def _bytes(path: Path, source: Source) -> bytes:
    try:
        if path.is_dir():
            raise source.error((), "directory")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        raise _missing(path, source) from None
    except PermissionError:
        raise source.error((), "forbidden") from None
    except CompanyFileError:
        raise
    except OSError as problem:
        reason = errno.errorcode.get(problem.errno or 0, type(problem).__name__)
        raise source.error((), "unreadable", read=reason) from None
    except ValueError:  # a null character in the name
        raise source.error((), "unreadable", read="EINVAL") from None


def _missing(path: Path, source: Source) -> CompanyFileError:
    if not path.parent.is_dir():
        return source.error((), "no_folder", read=printable(str(path.parent), 200))
    try:
        beside = {
            name: name for name in os.listdir(path.parent) if name.endswith((".toml", ".json"))
        }
    except OSError:
        beside = {}
    near = nearest(path.name, beside)
    remedy = hint(source.knowledge, "near", printable(near, 200)) if near else None
    return source.error((), "missing_file", hint=remedy)


def _decoded(data: bytes, source: Source) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            raise source.error((), "encoding", read=name)
    if b"\x00" in data:
        looks_like_text = data.count(b"\x00") * 3 >= len(data)
        raise source.error((), *(["encoding"] if looks_like_text else ["not_text"]), read="UTF-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        read = f'"{data[problem.start : problem.start + 1].decode("cp1252", errors="replace")}"'
        raise source.error((), "not_utf8", line=line, read=read) from None


def _toml(text: str, source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _bad_toml(str(problem), text, source) from None
    except RecursionError:
        raise source.error((), "too_deep") from None
    except ValueError:  # the length of a number that Python reads is limited
        raise source.error((), "long_number") from None


def _bad_toml(problem: str, text: str, source: Source) -> CompanyFileError:
    at = POSITION.search(problem)
    if at is None:
        return source.error((), "toml_end", line=text.rstrip().count("\n") + 1)
    number, column = int(at[1]), int(at[2])
    line = text.split("\n")[number - 1] if number <= text.count("\n") + 1 else ""
    read = printable(line.strip())
    if any(word in problem for word in ("overwrite", "Cannot declare", "Duplicate", "twice")):
        return source.error((), "toml_twice", line=number, read=read)
    code = "toml"
    if "Illegal character" in problem or "invalid character" in problem:
        code = "toml" if line[column - 1 : column] in ("", "\r", "\n") else "toml_control"
    remedy = _toml_remedy(line.strip(), source.knowledge)
    return source.error((), code, line=number, column=column, read=read, hint=remedy)


def _toml_remedy(line: str, knowledge: Knowledge) -> Text | None:
    """What to write, for the slips that a text editor invites."""
    key, sign, value = (part.strip() for part in line.partition("="))
    if not key.isascii() and not key.startswith(("'", '"', "“", "«")):
        return hint(knowledge, "accents")
    if value.startswith('"') and value.count('"') % 2:
        return hint(knowledge, "unclosed")
    if not sign:
        return hint(knowledge, "equals") if not line.startswith("[") else None
    if re.fullmatch(r"\d{4}-\d{1,2}", value):
        return hint(knowledge, "month_quotes")
    if re.fullmatch(r"-?\d+,\d+", value):
        return hint(knowledge, "comma_number", f"{key} = {value.replace(',', '.')}")
    if re.fullmatch(r"\d{1,3}([ ,\u00a0\u202f]\d{3})+", value):
        return hint(knowledge, "number_spaces", f"{key} = {re.sub(r'[^0-9]', '', value)}")
    if re.fullmatch(r"[^\W\d][^\"'\[{]*|[“«‘].*", value):
        bare = printable(value.strip("“”«»‘’ \u00a0\u202f"))
        return hint(knowledge, "text_quotes", f'{printable(key)} = "{bare}"')
    return None


def json_from(data: bytes, knowledge: Knowledge) -> Any:
    """What JSON text that was sent holds, no key twice; CompanyFileError as for a file."""
    source = Source(knowledge, None, is_json=True)
    return _json_value(_decoded(data, source), source)


def _json(text: str, source: Source) -> dict[str, Any]:
    document = _json_value(text, source)
    if not isinstance(document, dict):
        raise not_a_company(document, source)
    return document


def _json_value(text: str, source: Source) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        line = text.split("\n")[problem.lineno - 1]
        raise source.error(
            (), "json", line=problem.lineno, column=problem.colno, read=printable(line.strip())
        ) from None
    except _Repeated:
        path, line_number = json_repeated(text) or ((), None)
        raise source.error(path, "twice", line=line_number) from None
    except RecursionError:
        raise source.error((), "too_deep") from None
    except ValueError:
        raise source.error((), "long_number") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Repeated
    return found


def not_a_company(value: Any, source: Source) -> CompanyFileError:
    """The refusal of something that is no table of sections."""
    example = '{"company": {"market": "fr"}}' if source.is_json else EXAMPLE
    return source.error((), "not_a_company", read=shown(value), example=example)
