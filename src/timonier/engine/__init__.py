"""The pure engine: values in, values out. No file, clock, database, language or global state."""
