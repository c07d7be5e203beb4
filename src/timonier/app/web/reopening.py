"""Opening what an older version kept: answers migrated, the faulty ones dropped and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.web import documents
from timonier.app.web.links import FORM, BadLink, Shared
from timonier.app.web.order import may_be_asked
from timonier.app.web.words import current, say
from timonier.app.wording import listing
from timonier.knowledge import load

Document = dict[str, Any]

# From each older form of the document to the next. Form 1 is the first: nothing to do yet, and a
# form without its step here is refused rather than guessed.
STEPS: Mapping[int, Callable[[Document], Document]] = {}


@dataclass(frozen=True)
class Opened:
    """A situation as it can be used now; ``told`` is what its owner must know."""

    document: Document
    seed: int
    asked: tuple[str, ...]
    told: list[dict[str, Any]]


def open_shared(shared: Shared) -> Opened:
    """Bring a shared situation to this version; BadLink when its form is not known."""
    document = dict(shared.document)
    for form in range(shared.form, FORM):
        if form not in STEPS:
            raise BadLink
        document = STEPS[form](document)
    document, dropped = documents.salvage(document)
    told: list[dict[str, Any]] = []
    if shared.knowledge != load().version:
        told.append({"key": "model_changed", "from": shared.knowledge, "to": load().version})
    if dropped:
        told.append({"key": "dropped", "facts": dropped})
    asked = tuple(key for key in shared.asked if may_be_asked(key, document))
    return Opened(document, shared.seed, asked, told)


@dataclass(frozen=True)
class Notice:
    kind: str
    text: str


def notices(opened: Opened) -> list[Notice]:
    """What must be told about an opened situation, in words."""
    return [worded(told) for told in opened.told]


def worded(told: Mapping[str, Any]) -> Notice:
    """One thing kept to be told, in the page's language."""
    if told["key"] == "model_changed":
        values = {"old": told["from"], "new": told["to"]}
        return Notice("caution", str(say("reopen.model_changed", **values)))
    facts = load().facts
    names = [facts[key].label[current()] if key in facts else key[:60] for key in told["facts"]]
    return Notice("danger", str(say("reopen.dropped", facts=listing(names, current()))))
