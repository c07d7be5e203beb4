"""The decision document: everything that was computed, worded in one language, as plain data."""

from timonier.app.document.build import Answered, document, dump
from timonier.app.document.work import work

__all__ = ["Answered", "document", "dump", "work"]
