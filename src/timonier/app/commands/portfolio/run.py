"""``timonier portfolio run``: decide for each company of a list, whatever happens on the way."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from timonier.app.commands.shell import (
    Refused,
    effort_option,
    lang_option,
    message,
    seed_option,
)
from timonier.app.commands.speech import say, spoken
from timonier.engine.effort import EFFORTS, FULL

INCOMPLETE, INTERRUPTED = 3, 130
LIGHTEST = EFFORTS[-1]
NAMED = 8  # rows named in a message
TOP = 200
SCENARIOS: int | None = None  # of each decision; None: the effort's own number


@dataclass(frozen=True)
class Asked:
    """What was asked for."""

    source: str
    out: Path
    map_file: Path | None
    effort: str
    engine: str
    workers: int
    shard: tuple[int, int]
    seed: int
    then: str | None
    top: int
    lang: str


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""
    file, name = say("portfolio.list_file", lang), say("portfolio.list_name", lang)
    out_name = say("portfolio.run.out_name", lang)

    def option(kind: Any, key: str, metavar: str, **bounds: Any) -> Any:
        words = say(f"portfolio.run.{key}", lang)
        return Annotated[kind, typer.Option(f"--{key}", help=words, metavar=metavar, **bounds)]

    @app.command("run", help=say("portfolio.run.help", lang))
    def run(
        source: Annotated[str, typer.Argument(help=file, metavar=name)],
        out: Annotated[Path, typer.Argument(help=say("portfolio.run.out", lang), metavar=out_name)],
        map_file: option(Path | None, "map", "MAP.toml") = None,  # type: ignore[valid-type]
        effort: effort_option(lang) = LIGHTEST,  # type: ignore[valid-type]
        engine: option(str, "engine", "local|dask[=ADDRESS]") = "local",  # type: ignore[valid-type]
        workers: option(int | None, "workers", "N", min=1) = None,  # type: ignore[valid-type]
        shard: option(str, "shard", "I/N") = "1/1",  # type: ignore[valid-type]
        seed: seed_option(lang) = 0,  # type: ignore[valid-type]
        then: option(str | None, "then", "|".join(EFFORTS)) = None,  # type: ignore[valid-type]
        top: option(int, "top", "N", min=1) = TOP,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> int:
        speaks = lang or spoken()
        size = workers or _cores()
        share = _share(shard, speaks)
        _check(engine, then, share, speaks)
        return _run(
            Asked(source, out, map_file, effort, engine, size, share, seed, then, top, speaks)
        )


def _cores() -> int:
    """Cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _check(engine: str, then: str | None, share: tuple[int, int], lang: str) -> None:
    if then is not None and then not in EFFORTS:
        _refuse("--then", then, say("expected.effort", lang, known=", ".join(EFFORTS)), lang)
    if then is not None and share[1] > 1:
        raise Refused(say("portfolio.run.apart", lang))
    if not re.fullmatch(r"local|dask(=.+)?", engine):
        _refuse("--engine", engine, say("expected.engine", lang), lang)


def _refuse(name: str, given: str, expected: str, lang: str) -> None:
    raise Refused(say("say.refused", lang, name=name, given=given, expected=expected))


def _share(text: str, lang: str) -> tuple[int, int]:
    """Which share of how many."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    share, of = (int(n) for n in found.groups()) if found else (0, 0)
    if not 1 <= share <= of:
        _refuse("--shard", text, say("expected.shard", lang), lang)
    return share, of


def _run(asked: Asked) -> int:
    """Read the list, decide, then decide its head again when asked."""
    from timonier.app.portfolio.folder import Folder, OtherSettings
    from timonier.app.portfolio.given import listed
    from timonier.app.portfolio.judging import How

    reading = _reading(asked)
    how, folder = How(asked.effort, asked.seed, SCENARIOS), Folder(asked.out)
    try:
        folder.open(how)
        folder.sweep()
    except OtherSettings as error:
        raise Refused(_other_settings(error, asked)) from error
    except OSError as error:
        raise Refused(_cannot_write(error, asked)) from error
    code = _pass(asked, listed(reading), folder, how, _expected(reading, asked, how))
    if asked.then is None or code not in (0, INCOMPLETE):
        return code
    return max(code, _head(asked, folder))


def _reading(asked: Asked) -> Any:
    """The list, refused while it leaves a question open: hours must not go into a guess."""
    from timonier.app.portfolio.reading import ListMap, read_list, read_map

    given = read_map(asked.map_file) if asked.map_file else ListMap()
    reading = read_list(asked.source, given)
    if reading.questions:
        told = dict.fromkeys(q.text[asked.lang] for q in reading.questions)
        questions = " ".join(list(told)[:3])
        values = {"questions": questions, "source": asked.source}
        raise Refused(say("portfolio.run.questions", asked.lang, **values))
    return reading


def _expected(reading: Any, asked: Asked, how: Any) -> int:
    """How many companies this share holds, to the size of a part."""
    from timonier.app.portfolio.folder import rows_of_part

    size, (share, of) = rows_of_part(how), asked.shard
    parts = range(0, reading.total, size)
    return sum(min(size, reading.total - start) for start in parts[share - 1 :: of])


def _head(asked: Asked, folder: Any) -> int:
    """Decide the head of the call list again, with more effort."""
    from timonier.app.portfolio.calls import head_of
    from timonier.app.portfolio.given import again
    from timonier.app.portfolio.judging import How

    rows = [again(line) for line in head_of(folder, asked.top)]
    values = {"n": len(rows), "effort": asked.then}
    message(say("portfolio.run.head", asked.lang, **values))
    how = How(asked.then or FULL, asked.seed, SCENARIOS)
    return _pass(asked, rows, folder, how, len(rows), head=True)


def _pass(
    asked: Asked, rows: Any, folder: Any, how: Any, expected: int, *, head: bool = False
) -> int:
    """One pass over rows, with its progress and, however it ends, what to do next."""
    from timonier.app.commands.portfolio.progress import Progress
    from timonier.app.portfolio.run import Job, run

    job = Job(rows, folder, how, (1, 1) if head else asked.shard, head)
    with Progress(expected, asked.lang) as progress:
        try:
            report = run(job, _engine(asked), progress.tell)
        except (KeyboardInterrupt, Exception) as error:
            progress.close()
            return _stopped(error, progress.done, asked)
    return _told(report, asked, head)


def _stopped(error: BaseException, done: int, asked: Asked) -> int:
    """Say why a run ended before its list, and how to go on."""
    from timonier.app.portfolio.dask import NoCluster, NoDask, OtherVersion
    from timonier.app.portfolio.local import NoWorker

    lang = asked.lang
    if isinstance(error, NoDask):
        raise Refused(say("portfolio.run.no_dask", lang)) from None
    if isinstance(error, OtherVersion):
        raise Refused(say("portfolio.run.other_version", lang, found=error)) from None
    if isinstance(error, KeyboardInterrupt):
        message(say("portfolio.run.stopped", lang, done=done, out=asked.out))
        return INTERRUPTED
    if isinstance(error, NoCluster | NoWorker):
        key = "no_cluster" if isinstance(error, NoCluster) else "no_worker"
        message(say(f"portfolio.run.{key}", lang, reason=error))
    elif isinstance(error, OSError):
        message(_cannot_write(error, asked))
    else:
        raise error
    return INCOMPLETE


def _engine(asked: Asked) -> Any:
    from timonier.app.portfolio import dask, local

    name, _, address = asked.engine.partition("=")
    if name == "dask":
        return lambda feed: dask.run(feed, address or None, asked.workers)
    return lambda feed: local.run(feed, asked.workers)


def _told(report: Any, asked: Asked, head: bool) -> int:
    """Say what there is, and what is not."""
    lang = asked.lang
    counts = {"computed": report.computed, "found": report.found, "n": report.companies}
    message(say("portfolio.run.done", lang, **counts))
    found = report.statuses
    if found.get("invalid"):
        values = {"n": found["invalid"], "source": asked.source}
        message(say("portfolio.run.invalid", lang, **values))
    if found.get("no_team"):
        message(say("portfolio.run.no_team", lang, n=found["no_team"]))
    if report.failed:
        message(say("portfolio.run.failed", lang, rows=_named(report.failed, lang)))
    if report.missing:
        why = next(iter(report.missing.values()))
        rows = _named(list(report.missing), lang)
        message(say("portfolio.run.missing", lang, rows=rows, why=why))
    if not head and asked.then is None:
        message(say("portfolio.run.next", lang, out=asked.out))
    return 0 if report.complete and not found.get("invalid") else INCOMPLETE


def _named(rows: list[int], lang: str) -> str:
    told = ", ".join(map(str, sorted(rows)[:NAMED]))
    if len(rows) <= NAMED:
        return told
    return say("portfolio.run.more", lang, rows=told, n=len(rows) - NAMED)


def _cannot_write(error: OSError, asked: Asked) -> str:
    reason = error.strerror or type(error).__name__
    return say("portfolio.run.cannot_write", asked.lang, path=asked.out, reason=reason)


def _other_settings(error: Any, asked: Asked) -> str:
    differ = ", ".join(
        say("portfolio.run.differs", asked.lang, name=name, had=had, asked=wanted)
        for name, (had, wanted) in error.differ.items()
    )
    return say("portfolio.run.other_settings", asked.lang, path=asked.out, differ=differ)
