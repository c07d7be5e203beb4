"""Keep the checked knowledge beside the compiled code, so that no command checks it again."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from timonier.engine.catalogue import Knowledge

PACKAGE = Path(__file__).parent
ENGINE = PACKAGE.parent / "engine"
DATA = PACKAGE / "data"
KEPT = PACKAGE / "__pycache__"


@cache
def load() -> Knowledge:
    """Return the knowledge that ships with the product, read once per process.

    KnowledgeError at the first bad record.
    """
    return kept(DATA, KEPT)


def kept(root: Path, folder: Path) -> Knowledge:
    """Return the knowledge under ``root``: from ``folder`` when nothing has changed since it was
    checked, else from its records; a folder that cannot be written is no error."""
    path = folder / f"knowledge-{fingerprint(root)}.pickle"
    with suppress(OSError, EOFError, pickle.UnpicklingError):
        known = pickle.loads(path.read_bytes())
        if isinstance(known, Knowledge):
            return known
    from timonier.knowledge.loader import read  # what checks the records is slow to import

    known = read(root)
    with suppress(OSError):
        _keep(known, path)
    return known


def fingerprint(root: Path) -> str:
    """Hash the records under ``root``, the code that reads and checks them, and this Python.

    Records are checked against the engine (its facts, criteria, conditions, rule sets): all of it
    counts, since which of its files matter is what a list would forget.
    """
    digest = sha256(sys.version.encode())
    for top, kind in ((PACKAGE, "*.py"), (ENGINE, "*.py"), (root, "*.toml")):
        for path in sorted(top.rglob(kind)):
            digest.update(path.relative_to(top).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _keep(known: Knowledge, path: Path) -> None:
    """Write it whole or not at all, in the place of what was kept before."""
    path.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        pickle.dump(known, file, pickle.HIGHEST_PROTOCOL)
    os.chmod(name, 0o644)  # like compiled code: whoever runs the product may read it
    os.replace(name, path)
    for old in path.parent.glob("knowledge-*.pickle"):
        if old != path:
            old.unlink(missing_ok=True)
