"""A question of the interview that needs no decision to be asked: its words, its answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from timonier.app.document.information import label, shape
from timonier.app.document.parts import Choice, Named, Shape
from timonier.app.document.words import Words
from timonier.app.interview import answers
from timonier.app.interview.people import LISTED

TEAM = "team"


@dataclass(frozen=True, kw_only=True)
class Posed(Shape, Named):
    """A question and why it is asked, whatever is known of the company."""

    reason: str


def posed(key: str, words: Words, reason: str = "") -> Posed:
    """A question of the core, a fact's or that of the team, or one that the decision names.

    ``reason`` is why it is asked now, where it is more than why it is asked at all.
    """
    asked = _team(words) if key == TEAM else shape(key, words)
    asked = replace(asked, may_be_unknown=key != answers.NEEDED)
    return Posed(fact=key, label=_label(key, words), reason=reason or asked.why, **vars(asked))


def _label(key: str, words: Words) -> str:
    return words.knowledge.facts[TEAM].label[words.lang] if key == TEAM else label(key, words)


def _team(words: Words) -> Shape:
    text, lang, said = words.knowledge.facts[TEAM], words.lang, words.knowledge.wording
    mark = "\u202f: " if lang == "fr" else ": "
    return Shape(
        text=text.question[lang],
        why=text.why[lang],
        help=said["interview.who_help"][lang],
        kind="rows",
        unit="",
        bounds=None,
        choices=tuple(
            Choice(
                value=role,
                text=said[f"interview.who.{role}"][lang]
                + mark
                + said[f"interview.who_detail.{role}"][lang],
            )
            for role in LISTED
        ),
        anchors=(),
        default=None,
        may_be_unknown=True,
        may_be_not_concerned=False,
    )
