"""The company file: read it, refuse it with one sentence, write it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timonier.app.company_file.build import build
from timonier.app.company_file.errors import CompanyFileError, Place
from timonier.app.company_file.notices import notices
from timonier.app.company_file.source import read_source
from timonier.app.company_file.writing import to_document, to_toml, write_back
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company

__all__ = [
    "CompanyFileError",
    "Place",
    "load_company",
    "notices",
    "to_document",
    "to_toml",
    "write_back",
]


def load_company(origin: str | Path | Mapping[str, Any], knowledge: Knowledge) -> Company:
    """The company of a TOML or JSON file, of standard input ("-"), or of a mapping.

    Raises CompanyFileError, which names the place, what was read, what is allowed and a remedy.
    """
    return build(read_source(origin, knowledge))
