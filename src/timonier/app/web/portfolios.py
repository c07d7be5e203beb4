"""A list of companies as a job, a few seconds at a time: whoever waits for one goes between."""

from __future__ import annotations

import io
import time
from typing import Any

import pyarrow.parquet as pq

from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.parquet import encode, lines_of
from timonier.app.web import jobs
from timonier.app.web.models import Job

SLICE = 3.0  # seconds of a list before whoever came meanwhile has a turn


def given(companies: list[dict[str, Any]]) -> list[Given]:
    """The rows of a list that was sent: the number of each, in its order, from 1."""
    return [
        Given(source_row=n, id=one.get("id") or str(n), name=None, facts=one["company"])
        for n, one in enumerate(companies, 1)
    ]


def go_on(job: Job) -> None:
    """Decide as many rows as a turn holds; the job ends, or goes back to wait for its next turn."""
    rows, done = given(job.document["companies"]), lines(job)
    how, until = How(effort=job.document["effort"], seed=job.seed), time.monotonic() + SLICE
    for row in rows[len(done) :]:
        done.append(line_of(row, how))
        if time.monotonic() > until:
            break
    content, percent = encode(done), 100 * len(done) // len(rows)
    if len(done) == len(rows):
        jobs.finish(job, "done", progress=100, content=content)
    else:
        jobs.put_back(job, progress=percent, content=content)


def lines(job: Job) -> list[Line]:
    """The rows decided so far."""
    if not job.content:
        return []
    return list(lines_of(pq.read_table(io.BytesIO(bytes(job.content)))))
