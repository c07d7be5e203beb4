"""Decisions that several tests look at are made once a run, for all its processes.

A decision follows from its arguments, so that one made for a test serves another that asks for
the same. A test that decides the same twice compares two computations: its second is always made
anew. So is what is decided by programs that a test starts, or with figures of a test's own.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import cloudpickle  # a decision holds functions that work out what is shown, when it is

from timonier.engine import decision
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in

PACKAGE = Path(decision.__file__)
SETTING = "TESTS_REMEMBER_IN"
MOST = 30_000_000  # bytes of a decision that is kept: beyond, reading it costs what deciding does
ROOM = 1_000_000_000  # bytes that one process keeps

NAME = "_remembered"  # an attribute of a decision's world: what it is kept under, and its parts

decide_anew = decision.decide
matters_anew = decision.Decision.__dict__["matters"].func
_asked: set[tuple[str, str]] = set()  # by which test, under which name
_spent = [0]


def folder() -> Path:
    """The folder of this run, made by its first process and removed by it."""
    if SETTING not in os.environ:
        os.environ[SETTING] = made = tempfile.mkdtemp(prefix="timonier-tests-")
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(os.environ[SETTING])


def again(name: str) -> bool:
    """Whether the running test has asked for that before; it has from now on."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    seen = (test, name) in _asked
    _asked.add((test, name))
    return seen


def found(name: str) -> bytes | None:
    """What was kept under a name."""
    with suppress(FileNotFoundError):
        return (folder() / name).read_bytes()
    return None


def keep(name: str, held: bytes) -> None:
    """Keep it whole or not at all: another process may be reading."""
    if len(held) > MOST or _spent[0] + len(held) > ROOM:
        return
    _spent[0] += len(held)
    handle, path = tempfile.mkstemp(dir=folder())
    with os.fdopen(handle, "wb") as file:
        file.write(held)
    os.replace(path, folder() / name)


def named(*on: Any) -> str:
    """A name of all that something follows from; the product may be a copy that a test altered."""
    return hashlib.sha256(repr(_sorted((PACKAGE, *on))).encode()).hexdigest()


def _sorted(one: Any) -> Any:
    """The same for the same content: PostgreSQL gives the keys of a document in another order."""
    if isinstance(one, Company):
        return [_sorted(each) for each in vars(one).values()]
    if isinstance(one, Mapping):
        return sorted((key, _sorted(value)) for key, value in one.items())
    if isinstance(one, list | tuple):
        return [type(one).__name__, *map(_sorted, one)]
    return one


@cache
def _spoken(market: str) -> Knowledge:
    return spoken_in(load(), market)


def _which(knowledge: Knowledge, market: str) -> str | None:
    """Which of the product's own this is; None for a test's."""
    if knowledge is load():
        return "plain"
    return "spoken" if knowledge == _spoken(market) else None


def decide(company: Any, **how: Any) -> decision.Decision:
    """As the engine's, which it calls for what is not kept."""
    knowledge = how["knowledge"]
    which = _which(knowledge, company.market)
    name = named(company, which, {k: how[k] for k in how if k != "knowledge"})
    if again(name) or which is None:
        return decide_anew(company, **how)
    made: decision.Decision = kept(name, lambda: decide_anew(company, **how), knowledge)
    made.world.__dict__[NAME] = (name, *_parts(made))
    return made


def matters(made: decision.Decision) -> Any:
    """What matters in a decision: it takes a fifth of the time of deciding."""
    name, *parts = made.world.__dict__.get(NAME, ("",))
    if not name or parts != _parts(made):  # another decision, or one that a test has altered
        return matters_anew(made)
    return kept(f"{name}-matters", lambda: matters_anew(made), made.knowledge)


def _parts(made: decision.Decision) -> list[int]:
    return [id(made.found), id(made.final), id(made.weights), made.seed]


def remember_decisions() -> None:
    """From now on, in this process."""
    folder()
    decision.decide = decide
    remembered = cached_property(matters)
    remembered.__set_name__(decision.Decision, "matters")
    decision.Decision.matters = remembered  # type: ignore[assignment]


def kept(name: str, make: Callable[[], Any], knowledge: Knowledge) -> Any:
    """What was kept under a name, else what is made now."""
    held = found(name)
    if held is not None:
        return _unpacked(held, knowledge)
    made = make()
    keep(name, _packed(made, knowledge))
    return made


def remember_texts(compute: Callable[..., dict[str, str]], *on: Any) -> Callable[..., Any]:
    """Texts by their keys, as a function makes them of its arguments and of what ``on`` gives.

    They are made once, whoever asks: what compares two computations compares decisions.
    """

    def remembered(*arguments: Any) -> dict[str, str]:
        name = named("texts", arguments, [one() for one in on])
        held = found(name)
        if held is not None:
            kept: dict[str, str] = pickle.loads(held)
            return kept
        made = compute(*arguments)
        keep(name, pickle.dumps(made))
        return made

    return remembered


def _packed(made: Any, knowledge: Knowledge) -> bytes:
    """The knowledge is everybody's: it stays outside."""

    class Pickler(cloudpickle.Pickler):  # type: ignore[misc]
        def persistent_id(self, one: Any) -> str | None:
            return "knowledge" if one is knowledge else None

    file = BytesIO()
    Pickler(file, pickle.HIGHEST_PROTOCOL).dump(made)
    return file.getvalue()


def _unpacked(held: bytes, knowledge: Knowledge) -> Any:
    class Unpickler(pickle.Unpickler):
        def persistent_load(self, _: str) -> Knowledge:
            return knowledge

    return Unpickler(BytesIO(held)).load()
