"""Timonier: recruit your marketing, outsource it, or go hybrid."""

import os

__version__ = "0.1.0"

if not os.access(os.path.join(os.path.dirname(__file__), "engine"), os.W_OK):
    from timonier.kernel_cache import use_writable_cache  # only then: it costs a part of the start

    use_writable_cache()
