"""What a person can start with: an interview, the preparation of a meeting."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.prompts import Prompt

from timonier.app.mcp.words import Lang, say


def add(server: MCPServer[Any], lang: Lang) -> None:
    """Give a server its prompts, in its language unless another is asked for."""
    spoken = lang

    def interview_owner(lang: Lang = spoken) -> str:
        return say("prompt.interview_owner.text", lang)

    def prepare_meeting(company: str, lang: Lang = spoken) -> str:
        return say("prompt.prepare_meeting.text", lang, company=company)

    for fn in (interview_owner, prepare_meeting):
        key = f"prompt.{fn.__name__}"
        title, about = say(f"{key}.title", lang), say(f"{key}.description", lang)
        made = Prompt.from_function(fn, title=title, description=about)
        for one in made.arguments or []:
            one.description = say(f"argument.{one.name}", lang)
        server.add_prompt(made)
