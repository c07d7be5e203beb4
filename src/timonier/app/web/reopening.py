"""Opening what an older version kept: answers migrated, the faulty ones dropped and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from timonier.app.links import FORM, BadLink, Shared
from timonier.app.web import documents
from timonier.app.web.forms.figures import ASSUMPTIONS
from timonier.app.web.forms.special import own_figures
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
    try:
        document, dropped = documents.salvage(document)
    except documents.TooDamaged as damaged:
        raise BadLink from damaged
    told: list[dict[str, Any]] = []
    if shared.knowledge != load().version:
        told.append({"key": "model_changed", "from": shared.knowledge, "to": load().version})
    if dropped:
        told.append({"key": "dropped", "facts": dropped})
    if document.get(ASSUMPTIONS):
        document[ASSUMPTIONS] = flat(document[ASSUMPTIONS])
        told.append({"key": "figures", "figures": document[ASSUMPTIONS]})
    asked = tuple(key for key in shared.asked if may_be_asked(key, document))
    return Opened(document, shared.seed, asked, told)


def flat(figures: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """Figures under their whole keys: a file may write ``a.b`` in tables, where none would show.

    >>> flat({"emp_head": {"salary": 1}, "evolving.months": 2})
    {'emp_head.salary': 1, 'evolving.months': 2}
    """
    found: dict[str, Any] = {}
    for key, held in figures.items():
        inside = isinstance(held, dict)
        found |= flat(held, f"{head}{key}.") if inside else {head + key: held}
    return found


@dataclass(frozen=True)
class Notice:
    kind: str
    text: str


def notices(told: Sequence[Mapping[str, Any]], document: Document) -> list[Notice]:
    """What must be told about an opened situation, in the page's language.

    A figure that came with the link is named until the reader lets go of it or changes it.
    """
    return [notice for one in told if (notice := _worded(one, document)).text]


def _worded(told: Mapping[str, Any], document: Document) -> Notice:
    if told["key"] == "model_changed":
        values = {"old": told["from"], "new": told["to"]}
        return Notice("caution", str(say("reopen.model_changed", **values)))
    if told["key"] == "figures":
        return Notice("caution", _changed(told["figures"], document))
    facts = load().facts
    names = [facts[key].label[current()] if key in facts else key[:60] for key in told["facts"]]
    return Notice("danger", str(say("reopen.dropped", facts=listing(names, current()))))


def _changed(sent: Mapping[str, Any], document: Document) -> str:
    """The figures that are still as the link brought them, theirs and ours; "" when none is."""
    held = document.get(ASSUMPTIONS, {})
    named = [
        str(say("reopen.one_changed", label=one.label, theirs=one.mine, ours=one.ours))
        for one in own_figures(document)
        if one.key in sent and sent[one.key] == held[one.key]
    ]
    return str(say("reopen.changed", figures=mark_safe(" ; ".join(named)))) if named else ""
