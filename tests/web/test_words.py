"""The page's words: each is used, each that is used exists, and French is set as French is."""

from __future__ import annotations

import re

import pytest

from tests.tree import PACKAGE
from timonier.knowledge import load

WEB = PACKAGE / "app" / "web"
OURS = {k.removeprefix("web."): v for k, v in load().wording.items() if k.startswith("web.")}
CALLED = re.compile(r"""\bsay(?:_number)?(?:\(|\s+)\s*f?["']([a-z_0-9.{}\[\]'"-]+?)["']""")
UNDER = re.compile(r"""say_under\s+["']([a-z_.]+)["']""")


def sources() -> str:
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_sentence_called_exists() -> None:
    text = sources()
    called = {key for key in CALLED.findall(text) if "{" not in key}
    known = set(OURS) | {key.rsplit(".", 1)[0] for key in OURS}
    # The guide's own helper puts "guide." before its keys.
    assert {key for key in called if key not in known and f"guide.{key}" not in known} == set()
    places = set(UNDER.findall(text))
    assert {p for p in places if not any(key.startswith(f"{p}.") for key in OURS)} == set()


def test_no_sentence_is_left_unused() -> None:
    text = sources()
    stems = {key.split("{")[0] for key in CALLED.findall(text) if "{" in key}
    stems |= {f"{place}." for place in UNDER.findall(text)}
    guide = {f"guide.{stem}" for stem in stems} | {"guide.column.", "guide.faq.", "guide.method."}
    unused = [
        key
        for key in OURS
        if f'"{key}"' not in text
        and f"'{key}'" not in text
        and f'"{key.removeprefix("guide.")}"' not in text
        and not any(stem and key.startswith(stem) for stem in (*stems, *guide))
        and not key.startswith(("error.", "guide.slug."))
        and f'"{key.rsplit(".", 1)[0]}"' not in text
    ]
    assert unused == []


@pytest.mark.parametrize("key", sorted(OURS))
def test_french_typography_and_both_languages_differ_in_words_only(key: str) -> None:
    said = OURS[key]
    assert not re.search(r"[^\u202f][;?!%»]|[^\u202f\d/]:(?!/)|«[^\u202f]|'", said.fr), said.fr
    assert "'" not in said.en
    assert set(re.findall(r"\{(\w+)\}", said.fr)) == set(re.findall(r"\{(\w+)\}", said.en))
