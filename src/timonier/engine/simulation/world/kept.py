"""What is worked out of a world once, kept by what it is read of, and passed along to its kin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from timonier.engine.simulation.tables import Known, Table

if TYPE_CHECKING:
    from timonier.engine.simulation.world.drawn import World

T = TypeVar("T")
Part = Literal["work", "facts", "budget"]


@dataclass
class People:
    """Whom a world has met, and when they are there: rows (history, block, month), those not drawn
    yet nil."""

    known: Known
    rows: Table
    drawn: set[int]


@dataclass
class Kept:
    """Parts by what they are read of: a world made from another takes those that stay true.

    ``work``: of needs, prices, roles and rules alone; ``facts``: of what the company is, too;
    ``budget``: of what it may pay; ``people``: of who comes and goes.
    """

    work: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    budget: dict[str, Any] = field(default_factory=dict)
    people: People | None = None


class Once(Generic[T]):
    """A quantity of a world that is worked out when it is first asked for."""

    def __init__(self, part: Part, made: Callable[[World], T]) -> None:
        self.part, self.made, self.name = part, made, made.__name__
        self.__doc__ = made.__doc__

    @overload
    def __get__(self, world: None, owner: type[World]) -> Once[T]: ...
    @overload
    def __get__(self, world: World, owner: type[World]) -> T: ...
    def __get__(self, world: World | None, owner: type[World]) -> Once[T] | T:
        if world is None:
            return self
        held = getattr(world.kept, self.part)
        if self.name not in held:
            held[self.name] = self.made(world)
        found: T = held[self.name]
        return found


def once(part: Part) -> Callable[[Callable[[Any], T]], Once[T]]:
    """Keep what a property of a world gives, with what else is read of the same."""
    return partial(Once, part)
