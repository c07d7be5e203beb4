"""The decision document: everything that was computed, worded in one language, as typed parts."""

from timonier.app.document.build import Answered, document
from timonier.app.document.parts import Document, OtherShape, dump, read
from timonier.app.document.work import work

__all__ = ["Answered", "Document", "OtherShape", "document", "dump", "read", "work"]
