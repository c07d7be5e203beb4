"""The conversation in the terminal: one question at a time, written back to the company file."""
