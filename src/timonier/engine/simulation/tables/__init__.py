"""The tables that the kernel reads, made from the catalogue and from teams."""

from timonier.engine.simulation.tables.roles import (
    MASTERED,
    Roles,
    fits,
    make_parts,
    make_roles,
    qualities,
)
from timonier.engine.simulation.tables.rows import Lanes, Table, in_rows
from timonier.engine.simulation.tables.teams import History, Known, Packed, pack

__all__ = [
    "MASTERED",
    "History",
    "Known",
    "Lanes",
    "Packed",
    "Roles",
    "Table",
    "fits",
    "in_rows",
    "make_parts",
    "make_roles",
    "pack",
    "qualities",
]
