"""A link that reopens the exact situation, and what happens when the model has changed since."""

from __future__ import annotations

from typing import Any

import segno
import tomlkit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonier.app import links
from timonier.app.web import advice, reopening, sharing, store
from timonier.app.web.forms import review
from timonier.app.web.forms.figures import ASSUMPTIONS
from timonier.app.web.forms.special import own_figures
from timonier.app.web.limits import of_a_link
from timonier.app.web.middleware import ensure_owner
from timonier.app.web.models import SharedLink
from timonier.app.web.problems import problem
from timonier.knowledge import load


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The links of a situation, the newest as a code to scan; a form makes one more."""
    situation = store.find(request, situation_id)
    if request.method == "POST":
        days = request.POST.get("days", "")
        allowed = [str(one) for one in sharing.DAYS]
        sharing.make(situation, int(days) if days in allowed else sharing.DAYS[0])
        return redirect("share", situation.pk)
    found = situation.links.filter(expires_at__gt=timezone.now())
    opened = [(link, address_of(request, link)) for link in found]
    context = {
        "situation": situation,
        "links": opened,
        "days": sharing.DAYS,
        "is_fresh": bool(opened)
        and opened[0][0].document == links.without_names(situation.document),
        "scan": _scan(opened[0][1]) if opened else "",
    }
    return render(request, "share.html", context)


@require_POST
def close_link(request: HttpRequest, situation_id: str, code: str) -> HttpResponse:
    """Close a link before its day: whoever has it opens nothing any more."""
    situation = store.find(request, situation_id)
    situation.links.filter(pk=code).delete()
    return redirect("share", situation.pk)


def address_of(request: HttpRequest, link: SharedLink) -> str:
    """The whole address of a link kept here."""
    return request.build_absolute_uri(reverse("open-link", args=[link.pk]))


def _scan(url: str) -> str:
    """The address as a QR code, drawn with classes only; "" when it is too long for one."""
    try:
        code = segno.make(url, error="l", micro=False)
    except segno.DataOverflowError:
        return ""
    size = code.symbol_size(border=2)[0]
    drawn = "".join(
        f"M{x + 2} {y + 2}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, on in enumerate(row)
        if on
    )
    return mark_safe(
        f'<svg class="scan" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        f'<path d="{drawn}"/></svg>'
    )


@require_safe
@of_a_link
def open_link(request: HttpRequest, code: str) -> HttpResponse:
    """What a link holds, before anything is kept: its answers, and a button to open it here."""
    try:
        opened = reopening.open_shared(sharing.find(code))
    except links.BadLink as bad:
        return problem(request, bad.kind, 400)
    told = [one for one in opened.told if one["key"] != "figures"]  # shown one by one
    context = {
        "code": code,
        "opened": opened,
        "sections": _answered(opened.document),
        "ready": advice.is_ready(opened.document),
        "figures": own_figures(opened.document),
        "notices": reopening.notices(told, opened.document),
    }
    return render(request, "open_link.html", context)


def _answered(document: dict[str, Any]) -> list[review.Section]:
    sections = review.sections(document)
    kept = [
        review.Section(s.key, s.title, tuple(row for row in s.rows if row.mine))
        for s in sections
        if s.key != ASSUMPTIONS
    ]
    return [section for section in kept if section.rows]


@require_POST
@of_a_link
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a shared situation in this browser and go on from where it stood."""
    try:
        opened = reopening.open_shared(sharing.find(code))
    except links.BadLink as bad:
        return problem(request, bad.kind, 400)
    situation = store.create(
        ensure_owner(request),
        opened.document,
        seed=opened.seed,
        asked=list(opened.asked),
        notices=opened.told,
    )
    sharing.adopt(code, situation)
    ready = advice.is_ready(opened.document)
    return redirect("result" if ready else "next-question", situation.pk)


@require_safe
def company_file(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The situation as a company file, for the command line and for safekeeping."""
    situation = store.find(request, situation_id)
    head = f"# Timonier, knowledge {load().version}\n\n"
    text = head + tomlkit.dumps(situation.document)
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="timonier.toml"'
    return response
