"""Decisions computed once: found again by content, else asked of the processes that compute."""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from timonier import __version__, company_from, decide
from timonier.app.document import Document as Decision
from timonier.app.document import OtherShape, dump, read
from timonier.app.document.parts import adapter, read_as
from timonier.app.report.make import given_of
from timonier.app.web import jobs, memory
from timonier.app.web.models import Computation, Job
from timonier.app.web.playing import Anchor, Board, anchor, board
from timonier.app.web.result.figures import Explanations, explanations
from timonier.app.web.words import Lang
from timonier.engine.effort import EFFORTS, FULL
from timonier.engine.plan import PlanInput
from timonier.knowledge import load

Document = dict[str, Any]
ToPlan = PlanInput | None

KEPT_IN_DATABASE = 20_000
KEPT_READ = 32  # documents that a process holds ready, half a megabyte each
KEPT_BOARDS = 8  # and what-ifs, five megabytes each
LANGS: tuple[Lang, ...] = ("fr", "en")
SCENARIOS: int | None = None  # of a full decision; None: the engine's own number
REFUSED = timedelta(seconds=60)  # a computation that failed is not tried again before
EFFORT = "effort-"  # then its name: the kind of job of a decision of less than full effort
PANEL_SCENARIOS = 512  # enough for a bar of a hundred marks; the result takes the engine's default

log = logging.getLogger("timonier.web")


class NotYet(Exception):
    """A decision that is being computed; ``job`` says where it stands."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.pk)
        self.job = job


class Failed(Exception):
    """A decision that could not be computed; ``reason`` names the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decision(document: Document, seed: int, lang: Lang, *, quick: bool = False) -> Decision:
    """The decision document of a company; ``quick`` draws fewer scenarios, for the panel."""
    return read_once(text(document, seed, lang, quick=quick))


@memory.forgettable
@lru_cache(maxsize=KEPT_READ)
def read_once(written: str) -> Decision:
    """A decision document from its text, the same one for all who ask for it."""
    return read(written)


def text(document: Document, seed: int, lang: Lang, *, quick: bool = False) -> str:
    """The decision document exactly as ``timonier decide --json`` prints it.

    Raises NotYet while it is being computed, Failed when it could not be, jobs.Full when there is
    no place for it.
    """
    way = "quick" if quick else "full"
    return _found_or_asked(content_key(document, seed, lang, quick), document, seed, way)


def by_effort(document: Document, seed: int, lang: Lang, effort: str) -> str:
    """Like ``text``, by an effort: what ``timonier decide --json --effort`` prints."""
    if effort == FULL:
        return text(document, seed, lang)
    key = effort_key(document, seed, lang, effort)
    return _found_or_asked(key, document, seed, f"{EFFORT}{effort}")


def effort_key(document: Document, seed: int, lang: Lang, effort: str) -> str:
    """What a decision by an effort is kept under."""
    if effort == FULL:
        return content_key(document, seed, lang, quick=False)
    return key_of(f"{EFFORT}{effort}", document, seed, lang)


def _found_or_asked(key: str, document: Document, seed: int, way: str, kind: Any = Decision) -> str:
    found = known(key, kind)
    if found is None:
        job = ask(document, seed, way)
        found = known(key, kind)
        if found is None and job.state == "failed":
            raise Failed(job.reason)
        if found is None:
            raise NotYet(job)
    return found


def ask(document: Document, seed: int, way: str) -> Job:
    """Ask for a decision, and compute it here where no process computes."""
    key = key_of(way, document, seed)
    last = Job.objects.filter(key=key, state="failed").order_by("-finished_at").first()
    if last is not None and last.finished_at and timezone.now() - last.finished_at < REFUSED:
        return last  # it would fail again: the page says why, and the person changes something
    try:
        job = jobs.ask(way, key, document, seed)
    except DatabaseError:
        if jobs.somebody_computes():
            raise
        store(compute(document, seed, way))  # nothing can be written: shown all the same
        return Job(state="done")
    if not jobs.somebody_computes():
        from timonier.app.web.working import inline

        inline(job)
        job.refresh_from_db()
    return job


def content_key(document: Document, seed: int, lang: Lang, quick: bool) -> str:
    """What an answer depends on, and nothing else."""
    return key_of("quick" if quick else "full", document, seed, lang)


def key_of(*on: Any) -> str:
    """The name of a content: everything that it depends on, this version included."""
    known = load()
    parts = [*on, __version__, known.version, known.words_version]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def known(key: str, kind: Any = Decision) -> str | None:
    """A decision already computed, from memory or from the database."""
    held = memory.get(key)
    if held is not None:
        return held
    turn = memory.turn()
    found = _stored(key, kind)
    if found is not None:
        memory.keep(key, found, turn)
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


def compute(document: Document, seed: int, way: str) -> dict[str, str]:
    """Decide, and return what to keep under which key: documents, explanations, the anchor."""
    company = company_from(document)
    if way == "quick":
        decided = decide(company, seed=seed, scenarios=PANEL_SCENARIOS)
        return {content_key(document, seed, one, True): decided.to_json(one) for one in LANGS}
    if way.startswith(EFFORT):
        effort = way.removeprefix(EFFORT)
        decided = decide(company, seed=seed, effort=effort)
        return {effort_key(document, seed, one, effort): decided.to_json(one) for one in LANGS}
    decided = decide(company, seed=seed, scenarios=SCENARIOS)
    kept = {anchor_key(document, seed): dump(anchor(decided))}
    for one in LANGS:
        written = decided.to_json(one)
        kept[content_key(document, seed, one, False)] = written
        kept[explain_key(document, seed, one)] = dump(explanations(decided, read_once(written)))
    given = given_of(decided, read_once(written), timezone.localdate())
    kept[plan_key(document, seed)] = adapter(ToPlan).dump_json(given).decode()
    return kept


def anchor_key(document: Document, seed: int) -> str:
    """What the anchor of a situation's what-ifs is kept under."""
    return key_of("anchor", document, seed)


def explain_key(document: Document, seed: int, lang: Lang) -> str:
    """What the explanations of a decision's figures are kept under."""
    return key_of("explain", document, seed, lang)


def plan_key(document: Document, seed: int) -> str:
    """What the plan of a decision is made from is kept under."""
    return key_of("given", document, seed)


def plan_given(document: Document, seed: int) -> str:
    """What the plan of a decision is made from, as text; "null" when there is no team to plan."""
    return _beside(plan_key(document, seed), document, seed, ToPlan)


def board_of(document: Document, seed: int) -> Board:
    """What a situation's what-ifs are played on; the same one for the next of them."""
    return _board(_beside(anchor_key(document, seed), document, seed, Anchor))


@memory.forgettable
@lru_cache(maxsize=KEPT_BOARDS)
def _board(kept: str) -> Board:
    return board(read_as(Anchor, kept))


def explanations_of(document: Document, seed: int, lang: Lang) -> Explanations:
    """How each figure of the page was computed, by its path in the decision document."""
    return _explained(_beside(explain_key(document, seed, lang), document, seed, Explanations))


@memory.forgettable
@lru_cache(maxsize=KEPT_READ)
def _explained(written: str) -> Explanations:
    found: Explanations = read_as(Explanations, written)
    return found


def _beside(key: str, document: Document, seed: int, kind: Any) -> str:
    """Something kept beside a decision; the decision is computed again when it is gone."""
    return _found_or_asked(key, document, seed, "full", kind)


def forget(documents: Iterable[tuple[Document, int]]) -> None:
    """Erase all that was computed for documents, each with its seed: it holds what they say.

    The other processes hold it no longer a second or two later.
    """
    keys = [key for document, seed in documents for key in _keys_of(document, seed)]
    jobs.forget(keys)
    Computation.objects.filter(pk__in=keys).delete()
    memory.say_erased()


def _keys_of(document: Document, seed: int) -> Iterable[str]:
    yield anchor_key(document, seed)
    yield plan_key(document, seed)
    lesser = [f"{EFFORT}{effort}" for effort in EFFORTS if effort != FULL]
    yield from (key_of(way, document, seed) for way in ("quick", "full", *lesser))
    for lang in LANGS:
        yield explain_key(document, seed, lang)
        yield from (content_key(document, seed, lang, quick) for quick in (False, True))
        yield from (effort_key(document, seed, lang, effort) for effort in EFFORTS)


def store(computed: dict[str, str]) -> None:
    """Keep what was computed under its keys, in memory at least: it was paid for."""
    for key, written in computed.items():
        memory.keep(key, written)
    rows = [
        Computation(key=key, result=zlib.compress(written.encode(), 6))
        for key, written in computed.items()
    ]
    try:
        with transaction.atomic():
            Computation.objects.bulk_create(rows, ignore_conflicts=True)
    except DatabaseError:
        log.exception("not kept")
        return
    if Computation.objects.count() > KEPT_IN_DATABASE:
        oldest = Computation.objects.order_by("created_at").values_list("pk", flat=True)
        Computation.objects.filter(pk__in=list(oldest[: KEPT_IN_DATABASE // 10])).delete()
