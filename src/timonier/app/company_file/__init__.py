"""The company file: read it, refuse it with one sentence, write it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timonier.app.company_file.build import build
from timonier.app.company_file.errors import CompanyFileError, Place, Source
from timonier.app.company_file.mistakes import build_or_tell
from timonier.app.company_file.notices import notices
from timonier.app.company_file.source import json_from, read_source
from timonier.app.company_file.writing import to_document, to_toml, write_back
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company

__all__ = [
    "CompanyFileError",
    "Place",
    "company_from",
    "json_from",
    "load_company",
    "notices",
    "read_company_file",
    "to_document",
    "to_toml",
    "write_back",
]


def read_company_file(path: str | Path, knowledge: Knowledge) -> Company:
    """The company of a TOML or JSON file, or of standard input ("-").

    Raises CompanyFileError, which names the place, what was read, what is allowed and a remedy, and
    the ``others`` that are wrong in the same file.
    """
    return build_or_tell(read_source(path, knowledge))


def company_from(document: Any, knowledge: Knowledge) -> Company:
    """The company of a document already read: no path is opened, whatever the document holds.

    Raises CompanyFileError as for a file, and for what is no mapping.
    """
    return build(Source(knowledge, document, is_json=True))  # its examples are JSON


def load_company(origin: str | Path | Mapping[str, Any], knowledge: Knowledge) -> Company:
    """Whichever of the two it is given: for scripts and notebooks, never for a server."""
    read = company_from if isinstance(origin, Mapping) else read_company_file
    return read(origin, knowledge)  # type: ignore[arg-type]
