"""The facts: bilingual, sourced, dated records, read and checked once."""

from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.loader import load, read

__all__ = ["KnowledgeError", "load", "read"]
