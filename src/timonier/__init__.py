"""Timonier: recruit your marketing, outsource it, or go hybrid."""

__version__ = "0.1.0"
