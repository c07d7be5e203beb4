"""The framework as public pages, generated from the knowledge: one content, three renderings."""
