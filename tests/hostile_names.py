"""Names that people give, or would give to break a document: each must come out as it went in."""

from __future__ import annotations

NAMES = {
    "formula": "=cmd|' /C calc'!A0",
    "sum": "+1+1",
    "minus": "-2+3|cmd",
    "at": "@SUM(1;2)",
    "external": "external:secret.xlsx",
    "address": "https://maboite.ca",
    "www": "www.maboite.ca, depuis 1998",
    "mail": "mailto:qui@maboite.ca",
    "internal": "internal:'Sheet2'!A1",
    "number": "007",
    "markup": "<script>alert(1)</script><b>Gras</b>",
    "entity": "R&amp;D & Fils &lt;i&gt;",
    "markdown": "![x](javascript:alert) **gras** `code` ~~non~~ | <u>",
    "list": "1. Premier",
    "dash": "- Tiret",
    "typst": '#panic("x") $ x $ @ref <label> \\ / *a* _b_',
    "calendar": "A;B,C:D\\nE BEGIN:VEVENT",
    "quotes": "\"Guillemets\" 'simples' «\u00a0français\u00a0» ’",
    "flower": "🌸 Fleuriste",
    "family": "👩‍👩‍👧 Kiosque 🇫🇷",
    "hebrew": "פרחי הגליל בע״מ",
    "arabic": "زهور البستان",
    "chinese": "花店有限公司",
    "marks": "Z̸̢a̴l̷g̵o̶ Éte\u0301",
    "long": "Zinguerie" * 16 + " & Fils",
    "space": "  Deux   espaces  ",
}

REFUSED = {
    "line": "Une ligne\net une autre",
    "null": "zéro\x00",
    "escape": "\x1b[31mrouge",
    "override": "facture\u202egpj.exe",
    "isolate": "a\u2066b",
    "hole": "a\uffffb",
    "separator": "a\u2028b",
    "surrogate": "a\ud800b",
}
