"""The charts that compare the models: coverage by function, and chances as marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timonier.app.charts.theme import (
    SHAPES,
    WIDTH,
    Series,
    Spec,
    colour,
    colours,
    finished,
    percent_expression,
    scale_of,
)
from timonier.engine.catalogue import MODELS

WHOLE = 0.995  # chances below sum to less than one: some futures have no model that holds


def coverage(
    functions: Sequence[str], series: Sequence[Series], axis: str, lang: str, theme: str = "light"
) -> Spec:
    """Share of each function's needs covered, by model: a band from P10 to P90, a mark at P50."""
    rows = [
        {"function": f, "model": s.model, "low": v.low, "mid": v.median, "high": v.high}
        for s in series
        for f, v in zip(functions, s.values, strict=True)
    ]
    body = {
        "data": {"values": rows},
        "width": WIDTH - 110,
        "height": (10 + 9 * len(series)) * len(functions),
        "layer": _coverage_layers(functions, [s.model for s in series], axis, lang, theme),
        "resolve": {"scale": {"color": "independent"}},
    }
    return finished(body, theme)


def _coverage_layers(
    functions: Sequence[str], models: list[str], axis: str, lang: str, theme: str
) -> list[Spec]:
    y = {
        "field": "function",
        "type": "nominal",
        "sort": list(functions),
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8},
        "scale": {"paddingInner": 0.25},
    }
    places = {"y": y, "yOffset": {"field": "model", "sort": models}}
    shares = {"title": axis, "values": [0, 0.25, 0.5, 0.75, 1]}
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"labelExpr": percent_expression(lang), **shares},
    }
    soft, full = ([colour(m, theme, band=band) for m in models] for band in (True, False))
    spread = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    return [
        {
            "mark": {"type": "bar", "height": 8, "cornerRadius": 3},
            "encoding": {**places, **spread, "color": scale_of("model", models, soft)},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
            "encoding": {
                **places,
                "x": {**x, "field": "mid"},
                "color": scale_of("model", models, full),
                "shape": scale_of("model", models, [SHAPES[m] for m in models]),
            },
        },
    ]


def hundred(shares: Mapping[str, float]) -> dict[str, int]:
    """Whole marks, by largest remainders: a hundred when the chances sum to one, fewer when some
    futures have no model that holds.

    >>> hundred({"in_house": 0.335, "outsourced": 0.335, "hybrid": 0.33})
    {'in_house': 34, 'outsourced': 33, 'hybrid': 33}
    >>> hundred({"outsourced": 0.45})
    {'outsourced': 45}
    """
    total = sum(shares.values())
    if total <= 0:
        return dict.fromkeys(shares, 0)
    whole = 1.0 if total < WHOLE else total
    exact = {key: 100 * value / whole for key, value in shares.items()}
    marks = {key: int(value) for key, value in exact.items()}
    left = round(sum(exact.values())) - sum(marks.values())
    for key in sorted(exact, key=lambda k: marks[k] - exact[k])[:left]:
        marks[key] += 1
    return marks


def chances(shares: Mapping[str, float], theme: str = "light", columns: int = 25) -> Spec:
    """A hundred marks, as many of each model as its chances in a hundred of being the best; futures
    in which no model holds are small points."""
    counts = hundred(shares)
    owners = [model for model in MODELS for _ in range(counts.get(model, 0))]
    owners += ["none"] * (100 - len(owners))
    rows = [{"model": model, "x": i % columns, "y": i // columns} for i, model in enumerate(owners)]
    lines = 100 // columns
    hidden = {"axis": None, "scale": {"domain": [-0.5, columns - 0.5], "nice": False}}
    every = (*MODELS, "none")
    tones = [*(colour(m, theme) for m in MODELS), colours(theme)["line-strong"]]
    encoding = {
        "x": {"field": "x", "type": "quantitative", **hidden},
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [lines - 0.5, -0.5], "nice": False},
        },
        "color": scale_of("model", every, tones),
        "shape": scale_of("model", every, [*(SHAPES[m] for m in MODELS), "circle"]),
        "size": {
            "condition": {"test": "datum.model === 'none'", "value": 8},
            "value": 62,
        },
    }
    mark = {"type": "point", "filled": True, "opacity": 1}
    size = {"width": columns * 11, "height": lines * 11}
    return finished({"data": {"values": rows}, "mark": mark, "encoding": encoding, **size}, theme)
