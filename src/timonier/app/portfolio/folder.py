"""The folder of a portfolio: parts written aside and renamed, so that what is there is whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from timonier import __version__
from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, nested
from timonier.knowledge import load

SETTINGS = "portfolio.json"
HEAD = "head-"  # of the names of parts that hold the head of the list, decided again
PARTIAL = "-partial.parquet"  # ends the name of a part that lacks a row: it is made again
ROWS = 250  # of a part; a thousand where each takes next to nothing
MANY = 1_000


@dataclass(frozen=True)
class Settings:
    """With what a folder was filled: other settings need another folder."""

    effort: str
    seed: int
    scenarios: int | None
    part: int
    engine: str
    knowledge: str
    words: str

    @classmethod
    def of(cls, how: How) -> Settings:
        known = load()
        versions = __version__, known.version, known.words_version
        return cls(how.effort, how.seed, how.scenarios, rows_of_part(how), *versions)


class OtherSettings(Exception):
    """A folder filled with other settings; ``differ`` names them, with what it has and is asked."""

    def __init__(self, differ: dict[str, tuple[Any, Any]]) -> None:
        super().__init__(differ)
        self.differ = differ


def rows_of_part(how: How) -> int:
    """How many companies a part holds: it depends on the effort alone, so that resuming is safe."""
    return how.part or (MANY if how.effort == "triage" else ROWS)


def name_of(rows: Sequence[Given], index: int, how: How, head: bool = False) -> str:
    """The name of a part: its place, then the hash of all that it depends on."""
    told = [
        [r.source_row, r.id, r.name, nested(r.facts), dict(r.kept), dict(r.identifiers),
         [p.text_en for p in r.problems]]
        for r in rows
    ]  # fmt: skip
    text = json.dumps([told, asdict(Settings.of(how))], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    return f"{HEAD if head else ''}{index:06d}-{digest}.parquet"


@dataclass(frozen=True)
class Folder:
    """Where the parts are."""

    path: Path

    def open(self, how: How) -> None:
        """Make the folder, or check that it was filled with the same settings.

        Raises OtherSettings, and OSError where nothing can be written.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        asked, found = asdict(Settings.of(how)), self.settings()
        if found is not None:
            differ = {k: (found.get(k), v) for k, v in asked.items() if found.get(k) != v}
            if differ:
                raise OtherSettings(differ)
        self.write(SETTINGS, (json.dumps(asked, indent=2) + "\n").encode())

    def settings(self) -> dict[str, Any] | None:
        """With what it was filled; None for a folder that holds no portfolio."""
        try:
            found: dict[str, Any] = json.loads((self.path / SETTINGS).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return found

    def has(self, name: str) -> bool:
        return (self.path / name).exists()

    def parts(self, head: bool = False) -> list[Path]:
        """The parts in the order of the list, or those of the head decided again."""
        found = sorted(self.path.glob(f"{HEAD if head else '[0-9]'}*.parquet"))
        return [p for p in found if p.name.startswith(HEAD) == head]

    def write(self, name: str, content: bytes) -> None:
        """Write aside, to the disk itself, then rename: a reader finds all of it or nothing."""
        aside = self.path / f".{name}.{os.getpid()}.part"
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self.path / name)
        except BaseException:
            with contextlib.suppress(OSError):
                aside.unlink()
            raise

    def put(self, name: str, content: bytes) -> None:
        """Write a part, in the place of the one that stood there for other rows."""
        self.write(name, content)
        place = name.removeprefix(HEAD)[:6]
        place = f"{HEAD}{place}" if name.startswith(HEAD) else place
        for old in self.path.glob(f"{place}-*.parquet"):
            if old.name != name:
                old.unlink(missing_ok=True)

    def end_at(self, count: int, head: bool = False) -> None:
        """Remove the parts beyond the last: the list has become shorter."""
        for old in self.parts(head):
            if int(old.name.removeprefix(HEAD)[:6]) >= count:
                old.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a run of this machine that was killed left half written."""
        for aside in self.path.glob(".*.part"):
            if not _alive(aside):
                aside.unlink(missing_ok=True)


def _alive(aside: Path) -> bool:
    """Whether a process of the number in the name is there, so that it may still be writing."""
    try:
        os.kill(int(aside.suffixes[-2][1:]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        pass
    return True
