"""Questions built from the knowledge: how each fact is asked, read back and stored."""
