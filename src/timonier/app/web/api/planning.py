"""The addresses of plans: asked for once, followed as a job, fetched file by file."""

from __future__ import annotations

import hashlib
import io
import json
import mimetypes
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Path, Router

from timonier.app.company_file.errors import shown
from timonier.app.document import dump
from timonier.app.web import jobs, plans
from timonier.app.web.api import answers, webhooks
from timonier.app.web.api.bodies import ToPlan, Webhook
from timonier.app.web.api.callers import PLAN, Caller, allow, charge
from timonier.app.web.api.deciding import company_of, json_text
from timonier.app.web.api.looking import kept
from timonier.app.web.api.problems import Found, Problem, language_of, later
from timonier.app.web.models import Idempotent, Job
from timonier.knowledge import load

ROOT = "/api/v1"
LONGEST_KEY = 100
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)]
JobId = Annotated[str, Path(max_length=40)]
# What this machine's own list may not know.
MEDIA = {".md": "text/markdown", ".toml": "application/toml", ".ics": "text/calendar",
         ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}  # fmt: skip
router = Router()


@router.post("/plans", operation_id="plan")
def plan(request: HttpRequest, body: ToPlan, idempotency_key: Key) -> HttpResponse:
    caller = _caller(request)
    allow(caller, "plan")
    document, lang = company_of(body.company), language_of(request)
    url = told_at(caller, body.webhook)
    asked = [document, body.seed, lang, body.model, url]

    def begin() -> Job:
        charge(caller, PLAN)
        return plans.ask_for(document, body.seed, lang, caller.name, body.model or "", url)

    return begun(request, idempotency_key, asked, begin)


def begun(request: HttpRequest, word: str, asked: object, begin: Callable[[], Job]) -> HttpResponse:
    """The job that a request begins, or began when it was first sent under the caller's word."""
    identifier, again = _once(_caller(request), word, asked, begin)
    response = _standing(request, find(request, identifier), status=202)
    response["Location"] = f"{ROOT}/jobs/{identifier}"
    if again:
        response["Idempotency-Replayed"] = "true"
    return response


def told_at(caller: Caller, webhook: Webhook | None) -> str:
    """The address to tell, "" for none; Problem for no key, or an address inside this network."""
    if webhook is None:
        return ""
    if not caller.key:
        raise Problem("webhook_key", 403, Found(("webhook",)))
    try:
        webhooks.check(webhook.url)
    except webhooks.Unreachable as error:
        reason = load().wording[f"api.webhook.{error.kind}"]
        found = Found(("webhook", "url"), shown(webhook.url))
        raise Problem("invalid", 422, found, {"reason": reason}) from error
    return webhook.url


def _once(caller: Caller, word: str, asked: object, begin: Callable[[], Job]) -> tuple[str, bool]:
    """The job of a request, begun once for a caller's word; and whether it had been before."""
    key, body = _hash([caller.name, word]), _hash(asked)
    Idempotent.objects.filter(
        pk=key, created_at__lt=timezone.now() - jobs.KEPT_FOR_PROGRAMS
    ).delete()
    found = Idempotent.objects.filter(pk=key).first()
    if found is None:
        try:
            with transaction.atomic():
                made = Idempotent.objects.create(key=key, body=body, job="")
                made.job = begin().pk
                made.save(update_fields=["job"])
            return made.job, False
        except IntegrityError:  # asked for at the same moment by another process
            found = Idempotent.objects.get(pk=key)
    if found.body != body:
        raise Problem("idempotency", 422)
    return found.job, True


def _hash(held: object) -> str:
    text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@router.get("/jobs/{str:job_id}", operation_id="job")
def job(request: HttpRequest, job_id: JobId) -> HttpResponse:
    found = find(request, job_id)
    jobs.look(found)
    return _standing(request, found)


@router.delete("/jobs/{str:job_id}", operation_id="end_job")
def end_job(request: HttpRequest, job_id: JobId) -> HttpResponse:
    found = find(request, job_id)
    jobs.cancel(found)
    Idempotent.objects.filter(job=found.pk).delete()  # the same word begins another
    found.delete()  # with what it made
    return HttpResponse(status=204)


@router.get("/plans/{str:job_id}", operation_id="plan_files")
def plan_files(request: HttpRequest, job_id: JobId) -> HttpResponse:
    found = _made(request, job_id)
    with _archive(found) as archive:
        files = tuple(_file(found, one) for one in archive.infolist())
    address = f"{ROOT}/plans/{found.pk}/archive"
    text = dump(answers.PlanFiles(id=found.pk, language=found.lang, archive=address, files=files))
    return json_text(text, language_of(request))


@router.get("/plans/{str:job_id}/archive", operation_id="plan_archive")
def plan_archive(request: HttpRequest, job_id: JobId) -> HttpResponse:
    found = _made(request, job_id)
    return attached(request, found.file_name, bytes(found.content))


@router.get("/plans/{str:job_id}/files/{path:name}", operation_id="plan_file")
def plan_file(
    request: HttpRequest, job_id: JobId, name: Annotated[str, Path(max_length=300)]
) -> HttpResponse:
    with _archive(_made(request, job_id)) as archive:
        member = next((one for one in archive.infolist() if _inside(one) == name), None)
        if member is None:
            raise Problem("not_found", 404)
        return attached(request, name.rpartition("/")[2], archive.read(member))


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return caller


def find(request: HttpRequest, job_id: str, kind: str = "") -> Job:
    """A caller's job; one asked for without a key is whoever's knows its identifier."""
    found = Job.objects.filter(pk=job_id).exclude(caller="").first()
    if found and kind not in ("", found.kind):
        found = None
    mine = found and (found.caller == _caller(request).name or found.caller.startswith("a"))
    if found is None or not mine:
        raise Problem("not_found", 404)
    return found


def _made(request: HttpRequest, job_id: str) -> Job:
    found = find(request, job_id, "plan")
    if found.is_under_way:
        raise later("not_made", 409, jobs.standing(found).seconds)
    if found.state != "done":
        raise Problem("not_found", 404)
    return found


def _standing(request: HttpRequest, found: Job, status: int = 200) -> HttpResponse:
    lang = language_of(request)
    stands = jobs.standing(found) if found.is_under_way else None
    ends = found.finished_at + jobs.KEPT_FOR_PROGRAMS if found.finished_at else None
    said = answers.JobStanding(
        id=found.pk,
        kind=found.kind,
        state=found.state,
        reason=found.reason,
        progress=stands.percent if stands else 100,
        place=stands.place if stands else 0,
        seconds_left=stands.seconds if stands else 0,
        asked_at=_day(found.created_at),
        finished_at=_day(found.finished_at),
        kept_until=_day(ends),
        result=f"{ROOT}/{found.kind}s/{found.pk}" if found.state == "done" else None,
    )
    response = json_text(dump(said), lang)
    response.status_code = status
    if stands:
        response["Retry-After"] = str(max(1, min(stands.seconds, 10)))
    return response


def _day(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _archive(found: Job) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bytes(found.content)))


def _inside(member: zipfile.ZipInfo) -> str:
    """The path of a file inside the plan's folder."""
    return member.filename.partition("/")[2]


def _file(found: Job, member: zipfile.ZipInfo) -> answers.PlanFile:
    path = _inside(member)
    address = f"{ROOT}/plans/{found.pk}/files/{quote(path)}"
    return answers.PlanFile(
        path=path, media_type=_media_type(path), bytes=member.file_size, address=address
    )


def _media_type(name: str) -> str:
    ending = f".{name.rpartition('.')[2]}"
    return MEDIA.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def attached(request: HttpRequest, name: str, content: bytes) -> HttpResponse:
    """A file to keep, never a page to open here."""
    response = kept(request, content, _media_type(name), language_of(request))
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
