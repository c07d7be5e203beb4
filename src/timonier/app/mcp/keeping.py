"""What was computed, kept a while by its content: decisions, documents, files of plans.

Nothing depends on it but the time taken: the same arguments give the same answer, kept or not. A
bounded number is computed at once, and a bounded number waits.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import timonier
from timonier.app.company_file import to_document
from timonier.app.document import Answered, Document, document, dump
from timonier.app.mcp.words import Effort, Refused
from timonier.knowledge import load

if TYPE_CHECKING:
    from timonier.app.portfolio.line import Line
    from timonier.app.report.folder import Made
    from timonier.app.report.plan_document import PlanDocument

AT_ONCE = min(2, os.cpu_count() or 1)  # each decision takes two threads of its own
WAITING = 16  # computations in line; more are refused, with the remedy
QUICK, FULL = 6, 1  # decisions: thirty megabytes each, and two hundred
LINES = 512  # companies of call lists, a few kilobytes each
TEXTS = 64  # documents, a seventh of a megabyte each
PLANS = 16  # a megabyte or two each

T = TypeVar("T")
_turn = BoundedSemaphore(AT_ONCE)
_room = BoundedSemaphore(AT_ONCE + WAITING)


class Kept(Generic[T]):
    """The last things computed, by name; one that several ask for is computed once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[str, Future[T]] = OrderedDict()
        self._guard = Lock()

    def get(self, name: str, make: Callable[[], T]) -> T:
        """What has this name, made now if it is not there. Raises Refused when too many wait."""
        held = self._held(name)
        if held is not None and held.done():
            return held.result()
        if not _room.acquire(blocking=False):
            raise Refused("busy")
        try:
            return self._awaited(name, make)
        finally:
            _room.release()

    def _held(self, name: str) -> Future[T] | None:
        with self._guard:
            if name in self._found:
                self._found.move_to_end(name)
            return self._found.get(name)

    def _awaited(self, name: str, make: Callable[[], T]) -> T:
        with self._guard:
            held = self._found.get(name)
            mine = held is None
            if held is None:
                held = self._found[name] = Future()
        if mine:
            self._make(name, held, make)
        return held.result()

    def known(self, name: str) -> T | None:
        """What has this name, None when it is not kept."""
        held = self._held(name)
        return held.result() if held is not None and held.done() else None

    def _make(self, name: str, held: Future[T], make: Callable[[], T]) -> None:
        try:
            with _turn:
                held.set_result(make())
        except BaseException as error:
            held.set_exception(error)
        with self._guard:
            if held.exception() is not None:
                self._found.pop(name, None)
            done = [name for name, one in self._found.items() if one.done()]
            for old in done[: max(0, len(done) - self._most)]:
                del self._found[old]


@dataclass(frozen=True)
class Held:
    """A decision, its documents, and the name of its content."""

    name: str
    decision: Answered
    _documents: dict[str, Document] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def document(self, lang: str) -> Document:
        """Its document in one language, made once."""
        with self._guard:
            if lang not in self._documents:
                self._documents[lang] = document(self.decision, lang)
            return self._documents[lang]


@dataclass(frozen=True)
class Laid:
    """A plan as data, and its files by their path."""

    plan: PlanDocument
    files: dict[str, Made]


_decisions: dict[Effort, Kept[Held]] = {
    "quick": Kept(QUICK),
    "full": Kept(FULL),
    "triage": Kept(QUICK),
}
_lines: Kept[Line] = Kept(LINES)
_texts: Kept[str] = Kept(TEXTS)
_plans: Kept[Laid] = Kept(PLANS)


def decided(company: Any, effort: Effort, lang: str) -> Held:
    """The decision for a company, its document in one language made with it.

    Raises CompanyFileError for a company that cannot be read.
    """
    read = timonier.company_from({} if company is None else company)
    name = name_of(to_document(read), effort)

    def make() -> Held:
        held = Held(name, timonier.decide(read, effort=effort))
        held.document(lang)  # here, where it waits its turn: it is a fifth of the work
        return held

    return _decisions[effort].get(name, make)


def line(row: dict[str, Any], effort: Effort) -> Line:
    """What a portfolio says of one company; what is wrong with it is said there, never raised."""
    name = name_of("line", row, effort)
    return _lines.get(name, lambda: next(timonier.portfolio([row], effort=effort)))


def written(held: Held, lang: str) -> str:
    """The name under which the text of a decision's document is kept."""
    name = name_of(held.name, lang)
    _texts.get(name, lambda: dump(held.document(lang)))
    return name


def text(name: str) -> str | None:
    """The text of a document, None when it is no longer kept."""
    return _texts.known(name)


def laid_out(name: str, make: Callable[[], Laid]) -> Laid:
    """A plan and its files."""
    return _plans.get(name, make)


def file(name: str, path: str) -> bytes | None:
    """One file of a plan, None when it is no longer kept."""
    laid = _plans.known(name)
    found = laid.files.get(path) if laid else None
    return found.content if found else None


def name_of(*on: Any) -> str:
    """The name of a content: everything that it depends on, this version included."""
    known = load()
    parts = [*on, timonier.__version__, known.version, known.words_version]
    whole = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:24]
