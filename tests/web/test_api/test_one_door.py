"""One way in for programs: nothing but ``/api/v1`` answers in JSON, and no page asks for any."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.tree import PACKAGE
from tests.web.conftest import LANGS
from tests.web.pages import Page
from timonier.app.web.api.door import ROOT

WEB = PACKAGE / "app" / "web"
# What a script may call a server with; htmx asks for pieces of HTML.
CALLS = re.compile(r"\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket|\.ajax\(")
JSON = ("JsonResponse", "application/json")
WATCHED = {"health", "ready"}  # for who watches the server
KEPT = {"document"}  # a file that somebody keeps


def views(found: Any, inside: str = "") -> Iterator[tuple[str, Any]]:
    """Every named address of the pages with its view, the API's own apart."""
    for one in found.url_patterns:
        path = f"{inside}{one.pattern}"
        if isinstance(one, URLResolver) and not path.startswith("api/v1"):
            yield from views(one, path)
        elif isinstance(one, URLPattern):
            yield str(one.name), one.callback


def answers_json(view: Any) -> bool:
    """Whether the function behind an address names JSON as what it answers."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    tree = ast.parse(
        (PACKAGE.parent / f"{view.__module__.replace('.', '/')}.py").read_text("utf-8")
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == view.__name__:
            return any(word in ast.unparse(node) for word in JSON)
    raise AssertionError(f"{view.__name__} is not in {view.__module__}")


def test_nothing_but_the_api_answers_programs() -> None:
    ours = [(name, view) for name, view in views(get_resolver()) if "timonier" in view.__module__]
    assert len(ours) > 60
    found = {name for name, view in ours if answers_json(view)}
    assert found == WATCHED | KEPT
    helpers = [p.name for p in WEB.rglob("*.py") if "api" not in p.parts
               and "JsonResponse" in p.read_text("utf-8")]  # fmt: skip
    assert helpers == ["health.py"]


def test_no_script_calls_anything_but_the_api_and_pieces_of_pages() -> None:
    calling = {}
    for path in sorted((WEB / "static" / "web").glob("*.js")):
        if found := CALLS.findall(path.read_text("utf-8")):
            calling[path.name] = found
    assert calling == {"api.js": ["fetch("], "whatif.js": [".ajax("]}


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_the_page_that_tries_the_api_calls_its_own_addresses(client: Client, lang: str) -> None:
    page = Page(client.get(f"/{lang}/api/").content.decode())
    tried = page.attributes("data-to")
    described = client.get(f"{ROOT}openapi.json").json()["paths"]
    assert len(tried) > 5
    for address in tried:
        assert address.startswith(ROOT)
        assert f"/{address.removeprefix(ROOT)}" in described
