"""The facts: bilingual, sourced, dated records, read and checked once."""

from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.kept import load

__all__ = ["KnowledgeError", "load"]
