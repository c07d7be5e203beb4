"""The commands, each in its own module with a function ``add(app, lang)``; ``ALL`` is their order.

A module imports nothing heavy at its top: the help must show at once.
"""

from timonier.app.commands import (
    api,
    ask,
    backup,
    cost,
    decide,
    facts,
    mcp,
    needs,
    new,
    portfolio,
    report,
    serve,
)

ALL = (decide, needs, ask, report, portfolio, serve, api, mcp, facts, cost, new, backup)

__all__ = ["ALL"]
