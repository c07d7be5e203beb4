"""Where any number of the decision document comes from, down to its inputs and their sources."""

from timonier.app.document.explain.explained import explained
from timonier.app.document.explain.paths import NoSuchPath, resolve

__all__ = ["NoSuchPath", "explained", "resolve"]
