"""The page about the API: what each address takes and answers, and a way to try it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from timonier.app.web import here
from timonier.app.web.api.door import ROOT
from timonier.app.web.api.problems import language_of
from timonier.app.web.api.service import described_in
from timonier.app.web.words import current


@dataclass(frozen=True)
class Address:
    """One address of the API, as the page shows it."""

    name: str
    method: str
    path: str
    title: str
    what: SafeString
    parameters: tuple[tuple[str, str, bool], ...]
    answers: tuple[tuple[str, str], ...]
    body: str

    @property
    def whole(self) -> str:
        return f"{ROOT.rstrip('/')}{self.path}"

    @property
    def sent_by_curl(self) -> str:
        """The call as a terminal makes it."""
        kind = "--header 'Content-Type: application/json'"
        word = " \\\n  --header 'Idempotency-Key: …'" if self.name == "plan" else ""
        return f"{kind}{word} \\\n  --data '{self.body}'"


@require_safe
@cache_control(private=True, no_cache=True)
def api(request: HttpRequest) -> HttpResponse:
    """Every address by what it is for, each with an example that can be sent from here."""
    said = described_in(current())
    groups = [
        (tag["description"], [one for one in _addresses(said) if one[0] == tag["name"]])
        for tag in said["tags"]
    ]
    shown = [(title, [address for _, address in found]) for title, found in groups]
    context: dict[str, Any] = {"groups": shown, "openapi": f"{ROOT}openapi.json?lang={current()}"}
    context["near"] = here.is_near(request)
    context["site"] = request.build_absolute_uri("/").rstrip("/")
    return render(request, "api.html", context)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page in the language of whoever asks."""
    with translation.override(language_of(request)):
        return redirect(reverse("api"))


def _addresses(said: dict[str, Any]) -> list[tuple[str, Address]]:
    return [
        (operation["tags"][0], _address(path, method, operation))
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    ]


def _address(path: str, method: str, operation: dict[str, Any]) -> Address:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = json.dumps(sent["example"], ensure_ascii=False, indent=2) if sent else ""
    return Address(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        title=operation["summary"],
        what=_coded(operation["description"]),
        parameters=tuple(
            (one["name"], one["description"], one["required"])
            for one in operation.get("parameters", ())
        ),
        answers=tuple((code, one["description"]) for code, one in operation["responses"].items()),
        body=example,
    )


def _coded(said: str) -> SafeString:
    """A sentence whose `names` are set as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(said)))
