"""What every tool takes: the company, the language, the effort."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import WithJsonSchema

# Any at the door: the company file's own checks refuse what is wrong, with the place and a remedy.
Company = Annotated[Any, WithJsonSchema({"type": "object"})]
Changes = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]
