"""Small drawings made on the server: chances as a hundred marks, in a row or around a dial."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from timonier.app.charts import hundred
from timonier.engine.catalogue import MODELS

GLYPHS = {
    "in_house": '<circle cx="5" cy="5" r="4.4"/>',
    "outsourced": '<path d="M5 .7 9.7 9.3H.3z"/>',
    "hybrid": '<path d="M5 .2 9.8 5 5 9.8.2 5z"/>',
    "as_is": '<path d="M1 1h8v8H1z"/>',
    "intended": '<path d="M1 1h8v8H1z"/>',
}


def glyph(model: str) -> SafeString:
    """The shape of a model; decorative, its name always stands beside it."""
    return format_html(
        '<svg class="glyph {}" viewBox="0 0 10 10" aria-hidden="true" focusable="false">{}</svg>',
        model,
        mark_safe(GLYPHS[model]),
    )


def marks(model: str, chance: float) -> SafeString:
    """A row of a hundred marks, as many lit as the chance has percents: two dashed lines."""
    lit = round(100 * chance)
    return format_html(
        '<svg class="hundred {}" viewBox="0 0 299 10" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><path d="M0 5h299"/>{}</svg>',
        model,
        format_html('<path class="on" d="M0 5h{}"/>', 3 * lit - 1) if lit else "",
    )


def futures(shares: Mapping[str, float], label: str) -> SafeString:
    """The dial laid flat, for a narrow screen: a hundred marks in a row, in the models' order."""
    counts = hundred({key: shares.get(key, 0.0) for key in MODELS})
    begins = 0
    rows = []
    for key in MODELS:
        if counts[key]:
            rows.append((key, 3 * begins, 3 * counts[key] - 1))
        begins += counts[key]
    return format_html(
        '<svg class="hundred futures" viewBox="0 0 299 10" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><path d="M0 5h299"/>{}</svg>',
        label,
        format_html_join("", '<path class="on {}" d="M{} 5h{}"/>', rows),
    )


def bar(share: float, kind: str) -> SafeString:
    """A bar as long as a share of the whole width; ``kind`` is full or hollow."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="bar-rail" x="0" y="4.5" width="100" height="1"/>'
        '<rect class="bar-{}" x="0.4" y="1" width="{}" height="8"/></svg>',
        kind,
        f"{max(0.8, 99.2 * min(1.0, share)):.1f}",
    )


def column(share: float, model: str) -> SafeString:
    """A column as high as a share, the model's shape on top."""
    top = 100 - 84 * min(1.0, max(0.0, share))
    return format_html(
        '<svg class="column {}" viewBox="0 0 30 100" aria-hidden="true" focusable="false">'
        '<rect class="column-rail" x="7" y="16" width="16" height="84"/>'
        '<rect class="column-done" x="7" y="{}" width="16" height="{}"/>'
        '<g class="column-mark" transform="translate(10 {})">{}</g></svg>',
        model,
        f"{top:.1f}",
        f"{100 - top:.1f}",
        f"{top - 14:.1f}",
        mark_safe(GLYPHS[model]),
    )


def dial(
    shares: Mapping[str, float], first: str | None, label: str, value: str, word: str
) -> SafeString:
    """The chance dial: a hundred ticks by model, a needle on the middle of the first one's arc.

    ``label`` is its text alternative; ``value`` and ``word`` are written in the middle.
    """
    counts = hundred({key: shares.get(key, 0.0) for key in MODELS})
    owners = [key for key in MODELS for _ in range(counts[key])]
    owners += [""] * (100 - len(owners))
    ticks = format_html_join(
        "", "{}", ((_tick(i, owner, first),) for i, owner in enumerate(owners))
    )
    needle = _needle(owners, first) if first in owners else ""
    return format_html(
        '<svg class="dial" viewBox="0 0 240 240" role="img" aria-label="{}">{}{}'
        '<text class="dial-value" x="120" y="126">{}</text>'
        '<text class="dial-word" x="120" y="146">{}</text></svg>',
        label,
        ticks,
        needle,
        value,
        word,
    )


def _tick(index: int, owner: str, first: str | None) -> SafeString:
    angle = 2 * pi * (index + 0.5) / 100
    inner, outer = (84, 108) if owner and owner == first else (90, 104)
    dx, dy = sin(angle), -cos(angle)
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        f"{owner} first" if owner and owner == first else owner,
        *(f"{120 + radius * d:.1f}" for radius in (inner, outer) for d in (dx, dy)),
    )


def _needle(owners: list[str], first: str | None) -> SafeString:
    places = [i for i, owner in enumerate(owners) if owner == first]
    degrees = 3.6 * (sum(places) / len(places) + 0.5)
    return format_html(
        '<path class="dial-needle" d="M120 40 126 58 114 58z" transform="rotate({} 120 120)"/>',
        f"{degrees:.1f}",
    )


def strip(low: float, middle: float, high: float, top: float) -> SafeString:
    """A soft band from low to high with a tick on the middle, on a scale from 0 to ``top``."""
    scale = 100 / top if top > 0 else 0.0
    left, at, right = (min(100.0, max(0.0, scale * value)) for value in (low, middle, high))
    return format_html(
        '<svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="strip-rail" x="0" y="4.5" width="100" height="1"/>'
        '<rect class="strip-band" x="{}" y="1" width="{}" height="8"/>'
        '<rect class="strip-tick" x="{}" y="0" width="1.4" height="10"/></svg>',
        f"{left:.1f}",
        f"{max(right - left, 0.8):.1f}",
        f"{min(at, 98.6):.1f}",
    )
