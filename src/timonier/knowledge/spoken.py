"""The knowledge as people of one market say it: courriel in Québec, e-mail in France."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from timonier.engine.catalogue import Figure, Knowledge, Text
from timonier.engine.plan_catalogue import PlanKnowledge
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.figures import OF, joined
from timonier.knowledge.frozen import Frozen

PLAN = "plan."  # of the address of a text that the plan holds
SENTENCES: Final = (  # what holds sentences; the figures keep their names, but for roles and work
    "skills", "activities", "roles", "statements", "criteria", "risks", "measures", "warnings",
    "wording", "facts", "glossary",
)  # fmt: skip

T = TypeVar("T")


class _Itself:
    """A knowledge told from another by what it is: what it holds cannot be hashed."""

    def __init__(self, held: Knowledge) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.held is other.held

    def __hash__(self) -> int:
        return id(self.held)


def spoken_in(knowledge: Knowledge, market: str) -> Knowledge:
    """Return the knowledge with the words of that market in the place of the common ones."""
    return _spoken(_Itself(knowledge), market)


@lru_cache(maxsize=8)
def _spoken(itself: _Itself, market: str) -> Knowledge:
    knowledge = itself.held
    words, terms = knowledge.markets[market].words, knowledge.markets[market].terms
    own = {at: text for at, text in words.items() if not at.startswith(PLAN)}
    spoken = _figures_alike(knowledge, _with_words(knowledge, own, market), market)
    if not terms:
        return spoken
    pattern = _pattern(terms)
    return replace(spoken, **{n: _in_terms(getattr(spoken, n), pattern, terms) for n in SENTENCES})


def _figures_alike(common: Knowledge, spoken: Knowledge, market: str) -> Knowledge:
    """Name the figures of a role or of some work after what it is called there."""
    kinds = ((common.roles, spoken.roles), (common.activities, spoken.activities))
    renamed: dict[str, Text] = {
        one.label.fr: here[key].label
        for there, here in kinds
        for key, one in there.items()
        if here[key].label != one.label
    }
    own = spoken.markets[market]
    roles = Frozen({key: _all_renamed(held, renamed) for key, held in own.roles.items()})
    here = replace(own, roles=roles, notice=_all_renamed(own.notice, renamed))
    markets = Frozen({**spoken.markets, market: here})
    return replace(spoken, markets=markets, figures=_all_renamed(spoken.figures, renamed))


def _all_renamed(figures: Mapping[str, Figure], renamed: Mapping[str, Text]) -> Frozen[str, Figure]:
    return Frozen({key: _renamed(one, renamed) for key, one in figures.items()})


def _renamed(figure: Figure, renamed: Mapping[str, Text]) -> Figure:
    thing, of, kind = figure.label.fr.partition(OF)
    here = renamed.get(thing)
    if not of or here is None:
        return figure
    return replace(figure, label=joined(here, Text(kind, figure.label.en.partition(OF)[2])))


def plan_spoken_in(plan: PlanKnowledge, knowledge: Knowledge, market: str) -> PlanKnowledge:
    """Return the plan's knowledge with the words of that market."""
    words = knowledge.markets[market].words
    own = {at.removeprefix(PLAN): text for at, text in words.items() if at.startswith(PLAN)}
    spoken = _with_words(plan, own, market)
    terms = knowledge.markets[market].terms
    if not terms:
        return spoken
    said: PlanKnowledge = _in_terms(spoken, _pattern(terms), terms)
    return replace(said, laws=spoken.laws)  # the law has its own words


def _pattern(terms: Mapping[str, str]) -> re.Pattern[str]:
    """What matches any of these words, whole, the longest first, at the start of a sentence too."""
    longest = sorted(terms, key=lambda one: (-len(one), one))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def _in_terms(node: Any, pattern: re.Pattern[str], terms: Mapping[str, str]) -> Any:
    """The same with the words of one market in every French text."""
    if isinstance(node, Text):
        return Text(pattern.sub(lambda found: _term(found[0], terms), node.fr), node.en)
    if isinstance(node, Mapping):
        return Frozen({key: _in_terms(one, pattern, terms) for key, one in node.items()})
    if isinstance(node, tuple):
        return tuple(_in_terms(one, pattern, terms) for one in node)
    if is_dataclass(node) and not isinstance(node, type):
        held = {f.name: getattr(node, f.name) for f in fields(node)}
        return replace(node, **{n: _in_terms(one, pattern, terms) for n, one in held.items()})
    return node


def _term(found: str, terms: Mapping[str, str]) -> str:
    here = terms[found.lower()]
    return here[0].upper() + here[1:] if found[0].isupper() else here


def _with_words(whole: T, words: Mapping[str, Text], market: str) -> T:
    """Put each text at its address; KnowledgeError for an address that holds no text."""
    for address, text in words.items():
        try:
            whole = _put(whole, address, text)
        except LookupError:
            remedy = "Write the address of a text, such as activities.seo_setup.label."
            file = f"markets/{market}/wording.toml"
            raise KnowledgeError(file, f"'{address}'", "is no text", remedy) from None
    return whole


def _put(node: Any, path: str, text: Text) -> Any:
    if not path:
        if not isinstance(node, Text):
            raise LookupError
        return text
    head, _, rest = path.partition(".")
    if isinstance(node, Mapping):
        key = next((k for k in _prefixes(path) if k in node), None)
        if key is None:
            raise LookupError
        rest = path[len(key) + 1 :]
        return Frozen({**node, key: _put(node[key], rest, text)})
    if isinstance(node, tuple):
        at = _place(node, head)
        return (*node[:at], _put(node[at], rest, text), *node[at + 1 :])
    if is_dataclass(node) and head in {field.name for field in fields(node)}:
        return replace(node, **{head: _put(getattr(node, head), rest, text)})  # type: ignore[type-var]
    raise LookupError


def _prefixes(path: str) -> list[str]:
    """The whole path, then shorter and shorter: keys of a mapping may hold dots themselves."""
    parts = path.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _place(items: tuple[Any, ...], head: str) -> int:
    """Where an item stands: by its key, or by its number."""
    keys = [getattr(item, "key", str(n)) for n, item in enumerate(items)]
    if head not in keys:
        raise LookupError
    return keys.index(head)
