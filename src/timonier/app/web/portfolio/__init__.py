"""An adviser's list on the page: dropped, read, mended, run, called through."""
