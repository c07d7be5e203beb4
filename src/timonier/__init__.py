"""Timonier: recruit your marketing, outsource it, or go hybrid."""

from timonier.kernel_cache import use_writable_cache

__version__ = "0.1.0"

use_writable_cache()
