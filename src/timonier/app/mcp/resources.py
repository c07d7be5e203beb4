"""What an assistant may read: the figures, the method, the schemas, what was computed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from timonier.app import facts
from timonier.app.mcp import keeping
from timonier.app.mcp.words import LANGS, Lang, say
from timonier.engine.catalogue import Figure
from timonier.knowledge import load

JSON = "application/json"


def add(server: MCPServer[Any], lang: Lang) -> None:
    """Give a server its resources, titled in one language."""

    def about(key: str, text: str = "") -> dict[str, Any]:
        return {"title": say(f"resource.{key}", lang),
                "description": say(f"resource.{text or key}_about", lang)}  # fmt: skip

    for one in LANGS:
        of = {"method": (method, "text/markdown"), "facts": (figures, JSON)}
        for name, (make, media) in of.items():
            read = _read_in(make, one)
            uri = f"timonier://{one}/{name}"
            server.resource(uri, name=f"{name}-{one}", mime_type=media, **about(name))(read)
    for name in ("company", "decision"):
        uri, told = f"timonier://schema/{name}", about(f"schema_{name}", "schema")
        server.resource(uri, name=f"schema-{name}", mime_type=JSON, **told)(_schema(name))
    server.resource("timonier://decision/{name}", name="decision", mime_type=JSON,
                    **about("decision"))(lambda name: decision(name, lang))  # fmt: skip
    server.resource("timonier://plan/{name}/{+path}", name="plan", **about("plan"))(
        lambda name, path: plan(name, path, lang)
    )


def _read_in(make: Callable[[Lang], str], lang: Lang) -> Callable[[], str]:
    return lambda: make(lang)


def figures(lang: Lang) -> str:
    """Every figure of the knowledge, with its value in words, its source and its dates."""
    return json.dumps(list(_figures(lang)), ensure_ascii=False, indent=1)


def _figures(lang: Lang) -> Iterator[dict[str, str]]:
    for figure in load().figures.values():
        yield _figure(figure, lang)


def _figure(figure: Figure, lang: Lang) -> dict[str, str]:
    return {
        "key": figure.key,
        "label": figure.label[lang],
        "value": facts.value(figure, lang),
        "source": figure.source,
        "url": figure.url,
        "year": figure.year,
        "review_by": figure.review_by,
    }


def method(lang: Lang) -> str:
    """How a decision is computed, as the guide says it."""
    from timonier.app.web.guide import blocks
    from timonier.app.web.guide.chapters import CHAPTERS

    known = load()
    return blocks.markdown(CHAPTERS["method"](known, lang), lang, "", known.version)


def _schema(name: str) -> Callable[[], str]:
    def read() -> str:
        from timonier.app.company_file.schema import PATH

        return (PATH.parent / f"{name}.schema.json").read_text(encoding="utf-8")

    return read


def decision(name: str, lang: Lang) -> str:
    """The text of a decision document, as the command prints it."""
    found = keeping.text(name)
    if found is None:
        raise ResourceNotFoundError(say("gone", lang))
    return found


def plan(name: str, path: str, lang: Lang) -> bytes:
    """A file of a plan."""
    found = keeping.file(name, path)
    if found is None:
        raise ResourceNotFoundError(say("gone", lang))
    return found
