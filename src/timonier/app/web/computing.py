"""Decisions computed once: found again by content, never two at a time for the same question."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from timonier import __version__, company_from, decide
from timonier.app.document import Document as Decision
from timonier.app.document import OtherShape, dump, read
from timonier.app.document.parts import read_as
from timonier.app.web.models import Computation
from timonier.app.web.playing import Anchor, Board, anchor, board
from timonier.app.web.result.figures import Explanations, explanations
from timonier.app.web.words import Lang
from timonier.knowledge import load

Document = dict[str, Any]

KEPT_IN_MEMORY = 256
KEPT_IN_DATABASE = 20_000
KEPT_READ = 32  # documents that a process holds ready, half a megabyte each
KEPT_BOARDS = 8  # and what-ifs, five megabytes each
LANGS: tuple[Lang, ...] = ("fr", "en")
SCENARIOS: int | None = None  # of a full decision; None: the engine's own number
PANEL_SCENARIOS = 512  # enough for a bar of a hundred marks; the result takes the engine's default

log = logging.getLogger("timonier.web")
_memory: OrderedDict[str, str] = OrderedDict()
_guard = threading.Lock()
_under_way: dict[str, threading.Lock] = {}
_places = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))


class NoLongerWanted(Exception):
    """The answers changed while the computation waited for its turn."""


def decision(
    document: Document,
    seed: int,
    lang: Lang,
    *,
    quick: bool = False,
    wanted: Callable[[], bool] = lambda: True,
) -> Decision:
    """The decision document of a company; ``quick`` draws fewer scenarios, for the panel."""
    return read_once(text(document, seed, lang, quick=quick, wanted=wanted))


@lru_cache(maxsize=KEPT_READ)
def read_once(written: str) -> Decision:
    """A decision document from its text, the same one for all who ask for it."""
    return read(written)


def text(
    document: Document,
    seed: int,
    lang: Lang,
    *,
    quick: bool = False,
    wanted: Callable[[], bool] = lambda: True,
) -> str:
    """The decision document exactly as ``timonier decide --json`` prints it.

    ``wanted`` is asked when the turn comes: NoLongerWanted is raised when it says no. Raises the
    company file's own error when the document cannot be read.
    """
    key = content_key(document, seed, lang, quick)
    found = known(key)
    if found is not None:
        return found
    with _guard:
        lock = _under_way.setdefault(key, threading.Lock())
    with lock:
        found = known(key)
        if found is None:
            with _places:
                if not wanted():
                    raise NoLongerWanted
                computed = _compute(document, seed, quick)
            for one, kept in computed.items():
                _remember(one, kept)
            found = computed[key]
    with _guard:
        _under_way.pop(key, None)
    return found


def content_key(document: Document, seed: int, lang: Lang, quick: bool) -> str:
    """What an answer depends on, and nothing else."""
    return _key("quick" if quick else "full", document, seed, lang)


def _key(*on: Any) -> str:
    known = load()
    parts = [*on, __version__, known.version, known.words_version]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def known(key: str, kind: Any = Decision) -> str | None:
    """A decision already computed, from memory or from the database."""
    with _guard:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    found = _stored(key, kind)
    if found is not None:
        _keep(key, found)
    return found


def _stored(key: str, kind: Any) -> str | None:
    """What the database keeps; what another version wrote is let go of, to be computed again."""
    row = Computation.objects.filter(pk=key).values_list("result", flat=True).first()
    if row is None:
        return None
    try:
        found = zlib.decompress(bytes(row)).decode()
        read_as(kind, found)
    except (OtherShape, zlib.error, UnicodeDecodeError):
        log.warning("a kept computation of another version is made again")
        Computation.objects.filter(pk=key).delete()
        return None
    return found


def _compute(document: Document, seed: int, quick: bool) -> dict[str, str]:
    """Decide, and return what to keep under which key: documents, explanations, the anchor."""
    company = company_from(document)
    if quick:
        decided = decide(company, seed=seed, scenarios=PANEL_SCENARIOS)
        return {content_key(document, seed, one, quick): decided.to_json(one) for one in LANGS}
    decided = decide(company, seed=seed, scenarios=SCENARIOS)
    kept = {anchor_key(document, seed): dump(anchor(decided))}
    for one in LANGS:
        written = decided.to_json(one)
        kept[content_key(document, seed, one, quick)] = written
        kept[explain_key(document, seed, one)] = dump(explanations(decided, read_once(written)))
    return kept


def anchor_key(document: Document, seed: int) -> str:
    """What the anchor of a situation's what-ifs is kept under."""
    return _key("anchor", document, seed)


def explain_key(document: Document, seed: int, lang: Lang) -> str:
    """What the explanations of a decision's figures are kept under."""
    return _key("explain", document, seed, lang)


def board_of(document: Document, seed: int) -> Board:
    """What a situation's what-ifs are played on; the same one for the next of them."""
    return _board(_beside(anchor_key(document, seed), document, seed, Anchor))


@lru_cache(maxsize=KEPT_BOARDS)
def _board(kept: str) -> Board:
    return board(read_as(Anchor, kept))


def explanations_of(document: Document, seed: int, lang: Lang) -> Explanations:
    """How each figure of the page was computed, by its path in the decision document."""
    return _explained(_beside(explain_key(document, seed, lang), document, seed, Explanations))


@lru_cache(maxsize=KEPT_READ)
def _explained(written: str) -> Explanations:
    found: Explanations = read_as(Explanations, written)
    return found


def _beside(key: str, document: Document, seed: int, kind: Any) -> str:
    """Something kept beside a decision; the decision is computed again when it is gone."""
    found = known(key, kind)
    if found is None:
        with _places:
            computed = _compute(document, seed, quick=False)
        for one, kept in computed.items():
            _remember(one, kept)
        found = computed[key]
    return found


def forget(documents: Iterable[tuple[Document, int]]) -> None:
    """Erase all that was computed for documents, each with its seed: it holds what they say."""
    keys = [key for document, seed in documents for key in _keys_of(document, seed)]
    with _guard:
        for key in keys:
            _memory.pop(key, None)
    read_once.cache_clear()
    _explained.cache_clear()
    _board.cache_clear()
    Computation.objects.filter(pk__in=keys).delete()


def _keys_of(document: Document, seed: int) -> Iterable[str]:
    yield anchor_key(document, seed)
    for lang in LANGS:
        yield explain_key(document, seed, lang)
        yield from (content_key(document, seed, lang, quick) for quick in (False, True))


def _remember(key: str, computed: str) -> None:
    _keep(key, computed)
    packed = zlib.compress(computed.encode(), 6)
    try:
        with transaction.atomic():
            Computation.objects.create(key=key, result=packed)
    except IntegrityError:
        return  # another process has just computed the same
    except DatabaseError:
        log.exception("not kept")  # what took seconds to compute is shown all the same
        return
    if Computation.objects.count() > KEPT_IN_DATABASE:
        oldest = Computation.objects.order_by("created_at").values_list("pk", flat=True)
        Computation.objects.filter(pk__in=list(oldest[: KEPT_IN_DATABASE // 10])).delete()


def _keep(key: str, computed: str) -> None:
    with _guard:
        _memory[key] = computed
        _memory.move_to_end(key)
        while len(_memory) > KEPT_IN_MEMORY:
            _memory.popitem(last=False)
