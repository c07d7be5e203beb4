"""The guide: pages for people, Markdown for machines, made of the same blocks."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from timonier.app.web.guide import blocks
from timonier.app.web.guide.chapters import CHAPTERS
from timonier.app.web.words import Lang, current
from timonier.knowledge import load

LANGS: tuple[Lang, ...] = ("fr", "en")


@require_safe
@cache_control(private=True, no_cache=True)
def index(request: HttpRequest) -> HttpResponse:
    """The chapters, each with what it holds."""
    chapters = [(page(key, current()), address(key, current())) for key in CHAPTERS]
    return render(request, "guide/index.html", {"section": "guide", "chapters": chapters})


@require_safe
@cache_control(private=True, no_cache=True)
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter; a slug of the other language leads to this language's own."""
    key = _key(slug)
    here = address(key, current())
    if request.path != here:
        return redirect(here, permanent=True)
    shown = page(key, current())
    url = request.build_absolute_uri(here)
    context: dict[str, Any] = {
        "section": "guide",
        "page": shown,
        "contents": [b for b in shown.blocks if isinstance(b, blocks.Heading)],
        "schema": blocks.schema(shown, current(), url, load().version),
        "chapters": [(page(other, current()), address(other, current())) for other in CHAPTERS],
        "alternates": [(lang, address(key, lang)) for lang in LANGS],
        "markdown": reverse("guide-markdown", args=[slug]),
    }
    return render(request, "guide/chapter.html", context)


@require_safe
@cache_control(max_age=3600, public=True)
def markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter as Markdown with its front matter."""
    key = _key(slug)
    url = request.build_absolute_uri(address(key, current()))
    text = blocks.markdown(page(key, current()), current(), url, load().version)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The map that assistants look for: what this is, and every page as Markdown."""
    lines = ["# Timonier", "", f"> {load().wording['web.guide.description']['en']}", ""]
    for lang in LANGS:
        lines += ["", f"## {lang}", ""]
        for key in CHAPTERS:
            shown = page(key, lang)
            url = request.build_absolute_uri(address(key, lang).rstrip("/") + ".md")
            lines.append(f"- [{shown.title}]({url}): {shown.description}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, for search engines."""
    paths = [address(key, lang) for lang in LANGS for key in CHAPTERS]
    paths += [_in(lang, name) for lang in LANGS for name in ("home", "guide", "data")]
    urls = "".join(f"<url><loc>{request.build_absolute_uri(p)}</loc></url>" for p in sorted(paths))
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    text = f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return HttpResponse(text, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What may be indexed: the guide and the front page, never a situation."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{lang}/{part}/" for lang in LANGS for part in ("c", "s", "mine")]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache
def page(key: str, lang: Lang) -> blocks.Page:
    """A chapter's content, built once for each language."""
    return CHAPTERS[key](load(), lang)


def address(key: str, lang: Lang) -> str:
    """Where a chapter is, in a language."""
    return _in(lang, "chapter", load().wording[f"web.guide.slug.{key}"][lang])


def _in(lang: Lang, name: str, *args: str) -> str:
    with translation.override(lang):
        return reverse(name, args=args)


def _key(slug: str) -> str:
    for key in CHAPTERS:
        said = load().wording[f"web.guide.slug.{key}"]
        if slug in (said.fr, said.en):
            return key
    raise Http404(slug)
