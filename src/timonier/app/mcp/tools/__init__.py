"""The tools, in the order in which an interview needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from timonier.app.mcp.tools.advising import decide, explain, why_not
from timonier.app.mcp.tools.calling import call_list
from timonier.app.mcp.tools.changing import what_if
from timonier.app.mcp.tools.describing import describe_company_file
from timonier.app.mcp.tools.interview import next_question
from timonier.app.mcp.tools.planning import plan

TOOLS: Final[tuple[Callable[..., Any], ...]] = (
    describe_company_file,
    next_question,
    decide,
    explain,
    why_not,
    what_if,
    plan,
    call_list,
)

__all__ = ["TOOLS"]
