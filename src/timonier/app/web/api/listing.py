"""The addresses of portfolios: a list of companies run as a job, its rows read or fetched whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path as File
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from timonier.app.document import dump
from timonier.app.document.parts import plain
from timonier.app.portfolio.export import Listed, Sheet, sheet_of, write_csv, write_xlsx
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.parquet import encode
from timonier.app.web import jobs, portfolios
from timonier.app.web.api import answers
from timonier.app.web.api.bodies import Basket, Column, ToRun
from timonier.app.web.api.callers import DECIDE, Caller, allow, charge
from timonier.app.web.api.deciding import json_text
from timonier.app.web.api.planning import JobId, Key, attached, begun, find, told_at
from timonier.app.web.api.problems import language_of
from timonier.app.web.computing import key_of
from timonier.app.web.models import Job

PAGE, MOST = 100, 500
router = Router()


@router.post("/portfolios", operation_id="portfolio")
def portfolio(request: HttpRequest, body: ToRun, idempotency_key: Key) -> HttpResponse:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    allow(caller, "portfolio")
    companies = [one.model_dump() for one in body.companies]
    document = {"companies": companies, "effort": body.effort}
    url = told_at(caller, body.webhook)

    def begin() -> Job:
        worth = len(companies) * DECIDE[body.effort]
        charge(caller, min(worth, caller.share / 2) if caller.share else worth)
        key = key_of("portfolio", caller.name, document, body.seed, url)
        return jobs.ask_beside("portfolio", key, document, body.seed, url, caller=caller.name)

    return begun(request, idempotency_key, [document, body.seed, url], begin)


@router.get("/portfolios/{str:job_id}", operation_id="portfolio_counts")
def counts(request: HttpRequest, job_id: JobId) -> HttpResponse:
    found = find(request, job_id, "portfolio")
    lines = portfolios.lines(found)
    baskets: dict[str, int] = {}
    for line in lines:
        name = line.call_basket or line.status
        baskets[name] = baskets.get(name, 0) + 1
    said = answers.Counts(
        id=found.pk,
        state=found.state,
        companies=len(found.document.get("companies", ())),
        decided=len(lines),
        baskets=baskets,
    )
    return json_text(dump(said), language_of(request))


@router.get("/portfolios/{str:job_id}/rows", operation_id="portfolio_rows")
def rows(
    request: HttpRequest,
    job_id: JobId,
    basket: Annotated[Basket | None, Query()] = None,
    cursor: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    fields: Annotated[list[Column] | None, Query()] = None,  # type: ignore[valid-type]
) -> HttpResponse:
    lines = portfolios.lines(find(request, job_id, "portfolio"))
    every = [one for one in lines if basket in (None, one.call_basket) and one.source_row > cursor]
    page = every[:limit]
    follows = page[-1].source_row if len(every) > limit else None
    found = answers.Rows(rows=tuple(page), next=follows)
    if fields:
        whole = plain(found)
        kept = [{name: row[name] for name in row if name in fields} for row in whole["rows"]]
        return json_text(dump({**whole, "rows": kept}), language_of(request))
    return json_text(dump(found), language_of(request))


@router.get("/portfolios/{str:job_id}/rows.{str:kind}", operation_id="portfolio_file")
def file(
    request: HttpRequest,
    job_id: JobId,
    kind: Annotated[Literal["csv", "xlsx", "parquet"], Path()],
) -> HttpResponse:
    lines = portfolios.lines(find(request, job_id, "portfolio"))
    if kind == "parquet":
        return attached(request, "rows.parquet", encode(lines))
    sheet = sheet_of(lines, language_of(request))
    written = _written(lines, sheet, write_csv if kind == "csv" else write_xlsx, kind)
    return attached(request, f"rows.{kind}", written)


Write = Callable[[File, Iterator[Listed], Sheet], int]


def _written(lines: list[Line], sheet: Sheet, write: Write, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / f"rows.{kind}"
        write(path, (Listed(line) for line in lines), sheet)
        return path.read_bytes()
